package io.github.latent4j.train;

import io.github.latent4j.data.Images;
import java.util.Map;

/** What the training loop needs from a model. Called on the library's compute thread only. */
public interface Trainable {

    /** All that defines the model, and nothing that is learned, in words. */
    String description();

    /** The optimiser's rate, before any schedule. */
    double learningRate();

    /** Called once before the first step of a run. */
    void begin(TrainSpec spec);

    /** Called once after a run that was not ended by an exception. */
    default void end(RunManifest run) {}

    /**
     * One step of the optimiser; changes the weights, unless the loss or the gradient is infinite or NaN.
     *
     * @param batch what to learn from
     * @return the same names of metrics in the same order at every call
     */
    StepResult step(Images batch, StepRule rule);

    /**
     * The metrics of {@link #step} without learning; the weights stay as they are.
     *
     * @param batch of any size up to the training batch's
     * @return metric name to mean over the batch, the names of {@link #step}
     */
    Map<String, Double> evaluateBatch(Images batch);

    /** A copy of all that training has changed. */
    ModelState state();

    /**
     * Goes back, or forth, to {@code state}.
     *
     * @throws IllegalArgumentException if it is of another model
     */
    void restore(ModelState state);
}
