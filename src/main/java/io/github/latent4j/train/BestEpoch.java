package io.github.latent4j.train;

import java.util.Locale;
import java.util.Optional;

/** The best epoch so far of a run with {@link EarlyStopping}, and the state that the model had then. */
final class BestEpoch {
    private final EarlyStopping rule;
    private double value;
    private int epoch;
    private Optional<ModelState> state = Optional.empty();

    BestEpoch(EarlyStopping rule) {
        this.rule = rule;
        this.value = EpochLog.worst(rule.metric());
    }

    /** To be told after each epoch; a reason to stop, or empty to go on. */
    Optional<String> see(EpochLog log, Trainable model) {
        double now = log.metric(rule.metric());
        if (rule.improves(now, value)) {
            value = now;
            epoch = log.epoch();
            state = Optional.of(model.state());
        }
        return log.epoch() - epoch < rule.patience()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT, "%s has not improved on %.4f since epoch %d", rule.metric(), value, epoch));
    }

    /** Takes the model back to the best epoch; a remark on it, empty if it is there already or no epoch was better than none. */
    String restore(Trainable model, int lastEpoch) {
        if (state.isEmpty() || epoch == lastEpoch) {
            return "";
        }
        model.restore(state.get());
        return String.format(Locale.ROOT, "; back to the weights of epoch %d, %s %.4f", epoch, rule.metric(), value);
    }
}
