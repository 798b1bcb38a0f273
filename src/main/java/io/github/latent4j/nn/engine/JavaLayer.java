package io.github.latent4j.nn.engine;

import org.jspecify.annotations.Nullable;

/**
 * A layer of ours for Deeplearning4j that computes in Java and may add to the loss, such as the sampling step of a variational autoencoder.
 * The engine calls it for all rows of its part of a batch at once. It may give another number of rows than it takes: several samples for
 * each example, or rows that it has appended itself.
 */
public interface JavaLayer {

    /** What Deeplearning4j calls the layer's parameters; one vector, if there are any. */
    String PARAMETERS = "parameters";

    /** The parameters that it begins with; empty for none. */
    default double[] initialParameters() {
        return new double[0];
    }

    /** Number of values of each row that the layer gives. */
    int outputSize();

    /**
     * Number of rows that the layer gives for so many.
     *
     * @param sample as in {@link #forward}
     */
    int outputRows(int rows, boolean sample);

    /**
     * Computes the output.
     *
     * @param rows number of rows of {@code input}
     * @param input row by row; not modified
     * @param parameters of the layer; not modified
     * @param output row by row, {@code [outputRows, outputSize]}; is overwritten
     * @param sample whether to draw, and to remember what {@link #backward} needs; if not, the mean is taken
     * @return what the layer adds to the sum of the losses
     */
    double forward(int rows, double[] input, double[] parameters, double[] output, boolean sample);

    /**
     * Computes the gradient of the sum of the losses, the layer's own included, by the input of the last {@link #forward}.
     *
     * @param rows number of rows of the input
     * @param byOutput the gradient by the output, without the layer's own loss; not modified
     * @param byInput is overwritten; null if it is not wanted
     * @param byParameters is overwritten
     */
    void backward(int rows, double[] byOutput, double @Nullable [] byInput, double[] byParameters);
}
