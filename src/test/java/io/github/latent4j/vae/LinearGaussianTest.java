package io.github.latent4j.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import io.github.latent4j.internal.ComputeThread;
import io.github.latent4j.nn.Optimizer;
import io.github.latent4j.train.RateSchedule;
import io.github.latent4j.train.TrainSpec;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.deeplearning4j.nn.api.Layer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The one model of which everything is known: {@code x = W z + b + sigma n} with standard normal {@code z} and {@code n}, which is
 * probabilistic PCA (Tipping and Bishop 1999). A model without hidden layers can be exactly that.
 */
class LinearGaussianTest {
    private static final int PIXELS = 5;
    private static final int LATENT = 2;
    private static final double SIGMA = 0.05;
    private static final double MIDDLE = 0.5;

    /** Columns of W, orthogonal so that the true posterior has no correlations. */
    private static final double[][] W = {{0.05, 0.05, 0.05, 0.05, 0.05}, {0.04, -0.04, 0.04, -0.04, 0}};

    private static final Images DATA = data(2000);

    private static Images data(int count) {
        Random random = new Random(8);
        float[] pixels = new float[count * PIXELS];
        for (int i = 0; i < count; i++) {
            double[] z =
                    random.doubles(LATENT).map(unused -> random.nextGaussian()).toArray();
            for (int p = 0; p < PIXELS; p++) {
                double mean = MIDDLE + W[0][p] * z[0] + W[1][p] * z[1];
                pixels[i * PIXELS + p] =
                        (float) (mean + SIGMA * random.nextGaussian()); // [0, 1] is six deviations wide
            }
        }
        return Images.unlabelled("linear", ImageShape.grey(1, PIXELS), pixels);
    }

    private static VaeSpec spec() {
        return VaeSpec.of(DATA.shape(), LATENT)
                .withHidden()
                .withLikelihood(Likelihood.gaussian(SIGMA))
                .withOptimizer(Optimizer.adam(5e-3));
    }

    /** Encoder and decoder are the truth, but the encoder's means are moved and its variances multiplied. */
    private static Vae model(double meanError, double varianceFactor) {
        Vae vae = Vae.of(spec());
        ComputeThread.run(() -> {
            double[][] encoder = new double[PIXELS][2 * LATENT];
            double[] bias = new double[2 * LATENT];
            for (int d = 0; d < LATENT; d++) {
                for (int p = 0; p < PIXELS; p++) {
                    encoder[p][d] = W[d][p] / precision(d);
                    bias[d] -= MIDDLE * W[d][p] / precision(d);
                }
                bias[d] += meanError;
                bias[LATENT + d] = Math.log(varianceFactor * posteriorVariance(d));
            }
            set(vae.dl4j().getLayer(0), encoder, bias);
            double[] middle = new double[PIXELS];
            java.util.Arrays.fill(middle, MIDDLE);
            set(vae.dl4j().getLayer(2), W, middle);
        });
        return vae;
    }

    private static void set(Layer layer, double[][] weights, double[] bias) {
        layer.getParam("W").assign(Nd4j.createFromArray(weights));
        layer.getParam("b").assign(Nd4j.createFromArray(bias).reshape(1, bias.length));
    }

    /** A diagonal value of {@code W'W + sigma^2 I}. */
    private static double precision(int d) {
        double sum = SIGMA * SIGMA;
        for (double w : W[d]) {
            sum += w * w;
        }
        return sum;
    }

    private static double posteriorVariance(int d) {
        return SIGMA * SIGMA / precision(d);
    }

    /** {@code log N(x; b, W W' + sigma^2 I)} of each image. */
    private static double[] truth() {
        RealMatrix w = MatrixUtils.createRealMatrix(W).transpose();
        RealMatrix covariance = w.multiply(w.transpose())
                .add(MatrixUtils.createRealIdentityMatrix(PIXELS).scalarMultiply(SIGMA * SIGMA));
        EigenDecomposition parts = new EigenDecomposition(covariance);
        RealMatrix inverse = parts.getSolver().getInverse();
        return IntStream.range(0, DATA.size())
                .mapToDouble(i -> {
                    float[] x = DATA.pixels(i);
                    double[] difference = IntStream.range(0, PIXELS)
                            .mapToDouble(p -> x[p] - MIDDLE)
                            .toArray();
                    RealMatrix column = MatrixUtils.createColumnRealMatrix(difference);
                    double square = column.transpose()
                            .multiply(inverse)
                            .multiply(column)
                            .getEntry(0, 0);
                    return -0.5 * (square + Math.log(parts.getDeterminant()) + PIXELS * Math.log(2 * Math.PI));
                })
                .toArray();
    }

