package io.github.latent4j.vae;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import io.github.latent4j.internal.Checks;
import io.github.latent4j.internal.ComputeThread;
import io.github.latent4j.nn.Activation;
import io.github.latent4j.nn.LayerShapes;
import io.github.latent4j.nn.LayerSpec;
import io.github.latent4j.nn.LayerTable;
import io.github.latent4j.nn.NormTable;
import io.github.latent4j.nn.StoredModel;
import io.github.latent4j.nn.engine.CompiledNetwork.LayerNorms;
import io.github.latent4j.train.EpochLog;
import io.github.latent4j.train.History;
import io.github.latent4j.train.ModelFileException;
import io.github.latent4j.train.ModelState;
import io.github.latent4j.train.RunManifest;
import io.github.latent4j.train.StepResult;
import io.github.latent4j.train.StepRule;
import io.github.latent4j.train.TrainListener;
import io.github.latent4j.train.TrainSpec;
import io.github.latent4j.train.Trainable;
import io.github.latent4j.train.Trainer;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import tech.tablesaw.api.Table;

/**
 * An autoencoder, by default a variational one (Kingma and Welling 2014): an encoder {@code q(z|x)}, a decoder {@code p(x|z)} and a
 * prior {@code p(z)}, trained together. {@link VaeSpec} says what each of them is, and by which objective they are trained.
 *
 * <p>{@link #fit} changes its weights, everything else only reads them. All computation runs on one thread of the
 * library, so a model may be used from any thread.
 */
public final class Vae implements Trainable {
    /** Metric: {@code -E_q[log p(x|z)]} in nats per image, from as many samples of {@code z} as are drawn in a step. */
    public static final String RECONSTRUCTION = "reconstruction";

    /** Metric of Gaussian latent variables: {@code KL(q(z|x) || p(z))} in nats per image. */
    public static final String KL = "kl";

    /** Metric of {@link Objective#betaTc}: the total correlation of the codes of a batch, in nats. */
    public static final String TOTAL_CORRELATION = "total_correlation";

    /** Metric of {@link Latent#quantized}: squared distance of the encoder's vectors to their codewords, summed over an image. */
    public static final String QUANTIZATION = "quantization";

    /** Images that are computed at once when nothing is learned. */
    private static final int BATCH = 256;

    /** Rows that are decoded at once where each image has several samples. */
    private static final int ROWS = 4096;

    /** Samples of an image that are drawn at once. */
    private static final int MOST_SAMPLES = 512;

    /** The longest array that every JVM can make. */
    private static final int MAX_PIXELS = Integer.MAX_VALUE - 8;

    private static final StoredModel<VaeSpec, Vae> STORED =
            new StoredModel<>("vae", VaeSpecJson::vaeSpec, Vae::parameters, Vae::of);

    private final VaeSpec spec;
    private final VaeEngine engine;
    private volatile Optional<RunManifest> lastRun = Optional.empty();

    private Vae(VaeSpec spec) {
        this.spec = spec;
        this.engine = new VaeEngine(spec);
    }

    /**
     * A model with new weights, the same for the same spec.
     *
     * @throws IllegalArgumentException if the weights need more memory than the process may take
     */
    public static Vae of(VaeSpec spec) {
        return ComputeThread.call(() -> new Vae(spec));
    }

    private static long parameters(VaeSpec spec) {
        return VaeLayout.of(spec).parameters();
    }

    /**
     * Writes the model with its weights, the optimiser's state, the count of steps and its {@link #lastRun}, so that training goes on to the bit after {@link #load}.
     * The file is replaced at once: whatever happens, it is the old one or the new one.
     *
     * @throws UncheckedIOException if it cannot be written
     * @throws IllegalArgumentException if its beta follows a schedule of the user's own
     * @throws ModelFileException if a weight is not finite, or the file would have more than 2 GB
     */
    public void save(Path file) {
        STORED.file(VaeSpecJson.of(spec), state(), lastRun).write(file);
    }

