package io.github.latent4j.scratch;

import io.github.latent4j.internal.Checks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The places that a {@link Descent} came through, the start included. */
public final class Walk {
    private final String name;
    private final double[][] places;

    private Walk(String name, double[][] places) {
        this.name = name;
        this.places = places;
    }

    /** Collects places. */
    static final class Recorder {
        private final String name;
        private final List<double[]> places = new ArrayList<>();

        Recorder(String name) {
            this.name = name;
        }

        void add(double x, double y, double value) {
            places.add(new double[] {x, y, value});
        }

        Walk finish() {
            return new Walk(name, places.toArray(double[][]::new));
        }
    }

    /** What walked, such as {@code Adam, rate 0.1}. */
    public String name() {
        return name;
    }

    /** Number of steps that were taken. */
    public int steps() {
        return places.length - 1;
    }

    /** The first coordinate of each place, shape {@code [steps + 1]}. */
    public double[] xs() {
        return column(0);
    }

    /** The second coordinate of each place, shape {@code [steps + 1]}. */
    public double[] ys() {
        return column(1);
    }

    /** The function at each place, shape {@code [steps + 1]}. */
    public double[] values() {
        return column(2);
    }

    private double[] column(int i) {
        return Arrays.stream(places).mapToDouble(place -> place[i]).toArray();
    }

    /** The function where the walk ended; infinite or NaN if it went out of the world. */
    public double end() {
        return places[places.length - 1][2];
    }

    /** Whether it ended higher than it began, or nowhere. */
    public boolean diverged() {
        return !(end() <= places[0][2]);
    }

    /** How many steps it took until the function was at most {@code value} for the first time; -1 if it never was. */
    public int stepsTo(double value) {
        for (int i = 0; i < places.length; i++) {
            if (places[i][2] <= value) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The first steps.
     *
     * @param steps at least 0; all if it has no more
     */
    public Walk take(int steps) {
        Checks.nonNegative("steps", steps);
        return new Walk(name, Arrays.copyOf(places, Math.min(places.length, steps + 1)));
    }

    @Override
    public String toString() {
        double[] last = places[places.length - 1];
        return String.format(
                Locale.ROOT, "%s: %d steps to (%.4g, %.4g), value %.4g", name, steps(), last[0], last[1], last[2]);
    }
}
