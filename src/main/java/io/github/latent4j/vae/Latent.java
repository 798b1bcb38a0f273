package io.github.latent4j.vae;

import io.github.latent4j.internal.Checks;
import java.util.Objects;

/** What a picture is reduced to between encoder and decoder. */
public sealed interface Latent {

    /** Numbers of one code. */
    int size();

    /**
     * The latent variables of a variational autoencoder: a diagonal Gaussian for each picture, and {@code N(0, I)} as the prior.
     *
     * @param size number of dimensions
     * @throws IllegalArgumentException if {@code size < 1}
     */
    static Gaussian gaussian(int size) {
        return new Gaussian(size, Prior.standardNormal());
    }

    /**
     * The code of a plain autoencoder: the encoder's numbers as they are. Nothing keeps codes together, so that there is no distribution to
     * draw new ones from.
     *
     * @param size number of dimensions
     * @throws IllegalArgumentException if {@code size < 1}
     */
    static Latent deterministic(int size) {
        return new Deterministic(size);
    }

    /**
     * The nearest vectors of a codebook (van den Oord et al. 2017), one for each place of the encoder's output: with convolutions a grid,
     * with dense layers a single one. Adds to the loss {@code |sg(e) - c|^2 + 0.25 |e - sg(c)|^2} for each encoder's vector {@code e} and its
     * nearest codeword {@code c}, where {@code sg} is not differentiated; the decoder's gradient skips the choice.
     *
     * @param codewords number of vectors
     * @param size of each
     * @throws IllegalArgumentException if {@code codewords < 2} or {@code size < 1}
     */
    static Latent quantized(int codewords, int size) {
        return new Quantized(codewords, size);
    }

    /** See {@link #gaussian}. */
    record Gaussian(int size, Prior prior) implements Latent {
        public Gaussian {
            Checks.positive("latentSize", size);
            Objects.requireNonNull(prior, "prior");
        }

        public Gaussian withPrior(Prior newPrior) {
            return new Gaussian(size, newPrior);
        }

        @Override
        public String toString() {
            return "gaussian(" + size + ")" + (prior instanceof Prior.StandardNormal ? "" : " prior " + prior);
        }
    }

    /** See {@link #deterministic}. */
    record Deterministic(int size) implements Latent {
        public Deterministic {
            Checks.positive("latentSize", size);
        }

        @Override
        public String toString() {
            return "deterministic(" + size + ")";
        }
    }

    /** See {@link #quantized}. */
    record Quantized(int codewords, int size) implements Latent {
        public Quantized {
            Checks.require(codewords >= 2, "codewords must be at least 2, got %d", codewords);
            Checks.positive("latentSize", size);
        }

        @Override
        public String toString() {
            return "quantized(" + codewords + ", " + size + ")";
        }
    }
}
