package io.github.latent4j.vae;

import io.github.latent4j.internal.Checks;
import io.github.latent4j.nn.Activation;

/**
 * What the decoder says about a pixel: the distribution {@code p(x|z)}. The decoder's last layer gives one number
 * {@code a} per pixel; the likelihood says what it means.
 */
public sealed interface Likelihood {

    /** Pixels in {0, 1}, or grey levels in [0, 1] read as probabilities; {@code a} is the log-odds of white. */
    static Likelihood bernoulli() {
        return new Bernoulli();
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

    /** {@code log p(x|a)} in nats of one pixel {@code x}. */
    double logLikelihood(double x, double a);

    /** {@code d log p(x|a) / da}. */
    double gradient(double x, double a);

    /** What turns {@code a} into the mean of the pixel. */
    Activation mean();

    /** See {@link #bernoulli()}. */
    record Bernoulli() implements Likelihood {

        /** {@code x a - log(1 + exp(a))}, exact for any {@code a}: no probability is clipped. */
        @Override
        public double logLikelihood(double x, double a) {
            return x * a - Math.max(a, 0) - Math.log1p(Math.exp(-Math.abs(a)));
        }

        @Override
        public double gradient(double x, double a) {
            return x - 1 / (1 + Math.exp(-a));
        }

        @Override
        public Activation mean() {
            return Activation.SIGMOID;
        }
    }

    /** See {@link #gaussian(double)}. */
    record Gaussian(double sigma) implements Likelihood {
        private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

        public Gaussian {
            Checks.require(sigma > 0 && Double.isFinite(sigma), "sigma must be finite and > 0, got %s", sigma);
        }

        @Override
        public double logLikelihood(double x, double a) {
            double d = (x - a) / sigma;
            return -0.5 * d * d - Math.log(sigma) - HALF_LOG_TWO_PI;
        }

        @Override
        public double gradient(double x, double a) {
            return (x - a) / (sigma * sigma);
        }

        @Override
        public Activation mean() {
            return Activation.IDENTITY;
        }
    }
}