    /**
     * Reads what {@link #save} has written. Safe with files of strangers: nothing in them is run, sizes are compared with the file's
     * length before memory is taken, and nothing is built before all of it is checked.
     *
     * @throws ModelFileException if it is no such file, damaged, of another version, or of another kind of model
     * @throws UncheckedIOException if it cannot be read
     */
    public static Vae load(Path file) {
        return STORED.load(file);
    }

    /**
     * What the run was that the model is the outcome of: {@code lastRun().verify(vae, images, spec)} runs it again and compares.
     *
     * @throws IllegalStateException if it was not trained, or its weights were changed after the run
     */
    public RunManifest lastRun() {
        return StoredModel.lastRun(lastRun, state());
    }

    public VaeSpec spec() {
        return spec;
    }

    /**
     * Trains; see {@link Trainer#fit} for the thread, interrupts and reproducibility. Labels are looked at only if the model is told them.
     *
     * @return {@code loss}, {@link #RECONSTRUCTION} and what else the latent variables have, such as {@link #KL}, of each epoch in nats per
     *     image, {@code loss} being what the {@link Objective} says; and with the prefix {@code val_} those of the validation images
     * @throws IllegalArgumentException if images or validation images do not fit the model, or there are checkpoints and
     *     beta follows a schedule of the user's own, of which another process cannot know whether it is the same
     */
    public History fit(Images images, TrainSpec train, TrainListener... listeners) {
        requireFit(images);
        train.validation().ifPresent(this::requireFit);
        return Trainer.fit(this, images, train, listeners);
    }

    /**
     * The evidence lower bound of {@code images}, mean per image, with one sample of {@code z} for each: always the same for the same model and
     * images. The KL is exact for {@link Prior#standardNormal}, else from the same samples.
     *
     * @throws IllegalArgumentException if the images do not fit the model
     * @throws IllegalStateException if the latent variables are not Gaussian
     * @throws CancellationException if the caller is interrupted
     */
    public Elbo elbo(Images images) {
        double[] bounds = new double[images.size()];
        double reconstruction = -scoreOnce(images, bounds);
        Scores scores = new Scores("-ELBO", bounds);
        return new Elbo(reconstruction, reconstruction + scores.mean(), engine.beta(), scores.standardError());
    }

    /**
     * The negative ELBO of each image: high for images unlike those that the model was trained on (An and Cho 2015).
     *
     * @throws IllegalArgumentException if the images do not fit the model
     * @throws IllegalStateException if the latent variables are not Gaussian
     * @throws CancellationException if the caller is interrupted
     */
    public Scores anomalyScores(Images images) {
        double[] scores = new double[images.size()];
        scoreOnce(images, scores);
        return new Scores("-ELBO of " + images.name() + ", nats", scores);
    }

    /**
     * With one sample for each image.
     *
     * @param bounds overwritten by the negative ELBO of each
     * @return the mean of {@code -log p(x|z)}
     */
    private double scoreOnce(Images images, double[] bounds) {
        double[] losses = new double[images.size()];
        scoreAll(images, 1, (first, outcome) -> {
            for (int i = 0; i < outcome.pictures; i++) {
                losses[first + i] = outcome.losses[i];
                bounds[first + i] = outcome.losses[i] + outcome.kl[i];
            }
        });
        return new Scores("-log p(x|z)", losses).mean();
    }

    /**
     * The logarithm of the likelihood of each image by importance sampling, {@code log 1/k sum_j p(x, z_j) / q(z_j|x)} with {@code z_j} drawn
     * from the posterior (Rezende et al. 2014; Burda et al. 2016): on average a lower bound, which rises to {@code log p(x)} as {@code k} does.
     *
     * @param samples {@code k}
     * @throws IllegalArgumentException if the images do not fit the model or {@code samples < 1}
     * @throws IllegalStateException if the latent variables are not Gaussian
     * @throws CancellationException if the caller is interrupted
     */
    public Scores logLikelihood(Images images, int samples) {
        Checks.positive("samples", samples);
        double[] logs = new double[images.size()];
        Arrays.fill(logs, Double.NEGATIVE_INFINITY);
        scoreAll(images, samples, (first, outcome) -> {
            int drawn = outcome.losses.length / outcome.pictures;
            double[] ofOne = new double[drawn + 1];
            for (int i = 0; i < outcome.pictures; i++) {
                for (int j = 0; j < drawn; j++) {
                    ofOne[j] = outcome.logRatios[i * drawn + j] - outcome.losses[i * drawn + j];
                }
                ofOne[drawn] = logs[first + i];
                logs[first + i] = GaussianMixture.logSumExp(ofOne, 0, ofOne.length);
            }
        });
        for (int i = 0; i < logs.length; i++) {
            logs[i] -= Math.log(samples);
        }
        return new Scores("log p(x) of " + images.name() + ", nats, k = " + samples, logs);
    }

