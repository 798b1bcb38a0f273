package io.github.latent4j.nn;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.internal.Checks;
import java.util.Locale;
import java.util.Objects;

/**
 * One layer as data. A layer sees its input as {@code channels x height x width}; dense layers flatten it first.
 */
public sealed interface LayerSpec {

    /**
     * The shape of what this layer passes on; {@code n x 1 x 1} for {@code n} plain units.
     *
     * @throws IllegalArgumentException if the layer does not fit its input
     */
    ImageShape output(ImageShape input);

    /**
     * Number of values that the layer holds, trained or not.
     *
     * @throws IllegalArgumentException if they are more than a long can count
     */
    long parameters(ImageShape input);

    /** A convolution without padding and with stride 1, followed by ReLU. */
    static Conv conv(int filters, int kernel) {
        return new Conv(filters, kernel, 1, Padding.VALID, Activation.RELU);
    }

    /** A transposed convolution without padding and with stride 1, followed by ReLU: it enlarges (Dumoulin and Visin 2016). */
    static ConvTransposed convTransposed(int filters, int kernel) {
        return new ConvTransposed(filters, kernel, 1, Padding.VALID, Activation.RELU);
    }

    /** The mean of each {@code size x size} window; windows do not overlap. */
    static LayerSpec avgPool(int size) {
        return new AvgPool(size);
    }

    /** The mean of each channel (Lin et al. 2014). */
    static LayerSpec globalAvgPool() {
        return new GlobalAvgPool();
    }

    /** The largest value of each {@code size x size} window; windows do not overlap. */
    static LayerSpec maxPool(int size) {
        return new MaxPool(size);
    }

    /** A fully connected layer, followed by ReLU. */
    static Dense dense(int units) {
        return new Dense(units, Activation.RELU);
    }

    /** Sets each value to zero with probability {@code rate} while training (Srivastava et al. 2014). */
    static LayerSpec dropout(double rate) {
        return new Dropout(rate);
    }

    /** Normalises each channel over the batch (Ioffe and Szegedy 2015). */
    static LayerSpec batchNorm() {
        return new BatchNorm();
    }

    /** Plain units as pictures, channel by channel and row by row: from a dense layer to a convolution. */
    static LayerSpec reshape(int channels, int height, int width) {
        return new Reshape(new ImageShape(channels, height, width));
    }

    /** The last layer of a classifier: fully connected, one unit per class, probabilities that sum to 1. */
    static LayerSpec softmax(int classes) {
        return new Softmax(classes);
    }

    /** What a convolution sees beyond the edge of its input. */
    enum Padding {
        /** Nothing: the output shrinks by {@code kernel - 1}. */
        VALID,
        /** Zeros: with stride 1 the output is as large as the input. */
        SAME
    }

    /**
     * See {@link #conv}. Output: {@code filters x h x w} with {@code h = (height - kernel) / stride + 1} (VALID) or
     * {@code ceil(height / stride)} (SAME), {@code w} likewise. Weights: {@code [filters, channels, kernel, kernel]},
     * Glorot uniform (Glorot and Bengio 2010), and one bias per filter, zero.
     *
     * @param filters number of output channels
     * @param kernel height and width of the window
     * @param stride step of the window
     */
    record Conv(int filters, int kernel, int stride, Padding padding, Activation activation) implements LayerSpec {
        public Conv {
            Checks.positive("filters", filters);
            Checks.positive("kernel", kernel);
            Checks.positive("stride", stride);
            Objects.requireNonNull(padding, "padding");
            Objects.requireNonNull(activation, "activation");
        }

        public Conv withStride(int newStride) {
            return new Conv(filters, kernel, newStride, padding, activation);
        }

        public Conv withPadding(Padding newPadding) {
            return new Conv(filters, kernel, stride, newPadding, activation);
        }

        public Conv withActivation(Activation newActivation) {
            return new Conv(filters, kernel, stride, padding, newActivation);
        }

        @Override
        public ImageShape output(ImageShape input) {
            if (padding == Padding.VALID) {
                requireFit("kernel", kernel, input);
            }
            return new ImageShape(filters, output(input.height()), output(input.width()));
        }

