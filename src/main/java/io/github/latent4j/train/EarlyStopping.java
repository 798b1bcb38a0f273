package io.github.latent4j.train;

import io.github.latent4j.internal.Checks;

/**
 * Ends training when a metric does not improve any more, and goes back to the weights of the epoch where it was best, however training ends.
 * Accuracies improve upwards, everything else downwards.
 *
 * @param metric such as {@code "val_loss"}
 * @param patience epochs without improvement after which training ends, at least 1
 * @param minDelta by how much a value must be better than the best so far to count as an improvement, at least 0
 */
public record EarlyStopping(String metric, int patience, double minDelta) {
    public EarlyStopping {
        Checks.require(!metric.isBlank(), "metric must name a metric, got \"%s\"", metric);
        Checks.positive("patience", patience);
        Checks.nonNegative("minDelta", minDelta);
    }

    /** Any improvement counts. */
    public static EarlyStopping of(String metric, int patience) {
        return new EarlyStopping(metric, patience, 0);
    }

    public EarlyStopping withMinDelta(double newMinDelta) {
        return new EarlyStopping(metric, patience, newMinDelta);
    }

    /** Whether {@code value} is an improvement. */
    boolean improves(double value, double best) {
        return EpochLog.isBetter(metric, value, EpochLog.higherIsBetter(metric) ? best + minDelta : best - minDelta);
    }
}
