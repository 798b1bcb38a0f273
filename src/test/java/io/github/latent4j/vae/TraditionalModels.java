package io.github.latent4j.vae;

import io.github.latent4j.data.Images;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import smile.feature.extraction.ProbabilisticPCA;
import smile.math.matrix.Matrix;
import smile.stat.distribution.MultivariateGaussianDistribution;
import smile.stat.distribution.MultivariateGaussianMixture;

/** Densities that are fitted without a network, and the data on which they can be compared with one. */
public final class TraditionalModels {
    private static final int BLOCK = 4;
    private static final double NOISE = 0.02;

    private TraditionalModels() {}

    /**
     * Smaller pictures with a density: means of blocks of 4 x 4 pixels, moved into [0.1, 0.9] and with Gaussian noise of 0.02, for levels of grey
     * that always repeat have none.
     */
    public static Images small(Images images, long seed) {
        return images.shrunk(BLOCK).dithered(NOISE, seed);
    }

    /** A Gaussian with full covariance. */
    public static ToDoubleFunction<double[]> gaussian(double[][] train) {
        return MultivariateGaussianDistribution.fit(train)::logp;
    }

    /** Some Gaussians with full covariances, by expectation maximisation. */
    public static ToDoubleFunction<double[]> mixture(double[][] train, int components) {
        return MultivariateGaussianMixture.fit(components, train)::logp;
    }

    /** Probabilistic PCA (Tipping and Bishop 1999). */
    public static ToDoubleFunction<double[]> probabilisticPca(double[][] train, int latentSize) {
        ProbabilisticPCA pca = ProbabilisticPCA.fit(train, latentSize);
        Matrix loadings = pca.loadings();
        Matrix covariance = loadings.mt(loadings);
        for (int i = 0; i < covariance.nrow(); i++) {
            covariance.add(i, i, pca.variance());
        }
        return new MultivariateGaussianDistribution(pca.center(), covariance)::logp;
    }

    /** The mean of Gaussians around all images (Parzen 1962), with the width that suits {@code validation} best. */
    public static ToDoubleFunction<double[]> kernelDensity(double[][] train, double[][] validation) {
        ToDoubleFunction<double[]> best = x -> Double.NEGATIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double width : new double[] {0.02, 0.025, 0.03, 0.035, 0.04, 0.05, 0.06, 0.08}) {
            ToDoubleFunction<double[]> density = x -> kernelDensity(train, width, x);
            double mean = mean(density, validation);
            if (mean > most) {
                most = mean;
                best = density;
            }
        }
        return best;
    }

    private static double kernelDensity(double[][] train, double width, double[] x) {
        double[] logs = new double[train.length];
        for (int i = 0; i < logs.length; i++) {
            double square = 0;
            for (int d = 0; d < x.length; d++) {
                square += (x[d] - train[i][d]) * (x[d] - train[i][d]);
            }
            logs[i] = -0.5 * square / (width * width);
        }
        double constant = x.length * (Math.log(width) + 0.5 * Math.log(2 * Math.PI)) + Math.log(train.length);
        return GaussianMixture.logSumExp(logs, 0, logs.length) - constant;
    }

    /** The mean log-density, in nats per image. */
    public static double mean(ToDoubleFunction<double[]> logDensity, double[][] rows) {
        return Arrays.stream(rows).parallel().mapToDouble(logDensity).average().orElseThrow();
    }
}
