package io.github.latent4j.viz;

import io.github.latent4j.internal.Checks;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Functions of one number, each as a line. */
public final class FunctionChart {
    private static final int WIDTH = 300;
    private static final int HEIGHT = 260;
    private static final int POINTS = 401;

    private FunctionChart() {}

    /**
     * A small chart, of which three fit side by side. Values that are not finite interrupt a line.
     *
     * @param low where the axis begins
     * @param high where it ends, above {@code low}
     * @param names of the functions, for the legend
     * @param functions as many
     * @throws IllegalArgumentException if the axis is empty, there is no function, or there are more or fewer names
     */
    public static Figure of(
            String title, double low, double high, List<String> names, List<DoubleUnaryOperator> functions) {
        Checks.require(low < high, "low must be below high, got %s and %s", low, high);
        Checks.require(
                !functions.isEmpty() && names.size() == functions.size(),
                "names must name each of at least one function, got %s for %d",
                names,
                functions.size());
        double[] xs = IntStream.range(0, POINTS)
                .mapToDouble(i -> low + (high - low) * i / (POINTS - 1))
                .toArray();
        XyPlot plot = new XyPlot(title, "x", "", WIDTH, HEIGHT);
        for (int i = 0; i < functions.size(); i++) {
            double[] ys = IntStream.range(0, POINTS)
                    .mapToDouble(k -> xs[k])
                    .map(functions.get(i))
                    .toArray();
            plot.line(names.get(i), xs, ys, Theme.series(i), i > 0);
        }
        return plot.figure();
    }
}