    /** Told what was found about some images in their order; more than once if not all samples are drawn at once. */
    @FunctionalInterface
    private interface OutcomeReader {
        void read(int firstImage, Outcome outcome);
    }

    private void scoreAll(Images images, int samples, OutcomeReader reader) {
        requireFit(images);
        requireGaussian();
        int atOnce = Math.min(samples, MOST_SAMPLES);
        ComputeThread.run(() -> {
            engine.prepare(spec.seed(), false);
            int first = 0;
            try {
                for (Images batch : images.batches(Math.max(1, Math.min(BATCH, ROWS / atOnce)))) {
                    for (int drawn = 0; drawn < samples; drawn += atOnce) {
                        requireNotInterrupted();
                        engine.drawSamples(Math.min(atOnce, samples - drawn));
                        engine.net().score(engine.examples(batch));
                        int from = first;
                        for (Outcome outcome : engine.takeOutcomes()) {
                            reader.read(from, outcome);
                            from += outcome.pictures;
                        }
                    }
                    first += batch.size();
                }
            } finally {
                engine.drawSamples(0);
            }
        });
    }

    private void requireGaussian() {
        if (!(spec.latent() instanceof Latent.Gaussian)) {
            throw new IllegalStateException(
                    "only latent variables gaussian(latentSize) have a likelihood, this model has " + spec.latent());
        }
    }

    /**
     * The posteriors {@code q(z|x)}; without a Gaussian the codes themselves, with variance 0.
     *
     * @throws IllegalArgumentException if the images do not fit the model
     * @throws CancellationException if the caller is interrupted
     */
    public Posteriors encode(Images images) {
        requireFit(images);
        boolean gaussian = spec.latent() instanceof Latent.Gaussian;
        int n = codeSize();
        double[] mean = new double[Math.multiplyExact(images.size(), n)];
        double[] logVariance = new double[mean.length];
        Arrays.fill(logVariance, Double.NEGATIVE_INFINITY);
        ComputeThread.run(() -> {
            int row = 0;
            for (Images batch : images.batches(BATCH)) {
                requireNotInterrupted();
                float[] numbers = engine.encode(batch);
                int stride = numbers.length / batch.size();
                for (int i = 0; i < batch.size(); i++, row++) {
                    for (int d = 0; d < n; d++) {
                        mean[n * row + d] = numbers[stride * i + d];
                        if (gaussian) {
                            logVariance[n * row + d] = numbers[stride * i + n + d];
                        }
                    }
                }
            }
        });
        return new Posteriors(images, n, mean, logVariance);
    }

    /** Numbers of one code, which {@link #decode} takes. */
    int codeSize() {
        return engine.codeSize();
    }

    /** The distribution {@code p(z)} as it is now. Throws an {@link IllegalStateException} if there is none. */
    GaussianMixture prior() {
        if (!(spec.latent() instanceof Latent.Gaussian latent)) {
            throw new IllegalStateException("only latent variables gaussian(latentSize) have a prior, this model has "
                    + spec.latent()
                    + ": sample(latent().fitMixture(images, components, seed), n, seed)");
        }
        return ComputeThread.call(() -> engine.prior(latent));
    }

    /**
     * The mean pictures {@code E[x|z]}; with a Gaussian likelihood cut to {@code [0, 1]}.
     *
     * @param z one row of {@code latentSize} numbers per picture (of a grid of codes: of all of them); not modified
     * @throws IllegalArgumentException if there is no row, one has another length or a value that no float can hold, or they are more pictures
     *     than an array can hold
     * @throws IllegalStateException if the model is told labels
     * @throws CancellationException if the caller is interrupted
     */
    public Images decode(double[]... z) {
        requireNoLabels("decode(label, z)");
        return decode("decoded", i -> -1, z);
    }

