package io.github.latent4j.viz;

import io.github.latent4j.internal.Checks;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Draws {@link Charts#valueMap}. */
final class ValueMap {
    private static final int MAX_CATEGORIES = 60;
    private static final int MARGIN = 16;
    private static final int HEADER = 48;
    private static final int GAP = 8;
    private static final int MAX_SIDE = 480;
    private static final int MIN_CELL = 8;
    private static final int MAX_CELL = 56;

    /** Narrower cells have no gaps between them, and not each has a label. */
    private static final int LABELLED_CELL = 16;

    /** Up to so many columns each cell holds its number. */
    private static final int MAX_NUMBERED = 12;

    private static final int BAR = 14;
    private static final int BAR_HEIGHT = 160;
    private static final int BAR_TICKS = 6;

    /** Positive values that differ by more than this factor get a logarithmic scale. */
    private static final double MAX_LINEAR = 100;

    private static final String NOT_FINITE = "not finite";
    private static final BasicStroke HATCH = new BasicStroke(1);

    private final String title;
    private final String xTitle;
    private final String yTitle;
    private final String valueTitle;
    private final double[] xs;
    private final double[] ys;

    /** By row from the lowest y, then by column; NaN where there is no finite one. */
    private final double[][] values;

    private final boolean anyMissing;
    private final Scale scale;
    private final Range range;
    private final int cellWidth;
    private final int cellHeight;

    private ValueMap(
            String title, String xTitle, String yTitle, String valueTitle, double[] x, double[] y, double[] value) {
        this.title = title;
        this.xTitle = xTitle;
        this.yTitle = yTitle;
        this.valueTitle = valueTitle;
        this.xs = categories("x", x, xTitle);
        this.ys = categories("y", y, yTitle);
        this.values = placed(x, y, value);
        double[] finite = Arrays.stream(values)
                .flatMapToDouble(DoubleStream::of)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        this.anyMissing = finite.length < xs.length * ys.length;
        boolean wide = finite.length > 0 && finite[0] > 0 && finite[finite.length - 1] > MAX_LINEAR * finite[0];
        this.scale = wide ? Scale.LOG : Scale.LINEAR;
        this.range =
                Range.EMPTY.including(DoubleStream.of(finite).map(this::onScale).toArray());
        this.cellWidth = Math.max(MIN_CELL, Math.min(MAX_CELL, MAX_SIDE / xs.length));
        this.cellHeight = Math.max(MIN_CELL, Math.min(xs.length > MAX_NUMBERED ? cellWidth : 40, MAX_SIDE / ys.length));
    }

    static Figure of(
            String title, String xTitle, String yTitle, String valueTitle, double[] x, double[] y, double[] value) {
        return new ValueMap(title, xTitle, yTitle, valueTitle, x, y, value).draw();
    }

    private static double[] categories(String argument, double[] values, String column) {
        for (int i = 0; i < values.length; i++) {
            Checks.require(
                    Double.isFinite(values[i]), "row %d of column \"%s\" must be finite, got %s", i, column, values[i]);
        }
        double[] categories =
                DoubleStream.of(values).map(v -> v + 0.0).distinct().sorted().toArray(); // -0.0 is 0.0
        Checks.require(
                categories.length <= MAX_CATEGORIES,
                "%s must have at most %d different values, got %d in \"%s\"",
                argument,
                MAX_CATEGORIES,
                categories.length,
                column);
        return categories;
    }

    private double[][] placed(double[] x, double[] y, double[] value) {
        double[][] placed = new double[ys.length][xs.length];
        boolean[][] taken = new boolean[ys.length][xs.length];
        Arrays.stream(placed).forEach(row -> Arrays.fill(row, Double.NaN));
        for (int i = 0; i < value.length; i++) {
            int row = Arrays.binarySearch(ys, y[i] + 0.0);
            int column = Arrays.binarySearch(xs, x[i] + 0.0);
            Checks.require(
                    !taken[row][column],
                    "table must have one row for each pair of \"%s\" and \"%s\", got two for %s and %s",
                    xTitle,
                    yTitle,
                    XyPlot.label(x[i]),
                    XyPlot.label(y[i]));
            taken[row][column] = true;
            placed[row][column] = Double.isFinite(value[i]) ? value[i] : Double.NaN;
        }
        return placed;
    }

    private double onScale(double value) {
        return scale == Scale.LOG ? Math.log10(value) : value;
    }

    private Color colour(double value) {
        return ColourScale.BLUES.at(range.low() < range.high() ? range.part(onScale(value)) : 0.5);
    }

    private Figure draw() {
        List<String> xLabels = DoubleStream.of(xs).mapToObj(XyPlot::label).toList();
        List<String> yLabels = DoubleStream.of(ys).mapToObj(XyPlot::label).toList();
        int xLabelWidth = Theme.widest(xLabels, Theme.small());
        boolean slanted = xLabelWidth > cellWidth - 4 && cellWidth >= LABELLED_CELL;
        int everyColumn = cellWidth >= LABELLED_CELL ? 1 : 1 + (xLabelWidth + GAP) / cellWidth;
        int everyRow = cellHeight >= LABELLED_CELL ? 1 : 1 + LABELLED_CELL / cellHeight;
        int yLabelWidth = Theme.widest(yLabels, Theme.small());
        int xLabelHeight = slanted ? (int) Math.ceil(xLabelWidth * Math.sqrt(0.5)) + 14 : 18;
        int left = MARGIN + 20 + yLabelWidth + GAP;
        int top = MARGIN + HEADER;
        int mapWidth = cellWidth * xs.length;
        int mapHeight = cellHeight * ys.length;
        int legendX = mapWidth + 22;
        List<String> legendTexts = legendTexts();
        int right = left + legendX + BAR + 6 + Theme.widest(legendTexts, Theme.small()) + MARGIN;
        String note = "colour: " + valueTitle + (scale == Scale.LOG ? ", logarithmic" : "");
        int heading = Math.max(Theme.width(title, Theme.title()), Theme.width(note, Theme.small()));
        int width = Math.max(right, heading + 2 * MARGIN);
        int legendHeight = BAR_HEIGHT + (anyMissing ? 30 : 0);
        int height = top + Math.max(mapHeight + xLabelHeight + 24, legendHeight) + MARGIN;
        String summary = String.format(
                Locale.ROOT,
                "Figure[\"%s\", %dx%d, %s over %d %s x %d %s]",
                title,
                width,
                height,
                valueTitle,
                xs.length,
                xTitle,
                ys.length,
                yTitle);
        return Figure.draw(width, height, summary, g -> {
            Theme.text(g, Theme.title(), Theme.INK, title, MARGIN, MARGIN + 14);
            Theme.text(g, Theme.small(), Theme.MUTED, note, MARGIN, MARGIN + 33);
            g.translate(left, top);
            cells(g, mapHeight);
            for (int row = 0; row < ys.length; row += everyRow) {
                String label = yLabels.get(row);
                int y = mapHeight - row * cellHeight - cellHeight / 2 + 4;
                Theme.text(g, Theme.small(), Theme.INK, label, -GAP - Theme.width(label, Theme.small()), y);
            }
            for (int column = 0; column < xs.length; column += everyColumn) {
                int x = column * cellWidth + cellWidth / 2;
                HeatMap.columnLabel(g, xLabels.get(column), x, mapHeight + 6, slanted);
            }
            legend(g, legendX);
            Theme.centred(g, Theme.text(), Theme.INK, xTitle, mapWidth / 2, mapHeight + xLabelHeight + 20);
            g.rotate(-Math.PI / 2);
            Theme.centred(g, Theme.text(), Theme.INK, yTitle, -mapHeight / 2, -yLabelWidth - GAP - 12);
        });
    }

    private void cells(Graphics2D g, int mapHeight) {
        int gap = Math.min(cellWidth, cellHeight) >= LABELLED_CELL ? 1 : 0;
        for (int row = 0; row < ys.length; row++) {
            for (int column = 0; column < xs.length; column++) {
                int x = column * cellWidth;
                int y = mapHeight - (row + 1) * cellHeight;
                double value = values[row][column];
                if (Double.isNaN(value)) {
                    hatch(g, x, y, cellWidth - gap, cellHeight - gap);
                } else {
                    g.setColor(colour(value));
                    g.fillRect(x, y, cellWidth - gap, cellHeight - gap);
                    number(g, value, x, y);
                }
            }
        }
    }

    private void number(Graphics2D g, double value, int x, int y) {
        String text = XyPlot.compact(value);
        if (xs.length <= MAX_NUMBERED && Theme.width(text, Theme.small()) <= cellWidth - 4 && cellHeight >= 16) {
            Color ink = ColourScale.isDark(colour(value)) ? Color.WHITE : Theme.INK;
            Theme.centred(g, Theme.small(), ink, text, x + cellWidth / 2, y + cellHeight / 2 + 4);
        }
    }

    private static void hatch(Graphics2D g, int x, int y, int width, int height) {
        Graphics2D hatched = (Graphics2D) g.create();
        hatched.clipRect(x, y, width, height);
        hatched.setColor(Theme.LINES);
        hatched.fillRect(x, y, width, height);
        hatched.setColor(Theme.FAINT);
        hatched.setStroke(HATCH);
        for (int i = -height; i < width; i += 5) {
            hatched.draw(new Line2D.Double(x + i, y + height, x + i + height, y));
        }
        hatched.dispose();
    }

    private double[] barTicks() {
        if (range.low() > range.high()) {
            return new double[0];
        }
        double[] ticks = range.low() < range.high() ? range.ticks(BAR_TICKS) : new double[] {range.low()};
        return scale == Scale.LOG
                ? DoubleStream.of(ticks).filter(v -> v == Math.rint(v)).toArray()
                : ticks;
    }

    private String barLabel(double tick) {
        return XyPlot.label(scale == Scale.LOG ? Math.pow(10, tick) : tick);
    }

    private List<String> legendTexts() {
        Stream<String> numbers = DoubleStream.of(barTicks()).mapToObj(this::barLabel);
        return Stream.concat(numbers, Stream.of(anyMissing ? NOT_FINITE : "")).toList();
    }

    private void legend(Graphics2D g, int x) {
        int below = 0;
        if (range.low() <= range.high()) {
            for (int i = 0; i < 2 * BAR_HEIGHT; i++) {
                g.setColor(ColourScale.BLUES.at(1 - (i + 0.5) / (2 * BAR_HEIGHT)));
                g.fill(new Rectangle2D.Double(x, i / 2.0, BAR, 0.5));
            }
            g.setColor(Theme.FAINT);
            g.draw(new Rectangle2D.Double(x, 0, BAR, BAR_HEIGHT));
            for (double tick : barTicks()) {
                double part = range.low() < range.high() ? range.part(tick) : 0.5;
                int y = (int) Math.round((1 - part) * BAR_HEIGHT);
                Theme.text(g, Theme.small(), Theme.MUTED, barLabel(tick), x + BAR + 6, y + 4);
            }
            below = BAR_HEIGHT + 16;
        }
        if (anyMissing) {
            hatch(g, x, below, BAR, BAR);
            Theme.text(g, Theme.small(), Theme.MUTED, NOT_FINITE, x + BAR + 6, below + 11);
        }
    }
}
