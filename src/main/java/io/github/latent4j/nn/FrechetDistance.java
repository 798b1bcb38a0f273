package io.github.latent4j.nn;

import io.github.latent4j.data.Images;
import io.github.latent4j.internal.Checks;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.descriptive.MultivariateSummaryStatistics;
import org.apache.commons.math3.util.MathArrays;

/**
 * How far two sets of images are from each other in the eyes of a classifier (Heusel et al. 2017, who used one of photographs): the Frechet
 * distance of two Gaussians with the mean {@code m} and the covariance {@code C} of its features,
 * {@code |m_a - m_b|^2 + trace(C_a + C_b - 2 (C_a C_b)^(1/2))}. Features are the values of the last layer before the classes. Distances are
 * comparable for the same classifier and number of images only.
 */
public final class FrechetDistance {
    private FrechetDistance() {}

    /**
     * The distance.
     *
     * @param a images of the classifier's input shape, at least two; labels are not looked at
     * @param b as {@code a}
     * @throws IllegalArgumentException if the shape is another one, there are fewer than two of one set, or the classifier has one layer only
     * @throws CancellationException if the caller is interrupted
     */
    public static double of(Network classifier, Images a, Images b) {
        return of(classifier.features(a), classifier.features(b));
    }

    /** Of features, one row per image. */
    static double of(double[][] a, double[][] b) {
        Checks.require(
                a.length > 1 && b.length > 1,
                "each set must have at least 2 images, got %d and %d",
                a.length,
                b.length);
        MultivariateSummaryStatistics ofA = statistics(a);
        MultivariateSummaryStatistics ofB = statistics(b);
        double distance = MathArrays.distance(ofA.getMean(), ofB.getMean());
        RealMatrix covarianceA = ofA.getCovariance();
        RealMatrix covarianceB = ofB.getCovariance();
        // (C_a C_b)^(1/2) has the trace of (R C_b R)^(1/2), which is symmetric, for R = C_a^(1/2)
        RealMatrix root = root(covarianceA);
        double traceOfRoot = Arrays.stream(
                        eigenvalues(root.multiply(covarianceB).multiply(root)))
                .map(Math::sqrt)
                .sum();
        return distance * distance + covarianceA.getTrace() + covarianceB.getTrace() - 2 * traceOfRoot;
    }

    private static MultivariateSummaryStatistics statistics(double[][] rows) {
        MultivariateSummaryStatistics statistics = new MultivariateSummaryStatistics(rows[0].length, true);
        for (double[] row : rows) {
            statistics.addValue(row);
        }
        return statistics;
    }

    private static RealMatrix root(RealMatrix symmetric) {
        EigenDecomposition parts = new EigenDecomposition(symmetric);
        double[] roots = Arrays.stream(parts.getRealEigenvalues())
                .map(value -> Math.sqrt(Math.max(0, value)))
                .toArray();
        return parts.getV()
                .multiply(MatrixUtils.createRealDiagonalMatrix(roots))
                .multiply(parts.getVT());
    }

    /** Of a matrix that is symmetric and has no negative ones, up to rounding. */
    private static double[] eigenvalues(RealMatrix matrix) {
        RealMatrix symmetric = matrix.add(matrix.transpose()).scalarMultiply(0.5);
        return Arrays.stream(new EigenDecomposition(symmetric).getRealEigenvalues())
                .map(value -> Math.max(0, value))
                .toArray();
    }
}
