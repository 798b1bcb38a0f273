package io.github.latent4j.viz;

import io.github.latent4j.internal.Checks;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Draws {@link Charts#boxes}. */
final class BoxChart {
    static final int MAX_BOXES = 30;

    private static final int MARGIN = 16;
    private static final int HEADER = 48;
    private static final int ROW = 30;
    private static final int BOX = 16;
    private static final int TICKS = 20;
    private static final int AXIS = 24;
    private static final int GAP = 10;
    private static final int MAX_LABEL = 260;
    private static final double OUTLIER = 2.5;
    private static final BasicStroke LINE = new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
    private static final BasicStroke MEDIAN = new BasicStroke(2.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);

    private final String title;
    private final String axis;
    private final List<String> names;
    private final List<double[]> sorted;
    private final Range range;
    private final int left;
    private final int plotWidth;

    private BoxChart(String title, String axis, double[] values, Map<String, List<Integer>> groups) {
        this.title = title;
        this.axis = axis;
        this.names = List.copyOf(groups.keySet());
        this.sorted = groups.values().stream().map(rows -> at(rows, values)).toList();
        this.range = Range.EMPTY.including(values).rounded();
        this.left = MARGIN + Math.min(MAX_LABEL, Theme.widest(names, Theme.small())) + GAP;
        this.plotWidth = Charts.WIDTH - left - MARGIN - 8;
    }

    static Figure of(String title, String axis, double[] values, Map<String, List<Integer>> groups) {
        Checks.require(
                DoubleStream.of(values).anyMatch(Double::isFinite),
                "values must name a column with at least one finite number, but \"%s\" has none",
                axis);
        return new BoxChart(title, axis, values, groups).draw();
    }

    private static double[] at(List<Integer> rows, double[] values) {
        return rows.stream()
                .mapToDouble(row -> values[row])
                .filter(Double::isFinite)
                .sorted()
                .toArray();
    }

    private Figure draw() {
        int plotHeight = ROW * names.size();
        int height = MARGIN + HEADER + plotHeight + TICKS + AXIS + MARGIN / 2;
        String summary = String.format(
                Locale.ROOT, "Figure[\"%s\", %dx%d, boxes of %s in %s]", title, Charts.WIDTH, height, axis, names);
        return Figure.draw(Charts.WIDTH, height, summary, g -> {
            Theme.text(g, Theme.title(), Theme.INK, title, MARGIN, MARGIN + 14);
            String note = "box: quartiles and median; whiskers: up to 1.5 boxes away; dots: further";
            Theme.text(g, Theme.small(), Theme.MUTED, note, MARGIN, MARGIN + 33);
            g.translate(left, MARGIN + HEADER);
            for (double tick : range.ticks(Math.max(2, plotWidth / 70))) {
                g.setColor(Theme.LINES);
                g.fill(new Rectangle2D.Double(place(tick) - 0.5, 0, 1, plotHeight));
                int x = (int) Math.round(place(tick));
                Theme.centred(g, Theme.small(), Theme.MUTED, XyPlot.label(tick), x, plotHeight + TICKS - 3);
            }
            Theme.centred(g, Theme.text(), Theme.INK, axis, plotWidth / 2, plotHeight + TICKS + AXIS - 6);
            for (int i = 0; i < names.size(); i++) {
                int middle = i * ROW + ROW / 2;
                String name = Theme.fitted(names.get(i), Theme.small(), MAX_LABEL);
                Theme.text(g, Theme.small(), Theme.INK, name, -GAP - Theme.width(name, Theme.small()), middle + 4);
                if (sorted.get(i).length == 0) {
                    Theme.text(g, Theme.small(), Theme.MUTED, "no finite value", 4, middle + 4);
                } else {
                    box(g, sorted.get(i), middle, Theme.series(0));
                }
            }
        });
    }

    private void box(Graphics2D g, double[] values, int middle, Color colour) {
        double lower = quantile(values, 0.25);
        double upper = quantile(values, 0.75);
        double reach = 1.5 * (upper - lower);
        double lowest = DoubleStream.of(values)
                .filter(v -> v >= lower - reach)
                .findFirst()
                .orElse(lower);
        double highest =
                DoubleStream.of(values).filter(v -> v <= upper + reach).max().orElse(upper);
        double top = middle - BOX / 2.0;
        g.setStroke(LINE);
        g.setColor(colour);
        g.draw(new Line2D.Double(place(lowest), middle, place(lower), middle));
        g.draw(new Line2D.Double(place(upper), middle, place(highest), middle));
        g.draw(new Line2D.Double(place(lowest), middle - 4, place(lowest), middle + 4));
        g.draw(new Line2D.Double(place(highest), middle - 4, place(highest), middle + 4));
        Rectangle2D box = new Rectangle2D.Double(place(lower), top, place(upper) - place(lower), BOX);
        g.setColor(Theme.veil(colour));
        g.fill(box);
        g.setColor(colour);
        g.draw(box);
        g.setStroke(MEDIAN);
        g.setColor(Theme.INK);
        double median = place(quantile(values, 0.5));
        g.draw(new Line2D.Double(median, top, median, top + BOX));
        g.setColor(Theme.translucent(colour));
        for (double value : values) {
            if (value < lowest || value > highest) {
                g.fill(new Ellipse2D.Double(place(value) - OUTLIER, middle - OUTLIER, 2 * OUTLIER, 2 * OUTLIER));
            }
        }
    }

    private double place(double value) {
        return range.part(value) * plotWidth;
    }

    /** Of sorted values, interpolated between the two next to it. */
    static double quantile(double[] sorted, double part) {
        double place = part * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