        private int output(int length) {
            return (length - (padding == Padding.SAME ? 1 : kernel)) / stride + 1;
        }

        @Override
        public long parameters(ImageShape input) {
            return windowParameters(filters, kernel, input);
        }

        @Override
        public String toString() {
            return "conv(" + filters + ", " + kernel + ")"
                    + (stride == 1 ? "" : " stride " + stride)
                    + (padding == Padding.VALID ? "" : " same")
                    + " "
                    + activation;
        }
    }

    /**
     * See {@link #convTransposed}. Output: {@code filters x h x w} with {@code h = stride (height - 1) + kernel} (VALID) or
     * {@code stride height} (SAME), {@code w} likewise. Weights: {@code [channels, filters, kernel, kernel]}, Glorot uniform, and one bias per
     * filter, zero.
     *
     * @param filters number of output channels
     * @param kernel height and width of the window
     * @param stride distance at which the windows of neighbouring inputs lie
     */
    record ConvTransposed(int filters, int kernel, int stride, Padding padding, Activation activation)
            implements LayerSpec {
        public ConvTransposed {
            Checks.positive("filters", filters);
            Checks.positive("kernel", kernel);
            Checks.positive("stride", stride);
            Objects.requireNonNull(padding, "padding");
            Objects.requireNonNull(activation, "activation");
            Checks.require(
                    padding == Padding.VALID || kernel >= stride,
                    "kernel must be at least the stride, %d, with padding SAME, got %d",
                    stride,
                    kernel);
        }

        public ConvTransposed withStride(int newStride) {
            return new ConvTransposed(filters, kernel, newStride, padding, activation);
        }

        public ConvTransposed withPadding(Padding newPadding) {
            return new ConvTransposed(filters, kernel, stride, newPadding, activation);
        }

        public ConvTransposed withActivation(Activation newActivation) {
            return new ConvTransposed(filters, kernel, stride, padding, newActivation);
        }

        @Override
        public ImageShape output(ImageShape input) {
            return new ImageShape(filters, output(input.height()), output(input.width()));
        }

        private int output(int length) {
            long enlarged = padding == Padding.SAME ? (long) stride * length : stride * (length - 1L) + kernel;
            Checks.require(enlarged <= Integer.MAX_VALUE, "the output would have a side of %d", enlarged);
            return (int) enlarged;
        }

        @Override
        public long parameters(ImageShape input) {
            return windowParameters(filters, kernel, input);
        }

        @Override
        public String toString() {
            return "convTransposed(" + filters + ", " + kernel + ")"
                    + (stride == 1 ? "" : " stride " + stride)
                    + (padding == Padding.VALID ? "" : " same")
                    + " "
                    + activation;
        }
    }

    /**
     * See {@link #avgPool}. Output: {@code channels x height / size x width / size}, rounded down.
     *
     * @param size height, width and stride of the window
     */
    record AvgPool(int size) implements LayerSpec {
        public AvgPool {
            Checks.positive("size", size);
        }

        @Override
        public ImageShape output(ImageShape input) {
            requireFit("window", size, input);
            return new ImageShape(input.channels(), input.height() / size, input.width() / size);
        }

        @Override
        public long parameters(ImageShape input) {
            return 0;
        }

        @Override
        public String toString() {
            return "avgPool(" + size + ")";
        }
    }

    /** See {@link #globalAvgPool}. Output: one plain unit for each channel. */
    record GlobalAvgPool() implements LayerSpec {
        @Override
        public ImageShape output(ImageShape input) {
            return new ImageShape(input.channels(), 1, 1);
        }

        @Override
        public long parameters(ImageShape input) {
            return 0;
        }

        @Override
        public String toString() {
            return "globalAvgPool()";
        }
    }

    /**
     * See {@link #maxPool}. Output: {@code channels x height / size x width / size}, rounded down.
     *
     * @param size height, width and stride of the window
     */
    record MaxPool(int size) implements LayerSpec {
        public MaxPool {
            Checks.positive("size", size);
        }

