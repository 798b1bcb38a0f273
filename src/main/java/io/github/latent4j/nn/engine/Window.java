package io.github.latent4j.nn.engine;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;

/**
 * How a convolution's window lies on a picture; lengths are of height, then width.
 *
 * @param channels that it makes
 * @param size of the window
 * @param step by which it moves
 * @param dilation distance of two values that it reads, 1 for neighbours
 * @param padding on each side, where it is not what {@code same} needs
 * @param same whether the output is as large as the input, divided by the step (or times it, if transposed)
 * @param kind what is done with the values
 */
record Window(long channels, Pair size, Pair step, Pair dilation, Pair padding, boolean same, Kind kind) {

    /** What a convolution does with the values that its window lies on. */
    enum Kind {
        /** Gathers them. */
        GATHER,
        /** Spreads one over them: a transposed convolution. */
        SPREAD,
        /** Multiplies one by all weights of another convolution's window, {@link Window#taps}. */
        TAP
    }

    /** Of height and of width. */
    record Pair(long height, long width) {
        static Pair of(int[] values) {
            return new Pair(values[0], values[1]);
        }

        long[] values() {
            return new long[] {height, width};
        }
    }

    static Window of(ConvolutionLayer layer) {
        return new Window(
                layer.getNOut(),
                Pair.of(layer.getKernelSize()),
                Pair.of(layer.getStride()),
                Pair.of(layer.getDilation()),
                Pair.of(layer.getPadding()),
                layer.getConvolutionMode() == ConvolutionMode.Same,
                layer instanceof Deconvolution2D ? Kind.SPREAD : Kind.GATHER);
    }

    /**
     * Of a convolution that makes one map: makes one for each place of the window instead, of which {@code [y, x]} holds what the value there
     * adds to the sum if that place lies on it.
     */
    Window taps() {
        Pair one = new Pair(1, 1);
        return new Window(size.height * size.width, one, one, one, new Pair(0, 0), false, Kind.TAP);
    }

    boolean transposed() {
        return kind == Kind.SPREAD;
    }

    /** Of a picture of this shape. */
    Shape output(Shape input) {
        return Shape.of(
                input.length(0),
                channels,
                output(input.length(2), size.height, step.height, dilation.height, padding.height),
                output(input.length(3), size.width, step.width, dilation.width, padding.width));
    }

    private long output(long length, long window, long stride, long spread, long pad) {
        long reach = (window - 1) * spread + 1;
        if (transposed()) {
            return same ? length * stride : (length - 1) * stride + reach - 2 * pad;
        }
        return same ? (length + stride - 1) / stride : (length + 2 * pad - reach) / stride + 1;
    }

    /** Of the weights, {@code [outputs, inputs, height, width]}. */
    Shape weights(Shape input) {
        return Shape.of(channels, input.length(1), size.height, size.width);
    }

    /** How far neighbours along each axis of the weights lie apart in Deeplearning4j's array. */
    long[] weightStrides(Shape input) {
        long inputs = input.length(1);
        long places = size.height * size.width;
        return switch (kind) {
            case GATHER -> new long[] {inputs * places, places, size.width, 1};
            case SPREAD -> new long[] {places, channels * places, size.width, 1};
            case TAP -> new long[] {1, channels, 1, 1};
        };
    }

    long[] strides() {
        return step.values();
    }

    /** As oneDNN counts: 0 for neighbours. */
    long[] dilations() {
        return new long[] {dilation.height - 1, dilation.width - 1};
    }

    /** Above and to the left. */
    long[] paddingBefore(Shape input) {
        return same
                ? new long[] {
                    total(input.length(2), size.height, step.height, dilation.height) / 2,
                    total(input.length(3), size.width, step.width, dilation.width) / 2
                }
                : padding.values();
    }

    /** Below and to the right: one more than before, if the sum is odd. */
    long[] paddingAfter(Shape input) {
        return same
                ? new long[] {
                    (total(input.length(2), size.height, step.height, dilation.height) + 1) / 2,
                    (total(input.length(3), size.width, step.width, dilation.width) + 1) / 2
                }
                : padding.values();
    }

    /** On both sides. */
    private long total(long length, long window, long stride, long spread) {
        long reach = (window - 1) * spread + 1;
        long large = transposed() ? length * stride : length;
        long small = transposed() ? length : (length + stride - 1) / stride;
        return Math.max(0, (small - 1) * stride + reach - large);
    }
}
