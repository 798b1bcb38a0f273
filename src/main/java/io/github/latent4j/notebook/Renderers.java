package io.github.latent4j.notebook;

import io.github.latent4j.data.Images;
import io.github.latent4j.train.EpochLog;
import io.github.latent4j.train.History;
import io.github.latent4j.viz.Animation;
import io.github.latent4j.viz.Explorer;
import io.github.latent4j.viz.Figure;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** What the renderers of this package share, and their registration where no kernel has done it. */
final class Renderers {
    private static final int MAX_ROWS = 20;
    private static final int MAX_COLUMNS = 20;
    private static final String MISSING = "NA"; // as Tablesaw itself reads it
    private static final Pattern LONG_FRACTION = Pattern.compile("-?\\d+\\.\\d{7,}(E-?\\d+)?");

    private Renderers() {}

    /** Teaches a kernel that does not load renderers as services; does nothing twice. */
    static void register(Renderer renderer) {
        History probe = new History(List.of(new EpochLog(1, Map.of(EpochLog.LOSS, 0.0), Duration.ZERO)), "probe");
        if (renderer.renderAs(probe, "text/html").hasDataForType(MIMEType.TEXT_HTML)) {
            return;
        }
        renderer.createRegistration(Figure.class).preferring(MIMEType.IMAGE_PNG).register(new FigureRenderer());
        renderer.createRegistration(Animation.class)
                .preferring(MIMEType.TEXT_HTML, MIMEType.IMAGE_PNG)
                .register(new AnimationRenderer());
        renderer.createRegistration(Explorer.class)
                .preferring(MIMEType.TEXT_HTML, MIMEType.IMAGE_PNG)
                .register(new ExplorerRenderer());
        renderer.createRegistration(Images.class).preferring(MIMEType.IMAGE_PNG).register(new ImagesRenderer());
        renderer.createRegistration(Table.class).preferring(MIMEType.TEXT_HTML).register(new TableRenderer());
        ColumnRenderer.register(renderer);
        ChartRenderer.register(renderer);
        ArrayRenderer.register(renderer);
        renderer.createRegistration(History.class)
                .preferring(MIMEType.TEXT_HTML)
                .register(new HistoryRenderer());
    }

    /** As a PNG of all pixels, to be shown at the figure's logical size. */
    static void png(Figure figure, RenderContext context) {
        png(context, figure.logicalWidth(), figure.logicalHeight(), () -> figure);
    }

    /** As a PNG of all pixels, to be shown at the given size. */
    static void png(RenderContext context, int width, int height, Supplier<BufferedImage> image) {
        context.renderIfRequested(MIMEType.IMAGE_PNG, (type, data) -> {
            Map<String, Integer> size = new LinkedHashMap<>(); // in the same order in each run, unlike Map.of
            size.put("width", width);
            size.put("height", height);
            data.putData(type, base64(image.get()), size);
        });
    }

    private static String base64(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode " + image, e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** The first rows as HTML in the colours of the page, with a note if there are more rows or columns than shown. */
    static String html(Table table) {
        String note = note(table);
        return grid(table).html() + (note.isEmpty() ? "" : "<p>" + note + "</p>");
    }

    /** The same as text. */
    static String text(Table table) {
        String note = note(table);
        return (table.columnCount() == 0 ? note : grid(table).text() + (note.isEmpty() ? "" : "\n" + note));
    }

    private static String note(Table table) {
        List<String> parts = new ArrayList<>();
        if (table.columnCount() == 0) {
            parts.add("no columns");
        } else if (table.rowCount() == 0) {
            parts.add("no rows");
        } else if (table.rowCount() > MAX_ROWS) {
            parts.add(String.format(Locale.ROOT, "the first %d of %,d rows", MAX_ROWS, table.rowCount()));
        }
        if (table.columnCount() > MAX_COLUMNS) {
            parts.add(String.format(Locale.ROOT, "%d of %,d columns", MAX_COLUMNS, table.columnCount()));
        }
        return String.join(", ", parts);
    }

    private static Grid grid(Table table) {
        int rows = Math.min(MAX_ROWS, table.rowCount());
        return new Grid(Grid.shown(table.columnCount(), MAX_COLUMNS).stream()
                .map(index -> index < 0
                        ? new Grid.Column(Grid.GAP, "", false, Collections.nCopies(rows, Grid.GAP))
                        : column(table.column(index.intValue()), rows))
                .toList());
    }

    private static Grid.Column column(Column<?> column, int rows) {
        List<String> cells = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            cells.add(column.isMissing(row) ? MISSING : column.getString(row));
        }
        if (column instanceof NumericColumn<?> numbers && hasTooManyDigits(numbers, rows)) {
            String pattern = Digits.pattern(
                    IntStream.range(0, rows).mapToDouble(numbers::getDouble).toArray());
            for (int row = 0; row < rows; row++) {
                if (!column.isMissing(row)) {
                    cells.set(row, Digits.format(pattern, numbers.getDouble(row)));
                }
            }
        }
        return new Grid.Column(
                column.name(), column.type().name(), column instanceof NumericColumn, List.copyOf(cells));
    }

    /** Whether nobody has said how to print the numbers, and they come with all digits that a double has. */
    private static boolean hasTooManyDigits(NumericColumn<?> column, int rows) {
        return IntStream.range(0, rows)
                .filter(row -> !column.isMissing(row))
                .mapToObj(column::getString)
                .anyMatch(LONG_FRACTION.asMatchPredicate());
    }
}
