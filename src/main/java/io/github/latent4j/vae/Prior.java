package io.github.latent4j.vae;

import io.github.latent4j.internal.Checks;

/** The distribution {@code p(z)} that codes are drawn from. */
public sealed interface Prior {

    /** {@code N(0, I)}, with nothing to learn (Kingma and Welling 2014). */
    static Prior standardNormal() {
        return new StandardNormal();
    }

    /**
     * A mixture of Gaussians with diagonal covariances; weights, means and variances are learned with the rest.
     *
     * @param components number of Gaussians
     * @throws IllegalArgumentException if {@code components < 1}
     */
    static Prior mixture(int components) {
        return new Mixture(components);
    }

    /**
     * The mean of the posteriors of some pictures that are learned with the rest (Tomczak and Welling 2018).
     *
     * @param pseudoInputs number of such pictures
     * @throws IllegalArgumentException if {@code pseudoInputs < 1}
     */
    static Prior vamp(int pseudoInputs) {
        return new Vamp(pseudoInputs);
    }

    /** See {@link #standardNormal}. */
    record StandardNormal() implements Prior {
        @Override
        public String toString() {
            return "standardNormal()";
        }
    }

    /** See {@link #mixture}. */
    record Mixture(int components) implements Prior {
        public Mixture {
            Checks.positive("components", components);
        }

        @Override
        public String toString() {
            return "mixture(" + components + ")";
        }
    }

    /** See {@link #vamp}. */
    record Vamp(int pseudoInputs) implements Prior {
        public Vamp {
            Checks.positive("pseudoInputs", pseudoInputs);
        }

        @Override
        public String toString() {
            return "vamp(" + pseudoInputs + ")";
        }
    }
}
