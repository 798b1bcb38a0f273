package io.github.latent4j.vae;

import java.util.Map;

/** What a pass has found about the pictures of one part of a batch, all in nats; to be read before the next pass. */
final class Outcome {
    /** Number of pictures. */
    final int pictures;
    /** What their codes have added to the loss, all together. */
    final double penalty;
    /** {@code KL(q(z|x) || p(z))} of each picture; empty if codes have none. */
    final double[] kl;
    /** {@code log p(z) - log q(z|x)} of each code; empty if codes have no distribution. */
    final double[] logRatios;
    /** Further metrics, sums over the pictures. */
    final Map<String, Double> others;
    /** {@code -log p(x|z)} of each code; empty where nobody had to know. */
    double[] losses = {};

    Outcome(int pictures, double penalty, double[] kl, double[] logRatios, Map<String, Double> others) {
        this.pictures = pictures;
        this.penalty = penalty;
        this.kl = kl;
        this.logRatios = logRatios;
        this.others = others;
    }
}
