package io.github.latent4j.vae;

import io.github.latent4j.internal.Checks;
import io.github.latent4j.nn.Activation;

/**
 * What the decoder says about a pixel: the distribution {@code p(x|z)}. The decoder gives some numbers {@code a} per pixel; the likelihood
 * says what they mean. Pixels are independent of one another, given {@code z}.
 */
public sealed interface Likelihood {

    /** Pixels in {0, 1}, or grey levels in [0, 1] read as probabilities; {@code a} is the log-odds of white. */
    static Likelihood bernoulli() {
        return new Bernoulli();
    }

    /**
     * Grey levels in [0, 1] with the density {@code p(x) ~ exp(x a)} (Loaiza-Ganem and Cunningham 2019): what the Bernoulli distribution
     * becomes when its sum over black and white is an integral over all greys. A density, so its logarithm may be positive.
     */
    static Likelihood continuousBernoulli() {
        return new ContinuousBernoulli();
    }

    /**
     * Real-valued pixels with a fixed noise level; {@code a} is the mean.
     *
     * @param sigma standard deviation in pixel units; smaller weighs reconstruction more
     * @throws IllegalArgumentException if {@code sigma} is not finite and positive
     */
    static Likelihood gaussian(double sigma) {
        return new Gaussian(sigma);
    }

    /**
     * Real-valued pixels of which each has a noise level of its own, which the decoder says too; {@code a} is the mean and {@code s}, where
     * {@code sigma^2 = 0.01^2 + exp(s)}: pixels that never change cannot drive the density to infinity.
     */
    static Likelihood learnedGaussian() {
        return new LearnedGaussian();
    }

    /**
     * Grey levels as classes without an order: the pixel {@code x} has level {@code round(x (levels - 1))}; {@code a} are the
     * unnormalised log-probabilities of the levels.
     *
     * @param levels number of levels, 2 to 256
     * @throws IllegalArgumentException if they are fewer or more
     */
    static Likelihood categorical(int levels) {
        return new Categorical(levels);
    }

    /** How many numbers the decoder gives for a pixel. */
    int numbers();

    /** {@code log p(x|a)} in nats of one pixel {@code x}; {@code a} is not modified. */
    double logLikelihood(double x, double... a);

    /** The derivatives of {@link #logLikelihood}; {@code a} is overwritten by them. */
    void differentiate(double x, double[] a);

    /** {@code E[x]}; {@code a} is not modified. */
    double mean(double... a);

    /** What turns {@code a} into the mean, if one of these does; else the identity, and {@link #mean} does. */
    default Activation activation() {
        return Activation.IDENTITY;
    }

    /** See {@link #bernoulli()}. */
    record Bernoulli() implements Likelihood {
        @Override
        public int numbers() {
            return 1;
        }

        /** {@code x a - log(1 + exp(a))}, exact for any {@code a}: no probability is clipped. */
        @Override
        public double logLikelihood(double x, double... a) {
            return x * a[0] - Activation.SOFTPLUS.value(a[0]);
        }

        @Override
        public void differentiate(double x, double[] a) {
            a[0] = x - mean(a);
        }

        @Override
        public double mean(double... a) {
            return Activation.SIGMOID.value(a[0]);
        }

        @Override
        public Activation activation() {
            return Activation.SIGMOID;
        }
    }

    /** See {@link #continuousBernoulli()}. */
    record ContinuousBernoulli() implements Likelihood {
        /** Below it the first terms of a series are exact to the last digit. */
        private static final double SMALL = 1e-3;

        @Override
        public int numbers() {
            return 1;
        }

        /** {@code x a - log((exp(a) - 1) / a)}: the integral of {@code exp(x a)} over [0, 1] is 1 over that. */
        @Override
        public double logLikelihood(double x, double... a) {
            return x * a[0] - logIntegral(a[0]);
        }

        private static double logIntegral(double a) {
            if (Math.abs(a) < SMALL) {
                return a / 2 + a * a / 24;
            }
            // for positive a the largest factor is taken out: exp(a) would overflow
            return Math.max(a, 0) + Math.log(-Math.expm1(-Math.abs(a)) / Math.abs(a));
        }

        @Override
        public void differentiate(double x, double[] a) {
            a[0] = x - mean(a);
        }

        /** {@code 1 / (1 - exp(-a)) - 1 / a}. */
        @Override
        public double mean(double... a) {
            return Math.abs(a[0]) < SMALL ? 0.5 + a[0] / 12 : -1 / Math.expm1(-a[0]) - 1 / a[0];
        }
    }

    /** See {@link #gaussian(double)}. */
    record Gaussian(double sigma) implements Likelihood {
        public Gaussian {
            Checks.require(sigma > 0 && Double.isFinite(sigma), "sigma must be finite and > 0, got %s", sigma);
        }

        @Override
        public int numbers() {
            return 1;
        }

        @Override
        public double logLikelihood(double x, double... a) {
            return Posterior.logDensity(x, a[0], 2 * Math.log(sigma));
        }

        @Override
        public void differentiate(double x, double[] a) {
            a[0] = (x - a[0]) / (sigma * sigma);
        }

        @Override
        public double mean(double... a) {
            return a[0];
        }
    }

    /** See {@link #learnedGaussian()}. */
    record LearnedGaussian() implements Likelihood {
        private static final double FLOOR = 0.01 * 0.01;

        @Override
        public int numbers() {
            return 2;
        }

        @Override
        public double logLikelihood(double x, double... a) {
            return Posterior.logDensity(x, a[0], Math.log(FLOOR + Math.exp(a[1])));
        }

        @Override
        public void differentiate(double x, double[] a) {
            double free = Math.exp(a[1]);
            double variance = FLOOR + free;
            double d = x - a[0];
            a[0] = d / variance;
            a[1] = 0.5 * (d * d / variance - 1) * free / variance;
        }

        @Override
        public double mean(double... a) {
            return a[0];
        }
    }

    /** See {@link #categorical(int)}. */
    record Categorical(int levels) implements Likelihood {
        public Categorical {
            Checks.require(levels >= 2 && levels <= 256, "levels must be in 2..256, got %d", levels);
        }

        @Override
        public int numbers() {
            return levels;
        }

        @Override
        public double logLikelihood(double x, double... a) {
            return a[level(x)] - GaussianMixture.logSumExp(a, 0, levels);
        }

        private int level(double x) {
            return (int) Math.round(x * (levels - 1));
        }

        @Override
        public void differentiate(double x, double[] a) {
            double log = GaussianMixture.logSumExp(a, 0, levels);
            for (int l = 0; l < levels; l++) {
                a[l] = -Math.exp(a[l] - log);
            }
            a[level(x)] += 1;
        }

        @Override
        public double mean(double... a) {
            double log = GaussianMixture.logSumExp(a, 0, levels);
            double mean = 0;
            for (int l = 0; l < levels; l++) {
                mean += l * Math.exp(a[l] - log);
            }
            return mean / (levels - 1);
        }
    }
}
