package io.github.latent4j.vae;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The reparameterisation trick (Kingma and Welling 2014): {@code z = mean + exp(logVariance / 2) * noise} with
 * {@code noise ~ N(0, I)} while training, {@code z = mean} otherwise. The noise is drawn once per forward pass and does
 * not depend on the parameters, so the gradient flows through mean and variance.
 *
 * <p>The input is mean and log-variance side by side, one row for each picture and, behind them, for each pseudo-input of {@link Prior.Vamp};
 * the output has one row for each sample of each picture. Adds what the {@link Objective} wants of the codes to the loss: with the plain one
 * that makes it the negative ELBO. The KL to {@code N(0, I)} is exact, that to a learned prior is estimated from the samples.
 */
final class GaussianLayer extends LatentLayer {
    private final int size;
    private final Prior prior;
    private final Objective objective;
    private final int pseudoInputs;
    private final long seed;
    private int samples;

    // what the last forward pass has drawn, for the gradient
    private double[] numbers = {};
    private double[] noise = {};
    private double[] codes = {};
    private double[] weights = {};
    private double[] byCodes = {};
    private double[] logRatios = {};
    private double[] kl = {};
    private double[] klOfDimensions = {};
    private @Nullable GaussianMixture mixture;

    GaussianLayer(VaeSpec spec, Latent.Gaussian latent, @Nullable EncoderInput encoderInput) {
        super(spec, encoderInput);
        size = latent.size();
        prior = latent.prior();
        objective = spec.objective();
        pseudoInputs = pseudoInputs(spec);
        seed = spec.seed();
        samples = samplesOf(objective);
    }

    /** Rows that are appended to the pictures. */
    static int pseudoInputs(VaeSpec spec) {
        return spec.latent() instanceof Latent.Gaussian gaussian && gaussian.prior() instanceof Prior.Vamp vamp
                ? vamp.pseudoInputs()
                : 0;
    }

    private static int samplesOf(Objective objective) {
        return objective instanceof Objective.ImportanceWeighted weighted ? weighted.samples() : 1;
    }

    /** How many codes are drawn for each picture from now on; 0 for as many as the objective wants. */
    void drawSamples(int count) {
        samples = count == 0 ? samplesOf(objective) : count;
    }

    @Override
    int codeNumbers() {
        return size;
    }

    @Override
    boolean weighsSamples() {
        return objective instanceof Objective.ImportanceWeighted;
    }

    @Override
    public int outputRows(int rows, boolean sample) {
        return sample ? (rows - pseudoInputs) * samples : rows;
    }

    /** Of a mixture: logits of the weights, means, logarithms of the variances. */
    @Override
    public double[] initialParameters() {
        int components = prior instanceof Prior.Mixture mixtures ? mixtures.components() : 0;
        double[] values = new double[components * (2 * size + 1)];
        SplittableRandom start = new SplittableRandom(seed);
        for (int i = 0; i < components * size; i++) {
            values[components + i] = start.nextGaussian();
        }
        return values;
    }

    /** {@code p(z)} with the given parameters, and for {@link Prior.Vamp} the encoder's numbers of the pseudo-inputs. */
    static GaussianMixture prior(Prior prior, int size, double[] parameters, double[] pseudoNumbers) {
        if (prior instanceof Prior.Mixture mixtures) {
            int components = mixtures.components();
            int border = components * (size + 1);
            return GaussianMixture.of(
                    size,
                    Arrays.copyOf(parameters, components),
                    Arrays.copyOfRange(parameters, components, border),
                    Arrays.copyOfRange(parameters, border, parameters.length));
        }
        if (prior instanceof Prior.Vamp) {
            int components = pseudoNumbers.length / (2 * size);
            double[] means = new double[components * size];
            double[] logVariances = new double[components * size];
            for (int c = 0; c < components; c++) {
                System.arraycopy(pseudoNumbers, 2 * c * size, means, c * size, size);
                System.arraycopy(pseudoNumbers, (2 * c + 1) * size, logVariances, c * size, size);
            }
            return GaussianMixture.of(size, new double[components], means, logVariances);
        }
        return GaussianMixture.standardNormal(size);
    }

