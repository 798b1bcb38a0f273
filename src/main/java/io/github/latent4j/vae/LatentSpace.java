package io.github.latent4j.vae;

import io.github.latent4j.data.Images;
import io.github.latent4j.internal.Checks;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * The space of codes of a model: ways through it, and what the codes of many images have in common. The code of an image is the mean of its
 * posterior. A model that is told labels is told that of the image from which a way begins.
 *
 * <p>All methods throw an {@link IllegalArgumentException} if images do not fit the model, and a {@link CancellationException} if the caller
 * is interrupted.
 */
public final class LatentSpace {
    private final Vae vae;

    LatentSpace(Vae vae) {
        this.vae = vae;
    }

    /** {@code z1} to {@code zL}: what tables and pictures call the numbers of a code. */
    public List<String> names() {
        return Posteriors.names(vae.codeSize());
    }

    /**
     * The distribution that codes are drawn from, as it was learned.
     *
     * @throws IllegalStateException if the latent variables are not Gaussian
     */
    public GaussianMixture prior() {
        return vae.prior();
    }

    /**
     * A mixture of Gaussians with full covariances, fitted to one code of each image, drawn from its posterior: closer to where codes are than
     * the prior, and for a plain autoencoder the only way to new pictures (Ghosh et al. 2020).
     *
     * @param components number of Gaussians
     * @param seed of the draw
     * @throws IllegalArgumentException if there are too few images for so many, or codes do not vary in some direction
     */
    public CodeDistribution fitMixture(Images images, int components, long seed) {
        return FittedMixture.of(vae.encode(images).draw(seed), components);
    }

    /**
     * What the KL of the posteriors is made of, and how far the aggregate posterior is from the prior. Takes time with the square of the number
     * of images: 2,000 take about a second.
     *
     * @throws IllegalStateException if the latent variables are not Gaussian
     */
    public KlSplit klSplit(Images images) {
        return vae.encode(images).klSplit(prior(), vae.spec().seed());
    }

    /**
     * Pictures on the straight lines between codes.
     *
     * @param from where lines begin
     * @param to where they end, as many images
     * @param steps pictures of a line, both ends included, at least 2
     * @return line by line
     * @throws IllegalArgumentException if there are not as many of both or {@code steps < 2}
     */
    public Images interpolate(Images from, Images to, int steps) {
        return between("interpolation", from, to, steps, LatentSpace::onLine);
    }

    /**
     * Pictures on great circles between codes, whose length changes evenly (White 2016): a straight line between codes of many dimensions
     * passes through the middle, where codes are rare. As {@link #interpolate} otherwise.
     */
    public Images interpolateOnSphere(Images from, Images to, int steps) {
        return between("interpolation on the sphere", from, to, steps, LatentSpace::onSphere);
    }

    /** A point of the way from {@code a} to {@code b}, {@code t} being 0 to 1. */
    @FunctionalInterface
    private interface Way {
        double[] at(double[] a, double[] b, double t);
    }

    private Images between(String name, Images from, Images to, int steps, Way way) {
        Checks.require(steps >= 2, "steps must be at least 2, got %d", steps);
        Checks.require(from.size() == to.size(), "from has %d images but to has %d", from.size(), to.size());
        double[][] begins = vae.encode(from).means();
        double[][] ends = vae.encode(to).means();
        double[][] z = IntStream.range(0, from.size() * steps)
                .mapToObj(i -> way.at(begins[i / steps], ends[i / steps], (double) (i % steps) / (steps - 1)))
                .toArray(double[][]::new);
        return vae.decode(name, vae.labelsOf(from, steps), z);
    }

    static double[] onLine(double[] a, double[] b, double t) {
        double[] z = new double[a.length];
        Arrays.setAll(z, d -> (1 - t) * a[d] + t * b[d]);
        return z;
    }

    static double[] onSphere(double[] a, double[] b, double t) {
        double lengthA = norm(a);
        double lengthB = norm(b);
        double cosine = 0;
        for (int d = 0; d < a.length; d++) {
            cosine += a[d] * b[d] / (lengthA * lengthB);
        }
        double angle = Math.acos(Math.max(-1, Math.min(1, cosine)));
        if (!(Math.sin(angle) > 1e-6)) { // also for NaN: a code of length 0 has no direction
            return onLine(a, b, t);
        }
        double length = (1 - t) * lengthA + t * lengthB;
        double[] z = new double[a.length];
        Arrays.setAll(
                z,
                d -> length
                        * (Math.sin((1 - t) * angle) * a[d] / lengthA + Math.sin(t * angle) * b[d] / lengthB)
                        / Math.sin(angle));
        return z;
    }

    private static double norm(double[] z) {
        return Math.sqrt(Arrays.stream(z).map(v -> v * v).sum());
    }

    /**
     * Pictures while one number of an image's code runs from {@code -range} to {@code range} and the others stay.
     *
     * @param images of which the first is taken
     * @param steps pictures for each dimension, at least 2
     * @return dimension by dimension
     * @throws IllegalArgumentException if {@code steps < 2} or {@code range} is not positive
     */
    public Images traverse(Images images, int steps, double range) {
        Checks.require(steps >= 2, "steps must be at least 2, got %d", steps);
        Checks.require(range > 0 && Double.isFinite(range), "range must be finite and > 0, got %s", range);
        double[] code = vae.encode(images.take(1)).means()[0];
        double[][] z = IntStream.range(0, code.length * steps)
                .mapToObj(i -> {
                    double[] changed = code.clone();
                    changed[i / steps] = range * (2.0 * (i % steps) / (steps - 1) - 1);
                    return changed;
                })
                .toArray(double[][]::new);
        return vae.decode("traversal", vae.labelsOf(images, z.length), z);
    }

