package io.github.latent4j.nn.engine;

import io.github.latent4j.internal.Checks;
import io.github.latent4j.internal.NativeThreads;
import io.github.latent4j.train.ModelState;
import io.github.latent4j.train.StepRule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A network that computes the gradient of a batch in equal parts, one per processor, and adds them up: the same sum as
 * in one part, up to the rounding of floats, and the same to the bit in every run with as many processors.
 *
 * <p>Processors that each have images of their own are faster than processors that share each image, where they wait for
 * one another at every operation, and endlessly so when other programs want them too.
 *
 * <p>Only for layers that treat each example by itself: not for batch normalisation, whose statistics are the batch's.
 * Deeplearning4j's listeners see the activations of the first part.
 */
@SuppressWarnings("overrides") // a fault of the super class
public final class CompiledNetwork extends MultiLayerNetwork {
    private static final long serialVersionUID = 1;

    /** Fewer examples than this are not worth another thread. */
    private static final int SMALLEST_PART = 4;

    private final transient List<MultiLayerNetwork> replicas = new ArrayList<>();

    /**
     * A network that is not initialised yet.
     *
     * @param configurations equal ones, one per part; layers and losses that remember something are not shared between
     *     parts, so neither may they be between these
     */
    public CompiledNetwork(List<MultiLayerConfiguration> configurations) {
        super(configurations.get(0));
        configurations.stream().skip(1).map(MultiLayerNetwork::new).forEach(replicas::add);
    }

    /** The networks that compute the parts, this one first. They share their parameters. */
    public List<MultiLayerNetwork> parts() {
        List<MultiLayerNetwork> parts = new ArrayList<>(List.of(this));
        parts.addAll(replicas);
        return parts;
    }

    /**
     * One step of the optimiser, not taken if the loss or the gradient is infinite or NaN. {@link #score()} is the mean
     * loss of the batch before it.
     *
     * @return Euclidean norm of the gradient of the mean loss, before it was scaled down to {@code rule}'s
     */
    public double train(INDArray x, INDArray y, StepRule rule) {
        useThreadsToTrain();
        setInput(x);
        setLabels(y);
        computeGradientAndScore();
        long batch = x.size(0);
        double norm = getFlattenedGradients().norm2Number().doubleValue() / batch;
        if (Double.isFinite(norm) && Double.isFinite(score)) {
            update(rule, norm, (int) batch);
        }
        clear();
        return norm;
    }

    private void update(StepRule rule, double norm, int batch) {
        getListeners().forEach(listener -> listener.onGradientCalculation(this));
        if (norm > rule.maxNorm()) {
            getFlattenedGradients().muli(rule.maxNorm() / norm);
        }
        int iteration = getIterationCount();
        getUpdater().update(this, gradient(), iteration, getEpochCount(), batch, LayerWorkspaceMgr.noWorkspaces());
        params().subi(getFlattenedGradients().muli(rule.rateFactor()).reshape(params().shape()));
        getListeners().forEach(listener -> listener.iterationDone(this, iteration, getEpochCount()));
        getLayerWiseConfigurations().setIterationCount(iteration + 1);
        synchronizeIterEpochCounts();
    }

    /** A copy of parameters, the updater's state and the count of steps. */
    public ModelState state() {
        INDArray view = getUpdater().getStateViewArray();
        float[] updater = view == null ? new float[0] : view.dup().data().asFloat();
        return new ModelState(params().dup().data().asFloat(), updater, getIterationCount());
    }

    /**
     * Goes to a state that {@link #state} has given.
     *
     * @throws IllegalArgumentException if it is of another network
     */
    public void restore(ModelState state) {
        INDArray view = getUpdater().getStateViewArray();
        long updater = view == null ? 0 : view.length();
        Checks.require(
                state.weights().length == numParams() && state.optimizerState().length == updater,
                "state must be of a network with %d parameters and %d values of its updater, got %d and %d",
                numParams(),
                updater,
                state.weights().length,
                state.optimizerState().length);
        params().assign(Nd4j.createFromArray(state.weights()).reshape(params().shape()));
        if (view != null) {
            view.assign(Nd4j.createFromArray(state.optimizerState()).reshape(view.shape()));
        }
        getLayerWiseConfigurations().setIterationCount(state.steps());
        synchronizeIterEpochCounts();
    }

    private void useThreadsToTrain() {
        if (replicas.isEmpty()) {
            NativeThreads.together();
        } else {
            NativeThreads.eachByItself();
        }
    }

    @Override
    public void init(INDArray parameters, boolean cloneParameters) {
        super.init(parameters, cloneParameters);
        replicas.forEach(replica -> replica.init(params(), false));
    }

    @Override
    public void computeGradientAndScore() {
        INDArray input = getInput();
        INDArray labels = getLabels();
        long batch = input.size(0);
        int parts = (int) Math.min(replicas.size() + 1L, Math.max(1, batch / SMALLEST_PART));
        if (parts == 1) {
            super.computeGradientAndScore();
            return;
        }
        List<Future<Double>> others = new ArrayList<>();
        for (int i = 1; i < parts; i++) {
            others.add(NativeThreads.submit(part(replicas.get(i - 1), input, labels, i, parts)));
        }
        List<Double> scores = new ArrayList<>();
        try {
            setInput(rows(input, 0, parts));
            setLabels(rows(labels, 0, parts));
            super.computeGradientAndScore();
            scores.add(score);
        } finally { // however it ends: a part that runs on would write into the gradient of the next batch
            others.forEach(part -> scores.add(await(part)));
            setInput(input); // the updater divides by its number of examples
            setLabels(labels);
        }
        double sum = 0;
        for (int i = 0; i < parts; i++) {
            sum += scores.get(i) * rows(input, i, parts).size(0);
            if (i > 0) {
                getFlattenedGradients().addi(replicas.get(i - 1).getFlattenedGradients());
            }
        }
        score = sum / batch;
    }

    private static Callable<Double> part(
            MultiLayerNetwork replica, INDArray input, INDArray labels, int part, int parts) {
        return () -> {
            replica.setInput(rows(input, part, parts));
            replica.setLabels(rows(labels, part, parts));
            replica.computeGradientAndScore();
            return replica.score();
        };
    }

    /** The examples of one part, a view. */
    private static INDArray rows(INDArray array, int part, int parts) {
        long n = array.size(0);
        return array.get(NDArrayIndex.interval(n * part / parts, n * (part + 1) / parts));
    }

    /** Waits even when interrupted. */
    private static double await(Future<Double> part) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return part.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("a part of the batch could not be computed", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
