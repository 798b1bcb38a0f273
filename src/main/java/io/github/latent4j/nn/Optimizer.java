package io.github.latent4j.nn;

import io.github.latent4j.internal.Checks;

/** How gradients change the weights. */
public sealed interface Optimizer {

    /** The learning rate, before any schedule. */
    double rate();

    /** See {@link #withWeightDecay}. */
    double weightDecay();

    /**
     * Takes {@code rate * decay * w} from each weight {@code w} at every step, beside the gradient's step (Loshchilov and Hutter 2019); biases
     * and batch normalisation are left alone. With Adam this is AdamW.
     *
     * @param decay finite and at least 0; 0 is the default
     */
    Optimizer withWeightDecay(double decay);

    /** Stochastic gradient descent, {@code w -= rate * g}. */
    static Optimizer sgd(double rate) {
        return new Sgd(rate, 0);
    }

    /**
     * Gradient descent with Nesterov's momentum (Sutskever et al. 2013).
     *
     * @param momentum share of the last step that is repeated, in {@code [0, 1)}
     */
    static Optimizer momentum(double rate, double momentum) {
        return new Momentum(rate, momentum, 0);
    }

    /** Adam with decay rates 0.9 and 0.999 and epsilon 1e-8 (Kingma and Ba 2015). */
    static Optimizer adam(double rate) {
        return new Adam(rate, 0);
    }

    /** See {@link #sgd}. */
    record Sgd(double rate, double weightDecay) implements Optimizer {
        public Sgd {
            requireRates(rate, weightDecay);
        }

        @Override
        public Sgd withWeightDecay(double decay) {
            return new Sgd(rate, decay);
        }
    }

    /** See {@link #momentum}. */
    record Momentum(double rate, double momentum, double weightDecay) implements Optimizer {
        public Momentum {
            requireRates(rate, weightDecay);
            Checks.require(momentum >= 0 && momentum < 1, "momentum must be in [0, 1), got %s", momentum);
        }

        @Override
        public Momentum withWeightDecay(double decay) {
            return new Momentum(rate, momentum, decay);
        }
    }

    /** See {@link #adam}. */
    record Adam(double rate, double weightDecay) implements Optimizer {
        public Adam {
            requireRates(rate, weightDecay);
        }

        @Override
        public Adam withWeightDecay(double decay) {
            return new Adam(rate, decay);
        }
    }

    private static void requireRates(double rate, double weightDecay) {
        Checks.nonNegative("weightDecay", weightDecay);
        Checks.require(rate > 0 && Double.isFinite(rate), "rate must be finite and > 0, got %s", rate);
    }
}
