package io.github.latent4j.vae;

import io.github.latent4j.nn.ExampleLoss;

/** {@code -log p(x|z)} in nats, summed over the pixels of an image; the labels are the image itself. */
final class NegativeLogLikelihood extends ExampleLoss {
    private static final long serialVersionUID = 1;

    private final transient Likelihood likelihood;

    NegativeLogLikelihood(Likelihood likelihood) {
        this.likelihood = likelihood;
    }

    @Override
    public Form form() {
        if (likelihood instanceof Likelihood.Gaussian gaussian) {
            return new Gaussian(gaussian.sigma());
        }
        return likelihood instanceof Likelihood.Bernoulli ? new Bernoulli() : super.form();
    }

    @Override
    protected double[] losses(int examples, double[] labels, double[] sums) {
        int pixels = sums.length / examples;
        double[] losses = new double[examples];
        for (int i = 0; i < sums.length; i++) {
            losses[i / pixels] -= likelihood.logLikelihood(labels[i], sums[i]);
        }
        return losses;
    }

    @Override
    protected void differentiate(int examples, double[] labels, double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] = -likelihood.gradient(labels[i], sums[i]);
        }
    }
}
