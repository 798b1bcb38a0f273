package io.github.latent4j.vae;

import io.github.latent4j.internal.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.distribution.MixtureMultivariateNormalDistribution;
import org.apache.commons.math3.distribution.MultivariateNormalDistribution;
import org.apache.commons.math3.distribution.fitting.MultivariateNormalMixtureExpectationMaximization;
import org.apache.commons.math3.exception.ConvergenceException;
import org.apache.commons.math3.exception.MathIllegalArgumentException;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.util.Pair;

/** A mixture of Gaussians with full covariances, found by expectation maximisation (Dempster et al. 1977). */
final class FittedMixture implements CodeDistribution {
    private static final int ITERATIONS = 200;

    /** Change of the mean log-likelihood, in nats, below which nothing more is gained. */
    private static final double THRESHOLD = 1e-3;

    private final MixtureMultivariateNormalDistribution mixture;
    private final List<RealMatrix> roots = new ArrayList<>();

    private FittedMixture(MixtureMultivariateNormalDistribution mixture) {
        this.mixture = mixture;
        for (Pair<Double, MultivariateNormalDistribution> component : mixture.getComponents()) {
            roots.add(new CholeskyDecomposition(component.getSecond().getCovariances(), 1e-9, 0).getL());
        }
    }

    /**
     * Fits.
     *
     * @param codes one row each; not modified
     * @throws IllegalArgumentException if there are fewer than 2 dimensions, too few codes, or if codes do not vary in some direction
     */
    static FittedMixture of(double[][] codes, int components) {
        Checks.positive("components", components);
        Checks.require(codes[0].length > 1, "a mixture can be fitted to codes of at least 2 dimensions, got 1");
        int least = components * (codes[0].length + 1);
        Checks.require(
                codes.length >= least,
                "%d components of %d dimensions need at least %d images, got %d",
                components,
                codes[0].length,
                least,
                codes.length);
        try {
            return new FittedMixture(fitted(codes, components));
        } catch (MathIllegalArgumentException e) {
            throw new IllegalArgumentException(
                    components
                            + " components cannot be told apart, or codes do not vary in some direction: try fewer components",
                    e);
        }
    }

    private static MixtureMultivariateNormalDistribution fitted(double[][] codes, int components) {
        MultivariateNormalMixtureExpectationMaximization fit =
                new MultivariateNormalMixtureExpectationMaximization(codes);
        try {
            fit.fit(
                    components == 1
                            ? single(codes)
                            : MultivariateNormalMixtureExpectationMaximization.estimate(codes, components),
                    ITERATIONS,
                    THRESHOLD);
        } catch (ConvergenceException e) {
            return fit.getFittedModel(); // as far as it came: each iteration makes it better
        }
        return fit.getFittedModel();
    }

    private static MixtureMultivariateNormalDistribution single(double[][] codes) {
        // the library's own estimate begins with two
        MixtureMultivariateNormalDistribution two = MultivariateNormalMixtureExpectationMaximization.estimate(codes, 2);
        return new MixtureMultivariateNormalDistribution(
                List.of(Pair.create(1.0, two.getComponents().get(0).getSecond())));
    }

    @Override
    public int size() {
        return mixture.getDimension();
    }

    @Override
    public double logDensity(double... z) {
        Checks.require(z.length == size(), "z must have %d values, got %d", size(), z.length);
        List<Pair<Double, MultivariateNormalDistribution>> components = mixture.getComponents();
        double[] logs = new double[components.size()];
        for (int c = 0; c < logs.length; c++) {
            logs[c] = Math.log(components.get(c).getFirst())
                    + logDensity(components.get(c).getSecond(), c, z);
        }
        return GaussianMixture.logSumExp(logs, 0, logs.length);
    }

    /** By forward substitution: {@code |L^-1 (z - mean)|^2}; the library's own density underflows. */
    private double logDensity(MultivariateNormalDistribution component, int c, double[] z) {
        RealMatrix root = roots.get(c);
        double[] mean = component.getMeans();
        double[] solved = new double[z.length];
        double sum = z.length * Posterior.LOG_TWO_PI;
        for (int i = 0; i < z.length; i++) {
            double rest = z[i] - mean[i];
            for (int j = 0; j < i; j++) {
                rest -= root.getEntry(i, j) * solved[j];
            }
            solved[i] = rest / root.getEntry(i, i);
            sum += solved[i] * solved[i] + 2 * Math.log(root.getEntry(i, i));
        }
        return -0.5 * sum;
    }

    @Override
    public double[] sample(RandomGenerator random) {
        List<Pair<Double, MultivariateNormalDistribution>> components = mixture.getComponents();
        int c = GaussianMixture.choose(
                random, components.size(), i -> components.get(i).getFirst());
        double[] standard = new double[size()];
        for (int i = 0; i < standard.length; i++) {
            standard[i] = random.nextGaussian();
        }
        double[] z = roots.get(c).operate(standard);
        double[] mean = components.get(c).getSecond().getMeans();
        for (int i = 0; i < z.length; i++) {
            z[i] += mean[i];
        }
        return z;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "FittedMixture[%d components, %d dimensions]",
                mixture.getComponents().size(),
                size());
    }
}
