package io.github.latent4j.vae;

import io.github.latent4j.internal.Checks;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;

/** A mixture of Gaussians with diagonal covariances, {@code p(z) = sum_c w_c N(z; m_c, diag sigma_c^2)}. Immutable. */
public final class GaussianMixture implements CodeDistribution {
    private final int size;
    private final double[] logWeights;
    private final double[] means;
    private final double[] logVariances;

    private GaussianMixture(int size, double[] logWeights, double[] means, double[] logVariances) {
        this.size = size;
        this.logWeights = logWeights;
        this.means = means;
        this.logVariances = logVariances;
    }

    /**
     * A mixture with the given parameters, which are not copied.
     *
     * @param logits of the weights, which need not sum to 1 once exponentiated, shape {@code [components]}
     * @param means shape {@code [components, size]}
     * @param logVariances as {@code means}
     */
    static GaussianMixture of(int size, double[] logits, double[] means, double[] logVariances) {
        double log = logSumExp(logits, 0, logits.length);
        double[] logWeights = Arrays.stream(logits).map(logit -> logit - log).toArray();
        return new GaussianMixture(size, logWeights, means, logVariances);
    }

    /** {@code N(0, I)}. */
    static GaussianMixture standardNormal(int size) {
        return of(size, new double[1], new double[size], new double[size]);
    }

    /** Number of Gaussians. */
    public int components() {
        return logWeights.length;
    }

    @Override
    public int size() {
        return size;
    }

    /** The weight of a Gaussian; all sum to 1. */
    public double weight(int component) {
        return Math.exp(logWeights[component]);
    }

    /** The mean and variances of one Gaussian. */
    public Posterior component(int component) {
        int from = component * size;
        return Posterior.of(
                Arrays.copyOfRange(means, from, from + size), Arrays.copyOfRange(logVariances, from, from + size));
    }

    @Override
    public double logDensity(double... z) {
        Checks.require(z.length == size, "z must have %d values, got %d", size, z.length);
        return logDensity(z, 0, new double[components()]);
    }

    /**
     * {@code log p(z)} of the row that begins at {@code from}.
     *
     * @param responsibilities overwritten by {@code p(c|z)}
     */
    double logDensity(double[] z, int from, double[] responsibilities) {
        for (int c = 0; c < responsibilities.length; c++) {
            responsibilities[c] = logWeights[c];
            for (int d = 0; d < size; d++) {
                int at = c * size + d;
                responsibilities[c] += Posterior.logDensity(z[from + d], means[at], logVariances[at]);
            }
        }
        double log = logSumExp(responsibilities, 0, responsibilities.length);
        for (int c = 0; c < responsibilities.length; c++) {
            responsibilities[c] = Math.exp(responsibilities[c] - log);
        }
        return log;
    }

    /**
     * Adds {@code factor} times the gradient of {@code log p(z)}.
     *
     * @param responsibilities as {@link #logDensity} has left them for this row
     * @param byZ by the row, which begins at {@code from} there too
     * @param byLogits by the logits of the weights
     * @param byMeans by the means
     * @param byLogVariances by the logarithms of the variances
     */
    void addGradient(
            double factor,
            double[] z,
            int from,
            double[] responsibilities,
            double[] byZ,
            double[] byLogits,
            double[] byMeans,
            double[] byLogVariances) {
        for (int c = 0; c < responsibilities.length; c++) {
            double share = factor * responsibilities[c];
            byLogits[c] += share - factor * Math.exp(logWeights[c]);
            for (int d = 0; d < size; d++) {
                int at = c * size + d;
                double precision = Math.exp(-logVariances[at]);
                double difference = z[from + d] - means[at];
                double pull = share * difference * precision;
                byZ[from + d] -= pull;
                byMeans[at] += pull;
                byLogVariances[at] += 0.5 * (pull * difference - share);
            }
        }
    }

    /** {@code log sum exp(values)}: with the maximum taken out, nothing overflows. */
    static double logSumExp(double[] values, int from, int to) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            max = Math.max(max, values[i]);
        }
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += Math.exp(values[i] - max);
        }
        return max + Math.log(sum);
    }

    /** One of so many, as often as its weight says; weights sum to 1. */
    static int choose(RandomGenerator random, int count, IntToDoubleFunction weight) {
        double left = random.nextDouble();
        int chosen = 0;
        while (chosen < count - 1 && left >= weight.applyAsDouble(chosen)) {
            left -= weight.applyAsDouble(chosen++);
        }
        return chosen;
    }

    @Override
    public double[] sample(RandomGenerator random) {
        return component(choose(random, components(), this::weight)).sample(random);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "GaussianMixture[%d components, %d dimensions]", components(), size);
    }
}
