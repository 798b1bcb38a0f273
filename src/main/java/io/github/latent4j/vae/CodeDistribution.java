package io.github.latent4j.vae;

import java.util.random.RandomGenerator;

/** A distribution of codes, from which new pictures can be drawn: {@link Vae#sample(CodeDistribution, int, long)}. Immutable. */
public interface CodeDistribution {

    /** Number of dimensions. */
    int size();

    /**
     * The logarithm of the density at {@code z}, in nats.
     *
     * @throws IllegalArgumentException if {@code z} has not as many numbers as there are dimensions
     */
    double logDensity(double... z);

    /** One draw, shape {@code [size]}. */
    double[] sample(RandomGenerator random);
}
