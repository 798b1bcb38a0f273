package io.github.latent4j.train;

import io.github.latent4j.data.Images;
import java.util.Map;

/** What the training loop needs from a model. Called on the library's compute thread only. */
public interface Trainable {

    /** Called once before the first step of a run; seeds whatever the model draws while it trains. */
    void begin(long seed);

    /**
     * One step of the optimiser; changes the weights.
     *
     * @param batch what to learn from
     * @return metric name to mean over the batch; the same names in the same order at every call, the first of them
     *     {@link EpochLog#LOSS}
     */
    Map<String, Double> step(Images batch);

    /**
     * The metrics of {@link #step} without learning; the weights stay as they are.
     *
     * @param batch of any size up to the training batch's
     * @return metric name to mean over the batch, the names of {@link #step}
     */
    Map<String, Double> evaluateBatch(Images batch);
}
