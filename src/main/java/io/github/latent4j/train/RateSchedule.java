package io.github.latent4j.train;

import io.github.latent4j.internal.Checks;
import java.util.List;

/**
 * How the learning rate changes as training goes on: a factor on the optimiser's own rate, computed anew at each step from where the run
 * stands, so that a run that is taken up again goes on with the same rates.
 */
public sealed interface RateSchedule {

    /**
     * Where a run stands.
     *
     * @param step optimiser steps done, from 0
     * @param steps of the whole run, as planned
     * @param stepsPerEpoch steps of each epoch
     * @param epochs what the epochs so far have shown, in order
     */
    record Position(int step, int steps, int stepsPerEpoch, List<EpochLog> epochs) {
        /** The position in a run that begins {@code first} steps later. */
        private Position after(int first) {
            return new Position(step - first, Math.max(1, steps - first), stepsPerEpoch, epochs);
        }
    }

    /** What the rate is multiplied by at the step that comes next. */
    double factor(Position position);

    /** Always 1. */
    static RateSchedule constant() {
        return new Constant();
    }

    /**
     * {@code factor^(epochs done / every)}, the quotient rounded down.
     *
     * @param every epochs with the same rate, at least 1
     * @param factor in {@code (0, 1]}
     */
    static RateSchedule steps(int every, double factor) {
        return new Steps(every, factor);
    }

    /** {@code 0.5 (1 + cos(pi t))} for {@code t} from 0 at the first to 1 after the last step (Loshchilov and Hutter 2017). */
    static RateSchedule cosine() {
        return new Cosine();
    }

    /**
     * Rises linearly to 1 over {@code steps} steps, {@code (step + 1) / steps}; then {@code after} begins.
     *
     * @param steps at least 1
     */
    static RateSchedule warmUp(int steps, RateSchedule after) {
        return new WarmUp(steps, after);
    }

    /**
     * Multiplied by {@code factor} each time that {@code metric} has not improved for {@code patience} epochs; accuracies improve upwards,
     * everything else downwards.
     *
     * @param metric such as {@code "val_loss"}
     * @param factor in {@code (0, 1)}
     * @param patience epochs, at least 1
     */
    static RateSchedule onPlateau(String metric, double factor, int patience) {
        return new OnPlateau(metric, factor, patience);
    }

    /** See {@link #constant}. */
    record Constant() implements RateSchedule {
        @Override
        public double factor(Position position) {
            return 1;
        }
    }

    /** See {@link #steps}. */
    record Steps(int every, double factor) implements RateSchedule {
        public Steps {
            Checks.positive("every", every);
            Checks.require(factor > 0 && factor <= 1, "factor must be in (0, 1], got %s", factor);
        }

        @Override
        public double factor(Position position) {
            int falls = position.step / position.stepsPerEpoch / every;
            return Math.pow(factor, falls);
        }
    }

    /** See {@link #cosine}. */
    record Cosine() implements RateSchedule {
        @Override
        public double factor(Position position) {
            return 0.5 * (1 + Math.cos(Math.PI * Math.min(1, (double) position.step / position.steps)));
        }
    }

    /** See {@link #warmUp}. */
    record WarmUp(int steps, RateSchedule after) implements RateSchedule {
        public WarmUp {
            Checks.positive("steps", steps);
        }

        @Override
        public double factor(Position position) {
            return position.step < steps ? (position.step + 1.0) / steps : after.factor(position.after(steps));
        }
    }

    /** See {@link #onPlateau}. */
    record OnPlateau(String metric, double factor, int patience) implements RateSchedule {
        public OnPlateau {
            Checks.require(!metric.isBlank(), "metric must name a metric, got \"%s\"", metric);
            Checks.require(factor > 0 && factor < 1, "factor must be in (0, 1), got %s", factor);
            Checks.positive("patience", patience);
        }

        @Override
        public double factor(Position position) {
            double product = 1;
            double best = EpochLog.worst(metric);
            int waited = 0;
            for (EpochLog log : position.epochs) {
                double value = log.metric(metric);
                if (EpochLog.isBetter(metric, value, best)) {
                    best = value;
                    waited = 0;
                } else if (++waited == patience) {
                    product *= factor;
                    waited = 0;
                }
            }
            return product;
        }
    }
}
