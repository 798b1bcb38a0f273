package io.github.latent4j.nn.engine;

/**
 * A layer of ours for Deeplearning4j that computes in Java and adds to the loss, such as the sampling step of a variational autoencoder. The
 * engine calls it for all examples of its part of a batch at once.
 */
public interface SampledLayer {

    /** Number of values that the layer gives for each example. */
    int outputSize();

    /**
     * Computes the output.
     *
     * @param input row by row; not modified
     * @param output row by row, {@code [examples, outputSize]}
     * @param sample whether to draw, and to remember what {@link #backward} needs; if not, the mean is taken
     * @return what the layer adds to the sum of the losses
     */
    double forward(int examples, float[] input, float[] output, boolean sample);

    /**
     * Computes the gradient of the sum of the losses, the layer's own included, by the input of the last {@link #forward}.
     *
     * @param byOutput the gradient by the output, without the layer's own loss; not modified
     * @param byInput is overwritten
     */
    void backward(int examples, float[] byOutput, float[] byInput);
}
