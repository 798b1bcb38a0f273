package io.github.latent4j.train;

import io.github.latent4j.internal.Checks;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** See {@link TrainListener#earlyStopping}. */
final class EarlyStopping implements TrainListener {
    private final String metric;
    private final int patience;
    private double best = Double.POSITIVE_INFINITY;
    private int bestEpoch;

    EarlyStopping(String metric, int patience) {
        this.metric = Objects.requireNonNull(metric, "metric");
        this.patience = Checks.positive("patience", patience);
    }

    @Override
    public void onStart(TrainSpec spec) {
        best = Double.POSITIVE_INFINITY;
        bestEpoch = 0;
    }

    @Override
    public Optional<String> stopAfter(EpochLog log) {
        double value = log.metric(metric);
        if (value < best) {
            best = value;
            bestEpoch = log.epoch();
        }
        return log.epoch() - bestEpoch < patience
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT, "%s has not improved on %.4f since epoch %d", metric, best, bestEpoch));
    }
}
