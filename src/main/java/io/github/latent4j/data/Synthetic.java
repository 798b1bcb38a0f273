package io.github.latent4j.data;

import io.github.latent4j.internal.Checks;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Points in the unit square, made from a seed: each a picture of two channels and one pixel, x and y. */
public final class Synthetic {
    /** The shape of a point. */
    private static final ImageShape POINT = new ImageShape(2, 1, 1);

    /** Of the square that noise does not leave, on each side. */
    private static final double MARGIN = 0.1;

    private Synthetic() {}

    /** Where a point of a class lies, before noise, in {@code [-1, 1]^2}; {@code t} in {@code [0, 1]} goes along the class. */
    private interface Curve {
        double[] at(int label, double t);
    }

    /**
     * Two half circles that reach into each other: no straight line parts them.
     *
     * @param perClass number of points of each of the two classes, at least 1
     * @param noise standard deviation that is added to x and to y, at least 0; the square has side 1
     * @param seed the same gives the same points
     * @throws IllegalArgumentException if a number is out of range
     */
    public static Images moons(int perClass, double noise, long seed) {
        return points("moons", 2, perClass, noise, seed, (label, t) -> {
            double side = label == 0 ? 1 : -1;
            double angle = Math.PI * t;
            return new double[] {side * (Math.cos(angle) * 2 / 3 - 1.0 / 3), side * (Math.sin(angle) * 2 / 3 - 1.0 / 6)
            };
        });
    }

    /**
     * Arms that wind once around each other.
     *
     * @param classes number of arms, at least 2
     * @param perClass number of points of each, at least 1
     * @param noise standard deviation that is added to x and to y, at least 0; the square has side 1
     * @param seed the same gives the same points
     * @throws IllegalArgumentException if a number is out of range
     */
    public static Images spirals(int classes, int perClass, double noise, long seed) {
        Checks.require(
                classes >= 2 && classes <= Images.MAX_CLASSES,
                "classes must be in 2..%d, got %d",
                Images.MAX_CLASSES,
                classes);
        return points("spirals", classes, perClass, noise, seed, (label, t) -> {
            double radius = 0.1 + 0.9 * t;
            double angle = 2 * Math.PI * (t + (double) label / classes);
            return new double[] {radius * Math.cos(angle), radius * Math.sin(angle)};
        });
    }

    private static Images points(String name, int classes, int perClass, double noise, long seed, Curve curve) {
        Checks.positive("perClass", perClass);
        Checks.nonNegative("noise", noise);
        Random random = new Random(seed);
        int n = Math.multiplyExact(classes, perClass);
        float[] coordinates = new float[2 * n];
        int[] labels = IntStream.range(0, n).map(i -> i % classes).toArray();
        for (int i = 0; i < n; i++) {
            int along = i / classes;
            double t = perClass == 1 ? 0.5 : (double) along / (perClass - 1);
            double[] place = curve.at(labels[i], t);
            for (int k = 0; k < 2; k++) {
                double inSquare = 0.5 + (0.5 - MARGIN) * place[k] + noise * random.nextGaussian();
                coordinates[2 * i + k] = (float) Math.max(0, Math.min(1, inSquare));
            }
        }
        List<String> names =
                IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
        return Images.labelled(name, POINT, coordinates, labels, names);
    }

    /**
     * All lattice points of the square, row by row from the top, for a map of what a model makes of them.
     *
     * @param side points in a row, at least 2
     * @throws IllegalArgumentException if there are fewer
     */
    public static Images lattice(int side) {
        Checks.require(side >= 2, "side must be at least 2, got %d", side);
        float[] coordinates = new float[2 * side * side];
        for (int i = 0; i < side * side; i++) {
            int row = i / side;
            coordinates[2 * i] = (float) (i % side) / (side - 1);
            coordinates[2 * i + 1] = 1 - (float) row / (side - 1);
        }
        return Images.unlabelled("lattice", POINT, coordinates);
    }
}
