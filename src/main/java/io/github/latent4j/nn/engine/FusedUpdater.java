package io.github.latent4j.nn.engine;

import io.github.latent4j.internal.OneDnn;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The optimiser's step in one go over parameters, gradient and moments, in parts of the parameters that different threads may do. Its state
 * is that of Deeplearning4j's updater, and its arithmetic too; beside it, weights decay by themselves (Loshchilov and Hutter 2019): {@code w
 * -= rate * decay * w}, biases and what belongs to batch normalisation do not.
 */
final class FusedUpdater {
    /** Values that are worked on at once: all that belongs to them fits into the innermost cache. */
    private static final int BLOCK = 1024;

    private final List<Span> spans;
    private final double decay;
    private final INDArray parameterArray;
    private final @Nullable INDArray stateArray;
    private final FloatBuffer parameters;
    private final FloatBuffer state;

    /**
     * Consecutive parameters with the same rule.
     *
     * @param first where the first moments of {@code from} lie
     * @param second where the second moments lie
     */
    private record Span(int from, int to, IUpdater rule, boolean decays, int first, int second) {
        boolean learns() {
            return !(rule instanceof NoOp);
        }

        /** Where a part of the work on these begins: the same values, as near as may be, that {@link WeightGradients} gave to this part. */
        int border(int part, int parts) {
            return from + (int) ((long) (to - from) * part / parts);
        }
    }

    /**
     * How one step is taken.
     *
     * @param iteration steps before this one
     * @param epoch that Deeplearning4j's schedules count
     * @param rateFactor multiplies the learning rate
     * @param scale multiplies the gradient
     */
    record Step(int iteration, int epoch, double rateFactor, double scale) {}

    /** Room for one block of everything; each thread has its own. */
    private static final class Room {
        private final float[] parameter = new float[BLOCK];
        private final float[] gradient = new float[BLOCK];
        private final float[] other = new float[BLOCK];
        private final float[] first = new float[BLOCK];
        private final float[] second = new float[BLOCK];
        private final float[] squares = new float[BLOCK];
    }

    private final ThreadLocal<Room> rooms = ThreadLocal.withInitial(Room::new);

    private FusedUpdater(List<Span> spans, double decay, INDArray parameters, @Nullable INDArray state) {
        this.spans = spans;
        this.decay = decay;
        this.parameterArray = parameters;
        this.stateArray = state;
        this.parameters = values(parameters);
        this.state = state == null ? FloatBuffer.allocate(0) : values(state);
    }

    /** Of an initialised network; empty if it has an updater of another kind or one that changes gradients beforehand. */
    static Optional<FusedUpdater> of(MultiLayerNetwork net, double decay) {
        List<Span> spans = new ArrayList<>();
        for (UpdaterBlock block : ((BaseMultiLayerUpdater<?>) net.getUpdater()).getUpdaterBlocks()) {
            int length = block.getParamOffsetEnd() - block.getParamOffsetStart();
            for (UpdaterBlock.ParamState part : block.getLayersAndVariablesInBlock()) {
                IUpdater rule = part.getLayer().getConfig().getUpdaterByParam(part.getParamName());
                boolean known = rule instanceof Adam
                        || rule instanceof Nesterovs
                        || rule instanceof Sgd
                        || rule instanceof NoOp;
                if (!known) {
                    return Optional.empty();
                }
                int first =
                        block.getUpdaterViewOffsetStart() + part.getParamOffsetStart() - block.getParamOffsetStart();
                spans.add(new Span(
                        part.getParamOffsetStart(),
                        part.getParamOffsetEnd(),
                        rule,
                        part.getParamName().equals(DefaultParamInitializer.WEIGHT_KEY),
                        first,
                        first + length));
            }
        }
        return Optional.of(
                new FusedUpdater(spans, decay, net.params(), net.getUpdater().getStateViewArray()));
    }

    /** Whether the network still has the parameters and the state that this was made for. */
    boolean isOf(MultiLayerNetwork net) {
        return Pass.address(net.params()) == Pass.address(parameterArray)
                && addressOf(net.getUpdater().getStateViewArray()) == addressOf(stateArray);
    }

    private static long addressOf(@Nullable INDArray array) {
        return array == null ? 0 : Pass.address(array);
    }

    private static FloatBuffer values(INDArray vector) {
        return OneDnn.floats(Pass.address(vector), vector.length());
    }

