package io.github.latent4j.data;

import io.github.latent4j.internal.Checks;
import io.github.latent4j.internal.Sha256;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * An immutable set of images of one shape, with or without class labels.
 *
 * <p>Pixels are grey levels in {@code [0, 1]}, channels first. {@link #take}, {@link #split}, {@link #shuffle} and
 * {@link #batches} are views: they cost an index per image and share the pixels.
 *
 * <p>In a notebook a value of this type shows itself as a grid of its first images.
 */
public final class Images {
    /** The most classes that labels can tell apart. */
    public static final int MAX_CLASSES = 128;

    private final String name;
    private final ImageShape shape;
    private final float[] pixels;
    private final byte[] labels;
    private final List<String> classNames;
    private final int[] order;
    private volatile String hash = "";

    private Images(String name, ImageShape shape, float[] pixels, byte[] labels, List<String> classNames, int[] order) {
        this.name = name;
        this.shape = shape;
        this.pixels = pixels;
        this.labels = labels;
        this.classNames = classNames;
        this.order = order;
    }

    /**
     * Images with class labels.
     *
     * @param name what charts and messages call the set
     * @param shape of one image
     * @param pixels shape {@code [n, channels, height, width]}, row by row, each in {@code [0, 1]}; copied
     * @param labels shape {@code [n]}, each an index into {@code classNames}; copied
     * @param classNames one name per class, at most {@link #MAX_CLASSES}
     * @throws IllegalArgumentException if the counts do not fit together or a value is out of range
     */
    public static Images labelled(
            String name, ImageShape shape, float[] pixels, int[] labels, List<String> classNames) {
        Checks.require(
                !classNames.isEmpty() && classNames.size() <= MAX_CLASSES,
                "classNames must hold 1 to %d names, got %d",
                MAX_CLASSES,
                classNames.size());
        int n = countOf(shape, pixels);
        Checks.require(labels.length == n, "labels must have one entry per image, %d, got %d", n, labels.length);
        byte[] small = new byte[n];
        for (int i = 0; i < n; i++) {
            Checks.require(
                    labels[i] >= 0 && labels[i] < classNames.size(),
                    "labels[%d] must be in 0..%d, got %d",
                    i,
                    classNames.size() - 1,
                    labels[i]);
            small[i] = (byte) labels[i];
        }
        return new Images(
                Objects.requireNonNull(name, "name"),
                shape,
                checkedCopy(pixels),
                small,
                List.copyOf(classNames),
                naturalOrder(n));
    }

    /**
     * Images without labels, such as those a model has drawn.
     *
     * @param name what charts and messages call the set
     * @param shape of one image
     * @param pixels shape {@code [n, channels, height, width]}, row by row, each in {@code [0, 1]}; copied
     * @throws IllegalArgumentException if {@code pixels} is no whole number of images or a value is out of range
     */
    public static Images unlabelled(String name, ImageShape shape, float[] pixels) {
        int n = countOf(shape, pixels);
        return new Images(
                Objects.requireNonNull(name, "name"),
                shape,
                checkedCopy(pixels),
                new byte[0],
                List.of(),
                naturalOrder(n));
    }

    /** For readers in this package that have made {@code pixels} and {@code labels} themselves: not copied. */
    static Images wrap(String name, ImageShape shape, float[] pixels, byte[] labels, List<String> classNames) {
        return new Images(name, shape, pixels, labels, classNames, naturalOrder(labels.length));
    }

    public String name() {
        return name;
    }

    public ImageShape shape() {
        return shape;
    }

    /** Number of images. */
    public int size() {
        return order.length;
    }

    public boolean hasLabels() {
        return !classNames.isEmpty();
    }

    /** Class names in the order of their indices; empty without labels. */
    public List<String> classNames() {
        return classNames;
    }

    /**
     * The class index of image {@code i}.
     *
     * @throws IllegalStateException if the images have no labels
     * @throws IndexOutOfBoundsException if there is no image {@code i}
     */
    public int label(int i) {
        requireLabels();
        return labels[order[Objects.checkIndex(i, size())]];
    }

    /**
     * All class indices, shape {@code [size]}; a copy.
     *
     * @throws IllegalStateException if the images have no labels
     */
    public int[] labels() {
        requireLabels();
        return IntStream.of(order).map(i -> labels[i]).toArray();
    }

    /** All pixels, shape {@code [size, channels, height, width]}, row by row; a copy. */
    public float[] pixels() {
        int length = shape.size();
        float[] copy = new float[Math.multiplyExact(size(), length)];
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(pixels, order[i] * length, copy, i * length, length);
        }
        return copy;
    }

    /** The pixels of each image as numbers for charts and for models of rows, shape {@code [size, channels * height * width]}; a copy. */
    public double[][] rows() {
        double[][] rows = new double[size()][shape.size()];
        for (int i = 0; i < rows.length; i++) {
            int from = order[i] * shape.size();
            for (int k = 0; k < rows[i].length; k++) {
                rows[i][k] = pixels[from + k];
            }
        }
        return rows;
    }

    /**
     * Puts the pixels of the images {@code from} to {@code to}, the latter not included, one image behind the other. Safe to call from several
     * threads.
     *
     * @param target is written from its position on, and left behind the last value
     * @throws IndexOutOfBoundsException if there are no such images
     * @throws java.nio.BufferOverflowException if {@code target} has no room for them
     */
    public void copyPixels(FloatBuffer target, int from, int to) {
        Objects.checkFromToIndex(from, to, size());
        int length = shape.size();
        for (int i = from; i < to; i++) {
            target.put(pixels, order[i] * length, length);
        }
    }

    /**
     * The pixels of image {@code i}, shape {@code [channels, height, width]}; a copy.
     *
     * @throws IndexOutOfBoundsException if there is no image {@code i}
     */
    public float[] pixels(int i) {
        return range(Objects.checkIndex(i, size()), i + 1).pixels();
    }

    /**
     * The first {@code n} images.
     *
     * @throws IllegalArgumentException if {@code n} is not in {@code 1..size}
     */
    public Images take(int n) {
        Checks.require(n >= 1 && n <= size(), "n must be in 1..%d (the size of %s), got %d", size(), name, n);
        return range(0, n);
    }

    /**
     * Some images in an order of your choice, one as often as you like; a view.
     *
     * @param indices of the images
     * @throws IndexOutOfBoundsException if there is no such image
     * @throws IllegalArgumentException if none is named
     */
    public Images select(int... indices) {
        Checks.require(indices.length > 0, "indices must name at least one image");
        return ordered(IntStream.of(indices)
                .map(i -> order[Objects.checkIndex(i, size())])
                .toArray());
    }

    /**
     * These images, then {@code others}; a copy. With labels if both have them and of the same classes.
     *
     * @throws IllegalArgumentException if they have another shape
     */
    public Images and(Images others) {
        Checks.require(shape.equals(others.shape), "others must have the shape %s of %s, got %s", shape, name, others);
        float[] both = Arrays.copyOf(pixels(), Math.multiplyExact(size() + others.size(), shape.size()));
        others.copyPixels(FloatBuffer.wrap(both).position(size() * shape.size()), 0, others.size());
        if (!hasLabels() || !classNames.equals(others.classNames)) {
            return new Images(name, shape, both, new byte[0], List.of(), naturalOrder(size() + others.size()));
        }
        byte[] bothLabels = Arrays.copyOf(labelsInOrder(), size() + others.size());
        System.arraycopy(others.labelsInOrder(), 0, bothLabels, size(), others.size());
        return wrap(name, shape, both, bothLabels, classNames);
    }

    /** The same images in an order that depends only on {@code seed}. */
    public Images shuffle(long seed) {
        int[] shuffled = order.clone();
        Random random = new Random(seed);
        for (int i = shuffled.length - 1; i > 0; i--) { // Fisher and Yates
            int j = random.nextInt(i + 1);
            int swap = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = swap;
        }
        return ordered(shuffled);
    }

    /**
     * Two disjoint parts of the shuffled images that together are the whole.
     *
     * @param share of the images that goes to {@code train}, between 0 and 1
     * @param seed of the shuffle
     * @throws IllegalArgumentException if a part would be empty
     */
    public Split split(double share, long seed) {
        long first = Math.round(share * size());
        Checks.require(
                share > 0 && share < 1 && first > 0 && first < size(),
                "share must leave at least one image in each part of %d images, got %s",
                size(),
                share);
        Images shuffled = shuffle(seed);
        return new Split(shuffled.range(0, (int) first), shuffled.range((int) first, size()));
    }

    /**
     * A black and white copy: each pixel is white with its grey level as the probability, drawn once. The usual form in which generative models
     * are compared, since they then have probabilities and no densities (Salakhutdinov and Murray 2008).
     *
     * @param seed the same gives the same images
     */
    public Images binarized(long seed) {
        return Augmentation.binarize().apply(this, seed).renamed(name + " binarized");
    }

    /**
     * A smaller copy: the mean of each block of pixels.
     *
     * @param block side of the blocks, at least 1; what is left over at the right and at the bottom is cut off
     * @throws IllegalArgumentException if no block fits into an image
     */
    public Images shrunk(int block) {
        int height = shape.height() / Checks.positive("block", block);
        int width = shape.width() / block;
        Checks.require(height > 0 && width > 0, "block must fit into an image of %s, got %d", shape, block);
        ImageShape small = new ImageShape(shape.channels(), height, width);
        float[] means = new float[Math.multiplyExact(size(), small.size())];
        for (int i = 0; i < means.length; i++) {
            int first = order[i / small.size()] * shape.size();
            int channel = i % small.size() / (height * width);
            int top = i / width % height * block;
            int left = i % width * block;
            double sum = 0;
            for (int b = 0; b < block * block; b++) {
                int row = channel * shape.height() + top + b / block;
                sum += pixels[first + row * shape.width() + left + b % block];
            }
            means[i] = (float) (sum / (block * block));
        }
        return new Images(
                name + " small",
                small,
                means,
                hasLabels() ? labelsInOrder() : labels,
                classNames,
                naturalOrder(size()));
    }

    /**
     * A copy whose pixels have a density, which grey levels that repeat have not: moved into {@code [0.1, 0.9]}, with Gaussian noise (Theis, van
     * den Oord and Bethge 2016).
     *
     * @param sigma standard deviation of the noise, in {@code (0, 0.02]}, so that what leaves {@code [0, 1]} is five deviations away
     * @param seed the same gives the same images
     * @throws IllegalArgumentException if {@code sigma} is out of range
     */
    public Images dithered(double sigma, long seed) {
        Checks.require(sigma > 0 && sigma <= 0.02, "sigma must be in (0, 0.02], got %s", sigma);
        Random random = new Random(seed);
        float[] noisy = pixels();
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = (float) Math.max(0, Math.min(1, 0.1 + 0.8 * noisy[i] + sigma * random.nextGaussian()));
        }
        return withPixels(noisy);
    }

    /**
     * The images of one class, in their order.
     *
     * @throws IllegalArgumentException if no image has that label
     * @throws IllegalStateException if the images have no labels
     */
    public Images ofClass(int label) {
        requireLabels();
        return where(i -> labels[i] == label, "no image of " + name + " has label " + label);
    }

    /**
     * Consecutive parts of {@code batchSize} images; the last one holds the rest.
     *
     * @throws IllegalArgumentException if {@code batchSize < 1}
     */
    public List<Images> batches(int batchSize) {
        Checks.positive("batchSize", batchSize);
        List<Images> batches = new ArrayList<>((size() + batchSize - 1) / batchSize);
        for (int from = 0; from < size(); from += batchSize) {
            batches.add(range(from, Math.min(from + batchSize, size())));
        }
        return batches;
    }

    /**
     * The mean squared difference of a pixel of these images to that of {@code others}, one by one.
     *
     * @param others as many, of the same shape
     * @throws IllegalArgumentException if they are not
     */
    public double meanSquaredError(Images others) {
        Checks.require(
                size() == others.size() && shape.equals(others.shape),
                "others must be %d of the shape %s, got %s",
                size(),
                shape,
                others);
        float[] a = pixels();
        float[] b = others.pixels();
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        }
        return sum / a.length;
    }

    /** SHA-256 of shape, pixels and labels in their order, in hexadecimal digits: equal for images that a model cannot tell apart. Computed once. */
    public String sha256() {
        if (hash.isEmpty()) { // two threads compute the same
            hash = Sha256.of(digest -> {
                digest.update(shape.channels());
                digest.update(shape.height());
                digest.update(shape.width());
                for (int i : order) {
                    digest.update(pixels, i * shape.size(), shape.size());
                    digest.update(hasLabels() ? labels[i] : -1);
                }
            });
        }
        return hash;
    }

    /**
     * For each class {@code size / (classes * images of the class)}: weights with which every class counts the same, 1 on average over the
     * images, shape {@code [classes]}.
     *
     * @throws IllegalStateException if the images have no labels
     * @throws IllegalArgumentException if there is no image of a class
     */
    public double[] balancedClassWeights() {
        int[] counts = new int[classNames.size()];
        for (int label : labels()) {
            counts[label]++;
        }
        double[] weights = new double[counts.length];
        for (int c = 0; c < counts.length; c++) {
            Checks.require(counts[c] > 0, "every class must have an image, class %d has none", c);
            weights[c] = (double) size() / (counts.length * (double) counts[c]);
        }
        return weights;
    }

    /** The same images with other pixels of the same range, which are not copied. */
    Images withPixels(float[] newPixels) {
        return new Images(
                name, shape, newPixels, hasLabels() ? labelsInOrder() : labels, classNames, naturalOrder(size()));
    }

    private Images renamed(String newName) {
        return new Images(newName, shape, pixels, labels, classNames, order);
    }

    private byte[] labelsInOrder() {
        byte[] inOrder = new byte[order.length];
        for (int i = 0; i < order.length; i++) {
            inOrder[i] = labels[order[i]];
        }
        return inOrder;
    }

    private Images range(int from, int to) {
        int[] part = new int[to - from];
        System.arraycopy(order, from, part, 0, part.length);
        return ordered(part);
    }

    private Images where(IntPredicate predicate, String ifEmpty) {
        int[] part = IntStream.of(order).filter(predicate).toArray();
        Checks.require(part.length > 0, "%s", ifEmpty);
        return ordered(part);
    }

    private Images ordered(int[] newOrder) {
        return new Images(name, shape, pixels, labels, classNames, newOrder);
    }

    private void requireLabels() {
        if (!hasLabels()) {
            throw new IllegalStateException(this + " has no labels");
        }
    }

    private static int countOf(ImageShape shape, float[] pixels) {
        Checks.require(
                pixels.length > 0 && pixels.length % shape.size() == 0,
                "pixels must hold a whole number of %s images, a positive multiple of %d values, got %d",
                shape,
                shape.size(),
                pixels.length);
        return pixels.length / shape.size();
    }

    private static float[] checkedCopy(float[] pixels) {
        float[] copy = pixels.clone();
        for (int i = 0; i < copy.length; i++) {
            if (!(copy[i] >= 0 && copy[i] <= 1)) { // also true for NaN, which must not pass unseen
                Checks.require(false, "pixels[%d] must be in [0, 1], got %s", i, copy[i]);
            }
        }
        return copy;
    }

    private static int[] naturalOrder(int n) {
        return IntStream.range(0, n).toArray();
    }

    @Override
    public String toString() {
        String labelled = hasLabels() ? classNames.size() + " classes" : "no labels";
        return "Images[" + name + ", " + size() + " of " + shape + ", " + labelled + "]";
    }
}