    /**
     * Pictures of a grid over the plane of codes, at those quantiles of {@code N(0, 1)} that cut it into parts of equal probability (Kingma and
     * Welling 2014, figure 4). The first number rises to the right, the second upwards.
     *
     * @param side rows and columns, at least 1
     * @throws IllegalStateException if codes have another number of dimensions than 2, or the model is told labels
     */
    public Images manifold(int side) {
        Checks.positive("side", side);
        NormalDistribution normal = new NormalDistribution();
        return plane(
                "manifold",
                IntStream.range(0, side)
                        .mapToDouble(i -> normal.inverseCumulativeProbability((i + 0.5) / side))
                        .toArray());
    }

    /**
     * Pictures of a grid over the plane of codes, the same distance apart from {@code -reach} to {@code reach}. The first number rises to the
     * right, the second upwards.
     *
     * @param side rows and columns, at least 2
     * @param reach finite and above 0
     * @throws IllegalStateException if codes have another number of dimensions than 2, or the model is told labels
     */
    public Images plane(int side, double reach) {
        Checks.require(side >= 2, "side must be at least 2, got %d", side);
        Checks.require(reach > 0 && Double.isFinite(reach), "reach must be finite and > 0, got %s", reach);
        return plane("plane", places(side, -reach, reach));
    }

    /**
     * Pictures of a grid over a rectangle of the plane of codes, the first and last of which are on its edges. The first number rises to the
     * right, the second upwards.
     *
     * @param side rows and columns, at least 2
     * @param box the rectangle, as {@link #box} gives it
     * @throws IllegalStateException if codes have another number of dimensions than 2, or the model is told labels
     */
    public Images plane(int side, double... box) {
        Checks.require(side >= 2, "side must be at least 2, got %d", side);
        Checks.require(box.length == 4, "box must have 4 numbers, got %d", box.length);
        return plane("plane", places(side, box[0], box[1]), places(side, box[2], box[3]));
    }

    private static double[] places(int side, double low, double high) {
        return IntStream.range(0, side)
                .mapToDouble(i -> low + (high - low) * i / (side - 1))
                .toArray();
    }

    /**
     * The smallest box that holds the codes of the images: lowest and highest value of the first number, then of the second, and so on, shape
     * {@code [2 * size]}.
     */
    public double[] box(Images images) {
        double[] box = new double[2 * vae.codeSize()];
        double[][] codes = vae.encode(images).means();
        for (int d = 0; d < vae.codeSize(); d++) {
            int dimension = d;
            box[2 * d] =
                    Arrays.stream(codes).mapToDouble(z -> z[dimension]).min().orElseThrow();
            box[2 * d + 1] =
                    Arrays.stream(codes).mapToDouble(z -> z[dimension]).max().orElseThrow();
        }
        return box;
    }

    private Images plane(String name, double[] places) {
        return plane(name, places, places);
    }

    private Images plane(String name, double[] xs, double[] ys) {
        vae.requireNoLabels("decode(label, z)");
        if (vae.codeSize() != 2) {
            throw new IllegalStateException(
                    "a plane of codes has 2 dimensions, those of this model have " + vae.codeSize());
        }
        int side = xs.length;
        double[][] z = IntStream.range(0, side * side)
                .mapToObj(i -> new double[] {xs[i % side], ys[side - 1 - i / side]})
                .toArray(double[][]::new);
        return vae.decode(name, i -> -1, z);
    }

    /**
     * For each query itself and the images of a gallery whose codes are nearest to its own, nearest first.
     *
     * @param count images of the gallery for each query
     * @return query by query, {@code count + 1} images each, with labels if both sets have them
     * @throws IllegalArgumentException if {@code count} is below 1 or above the size of the gallery
     */
    public Images nearest(Images queries, Images gallery, int count) {
        Checks.require(
                count >= 1 && count <= gallery.size(),
                "count must be in 1..%d (the size of the gallery), got %d",
                gallery.size(),
                count);
        double[][] of = vae.encode(queries).means();
        double[][] among = vae.encode(gallery).means();
        int[] chosen = IntStream.range(0, of.length)
                .flatMap(q -> IntStream.concat(
                        IntStream.of(q),
                        IntStream.range(0, among.length)
                                .boxed()
                                .sorted(Comparator.comparingDouble(i -> distance(of[q], among[i])))
                                .limit(count)
                                .mapToInt(i -> of.length + i)))
                .toArray();
        return queries.and(gallery).select(chosen);
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (a[d] - b[d]) * (a[d] - b[d]);
        }
        return sum;
    }

    /**
     * What {@code a} is to {@code b}, {@code c} is to the result: the pictures of {@code code(c) + mean code(b) - mean code(a)}.
     *
     * @param a images without some property
     * @param b images with it
     * @param c images to give it to
     * @return one picture for each image of {@code c}
     */
    public Images analogy(Images a, Images b, Images c) {
        double[] without = mean(vae.encode(a).means());
        double[] with = mean(vae.encode(b).means());
        double[][] z = vae.encode(c).means();
        for (double[] code : z) {
            for (int d = 0; d < code.length; d++) {
                code[d] += with[d] - without[d];
            }
        }
        return vae.decode("analogy", vae.labelsOf(c, 1), z);
    }

    private static double[] mean(double[][] codes) {
        double[] mean = new double[codes[0].length];
        for (double[] code : codes) {
            for (int d = 0; d < mean.length; d++) {
                mean[d] += code[d] / codes.length;
            }
        }
        return mean;
    }
}
