package io.github.latent4j.vae;

import java.util.Locale;

/**
 * What the KL to the prior is made of, in nats per image (Hoffman and Johnson 2016; Chen et al. 2018). {@code q(z)} is the aggregate
 * posterior, the mean of the posteriors of the images.
 *
 * @param mutualInformation {@code KL(q(z, n) || q(z) p(n))}: what a code says about which of the images it belongs to; at most the
 *     logarithm of their number
 * @param totalCorrelation {@code KL(q(z) || prod_d q(z_d))}: how much dimensions depend on one another
 * @param dimensionWise {@code sum_d KL(q(z_d) || p(z_d))}: how far each dimension is from the prior's (with a prior whose dimensions depend on
 *     one another: what is left of the KL)
 */
public record KlSplit(double mutualInformation, double totalCorrelation, double dimensionWise) {

    /** The KL of the posteriors to the prior. */
    public double kl() {
        return mutualInformation + aggregate();
    }

    /** {@code KL(q(z) || p(z))}: how far the codes of all images together are from what is drawn when pictures are made. */
    public double aggregate() {
        return totalCorrelation + dimensionWise;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "KL %.2f nats = mutual information %.2f + total correlation %.2f + dimension-wise KL %.2f",
                kl(),
                mutualInformation,
                totalCorrelation,
                dimensionWise);
    }
}
