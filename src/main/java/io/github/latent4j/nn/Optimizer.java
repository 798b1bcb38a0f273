package io.github.latent4j.nn;

import io.github.latent4j.internal.Checks;

/** How gradients change the weights. */
public sealed interface Optimizer {

    /** Stochastic gradient descent, {@code w -= rate * g}. */
    static Optimizer sgd(double rate) {
        return new Sgd(rate);
    }

    /**
     * Gradient descent with Nesterov's momentum (Sutskever et al. 2013).
     *
     * @param momentum share of the last step that is repeated, in {@code [0, 1)}
     */
    static Optimizer momentum(double rate, double momentum) {
        return new Momentum(rate, momentum);
    }

    /** Adam with decay rates 0.9 and 0.999 and epsilon 1e-8 (Kingma and Ba 2015). */
    static Optimizer adam(double rate) {
        return new Adam(rate);
    }

    /** See {@link #sgd}. */
    record Sgd(double rate) implements Optimizer {
        public Sgd {
            requireRate(rate);
        }
    }

    /** See {@link #momentum}. */
    record Momentum(double rate, double momentum) implements Optimizer {
        public Momentum {
            requireRate(rate);
            Checks.require(momentum >= 0 && momentum < 1, "momentum must be in [0, 1), got %s", momentum);
        }
    }

    /** See {@link #adam}. */
    record Adam(double rate) implements Optimizer {
        public Adam {
            requireRate(rate);
        }
    }

    private static void requireRate(double rate) {
        Checks.require(rate > 0 && Double.isFinite(rate), "rate must be finite and > 0, got %s", rate);
    }
}
