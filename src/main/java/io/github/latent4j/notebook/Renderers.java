package io.github.latent4j.notebook;

import io.github.latent4j.data.Images;
import io.github.latent4j.train.EpochLog;
import io.github.latent4j.train.History;
import io.github.latent4j.viz.Figure;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** What the renderers of this package share, and their registration where no kernel has done it. */
final class Renderers {
    private static final int MAX_ROWS = 20;

    private Renderers() {}

    /** Teaches a kernel that does not load renderers as services; does nothing twice. */
    static void register(Renderer renderer) {
        History probe = new History(List.of(new EpochLog(1, Map.of(EpochLog.LOSS, 0.0), Duration.ZERO)), "probe");
        if (renderer.renderAs(probe, "text/html").hasDataForType(MIMEType.TEXT_HTML)) {
            return;
        }
        renderer.createRegistration(Figure.class).preferring(MIMEType.IMAGE_PNG).register(new FigureRenderer());
        renderer.createRegistration(Images.class).preferring(MIMEType.IMAGE_PNG).register(new ImagesRenderer());
        renderer.createRegistration(Table.class).preferring(MIMEType.TEXT_HTML).register(new TableRenderer());
        renderer.createRegistration(History.class)
                .preferring(MIMEType.TEXT_HTML)
                .register(new HistoryRenderer());
    }

    /** As a PNG of all pixels, to be shown at the figure's logical size. */
    static void png(Figure figure, RenderContext context) {
        context.renderIfRequested(MIMEType.IMAGE_PNG, (type, data) -> {
            Map<String, Integer> size = new LinkedHashMap<>(); // in the same order in each run, unlike Map.of
            size.put("width", figure.logicalWidth());
            size.put("height", figure.logicalHeight());
            data.putData(type, base64(figure), size);
        });
    }

    private static String base64(Figure figure) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(figure, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode " + figure, e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /**
     * The first rows as HTML in the colours of the page, numbers to the right as their column prints them, with a note
     * if there are more.
     */
    static String html(Table table) {
        StringBuilder html = new StringBuilder("<table><thead><tr>");
        for (Column<?> column : table.columns()) {
            cell(html, "th", column, column.name());
        }
        html.append("</tr></thead><tbody>");
        int rows = Math.min(MAX_ROWS, table.rowCount());
        for (int row = 0; row < rows; row++) {
            html.append("<tr>");
            for (Column<?> column : table.columns()) {
                cell(html, "td", column, column.getString(row));
            }
            html.append("</tr>");
        }
        html.append("</tbody></table>");
        if (rows < table.rowCount()) {
            html.append(String.format(Locale.ROOT, "<p>the first %d of %,d rows</p>", rows, table.rowCount()));
        }
        return html.toString();
    }

    private static void cell(StringBuilder html, String tag, Column<?> column, String text) {
        String side = column instanceof NumericColumn ? "right" : "left";
        html.append(String.format(Locale.ROOT, "<%s style=\"text-align:%s\">%s</%s>", tag, side, escaped(text), tag));
    }

    /** As Tablesaw prints it, with at most as many rows as {@link #html}. */
    static String text(Table table) {
        return table.print(MAX_ROWS);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
