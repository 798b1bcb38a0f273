package io.github.latent4j.viz;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines or dots over two axes: the plot by XChart, title and legend in the form that all figures share. */
final class XyPlot {
    private static final int MARGIN = 16;
    private static final int HEADER = 34;
    private static final int NOTE = 18;
    private static final int LEGEND_ROW = 22;
    private static final int SWATCH = 26;

    /** Over so many powers of ten a vertical axis has a line at each of their multiples too. */
    private static final int MAX_SPLIT_POWERS = 4;

    /** Over so many there are labels at some of these. */
    private static final int MAX_LABELLED_POWERS = 2;

    /** Up to so many points a line marks each of them. */
    private static final int MARKED_POINTS = 20;

    private static final BasicStroke SOLID = new BasicStroke(1.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final BasicStroke DASHED =
            new BasicStroke(2.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0);
    private static final Color INVISIBLE = new Color(255, 255, 255, 0);

    private final String title;
    private final int width;
    private final int height;
    private final XYChart chart;
    private final List<Entry> legend = new ArrayList<>();
    private Scale yScale = Scale.LINEAR;
    private String note = "";
    private Range xs = Range.EMPTY;
    private Range ys = Range.EMPTY;

    /** One line of the legend. */
    private record Entry(String name, Color colour, BasicStroke stroke, boolean line, Marker marker) {}

    XyPlot(String title, String xTitle, String yTitle, int width, int height) {
        this.title = title;
        this.width = width;
        this.height = height;
        this.chart = new XYChartBuilder()
                .width(width)
                .height(height - HEADER)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        Theme.apply(chart.getStyler());
    }

    /** For values that are added later; those that have no place on it are left out. */
    void setYScale(Scale scale) {
        yScale = scale;
    }

    /** A line under the title. */
    void setNote(String text) {
        note = text;
    }

    /** The translucent area from {@code low} to {@code high}, interrupted where one of them has no place. */
    void band(String name, double[] x, double[] low, double[] high, Color colour) {
        int from = 0;
        for (int i = 0; i <= x.length; i++) {
            boolean inside = i < x.length && !Double.isNaN(yScale.placed(low[i]) + yScale.placed(high[i]));
            if (!inside) {
                if (i > from) {
                    area(name + " from " + from, x, low, high, from, i, colour);
                }
                from = i + 1;
            }
        }
    }

    private void area(String name, double[] x, double[] low, double[] high, int from, int to, Color colour) {
        double[] outlineX = new double[2 * (to - from)];
        double[] outlineY = new double[2 * (to - from)];
        for (int i = from; i < to; i++) {
            int there = i - from;
            int back = outlineX.length - 1 - there;
            outlineX[there] = x[i];
            outlineX[back] = x[i];
            outlineY[there] = low[i];
            outlineY[back] = high[i];
        }
        XYSeries series = add(name, outlineX, outlineY);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
        series.setFillColor(Theme.veil(colour));
        series.setMarker(SeriesMarkers.NONE).setLineColor(INVISIBLE);
    }

    /** A line through the points in their order, interrupted where {@code y} is not finite; not where {@code x} is not. */
    void line(String name, double[] x, double[] y, Color colour, boolean dashed) {
        Marker marker = x.length <= MARKED_POINTS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE;
        BasicStroke stroke = dashed ? DASHED : SOLID;
        add(name, x, y)
                .setMarker(marker)
                .setMarkerColor(colour)
                .setLineColor(colour)
                .setLineStyle(stroke);
        legend.add(new Entry(name, colour, stroke, true, marker));
    }

    /** A translucent dot for each point with finite coordinates. */
    void dots(String name, double[] x, double[] y, Color colour, Marker marker, int size) {
        chart.getStyler().setMarkerSize(size);
        XYSeries series = add(name, x, y);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        series.setMarker(marker).setMarkerColor(Theme.translucent(colour));
        legend.add(new Entry(name, colour, SOLID, false, marker));
    }

    private XYSeries add(String name, double[] x, double[] y) {
        // XChart leaves out a point whose y is NaN, and copes with no other value that is not finite
        int[] placed =
                IntStream.range(0, x.length).filter(i -> Double.isFinite(x[i])).toArray();
        double[] finiteX = IntStream.of(placed).mapToDouble(i -> x[i]).toArray();
        double[] finiteY =
                IntStream.of(placed).mapToDouble(i -> yScale.placed(y[i])).toArray();
        xs = xs.including(finiteX);
        ys = ys.including(finiteY);
        return placed.length > 0
                ? chart.addSeries(name, finiteX, finiteY)
                : chart.addSeries(name, new double[] {0}, new double[] {Double.NaN});
    }

    /** The figure, its horizontal axis for whole numbers: no label between them. */
    Figure figureOverWholeNumbers() {
        boolean few = xs.high() - xs.low() < 10; // then XChart puts a tick at each
        return few
                ? figure(xs, xs.low(), XyPlot::wholeLabel)
                : figure(xs.rounded(), xs.low() + 0.37, XyPlot::wholeLabel);
    }

    /** The figure of points whose {@code x} are logarithms to base 10, its axis labelled with the numbers themselves. */
    Figure figureOverPowersOfTen() {
        Range decades = new Range(Math.floor(xs.low()), Math.ceil(xs.high()));
        return figure(decades, decades.low(), XyPlot::powerLabel);
    }

    Figure figure() {
        Range round = xs.rounded();
        return figure(round, round.irregular(), XyPlot::label);
    }

    /** The figure over {@code both} to the right and upwards, whatever the points are. */
    Figure figureOver(Range both) {
        xs = both;
        ys = both;
        return figure();
    }

    private static String wholeLabel(double value) {
        return value == Math.rint(value) ? label(value) : "";
    }

    /** A number on an axis: written out unless that is long. */
    static String label(double value) {
        double size = Math.abs(value);
        String pattern = value != 0 && (size < 1e-4 || size >= 1e9) ? "0.##E0" : "#,##0.######";
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    }

    /** The {@link #label} of a number rounded to so many digits. */
    static String rounded(double value, int digits) {
        return label(new BigDecimal(value).round(new MathContext(digits)).doubleValue());
    }

    /** A number in few characters: three digits, and a power of ten where {@link #label} would need many zeros. */
    static String compact(double value) {
        double size = Math.abs(value);
        if (value != 0 && (size < 1e-3 || size >= 1e5)) {
            return new DecimalFormat("0.#E0", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
        }
        return rounded(value, 3);
    }

    private Figure figure(Range x, double anchorX, Function<Double, String> xLabel) {
        chart.getStyler().setYAxisTickLabelsFormattingFunction(XyPlot::label);
        Range y = yScale == Scale.LOG ? powersOfTen() : ys.rounded();
        int labelWidth = Theme.widest(List.of(label(x.low()), label(x.high())), Theme.small());
        chart.getStyler().setXAxisTickMarkSpacingHint(Math.max(72, (labelWidth + 16) * 3 / 2)); // it takes less
        chart.getStyler().setXAxisTickLabelsFormattingFunction(xLabel);
        chart.getStyler().setXAxisMin(x.low()).setXAxisMax(x.high());
        chart.getStyler().setYAxisMin(y.low()).setYAxisMax(y.high());
        List<String> names = legend.stream().map(Entry::name).toList();
        // Of equally spaced data XChart labels the values themselves, such as 0.805; one unseen point makes it round.
        chart.addSeries(" ", new double[] {anchorX}, new double[] {y.irregular()})
                .setMarker(SeriesMarkers.NONE)
                .setLineColor(INVISIBLE);
        int legendWidth = legend.size() > 1 ? SWATCH + 8 + Theme.widest(names, Theme.small()) + MARGIN : 0;
        int header = HEADER + (note.isEmpty() ? 0 : NOTE);
        String summary = String.format(
                Locale.ROOT,
                "Figure[\"%s\", %dx%d, series %s%s]",
                title,
                width,
                height,
                names,
                note.isEmpty() ? "" : ", " + note);
        return Figure.draw(width, height, summary, g -> {
            Theme.text(g, Theme.title(), Theme.INK, title, MARGIN, MARGIN + 14);
            Theme.text(g, Theme.small(), Theme.MUTED, note, MARGIN, MARGIN + 33);
            g.translate(0, header);
            if (legendWidth > 0) {
                drawLegend(g, width - legendWidth);
            }
            chart.paint(g, width - legendWidth, height - header);
        });
    }

    /**
     * From a power of ten to another. Over a few of them XChart draws a line at each of their multiples, which shows
     * that the scale is no even one; over many these would fill the plot, so that it gets the logarithms.
     */
    private Range powersOfTen() {
        Range powers = ys.low() > ys.high()
                ? new Range(-1, 0)
                : new Range(Math.floor(Math.log10(ys.low())), Math.ceil(Math.log10(ys.high())));
        double low = powers.low();
        double count = Math.max(1, powers.high() - low);
        if (count <= MAX_SPLIT_POWERS) {
            chart.getStyler().setYAxisLogarithmic(true);
            chart.getStyler().setYAxisLogarithmicDecadeOnly(count > MAX_LABELLED_POWERS); // the labels, not the lines
            chart.getStyler().setYAxisTickLabelsFormattingFunction(XyPlot::multipleLabel);
            return new Range(Math.pow(10, low), Math.pow(10, low + count));
        }
        for (XYSeries series : List.copyOf(chart.getSeriesCollection())) {
            double[] logs = DoubleStream.of(series.getYData()).map(Math::log10).toArray();
            chart.updateXYSeries(series.getName(), series.getXData(), logs, null);
        }
        chart.getStyler().setYAxisTickLabelsFormattingFunction(XyPlot::powerLabel);
        return new Range(low, low + count);
    }

    private static String powerLabel(double power) {
        return power == Math.rint(power) ? label(Math.pow(10, power)) : "";
    }

    /** Of a power of ten, its double and its fivefold, for which there is room. */
    private static String multipleLabel(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value * (1 + 1e-9))));
        return List.of(1L, 2L, 5L).contains(Math.round(value / power)) ? label(value) : "";
    }

    private void drawLegend(Graphics2D g, int x) {
        int y = 24;
        for (Entry entry : legend) {
            g.setColor(entry.colour());
            if (entry.line()) {
                g.setStroke(entry.stroke());
                g.drawLine(x, y, x + SWATCH, y);
            }
            entry.marker().paint(g, x + SWATCH / 2.0, y, 7);
            Theme.text(g, Theme.small(), Theme.INK, entry.name(), x + SWATCH + 8, y + 4);
            y += LEGEND_ROW;
        }
    }
}
