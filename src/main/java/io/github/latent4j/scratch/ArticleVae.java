package io.github.latent4j.scratch;

import io.github.latent4j.internal.Checks;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The "variational autoencoder" of the article that this course follows, in plain arrays: what its code computes where it does not crash.
 * The encoder is {@code pixels - 64 - 32 - 2}, the decoder {@code 2 - 256 - 64 - pixels} with a sigmoid, both with ReLU between; the loss is
 * the squared error, mean over pixels and pictures; there is no KL. Batches of 32, Adam with a rate of 0.001. Repairs add up:
 *
 * <table>
 * <caption>What the code {@code z} of a picture is; {@code a} and {@code l} are what the encoder says, {@code e} is from {@code N(0, I)}</caption>
 * <tr><th>repairs</th><th>mean</th><th>code</th></tr>
 * <tr><td>0, as written</td><td>{@code m = tanh(a)}</td><td>{@code e √exp(m^2)}, cut to [-5, 5]</td></tr>
 * <tr><td>1, the mean is added</td><td>{@code m = tanh(a)}</td><td>{@code m + e √exp(m^2)}, cut to [-5, 5]</td></tr>
 * <tr><td>2, a variance of its own</td><td>{@code m = tanh(a)}</td><td>{@code m + e exp(l / 2)}, cut to [-5, 5]</td></tr>
 * <tr><td>3, means are free</td><td>{@code m = a}</td><td>{@code m + e exp(l / 2)}</td></tr>
 * </table>
 *
 * <p>Made to be read and to be compared with, not to be used: {@code io.github.latent4j.vae} is for that.
 */
public final class ArticleVae {
    /** Numbers of a code. */
    private static final int CODE = 2;

    private static final int BATCH = 32;
    private static final double RATE = 1e-3;
    private static final double CUT = 5;
    private static final int REPAIRS = 3;

    private final int pixels;
    private final int repairs;
    private final Random random;
    private final List<ArrayLayer> encoder;
    private final ArrayLayer meanLayer;
    private final ArrayLayer logVarianceLayer;
    private final List<ArrayLayer> decoder;

    private ArticleVae(int pixels, int repairs, long seed) {
        this.pixels = pixels;
        this.repairs = repairs;
        random = new Random(seed);
        encoder = List.of(ArrayLayer.of(pixels, 64, random), ArrayLayer.of(64, 32, random));
        meanLayer = ArrayLayer.of(32, CODE, random);
        decoder = List.of(
                ArrayLayer.of(CODE, 256, random), ArrayLayer.of(256, 64, random), ArrayLayer.of(64, pixels, random));
        logVarianceLayer = ArrayLayer.of(32, CODE, random);
    }

    /**
     * With new weights.
     *
     * @param pixels of a picture
     * @param repairs 0 for the model as written, to 3
     * @param seed of weights, order and noise
     * @throws IllegalArgumentException if {@code pixels < 1} or there are no such repairs
     */
    public static ArticleVae of(int pixels, int repairs, long seed) {
        Checks.positive("pixels", pixels);
        Checks.require(repairs >= 0 && repairs <= REPAIRS, "repairs must be in 0..%d, got %d", REPAIRS, repairs);
        return new ArticleVae(pixels, repairs, seed);
    }

    /** The way of a batch from pictures to pictures, with all that the way back needs. */
    private final class Pass {
        private final double[] x;
        private final double[] noise;
        private final double[] hidden1;
        private final double[] hidden2;
        private final double[] mean;
        private final double[] logVariance;
        private final double[] code;
        private final double[] wide;
        private final double[] narrow;
        private final double[] picture;

