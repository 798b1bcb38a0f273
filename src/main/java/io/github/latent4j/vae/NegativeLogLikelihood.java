package io.github.latent4j.vae;

import io.github.latent4j.nn.ExampleLoss;
import io.github.latent4j.nn.engine.RowWeights;
import java.util.Optional;

/**
 * {@code -log p(x|z)} in nats, summed over the pixels of an image. The labels are the image itself, once for each number that the decoder
 * gives for a pixel: first all pixels' first numbers, then all second ones.
 */
final class NegativeLogLikelihood extends ExampleLoss {
    private static final long serialVersionUID = 1;

    private final transient Likelihood likelihood;
    private final transient LatentLayer latent;

    /** Of the codes that {@code latent} draws, and who is told of the losses. */
    NegativeLogLikelihood(Likelihood likelihood, LatentLayer latent) {
        this.likelihood = likelihood;
        this.latent = latent;
    }

    @Override
    public Form form() {
        if (likelihood instanceof Likelihood.Gaussian gaussian) {
            return new Gaussian(gaussian.sigma());
        }
        return likelihood instanceof Likelihood.Bernoulli ? new Bernoulli() : super.form();
    }

    @Override
    public Optional<RowWeights> rowWeights(boolean training) {
        return training && !latent.weighsSamples() ? Optional.empty() : Optional.of(latent);
    }

    @Override
    protected double[] losses(int rows, double[] labels, double[] sums) {
        double[] losses = new double[rows];
        Pixels pixels = new Pixels(rows, labels, sums);
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < pixels.count; i++) {
                losses[row] -= likelihood.logLikelihood(pixels.read(row, i), pixels.numbers);
            }
        }
        return losses;
    }

    @Override
    protected void differentiate(int rows, double[] labels, double[] sums) {
        Pixels pixels = new Pixels(rows, labels, sums);
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < pixels.count; i++) {
                likelihood.differentiate(pixels.read(row, i), pixels.numbers);
                pixels.writeNegative(row, i);
            }
        }
    }

    /** Where the numbers of a pixel lie. */
    private final class Pixels {
        private final double[] numbers = new double[likelihood.numbers()];
        private final double[] labels;
        private final double[] sums;
        private final int rowLength;
        private final int repeated;
        private final int count;

        Pixels(int rows, double[] labels, double[] sums) {
            this.labels = labels;
            this.sums = sums;
            rowLength = sums.length / rows;
            repeated = sums.length / labels.length;
            count = rowLength / numbers.length;
        }

        /** Puts the numbers of a pixel into {@link #numbers}, and gives its value. */
        double read(int row, int pixel) {
            for (int n = 0; n < numbers.length; n++) {
                numbers[n] = sums[row * rowLength + n * count + pixel];
            }
            return labels[row / repeated * rowLength + pixel];
        }

        void writeNegative(int row, int pixel) {
            for (int n = 0; n < numbers.length; n++) {
                sums[row * rowLength + n * count + pixel] = -numbers[n];
            }
        }
    }
}