    /**
     * The mean pictures {@code E[x|z, label]} of a model that is told labels.
     *
     * @param label of all pictures
     * @param z as in {@link #decode(double[][])}
     * @throws IllegalArgumentException as there, and if there is no such class
     * @throws CancellationException if the caller is interrupted
     */
    public Images decode(int label, double[]... z) {
        requireLabel(label);
        return decode("decoded", i -> label, z);
    }

    /** Throws an {@link IllegalStateException} that names what to use instead. */
    void requireNoLabels(String instead) {
        if (spec.classes() > 0) {
            throw new IllegalStateException("this model is told labels: use " + instead);
        }
    }

    private void requireLabel(int label) {
        Checks.require(
                label >= 0 && label < spec.classes(),
                "label must be in 0..%d for a model that is told %d classes, got %d",
                spec.classes() - 1,
                spec.classes(),
                label);
    }

    /** {@code labels} gives the label of each row; it is not asked if the model is told none. */
    Images decode(String name, IntUnaryOperator labels, double[]... z) {
        Checks.require(z.length > 0, "z must hold at least one row");
        int size = codeSize();
        for (int i = 0; i < z.length; i++) {
            Checks.require(z[i].length == size, "z[%d] must have latentSize, %d, values, got %d", i, size, z[i].length);
            for (int j = 0; j < size; j++) {
                Checks.require(
                        Float.isFinite((float) z[i][j]), "z[%d][%d] must be a finite float, got %s", i, j, z[i][j]);
            }
        }
        requireRoom("the number of rows of z", z.length);
        int pixels = spec.input().size();
        float[] pictures = new float[z.length * pixels];
        ComputeThread.run(() -> {
            for (int from = 0; from < z.length; from += BATCH) {
                requireNotInterrupted();
                int first = from;
                float[] numbers = engine.decode(
                        Arrays.copyOfRange(z, from, Math.min(from + BATCH, z.length)),
                        i -> labels.applyAsInt(first + i));
                means(numbers, pictures, from * pixels);
            }
        });
        return Images.unlabelled(name, spec.input(), pictures);
    }

    private void requireRoom(String name, int pictures) {
        int most = MAX_PIXELS / spec.input().size();
        Checks.require(pictures <= most, "%s must be at most %d, got %d", name, most, pictures);
    }

    /** From the numbers that the decoder gives for pixels to the pixels' means. */
    private void means(float[] numbers, float[] pictures, int from) {
        Likelihood likelihood = spec.likelihood();
        boolean done = likelihood.activation() != Activation.IDENTITY;
        int pixels = spec.input().size();
        int length = likelihood.numbers() * pixels;
        double[] ofPixel = new double[likelihood.numbers()];
        for (int row = 0; row < numbers.length / length; row++) {
            for (int i = 0; i < pixels; i++) {
                for (int n = 0; n < ofPixel.length; n++) {
                    ofPixel[n] = numbers[row * length + n * pixels + i];
                }
                double mean = done ? ofPixel[0] : likelihood.mean(ofPixel);
                pictures[from + row * pixels + i] = (float) Math.max(0, Math.min(1, mean));
            }
        }
    }

    /**
     * Each image through encoder and decoder, {@code E[x|z]} with {@code z} the posterior's mean; no labels.
     *
     * @throws IllegalArgumentException if the images do not fit the model
     * @throws CancellationException if the caller is interrupted
     */
    public Images reconstruct(Images images) {
        return decode(
                images.name() + " reconstructed",
                labelsOf(images, 1),
                encode(images).means());
    }

    /** The label of each picture where so many belong to each image; not to be asked if the model is told none. */
    IntUnaryOperator labelsOf(Images images, int perImage) {
        return spec.classes() == 0 ? i -> -1 : i -> images.label(i / perImage);
    }