    @Override
    public double forward(int rows, double[] input, double[] parameters, double[] output, boolean sample) {
        if (!sample) {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(input, 2 * row * size, output, row * outputSize(), size);
                appendLabel(row, row, output);
            }
            return 0;
        }
        int pictures = rows - pseudoInputs;
        numbers = input;
        mixture = prior instanceof Prior.StandardNormal
                ? null
                : prior(prior, size, parameters, Arrays.copyOfRange(input, 2 * pictures * size, 2 * rows * size));
        draw(pictures, output);
        fillLogRatios(pictures);
        fillKl(pictures);
        Map<String, Double> others = new HashMap<>();
        double penalty = penalty(pictures, others);
        found(new Outcome(pictures, penalty, kl, logRatios, others));
        return penalty;
    }

    private void draw(int pictures, double[] output) {
        noise = room(noise, pictures * samples * size);
        codes = room(codes, noise.length);
        for (int row = 0; row < pictures * samples; row++) {
            int picture = row / samples;
            for (int d = 0; d < size; d++) {
                int k = row * size + d;
                noise[k] = random().nextGaussian();
                codes[k] = mean(picture, d) + Math.exp(0.5 * logVariance(picture, d)) * noise[k];
                output[row * outputSize() + d] = codes[k];
            }
            appendLabel(picture, row, output);
        }
    }

    /** An array of this length, the same again if it has it. */
    private static double[] room(double[] before, int length) {
        return before.length == length ? before : new double[length];
    }

    private double mean(int picture, int d) {
        return numbers[2 * picture * size + d];
    }

    private double logVariance(int picture, int d) {
        return numbers[(2 * picture + 1) * size + d];
    }

    /** {@code log p(z) - log q(z|x)} of each sample. */
    private void fillLogRatios(int pictures) {
        logRatios = room(logRatios, pictures * samples);
        GaussianMixture learned = mixture;
        double[] responsibilities = new double[learned == null ? 0 : learned.components()];
        for (int row = 0; row < logRatios.length; row++) {
            double sum = 0;
            for (int d = 0; d < size; d++) {
                int k = row * size + d;
                sum += noise[k] * noise[k] + logVariance(row / samples, d);
                sum -= learned == null ? codes[k] * codes[k] : 0;
            }
            logRatios[row] = 0.5 * sum;
            if (learned != null) {
                logRatios[row] +=
                        learned.logDensity(codes, row * size, responsibilities) + 0.5 * size * Posterior.LOG_TWO_PI;
            }
        }
    }

    /** Of each picture: exact to {@code N(0, I)}, else from the samples. */
    private void fillKl(int pictures) {
        kl = room(kl, pictures);
        Arrays.fill(kl, 0);
        if (mixture == null) {
            addKlOfDimensions(pictures);
        } else {
            for (int row = 0; row < logRatios.length; row++) {
                kl[row / samples] -= logRatios[row] / samples;
            }
        }
    }

    private void addKlOfDimensions(int pictures) {
        klOfDimensions = room(klOfDimensions, size);
        Arrays.fill(klOfDimensions, 0);
        for (int i = 0; i < pictures; i++) {
            for (int d = 0; d < size; d++) {
                double ofDimension = Posterior.kl(mean(i, d), logVariance(i, d));
                klOfDimensions[d] += ofDimension;
                kl[i] += ofDimension;
            }
        }
    }

    private double penalty(int pictures, Map<String, Double> others) {
        if (objective instanceof Objective.ImportanceWeighted) {
            return 0; // everything is in the weights
        }
        double sum = Arrays.stream(kl).sum();
        if (objective instanceof Objective.BetaTc tc) {
            double correlation = aggregate(pictures).totalCorrelation();
            others.put(Vae.TOTAL_CORRELATION, correlation);
            return sum + (tc.beta() - 1) * correlation;
        }
        double free = freeBits() * pictures;
        if (free > 0) {
            sum = Arrays.stream(klOfDimensions)
                    .map(ofDimension -> Math.max(ofDimension, free))
                    .sum();
        }
        return beta() * sum;
    }

    private double freeBits() {
        return objective instanceof Objective.Elbo elbo ? elbo.freeBits() : 0;
    }

    private AggregatePosterior aggregate(int pictures) {
        double[] means = new double[pictures * size];
        double[] logVariances = new double[pictures * size];
        for (int i = 0; i < pictures; i++) {
            System.arraycopy(numbers, 2 * i * size, means, i * size, size);
            System.arraycopy(numbers, (2 * i + 1) * size, logVariances, i * size, size);
        }
        return new AggregatePosterior(pictures, size, firstCodes(pictures), means, logVariances);
    }

    /** Of each picture; further ones are drawn for other purposes than training. */
    private double[] firstCodes(int pictures) {
        double[] first = new double[pictures * size];
        for (int i = 0; i < pictures; i++) {
            System.arraycopy(codes, i * samples * size, first, i * size, size);
        }
        return first;
    }

    /** Importance-weighted: {@code -log 1/k sum_j exp(logRatio_j - loss_j)} of each picture. */
    @Override
    public double weigh(double[] losses) {
        if (!weighsSamples()) {
            return super.weigh(losses);
        }
        remember(losses);
        double total = 0;
        for (int from = 0; from < losses.length; from += samples) {
            for (int row = from; row < from + samples; row++) {
                losses[row] = logRatios[row] - losses[row];
            }
            double log = GaussianMixture.logSumExp(losses, from, from + samples);
            total -= log - Math.log(samples);
            for (int row = from; row < from + samples; row++) {
                losses[row] = Math.exp(losses[row] - log);
            }
        }
        weights = losses.clone();
        return total;
    }

    /**
     * The decoder's gradient {@code e} by a code reaches mean and log-variance as {@code e} and {@code 0.5 e sigma noise}, and so does that of
     * {@code -log p(z)}; {@code log q(z|x)} depends on the log-variance alone, once the noise is fixed.
     */
    @Override
    public void backward(int rows, double[] byOutput, double @Nullable [] byInput, double[] byParameters) {
        int pictures = rows - pseudoInputs;
        double[] by = byInput == null ? new double[numbers.length] : byInput;
        Arrays.fill(by, 0);
        Arrays.fill(byParameters, 0);
        byCodes = room(byCodes, codes.length);
        for (int row = 0; row < pictures * samples; row++) {
            System.arraycopy(byOutput, row * outputSize(), byCodes, row * size, size);
        }
        if (mixture != null || weighsSamples()) {
            addSampledKl(pictures, by, byParameters);
        } else {
            addExactKl(pictures, by);
        }
        if (objective instanceof Objective.BetaTc tc) {
            addCorrelation(pictures, tc.beta() - 1, by);
        }
        for (int row = 0; row < pictures * samples; row++) {
            int picture = row / samples;
            for (int d = 0; d < size; d++) {
                int k = row * size + d;
                by[2 * picture * size + d] += byCodes[k];
                by[(2 * picture + 1) * size + d] +=
                        0.5 * byCodes[k] * Math.exp(0.5 * logVariance(picture, d)) * noise[k];
            }
        }
    }

    private void addExactKl(int pictures, double[] by) {
        double free = freeBits() * pictures;
        double factor = objective instanceof Objective.BetaTc ? 1 : beta();
        for (int i = 0; i < pictures; i++) {
            for (int d = 0; d < size; d++) {
                if (free == 0 || klOfDimensions[d] > free) {
                    by[2 * i * size + d] += factor * mean(i, d);
                    by[(2 * i + 1) * size + d] += 0.5 * factor * Math.expm1(logVariance(i, d));
                }
            }
        }
    }

    /** Of {@code log q(z|x) - log p(z)}, each sample with its weight. */
    private void addSampledKl(int pictures, double[] by, double[] byParameters) {
        GaussianMixture learned = mixture;
        int components = learned == null ? 0 : learned.components();
        double[] responsibilities = new double[components];
        double[] byLogits = new double[components];
        double[] byMeans = new double[components * size];
        double[] byLogVariances = new double[components * size];
        for (int row = 0; row < pictures * samples; row++) {
            double factor = weighsSamples() ? weights[row] : beta();
            if (learned != null) {
                learned.logDensity(codes, row * size, responsibilities);
                learned.addGradient(
                        -factor, codes, row * size, responsibilities, byCodes, byLogits, byMeans, byLogVariances);
            }
            for (int d = 0; d < size; d++) {
                by[(2 * (row / samples) + 1) * size + d] -= 0.5 * factor;
                byCodes[row * size + d] += learned == null ? factor * codes[row * size + d] : 0;
            }
        }
        if (prior instanceof Prior.Mixture) {
            System.arraycopy(byLogits, 0, byParameters, 0, components);
            System.arraycopy(byMeans, 0, byParameters, components, byMeans.length);
            System.arraycopy(byLogVariances, 0, byParameters, components + byMeans.length, byMeans.length);
        }
        for (int c = 0; c < pseudoInputs; c++) {
            int at = 2 * (pictures + c) * size;
            System.arraycopy(byMeans, c * size, by, at, size);
            System.arraycopy(byLogVariances, c * size, by, at + size, size);
        }
    }

    private void addCorrelation(int pictures, double factor, double[] by) {
        double[] byMeans = new double[pictures * size];
        double[] byLogVariances = new double[pictures * size];
        aggregate(pictures).addGradient(factor, byCodes, byMeans, byLogVariances);
        for (int i = 0; i < pictures; i++) {
            for (int d = 0; d < size; d++) {
                by[2 * i * size + d] += byMeans[i * size + d];
                by[(2 * i + 1) * size + d] += byLogVariances[i * size + d];
            }
        }
    }
}