        /** {@code noise} has as many numbers as the codes of all rows of {@code x}. */
        Pass(double[] x, double[] noise) {
            this.x = x;
            this.noise = noise;
            hidden1 = relu(encoder.get(0).forward(x));
            hidden2 = relu(encoder.get(1).forward(hidden1));
            double[] a = meanLayer.forward(hidden2);
            mean = repairs < 3 ? each(a, Math::tanh) : a;
            logVariance = logVarianceLayer.forward(hidden2);
            code = new double[noise.length];
            Arrays.setAll(code, i -> cut(code(mean[i], logVariance[i], noise[i])));
            wide = relu(decoder.get(0).forward(code));
            narrow = relu(decoder.get(1).forward(wide));
            picture = each(decoder.get(2).forward(narrow), v -> 1 / (1 + Math.exp(-v)));
        }

        double loss() {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += (picture[i] - x[i]) * (picture[i] - x[i]);
            }
            return sum / x.length;
        }
    }

    private double code(double mean, double logVariance, double noise) {
        return switch (repairs) {
            case 0 -> noise * Math.sqrt(Math.exp(mean * mean));
            case 1 -> mean + noise * Math.sqrt(Math.exp(mean * mean));
            default -> mean + noise * Math.exp(0.5 * logVariance);
        };
    }

    private double cut(double code) {
        return repairs < 3 ? Math.max(-CUT, Math.min(CUT, code)) : code;
    }

    private static double[] relu(double[] sums) {
        return each(sums, v -> Math.max(0, v));
    }

    private static double[] each(double[] values, DoubleUnaryOperator f) {
        return Arrays.stream(values).map(f).toArray();
    }

    private void backward(Pass pass) {
        double[] bySum = new double[pass.x.length];
        for (int i = 0; i < bySum.length; i++) {
            double y = pass.picture[i];
            bySum[i] = 2 * (y - pass.x[i]) / bySum.length * y * (1 - y);
        }
        double[] byNarrow = throughRelu(pass.narrow, decoder.get(2).backward(pass.narrow, bySum));
        double[] byWide = throughRelu(pass.wide, decoder.get(1).backward(pass.wide, byNarrow));
        double[] byCode = decoder.get(0).backward(pass.code, byWide);
        double[] byMean = new double[byCode.length];
        double[] byLogVariance = new double[byCode.length];
        for (int i = 0; i < byCode.length; i++) {
            double m = pass.mean[i];
            double uncut = code(m, pass.logVariance[i], pass.noise[i]);
            double byUncut = cut(uncut) == uncut ? byCode[i] : 0;
            double noisePart = repairs == 1 ? uncut - m : uncut;
            double slope = repairs > 1 ? 1 : repairs + m * noisePart; // d/dm of e √exp(m^2) is m times it
            byMean[i] = byUncut * slope * (repairs < 3 ? 1 - m * m : 1);
            byLogVariance[i] = repairs > 1 ? byUncut * 0.5 * (uncut - m) : 0;
        }
        double[] byHidden2 = meanLayer.backward(pass.hidden2, byMean);
        double[] more = logVarianceLayer.backward(pass.hidden2, byLogVariance);
        Arrays.setAll(byHidden2, i -> byHidden2[i] + more[i]);
        double[] byHidden1 =
                throughRelu(pass.hidden1, encoder.get(1).backward(pass.hidden1, throughRelu(pass.hidden2, byHidden2)));
        encoder.get(0).backward(pass.x, byHidden1);
    }

    private static double[] throughRelu(double[] output, double[] byOutput) {
        double[] bySum = new double[output.length];
        Arrays.setAll(bySum, i -> output[i] > 0 ? byOutput[i] : 0);
        return bySum;
    }

    /** The loss of a batch, whose gradient the layers hold afterwards. */
    double lossAndGradient(double[] x, double[] noise) {
        Pass pass = new Pass(x, noise);
        backward(pass);
        return pass.loss();
    }

    /** All layers that learn. */
    List<ArrayLayer> layers() {
        return Stream.of(encoder, List.of(meanLayer, logVarianceLayer), decoder)
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Learns from each picture once, in a new order.
     *
     * @param pictures shape {@code [n, pixels]}; not modified
     * @return the mean loss of the batches
     * @throws IllegalArgumentException if {@code pictures} is no whole number of pictures
     */
    public double epoch(float[] pictures) {
        int n = count(pictures);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) { // Fisher and Yates, inside out
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        double sum = 0;
        for (int from = 0; from < n; from += BATCH) {
            int[] rows = Arrays.copyOfRange(order, from, Math.min(from + BATCH, n));
            sum += rows.length * lossAndGradient(rows(pictures, rows), noise(rows.length, random));
            layers().forEach(layer -> layer.descend(RATE));
        }
        return sum / n;
    }

    private int count(float[] pictures) {
        Checks.require(
                pictures.length > 0 && pictures.length % pixels == 0,
                "pictures must hold a positive multiple of %d pixels, got %d",
                pixels,
                pictures.length);
        return pictures.length / pixels;
    }

    private double[] rows(float[] pictures, int... rows) {
        double[] x = new double[rows.length * pixels];
        Arrays.setAll(x, i -> pictures[rows[i / pixels] * pixels + i % pixels]);
        return x;
    }

    private static double[] noise(int rows, Random random) {
        return IntStream.range(0, CODE * rows)
                .mapToDouble(i -> random.nextGaussian())
                .toArray();
    }

    /**
     * One code of each picture.
     *
     * @param pictures shape {@code [n, pixels]}; not modified
     * @param seed of the noise
     * @return shape {@code [n, 2]}
     */
    public double[][] codes(float[] pictures, long seed) {
        Random drawn = new Random(seed);
        return IntStream.range(0, count(pictures))
                .mapToObj(row -> new Pass(rows(pictures, row), noise(1, drawn)).code)
                .toArray(double[][]::new);
    }

    /**
     * The pictures of codes.
     *
     * @param codes shape {@code [n, 2]}
     * @return shape {@code [n, pixels]}
     */
    public float[] decode(double[]... codes) {
        float[] pictures = new float[codes.length * pixels];
        for (int row = 0; row < codes.length; row++) {
            double[] sums = codes[row];
            for (ArrayLayer layer : decoder) {
                sums = layer.forward(layer == decoder.get(0) ? sums : relu(sums));
            }
            for (int p = 0; p < pixels; p++) {
                pictures[row * pixels + p] = (float) (1 / (1 + Math.exp(-sums[p])));
            }
        }
        return pictures;
    }

    /** Pictures of {@code n} codes from {@code N(0, I)}, shape {@code [n, pixels]}. */
    public float[] sample(int n, long seed) {
        Random drawn = new Random(seed);
        return decode(Stream.generate(() -> noise(1, drawn)).limit(n).toArray(double[][]::new));
    }

    /** Each picture's code, drawn once, decoded; as {@link #codes}. */
    public float[] reconstruct(float[] pictures, long seed) {
        return decode(codes(pictures, seed));
    }

    /**
     * How much of a code comes from the picture: the variance, between pictures, of the mean of their codes over so many draws, by the variance
     * of the draws of one picture; the larger of the two numbers of a code. Codes that are nothing but noise give {@code 1 / draws}.
     *
     * @param draws at least 2
     */
    public double signal(float[] pictures, int draws) {
        Checks.require(draws >= 2, "draws must be at least 2, got %d", draws);
        double[][][] drawn = IntStream.range(0, draws)
                .mapToObj(seed -> codes(pictures, seed))
                .toArray(double[][][]::new);
        double largest = 0;
        for (int d = 0; d < CODE; d++) {
            int number = d;
            double[] means = new double[drawn[0].length];
            double within = 0;
            for (int i = 0; i < means.length; i++) {
                int picture = i;
                double[] ofOne = Arrays.stream(drawn)
                        .mapToDouble(codes -> codes[picture][number])
                        .toArray();
                means[i] = Arrays.stream(ofOne).sum() / draws;
                within += variance(ofOne) / means.length;
            }
            largest = Math.max(largest, variance(means) / within);
        }
        return largest;
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).sum() / values.length;
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1.0);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "ArticleVae[%d pixels, %d of %d repairs]", pixels, repairs, REPAIRS);
    }
}
