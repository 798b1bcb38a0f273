package io.github.latent4j.vae;

import io.github.latent4j.internal.Checks;
import java.util.Objects;

/** What training minimises, in nats per picture. */
public sealed interface Objective {

    /** Whether it looks at each dimension of the codes by itself, over all pictures of a batch. */
    default boolean looksAtDimensions() {
        return false;
    }

    /** The negative evidence lower bound, {@code -E_q[log p(x|z)] + KL(q(z|x) || p(z))} (Kingma and Welling 2014). */
    static Elbo elbo() {
        return new Elbo(BetaSchedule.constant(1), 0);
    }

    /**
     * The negative ELBO and {@code (beta - 1)} times the total correlation {@code KL(q(z) || prod_d q(z_d))} of the codes (Chen et al. 2018),
     * which is estimated from the batch. More than 1 makes dimensions independent of one another and leaves the rest of the KL alone.
     *
     * @throws IllegalArgumentException if {@code beta} is not finite or negative
     */
    static Objective betaTc(double beta) {
        return new BetaTc(beta);
    }

    /**
     * The negative importance-weighted bound {@code -E[log 1/k sum_j p(x, z_j) / q(z_j|x)]} (Burda et al. 2016): the tighter the more samples,
     * and the ELBO for one.
     *
     * @param samples {@code k}, drawn for each picture in each step
     * @throws IllegalArgumentException if {@code samples < 1}
     */
    static Objective importanceWeighted(int samples) {
        return new ImportanceWeighted(samples);
    }

    /**
     * See {@link #elbo}.
     *
     * @param beta weight of the KL
     * @param freeBits nats of each dimension's KL, mean over the batch, that cost as if they were used (Kingma et al. 2016): below them a
     *     dimension is not pushed to the prior
     */
    record Elbo(BetaSchedule beta, double freeBits) implements Objective {
        public Elbo {
            Objects.requireNonNull(beta, "beta");
            Checks.nonNegative("freeBits", freeBits);
        }

        public Elbo withBeta(BetaSchedule newBeta) {
            return new Elbo(newBeta, freeBits);
        }

        public Elbo withFreeBits(double newFreeBits) {
            return new Elbo(beta, newFreeBits);
        }

        @Override
        public boolean looksAtDimensions() {
            return freeBits > 0;
        }

        @Override
        public String toString() {
            return "elbo(beta " + beta + (freeBits == 0 ? "" : ", freeBits " + freeBits) + ")";
        }
    }

    /** See {@link #betaTc}. */
    record BetaTc(double beta) implements Objective {
        public BetaTc {
            Checks.nonNegative("beta", beta);
        }

        @Override
        public boolean looksAtDimensions() {
            return true;
        }

        @Override
        public String toString() {
            return "betaTc(" + beta + ")";
        }
    }

    /** See {@link #importanceWeighted}. */
    record ImportanceWeighted(int samples) implements Objective {
        public ImportanceWeighted {
            Checks.positive("samples", samples);
        }

        @Override
        public String toString() {
            return "importanceWeighted(" + samples + ")";
        }
    }
}
