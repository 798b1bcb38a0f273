package io.github.latent4j.viz;

import io.github.latent4j.internal.Checks;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Draws {@link Charts#histograms}. */
final class HistogramChart {
    static final int MAX_PANELS = 16;

    private static final int MARGIN = 16;
    private static final int HEADER = 46;
    private static final int CAPTION = 20;
    private static final int TICKS = 18;
    private static final int AXIS = 22;
    private static final int GAP = 14;
    private static final int COLUMNS = 4;
    private static final int BINS = 40;
    private static final double TAIL = 0.005;

    private final String title;
    private final String axis;
    private final List<String> names;
    private final List<double[]> panels;
    private final Range range;
    private final int columns;
    private final int rows;
    private final int panelWidth;
    private final int panelHeight;

    private HistogramChart(String title, String axis, double[] values, Map<String, List<Integer>> groups) {
        this.title = title;
        this.axis = axis;
        this.names = List.copyOf(groups.keySet());
        this.panels = groups.values().stream().map(rows -> at(rows, values)).toList();
        this.range = range(values);
        this.rows = (names.size() + COLUMNS - 1) / COLUMNS;
        this.columns = (names.size() + rows - 1) / rows; // so that the last row is nearly full
        this.panelWidth = (Charts.WIDTH - 2 * MARGIN - (columns - 1) * GAP) / columns;
        this.panelHeight = rows == 1 ? 190 : rows == 2 ? 120 : 84;
    }

    static Figure of(String title, String axis, double[] values, Map<String, List<Integer>> groups) {
        Checks.require(
                DoubleStream.of(values).anyMatch(Double::isFinite),
                "values must name a column with at least one finite number, but \"%s\" has none",
                axis);
        return new HistogramChart(title, axis, values, groups).draw();
    }

    private static double[] at(List<Integer> rows, double[] values) {
        return rows.stream()
                .mapToDouble(row -> values[row])
                .filter(Double::isFinite)
                .toArray();
    }

    /** Without the tails, for one value far away would leave a single bar of all others. */
    private static Range range(double[] values) {
        double[] sorted =
                DoubleStream.of(values).filter(Double::isFinite).sorted().toArray();
        double low = sorted[(int) Math.round(TAIL * (sorted.length - 1))];
        double high = sorted[(int) Math.round((1 - TAIL) * (sorted.length - 1))];
        double half = Math.max(Math.abs(low) / 2, 0.5);
        return low < high ? new Range(low, high) : new Range(low - half, low + half);
    }

    private int[] counts(double[] values) {
        int[] counts = new int[BINS];
        for (double value : values) {
            int bin = (int) Math.floor(range.part(value) * BINS);
            counts[Math.max(0, Math.min(BINS - 1, bin))]++;
        }
        return counts;
    }

    private Figure draw() {
        int rowHeight = CAPTION + panelHeight + GAP;
        int height = MARGIN + HEADER + rows * rowHeight - GAP + TICKS + AXIS + MARGIN / 2;
        String summary = String.format(
                Locale.ROOT, "Figure[\"%s\", %dx%d, histograms of %s in %s]", title, Charts.WIDTH, height, axis, names);
        return Figure.draw(Charts.WIDTH, height, summary, g -> {
            Theme.text(g, Theme.title(), Theme.INK, title, MARGIN, MARGIN + 14);
            String note = "each panel as high as its tallest bin";
            Theme.text(g, Theme.small(), Theme.MUTED, note, MARGIN, MARGIN + 33);
            for (int i = 0; i < names.size(); i++) {
                Graphics2D panel = (Graphics2D) g.create();
                panel.translate(
                        MARGIN + i % columns * (panelWidth + GAP), MARGIN + HEADER + i / columns * rowHeight + CAPTION);
                panel(panel, i);
                panel.dispose();
            }
            Theme.centred(g, Theme.text(), Theme.INK, axis, Charts.WIDTH / 2, height - MARGIN);
        });
    }

    private void panel(Graphics2D g, int i) {
        boolean lowest = i + columns >= names.size();
        String name = Theme.fitted(names.get(i), Theme.small(), panelWidth);
        Theme.text(g, Theme.small(), Theme.INK, name, 0, -6);
        for (double tick : range.ticks(Math.max(3, panelWidth / 48))) {
            int x = (int) Math.round(range.part(tick) * panelWidth);
            g.setColor(Theme.LINES);
            g.fillRect(x, 0, 1, panelHeight);
            if (lowest) {
                Theme.centred(g, Theme.small(), Theme.MUTED, XyPlot.label(tick), x, panelHeight + TICKS - 3);
            }
        }
        int[] counts = counts(panels.get(i));
        int tallest = IntStream.of(counts).max().orElseThrow();
        if (tallest == 0) {
            Theme.centred(g, Theme.small(), Theme.MUTED, "no finite value", panelWidth / 2, panelHeight / 2);
        } else {
            g.setColor(Theme.series(0));
            g.fill(outline(counts, tallest));
        }
        g.setColor(Theme.FAINT);
        g.fillRect(0, panelHeight, panelWidth, 1);
    }

    /** Of all bars in one, for bars beside each other show seams. */
    private Path2D outline(int[] counts, int tallest) {
        Path2D outline = new Path2D.Double();
        outline.moveTo(0, panelHeight);
        for (int bin = 0; bin < BINS; bin++) {
            double top = panelHeight * (1 - (double) counts[bin] / tallest);
            outline.lineTo((double) panelWidth * bin / BINS, top);
            outline.lineTo((double) panelWidth * (bin + 1) / BINS, top);
        }
        outline.lineTo(panelWidth, panelHeight);
        outline.closePath();
        return outline;
    }
}
