package io.github.latent4j.vae;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import io.github.latent4j.internal.Checks;
import io.github.latent4j.nn.NetSpec;
import io.github.latent4j.nn.Optimizer;
import java.util.Objects;

/**
 * Everything that defines an autoencoder, variational (Kingma and Welling 2014) or not, and nothing that is learned.
 * Immutable: each {@code withX} returns a changed copy.
 *
 * @param input shape of one image
 * @param classes number of classes of the labels that encoder and decoder are told (Sohn et al. 2015); 0 if they are told none
 * @param coders the hidden layers of encoder and decoder
 * @param latent what is between them
 * @param likelihood the distribution {@code p(x|z)} of a pixel
 * @param objective what training minimises
 * @param corruption of what the encoder sees while training
 * @param optimizer how it learns
 * @param seed of the initial weights, and of the noise outside training
 */
public record VaeSpec(
        ImageShape input,
        int classes,
        Coders coders,
        Latent latent,
        Likelihood likelihood,
        Objective objective,
        Corruption corruption,
        Optimizer optimizer,
        long seed) {

    /**
     * Checks every part, and that they fit together.
     *
     * @throws IllegalArgumentException if they do not, naming which and its value
     */
    public VaeSpec {
        Objects.requireNonNull(input, "input");
        Checks.require(
                classes >= 0 && classes <= Images.MAX_CLASSES,
                "classes must be in 0..%d, got %d",
                Images.MAX_CLASSES,
                classes);
        Objects.requireNonNull(coders, "coders");
        Objects.requireNonNull(latent, "latent");
        Objects.requireNonNull(likelihood, "likelihood");
        Objects.requireNonNull(objective, "objective");
        Objects.requireNonNull(corruption, "corruption");
        Objects.requireNonNull(optimizer, "optimizer");
        requireTogether(classes, latent, objective);
        VaeLayout.of(input, classes, coders, latent, likelihood).parameters();
    }

    private static void requireTogether(int classes, Latent latent, Objective objective) {
        if (latent instanceof Latent.Gaussian gaussian) {
            boolean standard = gaussian.prior() instanceof Prior.StandardNormal;
            Checks.require(
                    standard || !objective.looksAtDimensions(),
                    "%s looks at dimensions one by one, which only standardNormal() has, got the prior %s",
                    objective,
                    gaussian.prior());
            Checks.require(
                    classes == 0 || !(gaussian.prior() instanceof Prior.Vamp),
                    "the prior vamp has pictures without labels, got %d classes",
                    classes);
        } else {
            Checks.require(
                    objective.equals(Objective.elbo()),
                    "%s has no KL for %s to weigh: only gaussian(latentSize) has one",
                    latent,
                    objective);
        }
    }

    /** The plain VAE: one hidden layer of 400, Bernoulli pixels, beta 1, Adam with rate 1e-3, seed 42. */
    public static VaeSpec of(ImageShape input, int latentSize) {
        return new VaeSpec(
                input,
                0,
                Coders.dense(400),
                Latent.gaussian(latentSize),
                Likelihood.bernoulli(),
                Objective.elbo(),
                Corruption.none(),
                Optimizer.adam(1e-3),
                42);
    }

    /** Encoder and decoder are told the label of each image, one of so many: a conditional VAE. */
    public VaeSpec withClasses(int newClasses) {
        return new VaeSpec(input, newClasses, coders, latent, likelihood, objective, corruption, optimizer, seed);
    }

    public VaeSpec withCoders(Coders newCoders) {
        return new VaeSpec(input, classes, newCoders, latent, likelihood, objective, corruption, optimizer, seed);
    }

    /** Same as {@code withCoders(Coders.of(encoder, decoder))}. */
    public VaeSpec withCoders(NetSpec encoder, NetSpec decoder) {
        return withCoders(Coders.of(encoder, decoder));
    }

    /** Same as {@code withCoders(Coders.dense(widths))}. */
    public VaeSpec withHidden(Integer... widths) {
        return withCoders(Coders.dense(widths));
    }

    /** Same as {@code withCoders(Coders.convolutional(filters))}. */
    public VaeSpec withConvolutions(Integer... filters) {
        return withCoders(Coders.convolutional(filters));
    }

    public VaeSpec withLatent(Latent newLatent) {
        return new VaeSpec(input, classes, coders, newLatent, likelihood, objective, corruption, optimizer, seed);
    }

    /**
     * Another distribution to draw codes from.
     *
     * @throws IllegalArgumentException if the latent variables are not Gaussian
     */
    public VaeSpec withPrior(Prior prior) {
        if (latent instanceof Latent.Gaussian gaussian) {
            return withLatent(gaussian.withPrior(prior));
        }
        throw new IllegalArgumentException("only gaussian(latentSize) has a prior, got " + latent);
    }

    public VaeSpec withLikelihood(Likelihood newLikelihood) {
        return new VaeSpec(input, classes, coders, latent, newLikelihood, objective, corruption, optimizer, seed);
    }

    public VaeSpec withObjective(Objective newObjective) {
        return new VaeSpec(input, classes, coders, latent, likelihood, newObjective, corruption, optimizer, seed);
    }

    /**
     * The same objective with another weight of the KL.
     *
     * @throws IllegalArgumentException if the objective is not {@link Objective#elbo}, for no other has one
     */
    public VaeSpec withBeta(BetaSchedule beta) {
        if (objective instanceof Objective.Elbo elbo) {
            return withObjective(elbo.withBeta(beta));
        }
        throw new IllegalArgumentException("beta is the weight of the KL in elbo(), got the objective " + objective);
    }

    /** Same as {@code withBeta(BetaSchedule.constant(beta))}. */
    public VaeSpec withBeta(double beta) {
        return withBeta(BetaSchedule.constant(beta));
    }

    public VaeSpec withCorruption(Corruption newCorruption) {
        return new VaeSpec(input, classes, coders, latent, likelihood, objective, newCorruption, optimizer, seed);
    }

    public VaeSpec withOptimizer(Optimizer newOptimizer) {
        return new VaeSpec(input, classes, coders, latent, likelihood, objective, corruption, newOptimizer, seed);
    }

    public VaeSpec withSeed(long newSeed) {
        return new VaeSpec(input, classes, coders, latent, likelihood, objective, corruption, optimizer, newSeed);
    }
}