    private static double mean(double[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .average()
                .orElseThrow();
    }

    @Test
    void thePosteriorIsTheTrueOne() {
        Posterior posterior = model(0, 1).encode(DATA).get(3);
        float[] x = DATA.pixels(3);
        for (int d = 0; d < LATENT; d++) {
            double mean = 0;
            for (int p = 0; p < PIXELS; p++) {
                mean += W[d][p] * (x[p] - MIDDLE) / precision(d);
            }
            assertThat(posterior.mean()[d]).isCloseTo(mean, within(1e-5)); // floats
            assertThat(posterior.logVariance()[d]).isCloseTo(Math.log(posteriorVariance(d)), within(1e-6));
        }
    }

    /** With the true posterior every sample has the same weight, {@code p(x)}. */
    @Test
    void eachLogLikelihoodIsTheTrueOneHoweverFewSamplesThereAre() {
        double[] truth = truth();
        for (int samples : new int[] {1, 7}) {
            double[] got = model(0, 1).logLikelihood(DATA, samples).values();
            assertThat(IntStream.range(0, truth.length)
                            .mapToDouble(i -> Math.abs(got[i] - truth[i]))
                            .max()
                            .orElseThrow())
                    .isLessThan(1e-3); // floats, divided by sigma^2
        }
    }

    @Test
    void theElboIsTheLogLikelihoodIfThePosteriorIsTheTrueOne() {
        // one sample per image: log p(x|z) varies by sqrt(latent / 2) = 1 around its mean, so that four standard errors
        // are 0.09
        assertThat(model(0, 1).elbo(DATA).value()).isCloseTo(mean(truth()), within(0.09));
    }

    @Test
    void theElboFallsShortByTheKlToTheTruePosterior() {
        double meanError = 0.4;
        double factor = 2;
        double kl = 0;
        for (int d = 0; d < LATENT; d++) {
            kl += 0.5 * (factor - 1 - Math.log(factor) + meanError * meanError / posteriorVariance(d));
        }

        assertThat(model(meanError, factor).elbo(DATA).value()).isCloseTo(mean(truth()) - kl, within(0.15));
    }

    @Test
    void theImportanceWeightedBoundRisesWithTheSamplesAndStaysBelowTheTruth() {
        Vae vae = model(0.4, 2);
        double before = vae.elbo(DATA).value();
        for (int samples : new int[] {4, 16, 64, 256}) {
            double bound = vae.logLikelihood(DATA, samples).mean();
            assertThat(bound).isGreaterThan(before);
            before = bound;
        }
        assertThat(before).isLessThan(mean(truth())).isCloseTo(mean(truth()), within(0.02));
    }

    /** Lucas et al. 2019: a linear model has no other optimum than probabilistic PCA's. From weights that are half as large, and mixed. */
    @Test
    void trainingFindsTheMaximumOfTheLikelihood() {
        Vae vae = model(0.4, 2);
        ComputeThread.run(() -> {
            double[][] mixed = new double[LATENT][PIXELS];
            for (int p = 0; p < PIXELS; p++) {
                mixed[0][p] = 0.4 * (W[0][p] + W[1][p]);
                mixed[1][p] = 0.4 * (W[0][p] - W[1][p]);
            }
            vae.dl4j().getLayer(2).getParam("W").assign(Nd4j.createFromArray(mixed));
        });
        double before = vae.logLikelihood(DATA, 64).mean();

        vae.fit(DATA, TrainSpec.epochs(200).withRate(RateSchedule.cosine()));

        assertThat(before).isLessThan(maximum() - 0.5);
        assertThat(vae.logLikelihood(DATA, 64).mean()).isCloseTo(maximum(), within(0.02));
    }

    /** The mean log-likelihood of probabilistic PCA with the best W and b for the given sigma (Tipping and Bishop 1999, section 3.2). */
    private static double maximum() {
        double[][] rows = IntStream.range(0, DATA.size())
                .mapToObj(i -> {
                    float[] x = DATA.pixels(i);
                    return IntStream.range(0, PIXELS).mapToDouble(p -> x[p]).toArray();
                })
                .toArray(double[][]::new);
        double[] eigenvalues =
                new EigenDecomposition(new Covariance(rows, false).getCovarianceMatrix()).getRealEigenvalues();
        java.util.Arrays.sort(eigenvalues);
        double sum = PIXELS * Math.log(2 * Math.PI);
        for (int i = 0; i < PIXELS; i++) {
            boolean principal = i >= PIXELS - LATENT;
            double variance = principal ? eigenvalues[i] : SIGMA * SIGMA;
            sum += Math.log(variance) + eigenvalues[i] / variance;
        }
        return -0.5 * sum;
    }
}
