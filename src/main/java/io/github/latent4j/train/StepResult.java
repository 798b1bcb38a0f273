package io.github.latent4j.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one step of the optimiser found.
 *
 * @param metrics means over the batch, before the step; the first of them is {@link EpochLog#LOSS}
 * @param gradientNorm Euclidean norm of the gradient of the batch's mean loss, before it was scaled down
 */
public record StepResult(Map<String, Double> metrics, double gradientNorm) {
    public StepResult {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** Whether the step was taken. It is not if the loss or the gradient is infinite or NaN: then the model is as it was before. */
    public boolean taken() {
        return Double.isFinite(gradientNorm) && metrics.values().stream().allMatch(Double::isFinite);
    }
}