    /**
     * Adds up the gradients of all parts of a batch, for the parameters of one part of the work.
     *
     * @param gradients vectors like the parameters; the sum is put into the first
     * @param whole where parameters begin of which the first vector has the sum already
     * @return the sum of the squares of what is learned from; infinite beyond the range of floats
     */
    double addUp(int part, int parts, List<FloatBuffer> gradients, Set<Integer> whole) {
        Room room = rooms.get();
        Arrays.fill(room.squares, 0);
        for (Span span : spans) {
            int vectors = whole.contains(span.from) ? 1 : gradients.size();
            int to = span.border(part + 1, parts);
            for (int i = span.border(part, parts); i < to; i += BLOCK) {
                int n = Math.min(BLOCK, to - i);
                gradients.get(0).get(i, room.gradient, 0, n);
                for (int g = 1; g < vectors; g++) {
                    gradients.get(g).get(i, room.other, 0, n);
                    add(room.gradient, room.other, n);
                }
                if (vectors > 1) {
                    gradients.get(0).put(i, room.gradient, 0, n);
                }
                if (span.learns()) {
                    addSquares(room.squares, room.gradient, n);
                }
            }
        }
        return sum(room.squares);
    }

    /** Changes the parameters and moments of one part of the work. */
    void update(int part, int parts, FloatBuffer gradient, Step step) {
        Room room = rooms.get();
        for (Span span : spans) {
            int to = span.border(part + 1, parts);
            for (int i = span.border(part, parts); i < to; i += BLOCK) {
                update(span, i, Math.min(BLOCK, to - i), gradient, step, room);
            }
        }
    }

    private void update(Span span, int i, int n, FloatBuffer gradient, Step step, Room room) {
        float[] p = room.parameter;
        parameters.get(i, p, 0, n);
        gradient.get(i, room.gradient, 0, n);
        IUpdater rule = span.rule;
        if (rule instanceof NoOp) {
            subtract(p, room.gradient, n, 1);
            parameters.put(i, p, 0, n);
            return;
        }
        float rate = (float) (rule.getLearningRate(step.iteration, step.epoch) * step.rateFactor);
        scale(room.gradient, n, (float) step.scale);
        if (span.decays && decay > 0) {
            scale(p, n, (float) (1 - rate * decay));
        }
        int first = span.first + i - span.from;
        if (rule instanceof Adam adam) {
            int second = span.second + i - span.from;
            state.get(first, room.first, 0, n);
            state.get(second, room.second, 0, n);
            adam(room, n, adam, rate, step.iteration);
            state.put(first, room.first, 0, n);
            state.put(second, room.second, 0, n);
        } else if (rule instanceof Nesterovs nesterov) {
            state.get(first, room.first, 0, n);
            nesterov(room, n, rate, (float) nesterov.currentMomentum(step.iteration, step.epoch));
            state.put(first, room.first, 0, n);
        } else {
            subtract(p, room.gradient, n, rate);
        }
        parameters.put(i, p, 0, n);
    }

    /** Kingma and Ba 2015, with the corrections of both moments in the rate, in floats as in ND4J. */
    private static void adam(Room room, int n, Adam rule, float rate, int iteration) {
        float beta1 = (float) rule.getBeta1();
        float beta2 = (float) rule.getBeta2();
        float epsilon = (float) rule.getEpsilon();
        float correction1 = 1 - (float) Math.pow(beta1, iteration + 1.0);
        float correction2 = 1 - (float) Math.pow(beta2, iteration + 1.0);
        float corrected = rate * (float) Math.sqrt(correction2) / correction1;
        float rest1 = 1 - beta1;
        float rest2 = 1 - beta2;
        float[] p = room.parameter;
        float[] g = room.gradient;
        float[] m = room.first;
        float[] v = room.second;
        for (int i = 0; i < n; i++) {
            float first = beta1 * m[i] + rest1 * g[i];
            float second = beta2 * v[i] + rest2 * g[i] * g[i];
            m[i] = first;
            v[i] = second;
            p[i] -= corrected * first / ((float) Math.sqrt(second) + epsilon);
        }
    }

    /** Sutskever et al. 2013 in the form of ND4J: {@code v' = mu v - rate g}, {@code p += (1 + mu) v' - mu v}. */
    private static void nesterov(Room room, int n, float rate, float momentum) {
        float[] p = room.parameter;
        float[] g = room.gradient;
        float[] v = room.first;
        for (int i = 0; i < n; i++) {
            float before = momentum * v[i];
            v[i] = before - rate * g[i];
            p[i] -= before - (1 + momentum) * v[i];
        }
    }

    private static void add(float[] sum, float[] more, int n) {
        for (int i = 0; i < n; i++) {
            sum[i] += more[i];
        }
    }

    private static void scale(float[] values, int n, float factor) {
        for (int i = 0; i < n; i++) {
            values[i] *= factor;
        }
    }

    private static void subtract(float[] values, float[] other, int n, float factor) {
        for (int i = 0; i < n; i++) {
            values[i] -= factor * other[i];
        }
    }

    /** Adds each square to the sum at its place: as many sums as a block is long, which the processor adds up side by side. */
    private static void addSquares(float[] sums, float[] values, int n) {
        for (int i = 0; i < n; i++) {
            sums[i] += values[i] * values[i];
        }
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
