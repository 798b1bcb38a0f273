package io.github.latent4j.vae;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.internal.Checks;
import io.github.latent4j.nn.Optimizer;
import java.util.List;
import java.util.Objects;

/**
 * Everything that defines a variational autoencoder (Kingma and Welling 2014), and nothing that is learned.
 * Immutable: each {@code withX} returns a changed copy.
 *
 * @param input shape of one image
 * @param latentSize number of latent dimensions
 * @param hidden encoder layer widths, ReLU; the decoder mirrors them
 * @param likelihood the distribution {@code p(x|z)} of a pixel
 * @param beta weight of the KL term while training
 * @param optimizer how it learns
 * @param seed of the initial weights, and of the noise outside training
 */
public record VaeSpec(
        ImageShape input,
        int latentSize,
        List<Integer> hidden,
        Likelihood likelihood,
        BetaSchedule beta,
        Optimizer optimizer,
        long seed) {
    /** Far more than any autoencoder that learns; a file could name a million. */
    private static final int MAX_HIDDEN = 1000;

    /**
     * Checks every part.
     *
     * @throws IllegalArgumentException if a size is out of range, naming which and its value
     */
    public VaeSpec {
        Objects.requireNonNull(input, "input");
        Checks.positive("latentSize", latentSize);
        hidden = List.copyOf(hidden);
        Checks.require(!hidden.isEmpty(), "hidden must name at least one layer width");
        Checks.require(
                hidden.size() <= MAX_HIDDEN,
                "hidden must name at most %d layer widths, got %d",
                MAX_HIDDEN,
                hidden.size());
        hidden.forEach(width -> Checks.positive("hidden width", width));
        Objects.requireNonNull(likelihood, "likelihood");
        Objects.requireNonNull(beta, "beta");
        Objects.requireNonNull(optimizer, "optimizer");
    }

    /** The plain VAE: one hidden layer of 400, Bernoulli pixels, beta 1, Adam with rate 1e-3, seed 42. */
    public static VaeSpec of(ImageShape input, int latentSize) {
        return new VaeSpec(
                input,
                latentSize,
                List.of(400),
                Likelihood.bernoulli(),
                BetaSchedule.constant(1),
                Optimizer.adam(1e-3),
                42);
    }

    public VaeSpec withHidden(Integer... widths) {
        return new VaeSpec(input, latentSize, List.of(widths), likelihood, beta, optimizer, seed);
    }

    public VaeSpec withLikelihood(Likelihood newLikelihood) {
        return new VaeSpec(input, latentSize, hidden, newLikelihood, beta, optimizer, seed);
    }

    public VaeSpec withBeta(BetaSchedule newBeta) {
        return new VaeSpec(input, latentSize, hidden, likelihood, newBeta, optimizer, seed);
    }

    /** Same as {@code withBeta(BetaSchedule.constant(newBeta))}. */
    public VaeSpec withBeta(double newBeta) {
        return withBeta(BetaSchedule.constant(newBeta));
    }

    public VaeSpec withOptimizer(Optimizer newOptimizer) {
        return new VaeSpec(input, latentSize, hidden, likelihood, beta, newOptimizer, seed);
    }

    public VaeSpec withSeed(long newSeed) {
        return new VaeSpec(input, latentSize, hidden, likelihood, beta, optimizer, newSeed);
    }
}
