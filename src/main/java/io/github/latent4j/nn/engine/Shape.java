package io.github.latent4j.nn.engine;

import java.util.Arrays;

/** Lengths of the axes of a {@link Tensor}, the first of them the number of examples. */
final class Shape {
    private final long[] lengths;

    private Shape(long... lengths) {
        this.lengths = lengths;
    }

    static Shape of(long... lengths) {
        return new Shape(lengths.clone());
    }

    long[] lengths() {
        return lengths.clone();
    }

    long length(int axis) {
        return lengths[axis];
    }

    int rank() {
        return lengths.length;
    }

    /** Number of values. */
    long size() {
        return Arrays.stream(lengths).reduce(1, Math::multiplyExact);
    }

    /** Number of values of one example. */
    long exampleSize() {
        return size() / lengths[0];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(lengths, shape.lengths);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(lengths);
    }

    @Override
    public String toString() {
        return Arrays.toString(lengths);
    }
}
