package io.github.latent4j.scratch;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** A dense layer of plain arrays, {@code y = x W + b} for each row of a batch, with its gradient and Adam's steps (Kingma and Ba 2015). */
final class ArrayLayer {
    private static final double MEAN_DECAY = 0.9;
    private static final double SQUARE_DECAY = 0.999;
    private static final double EPSILON = 1e-7; // as Keras has it

    private final int inputs;
    private final int outputs;
    private final double[] parameters;
    private final double[] gradient;
    private final double[] mean;
    private final double[] squares;
    private int steps;

    private ArrayLayer(int inputs, int outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
        parameters = new double[(inputs + 1) * outputs];
        gradient = new double[parameters.length];
        mean = new double[parameters.length];
        squares = new double[parameters.length];
    }

    /** Weights uniform within {@code ±√(6 / (inputs + outputs))} (Glorot and Bengio 2010), biases of 0. */
    static ArrayLayer of(int inputs, int outputs, RandomGenerator random) {
        ArrayLayer layer = new ArrayLayer(inputs, outputs);
        double limit = Math.sqrt(6.0 / (inputs + outputs));
        for (int i = 0; i < inputs * outputs; i++) {
            layer.parameters[i] = random.nextDouble(-limit, limit);
        }
        return layer;
    }

    /** The weights, shape {@code [inputs, outputs]}, then the biases: not a copy. */
    double[] parameters() {
        return parameters;
    }

    /** As of the last {@link #backward}, laid out as the {@link #parameters}: not a copy. */
    double[] gradient() {
        return gradient;
    }

    /** {@code x W + b}, shape {@code [rows, outputs]}. */
    double[] forward(double[] x) {
        int rows = x.length / inputs;
        double[] y = new double[rows * outputs];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(parameters, inputs * outputs, y, row * outputs, outputs);
            for (int i = 0; i < inputs; i++) {
                addScaled(x[row * inputs + i], parameters, i * outputs, y, row * outputs, outputs);
            }
        }
        return y;
    }

    /**
     * Finds the gradient by the parameters.
     *
     * @param x what went in
     * @param byOutput the gradient by what came out
     * @return the gradient by {@code x}: {@code byOutput W^T}
     */
    double[] backward(double[] x, double[] byOutput) {
        int rows = x.length / inputs;
        double[] transposed = new double[inputs * outputs]; // so that the loops below go along the memory
        for (int i = 0; i < inputs; i++) {
            for (int o = 0; o < outputs; o++) {
                transposed[o * inputs + i] = parameters[i * outputs + o];
            }
        }
        Arrays.fill(gradient, 0);
        double[] byInput = new double[x.length];
        for (int row = 0; row < rows; row++) {
            int from = row * outputs;
            for (int i = 0; i < inputs; i++) {
                addScaled(x[row * inputs + i], byOutput, from, gradient, i * outputs, outputs);
            }
            addScaled(1, byOutput, from, gradient, inputs * outputs, outputs);
            for (int o = 0; o < outputs; o++) {
                addScaled(byOutput[from + o], transposed, o * inputs, byInput, row * inputs, inputs);
            }
        }
        return byInput;
    }

    /** {@code y += a x} for a part of both. */
    private static void addScaled(double a, double[] x, int fromX, double[] y, int fromY, int length) {
        if (a == 0) { // most pixels are black
            return;
        }
        for (int i = 0; i < length; i++) {
            y[fromY + i] += a * x[fromX + i];
        }
    }

    /** One step against the gradient. */
    void descend(double rate) {
        steps++;
        double unbias = Math.sqrt(1 - Math.pow(SQUARE_DECAY, steps));
        double scaled = rate * unbias / (1 - Math.pow(MEAN_DECAY, steps));
        for (int i = 0; i < parameters.length; i++) {
            mean[i] = MEAN_DECAY * mean[i] + (1 - MEAN_DECAY) * gradient[i];
            squares[i] = SQUARE_DECAY * squares[i] + (1 - SQUARE_DECAY) * gradient[i] * gradient[i];
            parameters[i] -= scaled * mean[i] / (Math.sqrt(squares[i]) + EPSILON * unbias);
        }
    }
}
