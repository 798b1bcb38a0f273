package io.github.latent4j.nn.engine;

import io.github.latent4j.internal.Checks;
import io.github.latent4j.internal.NativeThreads;
import io.github.latent4j.internal.OneDnn;
import io.github.latent4j.nn.engine.Pass.Purpose;
import io.github.latent4j.train.ModelState;
import io.github.latent4j.train.StepRule;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A network of Deeplearning4j whose layers run as one program of oneDNN, made for each number of examples that comes along: no memory is
 * taken in a step, nothing is computed twice, and numbers stay in the layout that the processor reads fastest. Its parameters, the
 * updater's state and everything else that can be looked at are Deeplearning4j's.
 *
 * <p>A batch is computed in equal parts, one per processor, and the gradients are added up in the order of the parts: the same sum as in one
 * part, up to the rounding of floats, and the same to the bit in every run with as many processors. Processors that each have images of their
 * own are faster than processors that share each image, where they wait for one another at every operation, and endlessly so when other
 * programs want them too. Only with batch normalisation, whose statistics are the batch's, do they share.
 *
 * <p>Where a layer or the machine does not allow it ({@link #notCompiled}), Deeplearning4j's own layers compute the same.
 */
@SuppressWarnings("overrides") // a fault of the super class
public final class CompiledNetwork extends MultiLayerNetwork {
    private static final long serialVersionUID = 1;

    /** Fewer examples than this are not worth another thread. */
    private static final int SMALLEST_PART = 4;

    /** How many sets of programs are kept: those for training, validation and prediction, and for their last batches. */
    private static final int KEPT_PASSES = 8;

    private final long[] exampleShape;
    private final double weightDecay;
    private final transient List<MultiLayerNetwork> parts = new ArrayList<>();
    private final transient Map<PassKey, Passes> passes = lru();
    private final transient List<INDArray> gradients = new ArrayList<>();
    private transient String notCompiled = "it is not initialised";
    private transient @Nullable FusedUpdater updater;

    private record PassKey(Purpose purpose, LayerRange layers, boolean selfSupervised, int examples, int outputRows) {}

    /**
     * A network that is not initialised yet.
     *
     * @param configurations equal ones, one per processor; layers and losses that remember something are not shared between parts, so neither
     *     may they be between these
     * @param weightDecay share of each weight, times the learning rate, that every step takes away
     * @param exampleShape of one input, {@code [channels, height, width]} or {@code [values]}
     */
    public CompiledNetwork(List<MultiLayerConfiguration> configurations, double weightDecay, long... exampleShape) {
        super(configurations.get(0));
        this.weightDecay = weightDecay;
        this.exampleShape = exampleShape.clone();
        parts.add(this);
        configurations.stream().skip(1).map(MultiLayerNetwork::new).forEach(parts::add);
    }

    private static Map<PassKey, Passes> lru() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<PassKey, Passes> eldest) {
                if (size() <= KEPT_PASSES) {
                    return false;
                }
                eldest.getValue().close();
                return true;
            }
        };
    }

    /** The networks that compute the parts of a batch, this one first. They share their parameters. */
    public List<MultiLayerNetwork> parts() {
        return List.copyOf(parts);
    }

    /** Why Deeplearning4j's own layers compute; empty if a program of oneDNN does. */
    public Optional<String> notCompiled() {
        return notCompiled.isEmpty() ? Optional.empty() : Optional.of(notCompiled);
    }

    /** What computes, in words: a program of oneDNN, or Deeplearning4j's layers and why. */
    public String engine() {
        return notCompiled.isEmpty()
                ? "one program of oneDNN " + OneDnn.version()
                : "layer by layer in Deeplearning4j, for there is no program for " + notCompiled;
    }

    @Override
    public void init(INDArray parameters, boolean cloneParameters) {
        super.init(parameters, cloneParameters);
        parts.stream().skip(1).forEach(part -> part.init(params(), false));
        prepare();
    }

    /** For the parameters and the updater that there are now. */
    private void prepare() {
        closePasses();
        initGradientsView();
        gradient = null;
        gradients.clear();
        gradients.add(getFlattenedGradients());
        for (int i = 1; i < parts.size(); i++) {
            gradients.add(Nd4j.create(
                    getFlattenedGradients().dataType(), getFlattenedGradients().shape()));
        }
        notCompiled = refusal().orElse("");
        updater = params().dataType() == DataType.FLOAT
                ? FusedUpdater.of(this, weightDecay).orElse(null)
                : null;
    }

    /** Somebody may have given the network, as Deeplearning4j's, other arrays for parameters or for the updater's state. */
    private void prepareIfReplaced() {
        requireOpen();
        if (updater != null && !updater.isOf(this)) {
            for (MultiLayerNetwork part : parts.subList(1, parts.size())) {
                part.init(params(), false);
            }
            prepare();
        }
    }

    private void requireOpen() {
        if (params().wasClosed()) {
            throw new IllegalStateException("this network was closed");
        }
    }

    @Override
    public void close() {
        closePasses();
        super.close();
    }

    private void closePasses() {
        passes.values().forEach(Passes::close);
        passes.clear();
    }

    private Optional<String> refusal() {
        if (params().dataType() != DataType.FLOAT) {
            return Optional.of("numbers of type " + params().dataType());
        }
        for (int i = 0; i < getnLayers(); i++) {
            try {
                Stages.of(getLayer(i), getLayerWiseConfigurations().getInputPreProcess(i));
            } catch (UnsupportedOperationException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        }
        return OneDnn.problem();
    }

    /**
     * One step of the optimiser, not taken if the loss or the gradient is infinite or NaN. {@link #score()} is the mean loss of the batch
     * before it, and {@link #gradient()} afterwards the sum of the gradients of its examples.
     *
     * @return Euclidean norm of the gradient of the mean loss, before it was scaled down to {@code rule}'s
     * @throws IllegalStateException if the parameters are not floats or one has an updater that {@link FusedUpdater} does not know
     */
    public double train(Batch batch, StepRule rule) {
        prepareIfReplaced();
        FusedUpdater fused = updater;
        if (fused == null) {
            throw new IllegalStateException("this network is to be trained by fit");
        }
        Gradients found = differentiate(batch, rule.seed());
        int workers = workers();
        List<FloatBuffer> sums = gradients.subList(0, found.parts()).stream()
                .map(vector -> OneDnn.floats(Pass.address(vector), vector.length()))
                .toList();
        double[] squares = new double[workers];
        Workers.run(workers, worker -> squares[worker] = fused.addUp(worker, workers, sums, found.whole()));
        double norm = Math.sqrt(DoubleStream.of(squares).sum()) / batch.size();
        if (Double.isFinite(norm) && Double.isFinite(score)) {
            int iteration = getIterationCount();
            getListeners().forEach(listener -> listener.onGradientCalculation(this));
            FusedUpdater.Step step = new FusedUpdater.Step(
                    iteration, getEpochCount(), rule.rateFactor(), Math.min(1, rule.maxNorm() / norm) / batch.size());
            Workers.run(workers, worker -> fused.update(worker, workers, sums.get(0), step));
            getListeners().forEach(listener -> listener.iterationDone(this, iteration, getEpochCount()));
            getLayerWiseConfigurations().setIterationCount(iteration + 1);
            synchronizeIterEpochCounts();
        }
        return norm;
    }

    /**
     * What a step of the optimiser would do to each layer with parameters; nothing is changed.
     *
     * @return one row per layer: its number, counted from 1, and the Euclidean norms of its parameters, of the gradient of the mean loss, and of
     *     the change of the parameters
     */
    public List<LayerNorms> norms(Batch batch, StepRule rule) {
        ModelState before = state();
        train(batch, rule);
        INDArray step = Nd4j.createFromArray(before.weights()).subi(params().reshape(params().length()));
        INDArray gradients = meanGradient(batch);
        restore(before);
        List<LayerNorms> norms = new ArrayList<>();
        long from = 0;
        for (int i = 0; i < getnLayers(); i++) {
            long to = from + getLayer(i).numParams();
            if (to > from) {
                norms.add(new LayerNorms(
                        i + 1,
                        norm(params().reshape(step.shape()), from, to),
                        norm(gradients, from, to),
                        norm(step, from, to)));
            }
            from = to;
        }
        return norms;
    }

    /**
     * The gradient of the mean loss by the weights of each layer that has some; nothing is changed.
     *
     * @return by the number of the layer, counted from 0
     */
    public SortedMap<Integer, float[]> weightGradients(Batch batch, StepRule rule) {
        ModelState before = state();
        train(batch, rule);
        INDArray gradients = meanGradient(batch);
        restore(before);
        SortedMap<Integer, float[]> byLayer = new TreeMap<>();
        long first = Pass.address(params());
        for (int i = 0; i < getnLayers(); i++) {
            INDArray weights = getLayer(i).paramTable().get(DefaultParamInitializer.WEIGHT_KEY);
            if (weights != null) {
                long from = (Pass.address(weights) - first) / Float.BYTES;
                byLayer.put(
                        i,
                        gradients
                                .get(NDArrayIndex.interval(from, from + weights.length()))
                                .toFloatVector());
            }
        }
        return byLayer;
    }

    /** Of the batch that was trained last. */
    private INDArray meanGradient(Batch batch) {
        INDArray sums = getFlattenedGradients();
        return sums.dup().divi(batch.size()).reshape(sums.length());
    }

    /** The weights of a layer as Deeplearning4j keeps them, without biases; a copy. */
    public float[] weights(int layer) {
        return getLayer(layer)
                .getParam(DefaultParamInitializer.WEIGHT_KEY)
                .dup('c')
                .data()
                .asFloat();
    }

    private static double norm(INDArray vector, long from, long to) {
        return vector.get(NDArrayIndex.interval(from, to)).norm2Number().doubleValue();
    }

    /** Of one layer; see {@link #norms}. */
    public record LayerNorms(int layer, double parameters, double gradient, double update) {}

    /** The mean loss of the examples, with samples of latent variables, else as the network is used and not as it is trained. */
    public double score(Batch batch) {
        prepareIfReplaced();
        Passes used = passes(Purpose.SCORE, allLayers(), exampleShape, batch);
        if (used != null) {
            used.run(batch, 0);
            return used.loss() / batch.size();
        }
        NativeThreads.together();
        boolean sampling =
                Arrays.stream(getLayers()).anyMatch(layer -> layer.conf().getLayer() instanceof ComputedLayer);
        try (INDArray x = array(batch.inputs(), batch.size(), exampleShape);
                INDArray y = array(batch.targets(), batch.size(), outputSize())) {
            return score(new DataSet(x, y), sampling);
        }
    }

    /**
     * What a range of layers gives, with nothing random.
     *
     * @param first the first layer
     * @param last the last layer, included
     * @param inputs of {@code first}
     * @param inputShape of one of these; none for what the network takes
     * @return row by row
     */
    public float[] output(int first, int last, int examples, Rows inputs, long... inputShape) {
        LayerRange layers = new LayerRange(first, last);
        prepareIfReplaced();
        long[] shape = inputShape.length == 0 ? exampleShape : inputShape;
        Batch batch = new Batch(examples, inputs, inputs);
        Passes used = passes(Purpose.OUTPUT, layers, shape, batch);
        if (used != null) {
            used.run(batch, 0);
            float[] all = new float[used.parts().get(0).outputSize() * examples];
            int done = 0;
            for (Pass pass : used.parts()) {
                FloatBuffer values = pass.outputs();
                values.get(all, done, values.capacity());
                done += values.capacity();
            }
            return all;
        }
        NativeThreads.together();
        try (INDArray x = array(inputs, examples, shape);
                INDArray y = activations(layers, x)) {
            return y.dup('c').data().asFloat();
        }
    }

    /** Deeplearning4j's own method refuses a single layer, and asks for the size of a batch that the network was not given. */
    private INDArray activations(LayerRange layers, INDArray input) {
        INDArray values = input;
        for (int i = layers.first(); i <= layers.last(); i++) {
            InputPreProcessor before = getLayerWiseConfigurations().getInputPreProcess(i);
            INDArray shaped = before == null
                    ? values
                    : before.preProcess(values, Math.toIntExact(values.size(0)), LayerWorkspaceMgr.noWorkspaces());
            values = getLayer(i).activate(shaped, false, LayerWorkspaceMgr.noWorkspaces());
        }
        return values;
    }

    /**
     * As Deeplearning4j's own training wants it: of the input and labels that were set.
     *
     * @throws IllegalArgumentException if these are not as many rows of as many values as the network takes, or not finite
     * @throws IllegalStateException if the loss or the gradient is infinite or NaN, so that nothing is learned from it
     */
    @Override
    public void computeGradientAndScore() {
        prepareIfReplaced();
        requireRows(
                "input",
                getInput(),
                getInput().size(0),
                Arrays.stream(exampleShape).reduce(1, Math::multiplyExact));
        requireRows("labels", getLabels(), getInput().size(0), outputSize());
        differentiateInput();
        double norm = getFlattenedGradients().norm2Number().doubleValue();
        if (!Double.isFinite(score) || !Double.isFinite(norm)) {
            throw new IllegalStateException("the loss is " + score + " and the norm of its gradient " + norm
                    + ": the weights or the input are too large; nothing was learned");
        }
    }

    private static void requireRows(String name, INDArray array, long rows, long values) {
        Checks.require(
                array.rank() >= 2 && array.size(0) == rows && array.length() == rows * values,
                "%s must have %d rows of %d values, got shape %s",
                name,
                rows,
                values,
                Arrays.toString(array.shape()));
        double sum = array.sumNumber().doubleValue();
        Checks.require(Double.isFinite(sum), "%s must hold finite numbers only, got the sum %s", name, sum);
    }

    private void differentiateInput() {
        INDArray x = getInput();
        INDArray y = getLabels();
        boolean plain = getMaskArray() == null && x.dataType() == DataType.FLOAT && y.dataType() == DataType.FLOAT;
        if (!plain || !notCompiled.isEmpty()) {
            sumByLayers(x, y);
            return;
        }
        Gradients found = differentiate(
                new Batch((int) x.size(0), rows(x), rows(y)), Nd4j.getRandom().nextLong());
        for (int i = 1; i < found.parts(); i++) {
            getFlattenedGradients().addi(gradients.get(i));
        }
    }

    /**
     * What there is to be added up.
     *
     * @param parts how many of the vectors hold gradients
     * @param whole where in the first vector there is nothing to be added, and only zeros in the others
     */
    private record Gradients(int parts, Set<Integer> whole) {}

    /** Puts the sums of the gradients of each part into its vector, and the mean loss into the score. */
    private Gradients differentiate(Batch batch, long seed) {
        Passes used = passes(Purpose.TRAIN, allLayers(), exampleShape, batch);
        if (used == null) {
            try (INDArray x = array(batch.inputs(), batch.size(), exampleShape);
                    INDArray y = array(batch.targets(), batch.size(), outputSize())) {
                setInput(x);
                setLabels(y);
                sumByLayers(x, y);
                clear();
            }
            return new Gradients(1, Set.of());
        }
        used.run(batch, seed);
        score = used.loss() / batch.size();
        if (gradient == null) {
            gradient = namedGradient();
        }
        tellListeners(batch);
        return new Gradients(used.parts().size(), used.whole());
    }

    /** Only listeners that look at activations cost another forward pass. */
    private void tellListeners(Batch batch) {
        for (TrainingListener listener : getListeners()) {
            if (wantsActivations(listener)) {
                try (INDArray x = array(batch.inputs(), batch.size(), exampleShape)) {
                    listener.onForwardPass(this, feedForward(x, false));
                }
            }
            listener.onBackwardPass(this);
        }
    }

    private static boolean wantsActivations(TrainingListener listener) {
        try {
            Class<?> declaring = listener.getClass()
                    .getMethod("onForwardPass", org.deeplearning4j.nn.api.Model.class, List.class)
                    .getDeclaringClass();
            return !declaring.getName().startsWith("org.deeplearning4j.optimize.api.");
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Programs for the parts of the batch; null if the network is not compiled, or cannot be, as turns out now. */
    private @Nullable Passes passes(Purpose purpose, LayerRange layers, long[] example, Batch batch) {
        int count = Math.min(parts.size(), Math.max(1, batch.size() / SMALLEST_PART));
        useThreads(count); // oneDNN makes programs for as many as there are now
        PassKey key = new PassKey(
                purpose, layers, batch.isSelfSupervised(), batch.size(), outputRows(purpose, layers, batch.size()));
        try {
            return notCompiled.isEmpty()
                    ? passes.computeIfAbsent(key, wanted -> compile(wanted, example, count))
                    : null;
        } catch (UnsupportedOperationException e) {
            notCompiled = String.valueOf(e.getMessage());
            return null;
        } catch (OutOfMemoryError e) { // JavaCPP's bound, or the machine's: nothing is broken
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "%d images at once need more memory than this process may take, %,d MB: try smaller batches",
                            batch.size(),
                            Math.min(Pointer.maxBytes(), Pointer.maxPhysicalBytes()) / 1_000_000),
                    e);
        }
    }

    private int outputRows(Purpose purpose, LayerRange layers, int examples) {
        int rows = examples;
        for (int i = layers.first(); i <= layers.last(); i++) {
            if (getLayer(i).conf().getLayer() instanceof ComputedLayer layer) {
                rows = layer.function().outputRows(rows, purpose != Purpose.OUTPUT);
            }
        }
        return rows;
    }

    private Passes compile(PassKey key, long[] example, int count) {
        boolean training = key.purpose == Purpose.TRAIN;
        WeightGradients together = training && count > 1
                ? new WeightGradients(Pass.address(params()), Pass.address(gradients.get(0)))
                : null;
        Passes made = new Passes(new ArrayList<>(), together);
        try {
            long[] shape = new long[example.length + 1];
            System.arraycopy(example, 0, shape, 1, example.length);
            for (int i = 0; i < count; i++) {
                int examples = Passes.begin(key.examples, i + 1, count) - Passes.begin(key.examples, i, count);
                shape[0] = examples;
                long gradient = training ? Pass.address(gradients.get(i)) : 0;
                made.parts()
                        .add(new Pass(
                                parts.get(i),
                                key.layers,
                                Shape.of(shape),
                                key.purpose,
                                key.selfSupervised,
                                gradient,
                                together));
            }
            if (together != null) {
                together.finish(workers());
            }
            return made;
        } catch (RuntimeException | Error e) {
            made.close();
            throw e;
        }
    }

    private int workers() {
        return Math.min(parts.size(), NativeThreads.available());
    }

    private static void useThreads(int parts) {
        if (parts == 1) {
            NativeThreads.together();
        } else {
            NativeThreads.eachByItself();
        }
    }

    private LayerRange allLayers() {
        return new LayerRange(0, getnLayers() - 1);
    }

    private long outputSize() {
        return ((FeedForwardLayer) getOutputLayer().conf().getLayer()).getNOut();
    }

    /** By Deeplearning4j's layers, in parts too. */
    private void sumByLayers(INDArray input, INDArray labels) {
        long batch = input.size(0);
        boolean drawing =
                Arrays.stream(getLayers()).anyMatch(layer -> layer.conf().getLayer() instanceof DropoutLayer);
        int count = drawing ? 1 : (int) Math.min(parts.size(), Math.max(1, batch / SMALLEST_PART));
        useThreads(count);
        if (count == 1) { // also for dropout, which draws from a generator of each thread
            super.computeGradientAndScore();
            return;
        }
        double[] scores = new double[count];
        try {
            Workers.run(count, part -> {
                MultiLayerNetwork net = parts.get(part);
                net.setInput(rows(input, part, count));
                net.setLabels(rows(labels, part, count));
                if (part == 0) {
                    super.computeGradientAndScore();
                } else {
                    net.computeGradientAndScore();
                }
                scores[part] = net.score() * rows(input, part, count).size(0);
            });
        } finally {
            setInput(input); // the updater divides by its number of examples
            setLabels(labels);
        }
        for (int i = 1; i < count; i++) {
            getFlattenedGradients().addi(parts.get(i).getFlattenedGradients());
        }
        score = DoubleStream.of(scores).sum() / batch;
    }

    /** The examples of one part, a view. */
    private static INDArray rows(INDArray array, int part, int count) {
        long n = array.size(0);
        return array.get(NDArrayIndex.interval(n * part / count, n * (part + 1) / count));
    }

    private static Rows rows(INDArray array) {
        INDArray ordered = array.ordering() == 'c' && !array.isView() ? array : array.dup('c');
        FloatBuffer values = OneDnn.floats(Pass.address(ordered), ordered.length());
        int size = Math.toIntExact(ordered.length() / ordered.size(0));
        return (target, from, to) -> {
            try {
                target.put(values.slice(from * size, (to - from) * size));
            } finally {
                Reference.reachabilityFence(ordered); // its memory is freed with it, whoever reads it
            }
        };
    }

    /** The caller closes it. */
    private static INDArray array(Rows rows, int examples, long... exampleShape) {
        long size = Arrays.stream(exampleShape).reduce(1, Math::multiplyExact);
        INDArray array = Nd4j.createUninitialized(DataType.FLOAT, examples * size);
        rows.copyTo(OneDnn.floats(Pass.address(array), array.length()), 0, examples);
        long[] shape = new long[exampleShape.length + 1];
        shape[0] = examples;
        System.arraycopy(exampleShape, 0, shape, 1, exampleShape.length);
        return array.reshape(shape);
    }

    /** The gradient as Deeplearning4j shows it, each parameter by its name. */
    private DefaultGradient namedGradient() {
        DefaultGradient named = new DefaultGradient(getFlattenedGradients());
        for (int i = 0; i < getnLayers(); i++) {
            Layer layer = getLayer(i);
            if (layer.numParams() > 0) {
                String prefix = i + "_";
                layer.conf()
                        .getLayer()
                        .initializer()
                        .getGradientsFromFlattened(layer.conf(), layer.getGradientsViewArray())
                        .forEach((name, view) -> named.setGradientFor(prefix + name, view));
            }
        }
        return named;
    }

    /** A copy of parameters, the updater's state and the count of steps. */
    public ModelState state() {
        requireOpen();
        INDArray view = getUpdater().getStateViewArray();
        float[] moments = view == null ? new float[0] : view.dup().data().asFloat();
        return new ModelState(params().dup().data().asFloat(), moments, getIterationCount());
    }

    /**
     * Goes to a state that {@link #state} has given.
     *
     * @throws IllegalArgumentException if it is of another network
     */
    public void restore(ModelState state) {
        float[] weights = state.weights();
        float[] moments = state.optimizerState();
        INDArray view = getUpdater().getStateViewArray();
        long wanted = view == null ? 0 : view.length();
        Checks.require(
                weights.length == numParams() && moments.length == wanted,
                "state must be of a network with %d parameters and %d values of its updater, got %d and %d",
                numParams(),
                wanted,
                weights.length,
                moments.length);
        params().assign(Nd4j.createFromArray(weights).reshape(params().shape()));
        if (view != null) {
            view.assign(Nd4j.createFromArray(moments).reshape(view.shape()));
        }
        getLayerWiseConfigurations().setIterationCount(state.steps());
        synchronizeIterEpochCounts();
    }
}
