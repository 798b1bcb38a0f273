package io.github.latent4j.vae;

import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * {@code q(z)}, the mean of the posteriors of some images, at one code of each. Costs the square of their number times the number of
 * dimensions.
 */
final class AggregatePosterior {
    private final int count;
    private final int size;
    private final double[] z;
    private final double[] mean;
    private final double[] logVariance;
    private final double[] precision; // exp(-logVariance), which each of count^2 pairs needs

    /**
     * Of one code for each posterior.
     *
     * @param z shape {@code [count, size]}; not copied
     * @param mean as {@code z}
     * @param logVariance as {@code z}
     */
    AggregatePosterior(int count, int size, double[] z, double[] mean, double[] logVariance) {
        this.count = count;
        this.size = size;
        this.z = z;
        this.mean = mean;
        this.logVariance = logVariance;
        this.precision = new double[logVariance.length];
        for (int i = 0; i < precision.length; i++) {
            precision[i] = Math.exp(-logVariance[i]);
        }
    }

    /** {@code log q(z_id | x_j)} of code {@code i} for all {@code j}, dimension by dimension: {@code [size, count]}. */
    private void densities(int i, double[] logs) {
        for (int d = 0; d < size; d++) {
            for (int j = 0; j < count; j++) {
                double difference = z[i * size + d] - mean[j * size + d];
                logs[d * count + j] = -0.5
                        * (difference * difference * precision[j * size + d]
                                + logVariance[j * size + d]
                                + Posterior.LOG_TWO_PI);
            }
        }
    }

    private double[] sums(double[] logs) {
        double[] sums = new double[count];
        for (int d = 0; d < size; d++) {
            for (int j = 0; j < count; j++) {
                sums[j] += logs[d * count + j];
            }
        }
        return sums;
    }

    /** {@code log q(z_i)} of each code. */
    double[] joint() {
        return logs(logs -> GaussianMixture.logSumExp(sums(logs), 0, count) - Math.log(count));
    }

    /** {@code sum_d log q(z_id)} of each code, as if dimensions were independent. */
    double[] product() {
        return logs(logs -> {
            double sum = 0;
            for (int d = 0; d < size; d++) {
                sum += GaussianMixture.logSumExp(logs, d * count, (d + 1) * count) - Math.log(count);
            }
            return sum;
        });
    }

    private double[] logs(ToDoubleFunction<double[]> function) {
        double[] values = new double[count];
        IntStream.range(0, count).parallel().forEach(i -> {
            double[] logs = new double[size * count];
            densities(i, logs);
            values[i] = function.applyAsDouble(logs);
        });
        return values;
    }

    /**
     * {@code KL(q(z) || prod_d q(z_d))} times the number of codes: the estimate of Chen et al. 2018 up to a constant.
     */
    double totalCorrelation() {
        double sum = 0;
        double[] joint = joint();
        double[] product = product();
        for (int i = 0; i < count; i++) {
            sum += joint[i] - product[i];
        }
        return sum;
    }

    /** Adds {@code factor} times the gradient of {@link #totalCorrelation} by codes, means and logarithms of variances. */
    void addGradient(double factor, double[] byZ, double[] byMean, double[] byLogVariance) {
        double[] logs = new double[size * count];
        for (int i = 0; i < count; i++) {
            densities(i, logs);
            double[] joint = sums(logs);
            double ofJoint = GaussianMixture.logSumExp(joint, 0, count);
            for (int j = 0; j < count; j++) {
                joint[j] = Math.exp(joint[j] - ofJoint);
            }
            for (int d = 0; d < size; d++) {
                double ofDimension = GaussianMixture.logSumExp(logs, d * count, (d + 1) * count);
                for (int j = 0; j < count; j++) {
                    double share = factor * (joint[j] - Math.exp(logs[d * count + j] - ofDimension));
                    double difference = z[i * size + d] - mean[j * size + d];
                    double pull = share * difference * precision[j * size + d];
                    byZ[i * size + d] -= pull;
                    byMean[j * size + d] += pull;
                    byLogVariance[j * size + d] += 0.5 * (pull * difference - share);
                }
            }
        }
    }
}
