package io.github.latent4j.vae;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import io.github.latent4j.internal.Checks;
import io.github.latent4j.internal.ComputeThread;
import io.github.latent4j.nn.Activation;
import io.github.latent4j.nn.Dl4jNets;
import io.github.latent4j.nn.LayerSpec;
import io.github.latent4j.nn.LayerTable;
import io.github.latent4j.nn.NormTable;
import io.github.latent4j.nn.StoredModel;
import io.github.latent4j.nn.engine.Batch;
import io.github.latent4j.nn.engine.CompiledNetwork;
import io.github.latent4j.nn.engine.CompiledNetwork.LayerNorms;
import io.github.latent4j.nn.engine.Rows;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import tech.tablesaw.api.Table;

/**
 * A variational autoencoder (Kingma and Welling 2014): an encoder {@code q(z|x)}, a decoder {@code p(x|z)} and the
 * prior {@code p(z) = N(0, I)}, trained together by the evidence lower bound.
 *
 * <p>{@link #fit} changes its weights, everything else only reads them. All computation runs on one thread of the
 * library, so a model may be used from any thread.
 */
public final class Vae implements Trainable {
    /** Metric: {@code -E_q[log p(x|z)]} in nats per image, one sample of {@code z}. */
    public static final String RECONSTRUCTION = "reconstruction";

    /** Metric: {@code KL(q(z|x) || p(z))} in nats per image. */
    public static final String KL = "kl";

    /** Images that are computed at once when nothing is learned. */
    private static final int BATCH = 256;

    /** The longest array that every JVM can make. */
    private static final int MAX_PIXELS = Integer.MAX_VALUE - 8;

    private static final StoredModel<VaeSpec, Vae> STORED =
            new StoredModel<>("vae", VaeSpecJson::vaeSpec, Vae::parameters, Vae::of);

    private final VaeSpec spec;
    private final CompiledNetwork net;
    private final List<Sampling> samplings;
    private volatile Optional<RunManifest> lastRun = Optional.empty();

    private Vae(VaeSpec spec, CompiledNetwork net) {
        this.spec = spec;
        this.net = net;
        this.samplings = net.parts().stream()
                .map(part -> (Sampling) part.getLayer(latentIndex(spec)))
                .toList();
    }

    /**
     * A model with new weights, the same for the same spec.
     *
     * @throws IllegalArgumentException if the weights need more memory than the process may take
     */
    public static Vae of(VaeSpec spec) {
        return ComputeThread.call(() -> new Vae(
                spec,
                Dl4jNets.build(
                        spec.input(), true, () -> layers(spec), spec.optimizer(), parameters(spec), spec.seed())));
    }

    /** Encoder, sampling step, decoder; the last layer holds the likelihood. */
    static List<Layer> layers(VaeSpec spec) {
        List<Layer> layers = new ArrayList<>(Dl4jNets.layers(encoder(spec)));
        layers.add(new GaussianLatent(spec.latentSize()));
        layers.addAll(Dl4jNets.layers(decoder(spec)));
        layers.add(Dl4jNets.output(
                spec.input().size(), spec.likelihood().mean(), new NegativeLogLikelihood(spec.likelihood())));
        return layers;
    }

    private static List<LayerSpec> encoder(VaeSpec spec) {
        List<LayerSpec> layers = new ArrayList<>();
        spec.hidden().forEach(width -> layers.add(LayerSpec.dense(width)));
        layers.add(LayerSpec.dense(2 * spec.latentSize()).withActivation(Activation.IDENTITY));
        return layers;
    }

