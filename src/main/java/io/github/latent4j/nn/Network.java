package io.github.latent4j.nn;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import io.github.latent4j.internal.Checks;
import io.github.latent4j.internal.ComputeThread;
import io.github.latent4j.nn.engine.Batch;
import io.github.latent4j.nn.engine.CompiledNetwork;
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
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A classifier of images. {@link #fit} changes its weights, everything else only reads them.
 *
 * <p>All computation runs on one thread of the library, so a network may be used from any thread.
 */
public final class Network implements Trainable {
    /** Images that are computed at once when nothing is learned. */
    private static final int BATCH = 256;

    private static final StoredModel<NetSpec, Network> STORED =
            new StoredModel<>("network", SpecJson::netSpec, NetSpec::parameters, Network::of);

    private final NetSpec spec;
    private final CompiledNetwork net;
    private final List<CrossEntropy> losses;
    private final List<LayerStack.Place> places;
    private double[] trainingWeights = {};
    private volatile Optional<RunManifest> lastRun = Optional.empty();

    private Network(NetSpec spec, CompiledNetwork net) {
        this.spec = spec;
        this.net = net;
        this.losses = net.parts().stream().map(Network::lossOf).toList();
        this.places = Dl4jNets.layers(spec.layers()).places();
    }

    private static CrossEntropy lossOf(MultiLayerNetwork part) {
        return (CrossEntropy) ((OutputLayer) part.getOutputLayer().conf().getLayer()).getLossFn();
    }

    /**
     * A network with new weights, the same for the same spec.
     *
     * @throws IllegalArgumentException if the last layer is no softmax, or the weights need more memory than the process may take
     */
    public static Network of(NetSpec spec) {
        spec.classes();
        return ComputeThread.call(() -> new Network(
                spec,
                Dl4jNets.build(
                        spec.input(),
                        false,
                        () -> Dl4jNets.layers(spec.layers()),
                        spec.optimizer(),
                        spec.parameters(),
                        spec.seed())));
    }

    /**
     * Writes the model with its weights, the optimiser's state, the count of steps and its {@link #lastRun}, so that training goes on to the bit after {@link #load}.
     * The file is replaced at once: whatever happens, it is the old one or the new one.
     *
     * @throws UncheckedIOException if it cannot be written
     * @throws ModelFileException if a weight is not finite, or the file would have more than 2 GB
     */
    public void save(Path file) {
        STORED.file(SpecJson.of(spec), state(), lastRun).write(file);
    }

    /**
     * Reads what {@link #save} has written. Safe with files of strangers: nothing in them is run, sizes are compared with the file's
     * length before memory is taken, and nothing is built before all of it is checked.
     *
     * @throws ModelFileException if it is no such file, damaged, of another version, or of another kind of model
     * @throws UncheckedIOException if it cannot be read
     */
    public static Network load(Path file) {
        return STORED.load(file);
    }

    /**
     * What the run was that the network is the outcome of: {@code lastRun().verify(network, images, spec)} runs it again and compares.
     *
     * @throws IllegalStateException if it was not trained, or its weights were changed after the run
     */
    public RunManifest lastRun() {
        return StoredModel.lastRun(lastRun, state());
    }

    public NetSpec spec() {
        return spec;
    }

    /**
     * Trains on labelled images; see {@link Trainer#fit} for the thread, interrupts and reproducibility.
     *
     * @return {@code loss} (cross entropy in nats) and {@code accuracy} of each epoch, and with the prefix {@code val_}
     *     those of the validation images
     * @throws IllegalArgumentException if images or validation images do not fit the network
     */
    public History fit(Images images, TrainSpec train, TrainListener... listeners) {
        requireFit(images);
        train.validation().ifPresent(this::requireFit);
        return Trainer.fit(this, images, train, listeners);
    }

    /**
     * Class probabilities.
     *
     * @param images of the network's input shape; labels are not looked at
     * @throws IllegalArgumentException if the shape is another one
     * @throws CancellationException if the caller is interrupted
     */
    public Predictions predict(Images images) {
        requireShape(images);
        boolean named = images.classNames().size() == spec.classes();
        List<String> names = named ? images.classNames() : classNumbers();
        return new Predictions(names, ComputeThread.call(() -> probabilities(images)));
    }

    /**
     * Compares predictions with labels.
     *
     * @throws IllegalArgumentException if the images do not fit the network or have no labels
     * @throws CancellationException if the caller is interrupted
     */
    public Evaluation evaluate(Images images) {
        requireFit(images);
        return Evaluation.of(
                images.classNames(), images.labels(), predict(images).labels());
    }

    /**
     * One row per layer, {@code layer}, {@code output} (its shape) and {@code parameters}, and a row for the total. The table's name says
     * what computes: one program of oneDNN, or Deeplearning4j's layers and why.
     */
    public Table summary() {
        LayerTable table = new LayerTable();
        List<ImageShape> shapes = spec.shapes();
        boolean flat = false;
        for (int i = 0; i < spec.layers().size(); i++) {
            LayerSpec layer = spec.layers().get(i);
            flat |= layer instanceof LayerSpec.Dense
                    || layer instanceof LayerSpec.Softmax
                    || layer instanceof LayerSpec.GlobalAvgPool;
            ImageShape shape = shapes.get(i + 1);
            String output = flat ? Integer.toString(shape.size()) : shape.toString();
            table.add(layer.toString(), output, layer.parameters(shapes.get(i)));
        }
        return table.withTotal(net.engine());
    }

    /**
     * What one step of the optimiser with these images would do; the network stays as it is, and training it afterwards is as if nobody had
     * asked. May be called by a listener while the network trains.
     *
     * @param images one batch, with labels
     * @return one row per layer with parameters: Euclidean norms of its {@code weights}, of the {@code gradient} of the mean loss and of the
     *     {@code update} of the weights, and the {@code share} of the update in the weights, which is healthy around 1e-3
     * @throws IllegalArgumentException if the images do not fit the network
     */
    public Table stepNorms(Images images) {
        requireFit(images);
        List<ImageShape> shapes = spec.shapes();
        List<String> names = IntStream.range(0, spec.layers().size())
                .filter(i -> spec.layers().get(i).parameters(shapes.get(i)) > 0)
                .mapToObj(i -> spec.layers().get(i).toString())
                .toList();
        return NormTable.of(names, ComputeThread.call(() -> {
            List<LayerNorms> norms = net.norms(examples(images), StepRule.plain(spec.seed()));
            losses.forEach(CrossEntropy::takeRight); // of no interest, and not to be counted with the next batch
            return norms;
        }));
    }

    /**
     * What the hidden layers pass on, for histograms.
     *
     * @return one row for each layer, image and unit: {@code layer}, its number and what it is, and {@code activation}
     * @throws IllegalArgumentException if the images do not fit the network
     */
    public Table activations(Images images) {
        requireShape(images);
        StringColumn names = StringColumn.create("layer");
        DoubleColumn values = DoubleColumn.create("activation");
        ComputeThread.run(() -> {
            for (int layer = 0; layer < spec.layers().size() - 1; layer++) {
                String name = layerName(layer);
                layerOutputs(images, layer, (done, batch) -> append(names, name, values, batch));
            }
        });
        return Table.create("activations", names, values);
    }

    /**
     * How many units never say anything: whose activation is 0 for each of the images. A unit of ReLU is then dead, for no image gives it a
     * gradient.
     *
     * @return one row for each hidden layer: {@code layer}, its number and what it is, {@code units} and {@code dead}
     * @throws IllegalArgumentException if the images do not fit the network
     */
    public Table deadUnits(Images images) {
        requireShape(images);
        StringColumn names = StringColumn.create("layer");
        IntColumn units = IntColumn.create("units");
        IntColumn dead = IntColumn.create("dead");
        for (int layer = 0; layer < spec.layers().size() - 1; layer++) {
            BitSet alive = new BitSet();
            int size = spec.shapes().get(layer + 1).size();
            int index = layer;
            ComputeThread.run(() -> layerOutputs(images, index, (done, values) -> {
                for (int i = 0; i < values.length; i++) {
                    if (values[i] != 0) {
                        alive.set(i % size);
                    }
                }
            }));
            names.append(layerName(layer));
            units.append(size);
            dead.append(size - alive.cardinality());
        }
        return Table.create("units that are 0 for every image", names, units, dead);
    }

    /**
     * The gradient of the mean loss by each weight, for histograms; the network stays as it is.
     *
     * @param images one batch, with labels
     * @return one row for each weight, not for biases: {@code layer}, its number and what it is, and {@code gradient}
     * @throws IllegalArgumentException if the images do not fit the network
     */
    public Table gradients(Images images) {
        requireFit(images);
        StringColumn names = StringColumn.create("layer");
        DoubleColumn values = DoubleColumn.create("gradient");
        ComputeThread.run(() -> {
            Map<Integer, float[]> byLayer = net.weightGradients(examples(images), StepRule.plain(spec.seed()));
            for (int layer = 0; layer < spec.layers().size(); layer++) {
                boolean weighs = !(spec.layers().get(layer) instanceof LayerSpec.Reshape);
                float[] gradient = byLayer.get(places.get(layer).layer());
                if (weighs && gradient != null) {
                    append(names, layerName(layer), values, gradient);
                }
            }
            losses.forEach(CrossEntropy::takeRight); // of no interest, and not to be counted with the next batch
        });
        return Table.create("gradients", names, values);
    }

    private static void append(StringColumn names, String name, DoubleColumn values, float[] more) {
        for (float value : more) {
            names.append(name);
            values.append(value);
        }
    }

    private String layerName(int layer) {
        return (layer + 1) + ": " + spec.layers().get(layer);
    }

    /**
     * What a layer makes of an image: one map for each channel that it passes on.
     *
     * @param images of which the first one is looked at
     * @param layer its number, counted from 1
     * @throws IllegalArgumentException if the image does not fit the network or there is no such layer
     */
    public LayerMaps featureMaps(Images images, int layer) {
        requireShape(images);
        requireLayer(layer);
        ImageShape shape = spec.shapes().get(layer);
        float[] values = new float[shape.size()];
        ComputeThread.run(() -> layerOutputs(
                images.take(1), layer - 1, (done, map) -> System.arraycopy(map, 0, values, 0, map.length)));
        return LayerMaps.of(layerName(layer - 1), shape.height(), shape.width(), values);
    }

    /**
     * The weights of a convolution, one picture for each pair of an output and an input channel, the outputs outermost.
     *
     * @param layer its number, counted from 1
     * @throws IllegalArgumentException if there is no such layer or it is no convolution
     */
    public LayerMaps kernels(int layer) {
        requireLayer(layer);
        if (spec.layers().get(layer - 1) instanceof LayerSpec.Conv conv) {
            return LayerMaps.of(
                    layerName(layer - 1),
                    conv.kernel(),
                    conv.kernel(),
                    ComputeThread.call(() -> net.weights(places.get(layer - 1).layer())));
        }
        throw new IllegalArgumentException("layer must be a convolution, got " + layerName(layer - 1));
    }

    private void requireLayer(int layer) {
        int last = spec.layers().size();
        Checks.require(layer >= 1 && layer <= last, "layer must be in 1..%d, got %d", last, layer);
    }

    /**
     * All weights, layer by layer, shape {@code [parameters]}; a copy. Two networks with equal weights and equal specs
     * are equal in all that they compute.
     */
    public float[] weights() {
        return ComputeThread.call(() -> net.params().dup().data().asFloat());
    }

    /**
     * The network as Deeplearning4j's, for what this class does not offer. It is the network itself, not a copy: use it
     * from one thread, and not while this object is in use.
     */
    public MultiLayerNetwork dl4j() {
        return net;
    }

    @Override
    public void begin(TrainSpec train) {
        trainingWeights =
                train.classWeights().stream().mapToDouble(Double::doubleValue).toArray();
        Checks.require(
                trainingWeights.length == 0 || trainingWeights.length == spec.classes(),
                "classWeights must have one weight for each of the network's %d classes, got %d",
                spec.classes(),
                trainingWeights.length);
    }

    @Override
    public void end(RunManifest run) {
        lastRun = Optional.of(run);
    }

    @Override
    public StepResult step(Images batch, StepRule rule) {
        Dl4jNets.seed(rule.seed());
        losses.forEach(loss -> loss.setWeights(trainingWeights));
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

    @Override
    public Map<String, Double> evaluateBatch(Images batch) {
        losses.forEach(loss -> loss.setWeights(new double[0]));
        return metrics(net.score(examples(batch)), batch.size());
    }

    private Map<String, Double> metrics(double score, int examples) {
        int right = losses.stream().mapToInt(CrossEntropy::takeRight).sum();
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(EpochLog.LOSS, score);
        metrics.put(EpochLog.ACCURACY, (double) right / examples);
        return metrics;
    }

    private Batch examples(Images batch) {
        int classes = spec.classes();
        return new Batch(batch.size(), batch::copyPixels, (target, from, to) -> {
            for (int i = from; i < to; i++) {
                int label = batch.label(i);
                for (int c = 0; c < classes; c++) {
                    target.put(c == label ? 1 : 0);
                }
            }
        });
    }

    private float[] probabilities(Images images) {
        float[] all = new float[images.size() * spec.classes()];
        outputs(
                images,
                net.getnLayers() - 1,
                (done, values) -> System.arraycopy(values, 0, all, done * spec.classes(), values.length));
        return all;
    }

    /** What the last layer before the classes gives, one row per image. */
    double[][] features(Images images) {
        requireShape(images);
        Checks.require(spec.layers().size() > 1, "the network must have a layer before its classes, got %s", spec);
        int size = spec.shapes().get(spec.layers().size() - 1).size();
        double[][] features = new double[images.size()][size];
        ComputeThread.run(() -> outputs(images, net.getnLayers() - 2, (done, values) -> {
            for (int i = 0; i < values.length; i++) {
                features[done + i / size][i % size] = values[i];
            }
        }));
        return features;
    }

    /** Told what a layer gives for some images, row by row, and how many there were before. */
    @FunctionalInterface
    private interface OutputReader {
        void read(int done, float[] values);
    }

    private void outputs(Images images, int layer, OutputReader reader) {
        int done = 0;
        for (Images batch : images.batches(BATCH)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted after " + done + " of " + images.size() + " images");
            }
            reader.read(done, net.output(0, layer, batch.size(), batch::copyPixels));
            done += batch.size();
        }
    }

    /** As {@link #outputs}, of one of the spec's layers. */
    private void layerOutputs(Images images, int layer, OutputReader reader) {
        LayerStack.Place place = places.get(layer);
        if (place.layer() < 0) {
            reader.read(0, images.pixels());
        } else if (place.rectified()) {
            outputs(images, place.layer(), (done, sums) -> {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] = Math.max(0, sums[i]);
                }
                reader.read(done, sums);
            });
        } else {
            outputs(images, place.layer(), reader);
        }
    }

    private List<String> classNumbers() {
        return IntStream.range(0, spec.classes()).mapToObj(Integer::toString).toList();
    }

    private void requireShape(Images images) {
        Objects.requireNonNull(images, "images");
        Checks.require(
                images.shape().equals(spec.input()),
                "images must have the network's input shape %s, got %s",
                spec.input(),
                images);
    }

    private void requireFit(Images images) {
        requireShape(images);
        Checks.require(
                images.classNames().size() == spec.classes(),
                "images must have labels of the network's %d classes, got %s",
                spec.classes(),
                images);
    }

    @Override
    public String toString() {
        return summary().print();
    }
}