    /**
     * Mean squared difference of a pixel of each image to its reconstruction.
     *
     * @throws IllegalArgumentException if the images do not fit the model
     * @throws CancellationException if the caller is interrupted
     */
    public Scores reconstructionErrors(Images images) {
        Images reconstructed = reconstruct(images);
        double[] errors = new double[images.size()];
        for (int i = 0; i < errors.length; i++) {
            float[] x = images.pixels(i);
            float[] y = reconstructed.pixels(i);
            for (int p = 0; p < x.length; p++) {
                errors[i] += (x[p] - y[p]) * (x[p] - y[p]) / x.length;
            }
        }
        return new Scores("mean squared error per pixel of " + images.name(), errors);
    }

    /**
     * New pictures: {@code E[x|z]} for {@code z} drawn from the prior.
     *
     * @param n number of pictures
     * @param seed of the draw
     * @throws IllegalArgumentException if {@code n < 1} or they are more pictures than an array can hold
     * @throws IllegalStateException if the model has no prior, or is told labels
     */
    public Images sample(int n, long seed) {
        requireNoLabels("sample(n, label, seed)");
        return decode("samples", i -> -1, draw(prior(), n, seed));
    }

    /**
     * New pictures of a class, from a model that is told labels.
     *
     * @param label of all pictures
     * @throws IllegalArgumentException as {@link #sample(int, long)} does, and if there is no such class
     */
    public Images sample(int n, int label, long seed) {
        requireLabel(label);
        return decode("samples of class " + label, i -> label, draw(prior(), n, seed));
    }

    /**
     * New pictures of codes that are drawn from a distribution of your choice, such as {@link LatentSpace#fitMixture}.
     *
     * @throws IllegalArgumentException as {@link #sample(int, long)} does, and if {@code codes} has other dimensions than the model
     * @throws IllegalStateException if the model is told labels
     */
    public Images sample(CodeDistribution codes, int n, long seed) {
        requireNoLabels("decode(label, z)");
        Checks.require(
                codes.size() == codeSize(), "codes must have the model's %d dimensions, got %s", codeSize(), codes);
        return decode("samples", i -> -1, draw(codes, n, seed));
    }

    private double[][] draw(CodeDistribution codes, int n, long seed) {
        Checks.positive("n", n);
        requireRoom("n", n);
        Random random = new Random(seed);
        return Stream.generate(() -> codes.sample(random)).limit(n).toArray(double[][]::new);
    }

    /** The space of codes: interpolation, traversal, neighbours, and what the codes of many images have in common. */
    public LatentSpace latent() {
        return new LatentSpace(this);
    }

    /**
     * One row per layer, {@code layer}, {@code output} (its size) and {@code parameters}, and a row for the total. The table's name says what
     * computes: one program of oneDNN, or Deeplearning4j's layers and why.
     */
    public Table summary() {
        LayerTable table = new LayerTable();
        layerNames().forEach(part -> table.add(part.name(), part.output(), part.parameters()));
        return table.withTotal(engine.net().engine());
    }

    /** One line of the summary. */
    private record Part(String name, String output, long parameters) {}

    private List<Part> layerNames() {
        List<Part> parts = new ArrayList<>();
        if (GaussianLayer.pseudoInputs(spec) > 0) {
            parts.add(new Part(
                    "pseudo-inputs",
                    engine.layout().encoderInput().toString(),
                    engine.layout().latentParameters()));
        }
        add(parts, "encoder ", engine.layout().encoder(), engine.layout().encoderShapes());
        long own = GaussianLayer.pseudoInputs(spec) > 0 ? 0 : engine.layout().latentParameters();
        parts.add(new Part("latent " + spec.latent(), sizeOf(engine.layout().code()), own));
        add(parts, "decoder ", engine.layout().decoder(), engine.layout().decoderShapes());
        return parts;
    }

    private static void add(List<Part> parts, String coder, List<LayerSpec> layers, LayerShapes shapes) {
        for (int i = 0; i < layers.size(); i++) {
            parts.add(new Part(
                    coder + layers.get(i),
                    sizeOf(shapes.shapes().get(i + 1)),
                    shapes.parameters().get(i)));
        }
    }