    private static List<LayerSpec> decoder(VaeSpec spec) {
        List<LayerSpec> layers = new ArrayList<>();
        spec.hidden().forEach(width -> layers.add(0, LayerSpec.dense(width)));
        return layers;
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
     * Trains by the ELBO; see {@link Trainer#fit} for the thread, interrupts and reproducibility. Labels are not looked
     * at.
     *
     * @return {@code loss}, {@link #RECONSTRUCTION} and {@link #KL} of each epoch in nats per image, {@code loss} being
     *     reconstruction plus beta times KL, and with the prefix {@code val_} those of the validation images
     * @throws IllegalArgumentException if images or validation images have another shape than the model's input, or there are checkpoints and
     *     beta follows a schedule of the user's own, of which another process cannot know whether it is the same
     */
    public History fit(Images images, TrainSpec train, TrainListener... listeners) {
        requireShape(images);
        train.validation().ifPresent(this::requireShape);
        return Trainer.fit(this, images, train, listeners);
    }

    /**
     * The evidence lower bound of {@code images}, mean per image: reconstruction with one sample of {@code z} per image,
     * always the same for the same model and images, and the KL in closed form.
     *
     * @throws IllegalArgumentException if the shape is not the model's
     * @throws CancellationException if the caller is interrupted
     */
    public Elbo elbo(Images images) {
        requireShape(images);
        return ComputeThread.call(() -> {
            evaluationNoise();
            double reconstruction = 0;
            double kl = 0;
            for (Images batch : images.batches(BATCH)) {
                requireNotInterrupted();
                Map<String, Double> metrics = score(batch);
                reconstruction -= Objects.requireNonNull(metrics.get(RECONSTRUCTION)) * batch.size();
                kl += Objects.requireNonNull(metrics.get(KL)) * batch.size();
            }
            return new Elbo(reconstruction / images.size(), kl / images.size(), beta());
        });
    }

    /**
     * The posteriors {@code q(z|x)}.
     *
     * @throws IllegalArgumentException if the shape is not the model's
     * @throws CancellationException if the caller is interrupted
     */
    public Posteriors encode(Images images) {
        requireShape(images);
        int n = spec.latentSize();
        double[] mean = new double[images.size() * n];
        double[] logVariance = new double[images.size() * n];
        ComputeThread.run(() -> {
            int row = 0;
            for (Images batch : images.batches(BATCH)) {
                requireNotInterrupted();
                float[] both = encodeBatch(batch);
                for (int i = 0; i < batch.size(); i++, row++) {
                    for (int d = 0; d < n; d++) {
                        mean[n * row + d] = both[2 * n * i + d];
                        logVariance[n * row + d] = both[2 * n * i + n + d];
                    }
                }
            }
        });
        return new Posteriors(images, n, mean, logVariance);
    }

    private float[] encodeBatch(Images batch) {
        return net.output(0, latentIndex(spec) - 1, batch.size(), batch::copyPixels);
    }

    /**
     * The mean pictures {@code E[x|z]}; with a Gaussian likelihood cut to {@code [0, 1]}.
     *
     * @param z one row of {@code latentSize} numbers per picture; not modified
     * @throws IllegalArgumentException if there is no row, one has another length or a value that no float can hold, or they are more pictures
     *     than an array can hold
     * @throws CancellationException if the caller is interrupted
     */
    public Images decode(double[]... z) {
        return decode("decoded", z);
    }

    private Images decode(String name, double[]... z) {
        Checks.require(z.length > 0, "z must hold at least one row");
        for (int i = 0; i < z.length; i++) {
            Checks.require(
                    z[i].length == spec.latentSize(),
                    "z[%d] must have latentSize, %d, values, got %d",
                    i,
                    spec.latentSize(),
                    z[i].length);
            for (int j = 0; j < z[i].length; j++) {
                Checks.require(
                        Float.isFinite((float) z[i][j]), "z[%d][%d] must be a finite float, got %s", i, j, z[i][j]);
            }
        }
        requireRoom("the number of rows of z", z.length);
        float[] pixels = new float[z.length * spec.input().size()];
        ComputeThread.run(() -> {
            for (int from = 0; from < z.length; from += BATCH) {
                requireNotInterrupted();
                float[] decoded = decodeBatch(Arrays.copyOfRange(z, from, Math.min(from + BATCH, z.length)));
                System.arraycopy(decoded, 0, pixels, from * spec.input().size(), decoded.length);
            }
        });
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Math.max(0, Math.min(1, pixels[i]));
        }
        return Images.unlabelled(name, spec.input(), pixels);
    }

    private void requireRoom(String name, int pictures) {
        int most = MAX_PIXELS / spec.input().size();
        Checks.require(pictures <= most, "%s must be at most %d, got %d", name, most, pictures);
    }

    private float[] decodeBatch(double[][] z) {
        return net.output(latentIndex(spec) + 1, net.getnLayers() - 1, z.length, (target, from, to) -> {
            for (int i = from; i < to; i++) {
                for (double value : z[i]) {
                    target.put((float) value);
                }
            }
        });
    }

    /**
     * Each image through encoder and decoder, {@code E[x|z]} with {@code z} the posterior's mean; no labels.
     *
     * @throws IllegalArgumentException if the shape is not the model's
     * @throws CancellationException if the caller is interrupted
     */
    public Images reconstruct(Images images) {
        Posteriors posteriors = encode(images);
        double[][] means = IntStream.range(0, posteriors.size())
                .mapToObj(i -> posteriors.get(i).mean())
                .toArray(double[][]::new);
        return decode(images.name() + " reconstructed", means);
    }

    /**
     * New pictures: {@code E[x|z]} for {@code z} drawn from the prior.
     *
     * @param n number of pictures
     * @param seed of the draw
     * @throws IllegalArgumentException if {@code n < 1} or they are more pictures than an array can hold
     */
    public Images sample(int n, long seed) {
        Checks.positive("n", n);
        requireRoom("n", n);
        Random random = new Random(seed);
        double[][] z = new double[n][spec.latentSize()];
        for (double[] row : z) {
            Arrays.setAll(row, d -> random.nextGaussian());
        }
        return decode("samples", z);
    }

    /**
     * One row per layer, {@code layer}, {@code output} (its size) and {@code parameters}, and a row for the total. The table's name says what
     * computes: one program of oneDNN, or Deeplearning4j's layers and why.
     */
    public Table summary() {
        LayerTable table = new LayerTable();
        parts(spec).forEach(part -> table.add(part.name(), Integer.toString(part.size()), part.parameters()));
        return table.withTotal(net.engine());
    }

    /** One line of the summary. */
    private record Part(String name, int size, long parameters) {}

    private static List<Part> parts(VaeSpec spec) {
        List<Part> parts = new ArrayList<>();
        ImageShape shape = spec.input();
        for (LayerSpec layer : encoder(spec)) {
            ImageShape next = layer.output(shape);
            parts.add(new Part("encoder " + layer, next.size(), layer.parameters(shape)));
            shape = next;
        }
        parts.add(new Part("z = mean + sigma * noise", spec.latentSize(), 0));
        shape = new ImageShape(spec.latentSize(), 1, 1);
        for (LayerSpec layer : decoder(spec)) {
            ImageShape next = layer.output(shape);
            parts.add(new Part("decoder " + layer, next.size(), layer.parameters(shape)));
            shape = next;
        }
        int pixels = spec.input().size();
        parts.add(new Part("decoder " + spec.likelihood(), pixels, pixels * (shape.size() + 1L)));
        return parts;
    }

    /** Throws an {@link IllegalArgumentException} if they are more than a long can count. */
    private static long parameters(VaeSpec spec) {
        return Checks.total("the number of weights", parts(spec).stream().mapToLong(Part::parameters));
    }

    /**
     * What one step of the optimiser with these images would do; the model stays as it is.
     *
     * @param images one batch
     * @return one row per layer with parameters: Euclidean norms of its {@code weights}, of the {@code gradient} of the mean loss and of the
     *     {@code update} of the weights, and the {@code share} of the update in the weights
     * @throws IllegalArgumentException if the images have another shape than the model's input
     */
    public Table stepNorms(Images images) {
        requireShape(images);
        List<String> names = parts(spec).stream()
                .filter(part -> part.parameters() > 0)
                .map(Part::name)
                .toList();
        return NormTable.of(names, ComputeThread.call(() -> {
            evaluationNoise();
            List<LayerNorms> norms = net.norms(examples(images), StepRule.plain(spec.seed()));
            samplings.forEach(Sampling::takeKl); // of no interest, and not to be counted with the next batch
            return norms;
        }));
    }

    /** All weights, layer by layer, shape {@code [parameters]}; a copy. */
    public float[] weights() {
        return ComputeThread.call(() -> net.params().dup().data().asFloat());
    }

    /**
     * The model as Deeplearning4j's network, for what this class does not offer. It is the model itself, not a copy:
     * use it from one thread, and not while this object is in use.
     */
    public MultiLayerNetwork dl4j() {
        return net;
    }

    @Override
    public void begin(TrainSpec train) {
        if (train.checkpoints().isPresent()) {
            VaeSpecJson.requireSaveable(spec.beta(), "a run can have checkpoints");
        }
    }

    @Override
    public void end(RunManifest run) {
        lastRun = Optional.of(run);
    }

    /** Each part of the batch draws from a stream of its own. */
    @Override
    public StepResult step(Images batch, StepRule rule) {
        SplittableRandom seeds = new SplittableRandom(rule.seed());
        for (Sampling sampling : samplings) {
            sampling.setRandom(seeds.split());
            sampling.setBeta(beta());
        }
        double norm = net.train(examples(batch), rule);
        return new StepResult(metrics(net.score(), batch.size()), norm);
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
        return ComputeThread.call(net::state);
    }

    @Override
    public void restore(ModelState state) {
        ComputeThread.run(() -> net.restore(state));
    }

    /** Draws its own noise, so that watching a model while it trains does not change what it learns. */
    @Override
    public Map<String, Double> evaluateBatch(Images batch) {
        evaluationNoise();
        return score(batch);
    }

    private void evaluationNoise() {
        SplittableRandom seeds = new SplittableRandom(spec.seed());
        for (Sampling sampling : samplings) {
            sampling.setRandom(seeds.split());
            sampling.setBeta(beta());
        }
    }

    private Map<String, Double> score(Images batch) {
        return metrics(net.score(examples(batch)), batch.size());
    }

    /** A picture is its own target. */
    private static Batch examples(Images batch) {
        Rows pixels = batch::copyPixels;
        return new Batch(batch.size(), pixels, pixels);
    }

    private Map<String, Double> metrics(double score, int images) {
        double kl = samplings.stream().mapToDouble(Sampling::takeKl).sum() / images;
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(EpochLog.LOSS, score);
        metrics.put(RECONSTRUCTION, score - samplings.get(0).beta() * kl);
        metrics.put(KL, kl);
        return metrics;
    }

    /** Weight of the KL term at the step that comes next. */
    private double beta() {
        return spec.beta().at(net.getIterationCount());
    }

    private static int latentIndex(VaeSpec spec) {
        return spec.hidden().size() + 1;
    }

    private static void requireNotInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted");
        }
    }

    private void requireShape(Images images) {
        Checks.require(
                images.shape().equals(spec.input()),
                "images must have the model's input shape %s, got %s",
                spec.input(),
                images);
    }

    @Override
    public String toString() {
        return summary().print();
    }
}
