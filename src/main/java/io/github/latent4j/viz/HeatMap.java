package io.github.latent4j.viz;

import io.github.latent4j.internal.Checks;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;

/** Draws {@link Charts#heatMap}. */
final class HeatMap {
    private static final int MARGIN = 16;
    private static final int GAP = 8;
    private static final int MAX_WIDTH = 560;

    /** Of one cell, in logical pixels; narrower cells show no number. */
    private static final int MIN_CELL = 12;

    private static final int MAX_CELL = 46;

    private final String title;
    private final String rowTitle;
    private final String columnTitle;
    private final List<String> rowLabels;
    private final List<String> columnLabels;
    private final double[][] values;
    private final String[][] texts;
    private final int cell;

    private HeatMap(String title, String columnTitle, Table table) {
        this.title = title;
        this.columnTitle = columnTitle;
        this.rowTitle = table.column(0).name();
        this.rowLabels = IntStream.range(0, table.rowCount())
                .mapToObj(table.column(0)::getString)
                .toList();
        this.columnLabels = table.columnNames().subList(1, table.columnCount());
        this.values = new double[table.rowCount()][columnLabels.size()];
        for (int row = 0; row < values.length; row++) {
            for (int column = 0; column < columnLabels.size(); column++) {
                values[row][column] = checked(table, row, column + 1);
            }
        }
        boolean whole = Arrays.stream(values).flatMapToDouble(DoubleStream::of).allMatch(v -> v == Math.rint(v));
        this.texts = Arrays.stream(values)
                .map(row -> DoubleStream.of(row)
                        .mapToObj(v -> String.format(Locale.ROOT, whole ? "%,.0f" : "%,.2f", v))
                        .toArray(String[]::new))
                .toArray(String[][]::new);
        int widest = Arrays.stream(texts)
                .flatMap(Arrays::stream)
                .mapToInt(t -> Theme.width(t, Theme.small()))
                .max()
                .orElseThrow();
        int fitting = Math.max(MIN_CELL, Math.min(MAX_CELL, MAX_WIDTH / columnLabels.size()));
        // wide numbers widen the cells rather than leave them, as long as the map stays on the page
        this.cell = widest + 8 <= MAX_WIDTH * 1.4 / columnLabels.size() ? Math.max(fitting, widest + 8) : fitting;
    }

    static Figure of(Table table, String title, String columnTitle) {
        Checks.require(
                table.columnCount() >= 2 && table.rowCount() >= 1,
                "table must have a column of row labels, at least one column of numbers and one row, got %s",
                table.shape());
        return new HeatMap(title, columnTitle, table).draw();
    }

    private static double checked(Table table, int row, int column) {
        String name = table.column(column).name();
        if (table.column(column) instanceof NumericColumn<?> numbers) {
            return Checks.nonNegative("row " + row + " of column \"" + name + "\"", numbers.getDouble(row));
        }
        throw new IllegalArgumentException(String.format(
                Locale.ROOT,
                "each column of table but the first must hold numbers, but \"%s\" holds %s",
                name,
                table.column(column).type().name()));
    }

    private Figure draw() {
        boolean slanted = columnLabels.stream().anyMatch(label -> Theme.width(label, Theme.small()) > cell - 4);
        int rowLabelWidth = Theme.widest(rowLabels, Theme.small());
        int columnLabelHeight =
                slanted ? (int) Math.ceil(Theme.widest(columnLabels, Theme.small()) * Math.sqrt(0.5)) + 14 : 18;
        int left = MARGIN + 20 + rowLabelWidth + GAP;
        int top = MARGIN + 48;
        int mapWidth = cell * columnLabels.size();
        int mapHeight = cell * rowLabels.size();
        int width = Math.max(left + mapWidth + MARGIN, 2 * MARGIN + Theme.width(title, Theme.title()));
        int height = top + mapHeight + columnLabelHeight + 24 + MARGIN;
        String summary = String.format(
                Locale.ROOT,
                "Figure[\"%s\", %dx%d, %d %s x %d %s]",
                title,
                width,
                height,
                rowLabels.size(),
                rowTitle,
                columnLabels.size(),
                columnTitle);
        return Figure.draw(width, height, summary, g -> {
            Theme.text(g, Theme.title(), Theme.INK, title, MARGIN, MARGIN + 14);
            Theme.text(g, Theme.small(), Theme.MUTED, "colour: share of the row", MARGIN, MARGIN + 33);
            g.translate(left, top);
            cells(g);
            for (int row = 0; row < rowLabels.size(); row++) {
                String label = rowLabels.get(row);
                int x = -GAP - Theme.width(label, Theme.small());
                Theme.text(g, Theme.small(), Theme.INK, label, x, row * cell + cell / 2 + 4);
            }
            for (int column = 0; column < columnLabels.size(); column++) {
                columnLabel(g, columnLabels.get(column), column * cell + cell / 2, mapHeight + 6, slanted);
            }
            int titleX = (mapWidth - Theme.width(columnTitle, Theme.text())) / 2;
            Theme.text(g, Theme.text(), Theme.INK, columnTitle, titleX, mapHeight + columnLabelHeight + 20);
            g.rotate(-Math.PI / 2);
            int titleY = -(mapHeight + Theme.width(rowTitle, Theme.text())) / 2;
            Theme.text(g, Theme.text(), Theme.INK, rowTitle, titleY, -rowLabelWidth - GAP - 12);
        });
    }

    private void cells(Graphics2D g) {
        for (int row = 0; row < values.length; row++) {
            double sum = DoubleStream.of(values[row]).sum();
            for (int column = 0; column < columnLabels.size(); column++) {
                double share = sum == 0 ? 0 : values[row][column] / sum;
                Color ground = colour(share);
                g.setColor(Theme.LINES);
                g.fillRect(column * cell, row * cell, cell, cell);
                g.setColor(ground);
                g.fillRect(column * cell, row * cell, cell - 1, cell - 1);
                String text = texts[row][column];
                int width = Theme.width(text, Theme.small());
                if (width <= cell - 4) {
                    Color ink = values[row][column] == 0
                            ? Theme.FAINT
                            : ColourScale.isDark(ground) ? Color.WHITE : Theme.INK;
                    Theme.text(
                            g, Theme.small(), ink, text, column * cell + (cell - width) / 2, row * cell + cell / 2 + 4);
                }
            }
        }
    }

    /** A label centred under {@code x}, or ending there if it is slanted. */
    static void columnLabel(Graphics2D g, String label, int x, int y, boolean slanted) {
        int width = Theme.width(label, Theme.small());
        if (!slanted) {
            Theme.text(g, Theme.small(), Theme.INK, label, x - width / 2, y + 12);
            return;
        }
        AffineTransform upright = g.getTransform();
        g.translate(x + 4, y + 8);
        g.rotate(-Math.PI / 4);
        Theme.text(g, Theme.small(), Theme.INK, label, -width, 0);
        g.setTransform(upright);
    }

    /** Small shares are spread, for there the mistakes are. */
    private static Color colour(double share) {
        return ColourScale.BLUES.at(Math.pow(share, 0.65));
    }
}