    private static String sizeOf(ImageShape shape) {
        return shape.height() * shape.width() == 1 ? Integer.toString(shape.size()) : shape.toString();
    }

    /**
     * What one step of the optimiser with these images would do; the model stays as it is.
     *
     * @return one row per layer with weights: {@code layer}, the Euclidean norms of its {@code weights}, of the {@code gradient} of the mean loss and of the
     *     {@code update} of the weights, and the {@code share} of the update in the weights
     * @throws IllegalArgumentException if the images do not fit the model
     */
    public Table stepNorms(Images images) {
        requireFit(images);
        List<String> names = layerNames().stream()
                .filter(part -> part.parameters() > 0)
                .map(Part::name)
                .toList();
        return NormTable.of(names, ComputeThread.call(() -> {
            engine.prepare(spec.seed(), false);
            List<LayerNorms> norms = engine.net().norms(engine.examples(images), StepRule.plain(spec.seed()));
            engine.takeOutcomes(); // of no interest
            return norms;
        }));
    }

    /** All weights, layer by layer, shape {@code [parameters]}; a copy. */
    public float[] weights() {
        return ComputeThread.call(() -> engine.net().params().dup().data().asFloat());
    }

    /**
     * The model as Deeplearning4j's network, for what this class does not offer. It is the model itself, not a copy:
     * use it from one thread, and not while this object is in use.
     */
    public MultiLayerNetwork dl4j() {
        return engine.net();
    }

    @Override
    public void begin(TrainSpec train) {
        if (train.checkpoints().isPresent()) {
            VaeSpecJson.requireSaveable(engine.betaSchedule(), "a run can have checkpoints");
        }
    }

    @Override
    public void end(RunManifest run) {
        lastRun = Optional.of(run);
    }

    /** Each part of the batch draws from a stream of its own. */
    @Override
    public StepResult step(Images batch, StepRule rule) {
        engine.prepare(rule.seed(), true);
        double norm = engine.net().train(engine.examples(batch), rule);
        return new StepResult(metrics(engine.net().score()), norm);
    }

    @Override
    public String description() {
        return spec.toString();
    }

    @Override
    public double learningRate() {
        return spec.optimizer().rate();
    }

    @Override
    public ModelState state() {
        return ComputeThread.call(engine.net()::state);
    }

    @Override
    public void restore(ModelState state) {
        ComputeThread.run(() -> engine.net().restore(state));
    }

    /** Draws its own noise, so that watching a model while it trains does not change what it learns. */
    @Override
    public Map<String, Double> evaluateBatch(Images batch) {
        engine.prepare(spec.seed(), false);
        return metrics(engine.net().score(engine.examples(batch)));
    }

    /** Of the pass that was just run, whose mean loss is {@code score}. */
    private Map<String, Double> metrics(double score) {
        List<Outcome> outcomes = engine.takeOutcomes();
        int images = outcomes.stream().mapToInt(outcome -> outcome.pictures).sum();
        double penalty = 0;
        double kl = 0;
        double losses = 0;
        int samples = 0;
        Map<String, Double> others = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            penalty += outcome.penalty;
            kl += Arrays.stream(outcome.kl).sum();
            losses += Arrays.stream(outcome.losses).sum();
            samples += outcome.losses.length;
            outcome.others.forEach((name, sum) -> others.merge(name, sum / images, Double::sum));
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(EpochLog.LOSS, score);
        metrics.put(RECONSTRUCTION, samples > 0 ? losses / samples : score - penalty / images);
        if (spec.latent() instanceof Latent.Gaussian) {
            metrics.put(KL, kl / images);
        }
        metrics.putAll(others);
        return metrics;
    }

    private static void requireNotInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted");
        }
    }

    private void requireFit(Images images) {
        Checks.require(
                images.shape().equals(spec.input()),
                "images must have the model's input shape %s, got %s",
                spec.input(),
                images);
        Checks.require(
                spec.classes() == 0 || images.classNames().size() == spec.classes(),
                "images must have labels of the model's %d classes, got %s",
                spec.classes(),
                images);
    }

    @Override
    public String toString() {
        return summary().print();
    }
}
