package io.github.latent4j.viz;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Draws {@link Charts#bands}. */
final class BandChart {
    private BandChart() {}

    /**
     * @param groups row numbers by the name of their group
     */
    static Figure of(
            String title,
            String xTitle,
            String yTitle,
            Scale yScale,
            double[] xs,
            double[] ys,
            Map<String, List<Integer>> groups) {
        XyPlot plot = new XyPlot(title, xTitle, yTitle, Charts.WIDTH, Charts.HEIGHT);
        plot.setYScale(yScale);
        Map<String, SortedMap<Double, DoubleSummaryStatistics>> byGroup = new LinkedHashMap<>();
        groups.forEach((name, rows) -> byGroup.put(name, byPlace(rows, xs, ys, yScale)));
        List<String> names = new ArrayList<>(byGroup.keySet());
        // every band before the first line, so that none lies on a line
        byGroup.forEach((name, points) -> plot.band(
                name,
                places(points),
                values(points, DoubleSummaryStatistics::getMin),
                values(points, DoubleSummaryStatistics::getMax),
                Theme.series(names.indexOf(name))));
        byGroup.forEach((name, points) -> plot.line(
                name,
                places(points),
                values(points, DoubleSummaryStatistics::getAverage),
                Theme.series(names.indexOf(name)),
                false));
        LongSummaryStatistics runs = byGroup.values().stream()
                .flatMap(points -> points.values().stream())
                .mapToLong(DoubleSummaryStatistics::getCount)
                .filter(count -> count > 0)
                .summaryStatistics();
        plot.setNote("line: mean; band: lowest to highest of " + count(runs));
        boolean whole = DoubleStream.of(xs).filter(Double::isFinite).allMatch(x -> x == Math.rint(x));
        return whole ? plot.figureOverWholeNumbers() : plot.figure();
    }

    private static String count(LongSummaryStatistics runs) {
        if (runs.getCount() == 0) {
            return "none";
        }
        return runs.getMin() == runs.getMax() ? "" + runs.getMax() : runs.getMin() + " to " + runs.getMax();
    }

    /** What is known of the values of each x, in ascending order. */
    private static SortedMap<Double, DoubleSummaryStatistics> byPlace(
            List<Integer> rows, double[] xs, double[] ys, Scale yScale) {
        SortedMap<Double, DoubleSummaryStatistics> points = new TreeMap<>();
        for (int row : rows) {
            if (Double.isFinite(xs[row])) {
                DoubleSummaryStatistics point = points.computeIfAbsent(xs[row], x -> new DoubleSummaryStatistics());
                double y = yScale.placed(ys[row]);
                if (!Double.isNaN(y)) {
                    point.accept(y);
                }
            }
        }
        return points;
    }

    private static double[] places(SortedMap<Double, DoubleSummaryStatistics> points) {
        return points.keySet().stream().mapToDouble(x -> x).toArray();
    }

    /** NaN where there is no value. */
    private static double[] values(
            SortedMap<Double, DoubleSummaryStatistics> points, ToDoubleFunction<DoubleSummaryStatistics> value) {
        return points.values().stream()
                .mapToDouble(point -> point.getCount() == 0 ? Double.NaN : value.applyAsDouble(point))
                .toArray();
    }
}
