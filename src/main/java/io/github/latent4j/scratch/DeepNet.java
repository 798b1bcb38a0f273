package io.github.latent4j.scratch;

import io.github.latent4j.internal.Checks;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A deep classifier of plain arrays, whose backward pass is written down layer by layer: {@code h <- f(h W + b)}, with shortcuts
 * {@code h <- h + f(h W + b)} where a layer has as many inputs as outputs (He et al. 2016), and at the end the cross entropy of
 * {@code softmax(h W + b)}.
 *
 * <p>Made to be read: some dozens of layers of some dozens of units. Not thread-safe: {@link #step} changes the weights.
 */
public final class DeepNet {
    /** {@code [layers][inputs + 1][outputs]}: the last row of a layer is its biases, the weights of an input that is always 1. */
    private final double[][][] weights;

    private final DoubleUnaryOperator f;
    private final DoubleUnaryOperator derivative;
    private final boolean residual;

    private DeepNet(double[][][] weights, DoubleUnaryOperator f, DoubleUnaryOperator derivative, boolean residual) {
        this.weights = weights;
        this.f = f;
        this.derivative = derivative;
        this.residual = residual;
    }

    /**
     * A network with weights from a normal distribution of variance {@code scale^2 / inputs} of each layer, the last one's {@code 1 / inputs},
     * and biases of 0.
     *
     * @param seed the same gives the same weights
     * @param scale 1 is the rule of LeCun et al. (1998), the square root of 2 that of He et al. (2015)
     * @param f what all layers but the last one apply to their sums
     * @param derivative of {@code f}
     * @param widths number of inputs, of units in each layer, and of classes at the end; at least two
     * @throws IllegalArgumentException if there are fewer, one is below 1, or {@code scale} is negative or not finite
     */
    public static DeepNet of(
            long seed, double scale, DoubleUnaryOperator f, DoubleUnaryOperator derivative, int... widths) {
        Checks.nonNegative("scale", scale);
        Checks.require(
                widths.length >= 2, "widths must name the inputs and the classes, got %s", Arrays.toString(widths));
        Arrays.stream(widths).forEach(width -> Checks.positive("width", width));
        Random random = new Random(seed);
        double[][][] weights = new double[widths.length - 1][][];
        for (int l = 0; l < weights.length; l++) {
            double deviation = (l == weights.length - 1 ? 1 : scale) / Math.sqrt(widths[l]);
            weights[l] = new double[widths[l] + 1][widths[l + 1]];
            for (int i = 0; i < widths[l]; i++) {
                Arrays.setAll(weights[l][i], j -> deviation * random.nextGaussian());
            }
        }
        return new DeepNet(weights, f, derivative, false);
    }

    /** The same weights with shortcuts around each layer, but the last one, that has as many inputs as outputs; they are copied. */
    public DeepNet withShortcuts() {
        double[][][] copy = new double[weights.length][][];
        Arrays.setAll(copy, l -> Arrays.stream(weights[l]).map(double[]::clone).toArray(double[][]::new));
        return new DeepNet(copy, f, derivative, true);
    }

    /** What was computed on the way forward, for the way back. */
    private static final class Pass {
        /** Of each layer, {@code h}, shape {@code [layers][images][inputs]}. */
        private final double[][][] inputs;

        /** Of each layer, {@code h W + b}; the last ones are the scores of the classes. */
        private final double[][][] sums;

        Pass(int layers) {
            inputs = new double[layers][][];
            sums = new double[layers][][];
        }

        double[][] scores() {
            return sums[sums.length - 1];
        }
    }

    private Pass forward(double[][] x) {
        Pass pass = new Pass(weights.length);
        double[][] h = x;
        for (int l = 0; l < weights.length; l++) {
            pass.inputs[l] = h;
            pass.sums[l] = times(h, weights[l]);
            h = l < weights.length - 1 ? output(l, h, pass.sums[l]) : h;
        }
        return pass;
    }

    private double[][] output(int layer, double[][] h, double[][] sums) {
        double[][] output = new double[sums.length][sums[0].length];
        for (int n = 0; n < output.length; n++) {
            for (int j = 0; j < output[n].length; j++) {
                output[n][j] = f.applyAsDouble(sums[n][j]) + (hasShortcut(layer) ? h[n][j] : 0);
            }
        }
        return output;
    }

    private int inputs(int layer) {
        return weights[layer].length - 1;
    }

    private boolean hasShortcut(int layer) {
        return residual && inputs(layer) == weights[layer][0].length;
    }

    /** What the way back gives: gradients of the mean loss. */
    private static final class Gradients {
        /** By the weights of each layer, biases in the last row. */
        private final double[][][] byWeights;

        /** By what each layer but the last one passes on, {@code [layers - 1][images][outputs]}. */
        private final double[][][] byOutputs;

        Gradients(int layers) {
            byWeights = new double[layers][][];
            byOutputs = new double[layers - 1][][];
        }
    }

    /** From the end to the beginning. */
    private Gradients backward(double[][] x, int[] labels) {
        Pass pass = forward(x);
        Gradients gradients = new Gradients(weights.length);
        double[][] bySums = lossByScores(pass.scores(), labels);
        for (int l = weights.length - 1; l >= 0; l--) {
            gradients.byWeights[l] = transposedTimes(pass.inputs[l], bySums);
            if (l > 0) {
                double[][] byInput = timesTransposed(bySums, weights[l]);
                if (l < weights.length - 1 && hasShortcut(l)) {
                    addTo(byInput, gradients.byOutputs[l]); // a shortcut hands the gradient on as it is
                }
                gradients.byOutputs[l - 1] = byInput;
                bySums = timesDerivative(byInput, pass.sums[l - 1]);
            }
        }
        return gradients;
    }

    double[][][] gradients(double[][] x, int[] labels) {
        return backward(x, labels).byWeights;
    }

    /** {@code (p - onehot(label)) / images}, where {@code p} is the softmax of the scores. */
    private static double[][] lossByScores(double[][] scores, int[] labels) {
        double[][] by = new double[scores.length][];
        for (int n = 0; n < by.length; n++) {
            double logSum = logSumExp(scores[n]);
            by[n] = Arrays.stream(scores[n])
                    .map(score -> Math.exp(score - logSum) / scores.length)
                    .toArray();
            by[n][labels[n]] -= 1.0 / scores.length;
        }
        return by;
    }

    private double[][] timesDerivative(double[][] byOutput, double[][] sums) {
        double[][] by = new double[sums.length][sums[0].length];
        for (int n = 0; n < by.length; n++) {
            for (int j = 0; j < by[n].length; j++) {
                by[n][j] = byOutput[n][j] * derivative.applyAsDouble(sums[n][j]);
            }
        }
        return by;
    }

    /**
     * The Euclidean norm of the gradient by the weights and biases of each layer, shape {@code [layers]}.
     *
     * @param x one row of inputs for each image
     * @param labels of the images, from 0
     * @throws IllegalArgumentException if they do not fit the network
     */
    public double[] gradientNorms(double[][] x, int[] labels) {
        requireFit(x, labels);
        return Arrays.stream(backward(x, labels).byWeights)
                .mapToDouble(gradient -> Math.sqrt(squares(gradient).sum()))
                .toArray();
    }

    /**
     * What comes back: the mean square of the gradient by what each layer but the last one passes on, shape {@code [layers - 1]}.
     *
     * @param x one row of inputs for each image
     * @param labels of the images, from 0
     * @throws IllegalArgumentException if they do not fit the network
     */
    public double[] backwardSignals(double[][] x, int[] labels) {
        requireFit(x, labels);
        return meanSquares(Arrays.stream(backward(x, labels).byOutputs));
    }

    /**
     * What goes forward: the mean square of what each layer but the last one passes on, shape {@code [layers - 1]}.
     *
     * @param x one row of inputs for each image
     * @throws IllegalArgumentException if a row does not fit the network
     */
    public double[] signals(double[][] x) {
        requireInputs(x);
        return meanSquares(Arrays.stream(forward(x).inputs).skip(1));
    }

    private static double[] meanSquares(Stream<double[][]> layers) {
        return layers.mapToDouble(values -> squares(values).average().orElseThrow())
                .toArray();
    }

    private static DoubleStream squares(double[][] values) {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).map(v -> v * v);
    }

    /**
     * One step of gradient descent, {@code W <- W - rate * gradient}.
     *
     * @param x one row of inputs for each image
     * @param labels of the images, from 0
     * @throws IllegalArgumentException if they do not fit the network
     */
    public void step(double[][] x, int[] labels, double rate) {
        requireFit(x, labels);
        double[][][] gradients = backward(x, labels).byWeights;
        for (int l = 0; l < weights.length; l++) {
            for (int i = 0; i < weights[l].length; i++) {
                addScaled(weights[l][i], -rate, gradients[l][i]);
            }
        }
    }

    /**
     * The mean cross entropy, {@code -log p(label)} in nats.
     *
     * @param x one row of inputs for each image
     * @param labels of the images, from 0
     * @throws IllegalArgumentException if they do not fit the network
     */
    public double loss(double[][] x, int[] labels) {
        requireFit(x, labels);
        double[][] scores = forward(x).scores();
        return IntStream.range(0, labels.length)
                .mapToDouble(n -> logSumExp(scores[n]) - scores[n][labels[n]])
                .average()
                .orElseThrow();
    }

    /**
     * The share of images whose largest score is that of their class.
     *
     * @param x one row of inputs for each image
     * @param labels of the images, from 0
     * @throws IllegalArgumentException if they do not fit the network
     */
    public double accuracy(double[][] x, int[] labels) {
        requireFit(x, labels);
        double[][] scores = forward(x).scores();
        return IntStream.range(0, labels.length)
                        .filter(n -> Arrays.stream(scores[n]).max().orElseThrow() == scores[n][labels[n]])
                        .count()
                / (double) labels.length;
    }

    /** {@code log sum_k e^a_k}, which no score can overflow. */
    private static double logSumExp(double[] a) {
        double max = Arrays.stream(a).max().orElseThrow();
        return max + Math.log(Arrays.stream(a).map(v -> Math.exp(v - max)).sum());
    }

    /** {@code h W + b}, by rows, of which a processor adds several numbers at a time. */
    private static double[][] times(double[][] h, double[][] w) {
        double[][] sums = new double[h.length][];
        for (int n = 0; n < h.length; n++) {
            sums[n] = w[w.length - 1].clone();
            for (int i = 0; i < h[n].length; i++) {
                addScaled(sums[n], h[n][i], w[i]);
            }
        }
        return sums;
    }

    /** The gradient by the weights, {@code h^T by}, and in the last row that by the biases. */
    private static double[][] transposedTimes(double[][] h, double[][] by) {
        double[][] gradient = new double[h[0].length + 1][by[0].length];
        for (int n = 0; n < h.length; n++) {
            for (int i = 0; i < h[n].length; i++) {
                addScaled(gradient[i], h[n][i], by[n]);
            }
            addScaled(gradient[h[n].length], 1, by[n]);
        }
        return gradient;
    }

    /** The gradient by the inputs, {@code by W^T}. */
    private static double[][] timesTransposed(double[][] by, double[][] w) {
        double[][] product = new double[by.length][w.length - 1];
        for (int j = 0; j < w[0].length; j++) {
            double[] column = new double[w.length - 1];
            for (int i = 0; i < column.length; i++) {
                column[i] = w[i][j];
            }
            for (int n = 0; n < by.length; n++) {
                addScaled(product[n], by[n][j], column);
            }
        }
        return product;
    }

    private static void addTo(double[][] sum, double[][] more) {
        for (int n = 0; n < sum.length; n++) {
            addScaled(sum[n], 1, more[n]);
        }
    }

    /** {@code sum <- sum + factor row} */
    private static void addScaled(double[] sum, double factor, double[] row) {
        if (factor != 0) { // the background of a picture, and half of what ReLU passes on
            for (int j = 0; j < sum.length; j++) {
                sum[j] += factor * row[j];
            }
        }
    }

    /** The weights themselves, {@code [layers][inputs + 1][outputs]}. */
    double[][][] weights() {
        return weights;
    }

    private void requireFit(double[][] x, int[] labels) {
        requireInputs(x);
        int classes = weights[weights.length - 1][0].length;
        Checks.require(
                labels.length == x.length, "labels must be %d, one for each row, got %d", x.length, labels.length);
        for (int label : labels) {
            Checks.require(label >= 0 && label < classes, "labels must be in 0..%d, got %d", classes - 1, label);
        }
    }

    private void requireInputs(double[][] x) {
        Checks.require(x.length > 0, "x must have at least one row");
        for (double[] row : x) {
            Checks.require(row.length == inputs(0), "rows must have %d inputs, got %d", inputs(0), row.length);
        }
    }

    @Override
    public String toString() {
        return "DeepNet[" + weights.length + " layers" + (residual ? ", with shortcuts" : "") + "]";
    }
}
