package io.github.latent4j.train;

import java.util.Locale;
import java.util.Optional;

/** The best epoch so far of a run with {@link EarlyStopping}, and the state that the model had then. */
final class BestEpoch {
    private final EarlyStopping rule;
    private Optional<Memory> memory = Optional.empty();

    /** An epoch, the value of the metric, and the model after it. */
    record Memory(int epoch, double value, ModelState state) {}

    BestEpoch(EarlyStopping rule) {
        this.rule = rule;
    }

    Optional<Memory> memory() {
        return memory;
    }

    /** Goes on with what another run has seen. */
    void remember(Optional<Memory> earlier) {
        memory = earlier;
    }

    /** To be told after each epoch; a reason to stop, or empty to go on. */
    Optional<String> see(EpochLog log, Trainable model) {
        double now = log.metric(rule.metric());
        if (rule.improves(now, value())) {
            memory = Optional.of(new Memory(log.epoch(), now, model.state()));
        }
        return verdict(log.epoch());
    }

    /** Why to stop after that epoch, the last that was seen; empty to go on. */
    Optional<String> verdict(int lastEpoch) {
        return lastEpoch - epoch() < rule.patience()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT, "%s has not improved on %.4f since epoch %d", rule.metric(), value(), epoch()));
    }

    /** Takes the model back to the best epoch; a remark on it, empty if it is there already or no epoch was better than none. */
    String restore(Trainable model, int lastEpoch) {
        if (memory.isEmpty() || epoch() == lastEpoch) {
            return "";
        }
        model.restore(memory.get().state());
        return String.format(
                Locale.ROOT, "; back to the weights of epoch %d, %s %.4f", epoch(), rule.metric(), value());
    }

    private double value() {
        return memory.map(Memory::value).orElse(EpochLog.worst(rule.metric()));
    }

    private int epoch() {
        return memory.map(Memory::epoch).orElse(0);
    }
}
