package io.github.latent4j.vae;

import io.github.latent4j.internal.Checks;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The diagonal Gaussian {@code q(z|x)} of one image. Immutable. */
public final class Posterior {
    static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    private final double[] mean;
    private final double[] logVariance;

    private Posterior(double[] mean, double[] logVariance) {
        this.mean = mean.clone();
        this.logVariance = logVariance.clone();
    }

    /**
     * A posterior with the given parameters.
     *
     * @param mean shape {@code [latentSize]}; copied
     * @param logVariance {@code log sigma^2}, shape {@code [latentSize]}; copied
     * @throws IllegalArgumentException if the lengths differ
     */
    public static Posterior of(double[] mean, double[] logVariance) {
        Checks.require(
                mean.length == logVariance.length,
                "mean has %d dimensions but logVariance has %d",
                mean.length,
                logVariance.length);
        return new Posterior(mean, logVariance);
    }

    /** Shape {@code [latentSize]}; a copy. */
    public double[] mean() {
        return mean.clone();
    }

    /** {@code log sigma^2}, shape {@code [latentSize]}; a copy. */
    public double[] logVariance() {
        return logVariance.clone();
    }

    /**
     * {@code KL(q || N(0, I))} in nats: {@code 0.5 * sum(mean^2 + sigma^2 - log sigma^2 - 1)}
     * (Kingma and Welling 2014, appendix B).
     */
    public double kl() {
        return kl(mean, logVariance);
    }

    /** {@link #kl()} summed over any number of posteriors that lie one behind the other. */
    static double kl(double[] mean, double[] logVariance) {
        double sum = 0;
        for (int i = 0; i < mean.length; i++) {
            sum += kl(mean[i], logVariance[i]);
        }
        return sum;
    }

    /** {@link #kl()} of one dimension. */
    static double kl(double mean, double logVariance) {
        // expm1(v) - v, not exp(v) - v - 1: keeps digits when sigma is close to 1
        return 0.5 * (mean * mean + Math.expm1(logVariance) - logVariance);
    }

    /** {@code log q(z)} in nats; {@code z} has shape {@code [latentSize]} and is not modified. */
    double logDensity(double[] z) {
        double sum = 0;
        for (int d = 0; d < mean.length; d++) {
            sum += logDensity(z[d], mean[d], logVariance[d]);
        }
        return sum;
    }

    /** {@code log N(z; mean, exp(logVariance))} of one number, in nats. */
    static double logDensity(double z, double mean, double logVariance) {
        double difference = z - mean;
        return -0.5 * (difference * difference * Math.exp(-logVariance) + logVariance + LOG_TWO_PI);
    }

    /** One sample by the reparameterisation trick: {@code mean + sigma * noise}, shape {@code [latentSize]}. */
    public double[] sample(RandomGenerator random) {
        double[] z = new double[mean.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = mean[i] + Math.exp(0.5 * logVariance[i]) * random.nextGaussian();
        }
        return z;
    }

    @Override
    public String toString() {
        return "Posterior[mean=" + Arrays.toString(mean) + ", logVariance=" + Arrays.toString(logVariance) + "]";
    }
}
