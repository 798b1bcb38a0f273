package io.github.latent4j.train;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a run stands after one optimiser step.
 *
 * @param epoch counted from 1
 * @param epochs that were asked for
 * @param step of this epoch, counted from 1
 * @param steps of each epoch
 * @param metrics means over this epoch's batches so far
 * @param learningRate of this step
 * @param gradientNorm Euclidean norm of the gradient of this step's mean loss
 * @param imagesPerSecond of this epoch so far
 * @param remaining estimate for the rest of the run, validation included once it has been timed
 */
public record StepLog(
        int epoch,
        int epochs,
        int step,
        int steps,
        Map<String, Double> metrics,
        double learningRate,
        double gradientNorm,
        double imagesPerSecond,
        Duration remaining) {
    public StepLog {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
}