        @Override
        public ImageShape output(ImageShape input) {
            requireFit("window", size, input);
            return new ImageShape(input.channels(), input.height() / size, input.width() / size);
        }

        @Override
        public long parameters(ImageShape input) {
            return 0;
        }

        @Override
        public String toString() {
            return "maxPool(" + size + ")";
        }
    }

    /**
     * See {@link #dense}. Weights: {@code [inputs, units]}, Glorot uniform, and one bias per unit, zero.
     *
     * @param units number of outputs
     */
    record Dense(int units, Activation activation) implements LayerSpec {
        public Dense {
            Checks.positive("units", units);
            Objects.requireNonNull(activation, "activation");
        }

        public Dense withActivation(Activation newActivation) {
            return new Dense(units, newActivation);
        }

        @Override
        public ImageShape output(ImageShape input) {
            return new ImageShape(units, 1, 1);
        }

        @Override
        public long parameters(ImageShape input) {
            return denseParameters(input, units);
        }

        @Override
        public String toString() {
            return "dense(" + units + ") " + activation;
        }
    }

    /**
     * See {@link #dropout}. The values that are kept are divided by {@code 1 - rate}, so that nothing needs scaling
     * when the network is used.
     *
     * @param rate probability to drop, in {@code [0, 1)}
     */
    record Dropout(double rate) implements LayerSpec {
        public Dropout {
            Checks.require(rate >= 0 && rate < 1, "rate must be in [0, 1), got %s", rate);
        }

        @Override
        public ImageShape output(ImageShape input) {
            return input;
        }

        @Override
        public long parameters(ImageShape input) {
            return 0;
        }

        @Override
        public String toString() {
            return "dropout(" + rate + ")";
        }
    }

    /** See {@link #batchNorm}. Per channel: scale, shift, running mean and running variance. */
    record BatchNorm() implements LayerSpec {
        @Override
        public ImageShape output(ImageShape input) {
            return input;
        }

        @Override
        public long parameters(ImageShape input) {
            return 4L * input.channels();
        }

        @Override
        public String toString() {
            return "batchNorm()";
        }
    }

    /** See {@link #reshape}. Input: as many plain units as {@code shape} has values. */
    record Reshape(ImageShape shape) implements LayerSpec {
        public Reshape {
            Objects.requireNonNull(shape, "shape");
        }

        @Override
        public ImageShape output(ImageShape input) {
            Checks.require(
                    input.height() == 1 && input.width() == 1 && input.size() == shape.size(),
                    "it takes %d plain units, got %s",
                    shape.size(),
                    input);
            return shape;
        }

        @Override
        public long parameters(ImageShape input) {
            return 0;
        }

        @Override
        public String toString() {
            return "reshape(" + shape + ")";
        }
    }

    /**
     * See {@link #softmax}. Trained by the cross entropy {@code -log p(label)}, computed from the weighted sums and so
     * exact for any of them.
     *
     * @param classes number of classes
     */
    record Softmax(int classes) implements LayerSpec {
        public Softmax {
            Checks.require(classes >= 2, "classes must be at least 2, got %d", classes);
        }

        @Override
        public ImageShape output(ImageShape input) {
            return new ImageShape(classes, 1, 1);
        }

        @Override
        public long parameters(ImageShape input) {
            return denseParameters(input, classes);
        }

        @Override
        public String toString() {
            return "softmax(" + classes + ")";
        }
    }

    private static long denseParameters(ImageShape input, int units) {
        return units * (input.size() + 1L);
    }

    private static long windowParameters(int filters, int kernel, ImageShape input) {
        try {
            return Math.multiplyExact(
                    (long) filters, Math.multiplyExact((long) kernel * kernel, (long) input.channels()) + 1);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "it would hold %d * %d * %d * %d weights, more than can be counted",
                            filters,
                            input.channels(),
                            kernel,
                            kernel),
                    e);
        }
    }

    private static void requireFit(String what, int size, ImageShape input) {
        Checks.require(
                size <= input.height() && size <= input.width(),
                "the %s of %dx%d does not fit into the input %s",
                what,
                size,
                size,
                input);
    }
}
