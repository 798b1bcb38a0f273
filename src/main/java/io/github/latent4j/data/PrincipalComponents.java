package io.github.latent4j.data;

import io.github.latent4j.internal.Checks;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The directions in which images differ most (Pearson 1901): of all linear ways to describe an image by {@code k} numbers and to draw it
 * again, the first {@code k} of them are the one with the smallest squared error. They are the eigenvectors of the covariance of the pixels.
 * Immutable.
 */
public final class PrincipalComponents {
    private final ImageShape shape;
    private final double[] mean;
    private final double[][] directions;
    private final double[] variances;

    private PrincipalComponents(ImageShape shape, double[] mean, double[][] directions, double[] variances) {
        this.shape = shape;
        this.mean = mean;
        this.directions = directions;
        this.variances = variances;
    }

    /**
     * Finds all directions. Images of 784 pixels take some seconds.
     *
     * @param images at least 2; labels are not looked at
     * @throws IllegalArgumentException if there are fewer
     */
    public static PrincipalComponents of(Images images) {
        Checks.require(images.size() >= 2, "images must be at least 2, got %d", images.size());
        double[][] rows = images.rows();
        double[] mean = mean(rows);
        for (double[] row : rows) {
            Arrays.setAll(row, i -> row[i] - mean[i]);
        }
        RealMatrix centred = MatrixUtils.createRealMatrix(rows);
        RealMatrix covariance = centred.transpose().multiply(centred).scalarMultiply(1.0 / rows.length);
        EigenDecomposition parts = new EigenDecomposition(covariance); // largest first
        double[] variances = Arrays.stream(parts.getRealEigenvalues())
                .map(value -> Math.max(0, value))
                .toArray();
        return new PrincipalComponents(images.shape(), mean, parts.getVT().getData(), variances);
    }

    private static double[] mean(double[][] rows) {
        double[] mean = new double[rows[0].length];
        for (double[] row : rows) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row[i] / rows.length;
            }
        }
        return mean;
    }

    /** How much the images vary in each direction, the largest first: mean squares, shape {@code [channels * height * width]}; a copy. */
    public double[] variances() {
        return variances.clone();
    }

    /**
     * The images in so many numbers each: their distances from the mean image in the first directions.
     *
     * @return one row for each image
     * @throws IllegalArgumentException if the images have another shape or there are not so many directions
     */
    public double[][] encode(Images images, int components) {
        Checks.require(images.shape().equals(shape), "images must have the shape %s, got %s", shape, images);
        Checks.require(
                components >= 0 && components <= variances.length,
                "components must be in 0..%d, got %d",
                variances.length,
                components);
        double[][] codes = new double[images.size()][components];
        double[][] rows = images.rows();
        for (int n = 0; n < codes.length; n++) {
            for (int c = 0; c < components; c++) {
                for (int i = 0; i < mean.length; i++) {
                    codes[n][c] += (rows[n][i] - mean[i]) * directions[c][i];
                }
            }
        }
        return codes;
    }

    /**
     * The images drawn again from so many numbers each, cut to {@code [0, 1]}; no labels.
     *
     * @throws IllegalArgumentException as {@link #encode} does
     */
    public Images reconstruct(Images images, int components) {
        double[][] codes = encode(images, components);
        float[] pixels = new float[codes.length * mean.length];
        for (int n = 0; n < codes.length; n++) {
            double[] pixel = mean.clone();
            for (int c = 0; c < components; c++) {
                for (int i = 0; i < pixel.length; i++) {
                    pixel[i] += codes[n][c] * directions[c][i];
                }
            }
            for (int i = 0; i < pixel.length; i++) {
                pixels[n * pixel.length + i] = (float) Math.max(0, Math.min(1, pixel[i]));
            }
        }
        return Images.unlabelled(images.name() + " in " + components + " components", shape, pixels);
    }

    @Override
    public String toString() {
        double all = Arrays.stream(variances).sum();
        double first = Arrays.stream(variances).limit(2).sum();
        return String.format(
                Locale.ROOT,
                "PrincipalComponents[%s, %.0f %% of the variance in the first two directions]",
                shape,
                100 * first / all);
    }
}
