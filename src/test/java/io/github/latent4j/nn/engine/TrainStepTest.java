package io.github.latent4j.nn.engine;

import static io.github.latent4j.nn.LayerSpec.conv;
import static io.github.latent4j.nn.LayerSpec.dense;
import static io.github.latent4j.nn.LayerSpec.dropout;
import static io.github.latent4j.nn.LayerSpec.maxPool;
import static io.github.latent4j.nn.LayerSpec.softmax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.internal.ComputeThread;
import io.github.latent4j.nn.Activation;
import io.github.latent4j.nn.Dl4jNets;
import io.github.latent4j.nn.LayerSpec;
import io.github.latent4j.nn.NetSpec;
import io.github.latent4j.nn.Optimizer;
import io.github.latent4j.train.ModelState;
import io.github.latent4j.train.StepRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Steps of a compiled network: the optimiser by itself, and what must not happen. */
class TrainStepTest {
    private static final ImageShape INPUT = ImageShape.grey(6, 5);
    private static final int CLASSES = 3;
    private static final List<LayerSpec> LAYERS = List.of(
            conv(4, 3).withActivation(Activation.TANH), dense(6).withActivation(Activation.TANH), softmax(CLASSES));

    private static CompiledNetwork net(Optimizer optimizer, int parts, List<LayerSpec> layers) {
        NetSpec spec = NetSpec.of(INPUT, layers.toArray(LayerSpec[]::new));
        CompiledNetwork pattern = Dl4jNets.build(
                INPUT, false, () -> Dl4jNets.layers(layers), optimizer, spec.parameters(), 5, DataType.FLOAT);
        Stream<MultiLayerConfiguration> configurations =
                Stream.generate(() -> pattern.getLayerWiseConfigurations().clone());
        CompiledNetwork net = new CompiledNetwork(
                configurations.limit(parts).toList(), optimizer.weightDecay(), 1, INPUT.height(), INPUT.width());
        net.init(pattern.params(), true);
        assertThat(net.notCompiled()).isEmpty();
        return net;
    }

    private static CompiledNetwork net(Optimizer optimizer) {
        return net(optimizer, 2, LAYERS);
    }

    private static float[] pixels(int size, long seed) {
        float[] values = new float[size * INPUT.size()];
        Random random = new Random(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    private static float[] labels(int size, long seed) {
        float[] values = new float[size * CLASSES];
        Random random = new Random(seed);
        for (int i = 0; i < size; i++) {
            values[i * CLASSES + random.nextInt(CLASSES)] = 1;
        }
        return values;
    }

    private static Batch batch(int size, long seed) {
        return new Batch(size, rows(pixels(size, seed), INPUT.size()), rows(labels(size, seed), CLASSES));
    }

    private static Rows rows(float[] values, int width) {
        return (target, from, to) -> target.put(values, from * width, (to - from) * width);
    }

    private static void fit(CompiledNetwork net, int size, long seed) {
        INDArray x = Nd4j.createFromArray(pixels(size, seed)).reshape(size, 1, INPUT.height(), INPUT.width());
        net.fit(x, Nd4j.createFromArray(labels(size, seed)).reshape(size, CLASSES));
    }

    private static double difference(CompiledNetwork one, CompiledNetwork other) {
        return one.params().sub(other.params()).amaxNumber().doubleValue();
    }

    static Stream<Optimizer> optimizers() {
        return Stream.of(Optimizer.sgd(0.1), Optimizer.momentum(0.1, 0.9), Optimizer.adam(0.01));
    }

    /** The gradients are the same numbers; the updaters round a product or two in another order. */
    @ParameterizedTest
    @MethodSource("optimizers")
    void theOptimiserTakesTheStepsOfDeeplearning4js(Optimizer optimizer) {
        double difference = ComputeThread.call(() -> {
            CompiledNetwork ours = net(optimizer);
            CompiledNetwork theirs = net(optimizer);
            for (int step = 0; step < 30; step++) {
                ours.train(batch(12, step), StepRule.plain(step));
                fit(theirs, 12, step);
            }
            return difference(ours, theirs);
        });

        assertThat(difference).isCloseTo(0, within(2e-5)); // 30 steps, weights of about 0.5, floats
    }

    @Test
    void weightsDecayByTheirShareAndBiasesDoNot() {
        ComputeThread.run(() -> {
            CompiledNetwork decaying = net(Optimizer.sgd(0.1).withWeightDecay(0.5));
            CompiledNetwork plain = net(Optimizer.sgd(0.1));
            INDArray weights = plain.getLayer(1).getParam("W").dup();

            decaying.train(batch(8, 1), StepRule.plain(1));
            plain.train(batch(8, 1), StepRule.plain(1));

            INDArray taken =
                    plain.getLayer(1).getParam("W").sub(decaying.getLayer(1).getParam("W"));
            assertThat(taken.sub(weights.mul(0.05)).amaxNumber().doubleValue()).isCloseTo(0, within(1e-7));
            assertThat(decaying.getLayer(1).getParam("b"))
                    .isEqualTo(plain.getLayer(1).getParam("b"));
        });
    }

    @Test
    void aLongGradientIsCutToItsBoundAndAShortOneIsNot() {
        ComputeThread.run(() -> {
            CompiledNetwork net = net(Optimizer.sgd(1));
            INDArray before = net.params().dup();
            double norm = net.train(batch(8, 1), new StepRule(1, 1, 1e-3));
            assertThat(net.params().sub(before).norm2Number().doubleValue()).isCloseTo(1e-3, within(1e-6));

            CompiledNetwork free = net(Optimizer.sgd(1));
            free.train(batch(8, 1), new StepRule(1, 1, 1e3));
            assertThat(free.params().sub(before).norm2Number().doubleValue()).isCloseTo(norm, within(1e-5));
        });
    }

    @Test
    void theFactorMultipliesTheRate() {
        double difference = ComputeThread.call(() -> {
            CompiledNetwork half = net(Optimizer.adam(0.02));
            CompiledNetwork full = net(Optimizer.adam(0.01));
            for (int step = 0; step < 5; step++) {
                half.train(batch(8, step), new StepRule(step, 0.5, Double.POSITIVE_INFINITY));
                full.train(batch(8, step), StepRule.plain(step));
            }
            return difference(half, full);
        });

        assertThat(difference).isCloseTo(0, within(1e-6));
    }

    @Test
    void aStepThatWouldSpoilTheNetworkIsNotTaken() {
        ComputeThread.run(() -> {
            CompiledNetwork net = net(Optimizer.adam(0.01));
            net.train(batch(8, 1), StepRule.plain(1));
            ModelState before = net.state();
            float[] broken = pixels(8, 2);
            broken[17] = Float.NaN;

            double norm =
                    net.train(new Batch(8, rows(broken, INPUT.size()), rows(labels(8, 2), CLASSES)), StepRule.plain(2));

            assertThat(norm).isNaN();
            assertThat(net.state()).isEqualTo(before);
        });
    }

    /** Whole parts, unequal parts, a batch too small for all parts, a single example. */
    @ParameterizedTest
    @ValueSource(ints = {24, 23, 9, 5, 1})
    void partsAddUpToTheWhole(int size) {
        double difference = ComputeThread.call(() -> {
            CompiledNetwork whole = net(Optimizer.sgd(1), 1, LAYERS);
            CompiledNetwork parts = net(Optimizer.sgd(1), 3, LAYERS);
            whole.train(batch(size, 3), StepRule.plain(3));
            parts.train(batch(size, 3), StepRule.plain(3));
            assertThat(parts.score()).isCloseTo(whole.score(), within(1e-6));
            return difference(whole, parts);
        });

        assertThat(difference).isCloseTo(0, within(1e-6)); // floats
    }

    /** More sizes than programs are kept. */
    @Test
    void batchSizesComeAndGoWithoutATrace() {
        ComputeThread.run(() -> {
            CompiledNetwork steady = net(Optimizer.sgd(0.1));
            CompiledNetwork changing = net(Optimizer.sgd(0.1));
            for (int size = 30; size > 0; size--) {
                changing.score(batch(size, size));
                changing.output(0, LAYERS.size() - 1, size, rows(pixels(size, size), INPUT.size()));
                changing.train(batch(size, size), new StepRule(size, 0, Double.POSITIVE_INFINITY)); // a rate of zero
            }
            steady.train(batch(12, 1), StepRule.plain(1));
            changing.train(batch(12, 1), StepRule.plain(1));

            assertThat(changing.params()).isEqualTo(steady.params());
        });
    }

    @Test
    void aStateThatIsRestoredGoesOnToTheBit() {
        ComputeThread.run(() -> {
            List<LayerSpec> layers = List.of(conv(4, 3), dropout(0.4), dense(6), softmax(CLASSES));
            CompiledNetwork straight = net(Optimizer.adam(0.01), 2, layers);
            CompiledNetwork resumed = net(Optimizer.adam(0.01), 2, layers);
            for (int step = 0; step < 3; step++) {
                straight.train(batch(12, step), StepRule.plain(step));
            }
            resumed.restore(straight.state());
            for (int step = 3; step < 6; step++) {
                straight.train(batch(12, step), StepRule.plain(step));
                resumed.train(batch(12, step), StepRule.plain(step));
            }

            assertThat(resumed.state()).isEqualTo(straight.state());
        });
    }

    /** Along the gradient the loss with the same masks rises by its squared length; second order and rounding stay below a percent. */
    @Test
    void theGradientThroughDropoutIsThatOfTheMasksDrawn() {
        ComputeThread.run(() -> {
            List<LayerSpec> layers = List.of(
                    conv(4, 3).withActivation(Activation.TANH),
                    dropout(0.3),
                    dense(8).withActivation(Activation.TANH),
                    dropout(0.5),
                    softmax(CLASSES));
            CompiledNetwork net = net(Optimizer.sgd(1), 2, layers);
            INDArray before = net.params().dup();
            double norm = net.train(batch(16, 4), StepRule.plain(9));
            INDArray gradient = before.sub(net.params());
            double h = 0.01 / norm;
            double[] losses = new double[2];
            for (int side = 0; side < 2; side++) {
                net.params().assign(before.add(gradient.mul(side == 0 ? h : -h)));
                net.train(batch(16, 4), new StepRule(9, 0, Double.POSITIVE_INFINITY));
                losses[side] = net.score();
            }

            assertThat((losses[0] - losses[1]) / (2 * h)).isCloseTo(norm * norm, within(0.01 * norm * norm));
        });
    }

    @Test
    void dropoutKeepsTheMeanAndIsOffWhereNothingIsLearned() {
        ComputeThread.run(() -> {
            CompiledNetwork with = net(Optimizer.sgd(1), 2, List.of(dropout(0.5), softmax(CLASSES)));
            CompiledNetwork without = net(Optimizer.sgd(1), 2, List.of(softmax(CLASSES)));
            without.params().assign(with.params());

            assertThat(with.score(batch(16, 1))).isEqualTo(without.score(batch(16, 1)));
            double sum = 0;
            for (int seed = 0; seed < 400; seed++) {
                with.train(batch(16, 1), new StepRule(seed, 0, Double.POSITIVE_INFINITY));
                sum += with.score();
            }
            // convex: the mean loss under noise is above the loss, by little
            assertThat(sum / 400).isBetween(without.score(batch(16, 1)), 1.6 * without.score(batch(16, 1)));
        });
    }

    @Test
    void listenersAreCalledInOrderAndChangeNothing() {
        List<String> calls = new ArrayList<>();
        ComputeThread.run(() -> {
            CompiledNetwork watched = net(Optimizer.adam(0.01));
            CompiledNetwork alone = net(Optimizer.adam(0.01));
            watched.setListeners(new BaseTrainingListener() {
                @Override
                public void onForwardPass(Model model, List<INDArray> activations) {
                    calls.add("forward " + activations.size());
                }

                @Override
                public void onBackwardPass(Model model) {
                    calls.add("backward");
                }

                @Override
                public void onGradientCalculation(Model model) {
                    calls.add(
                            "gradient " + model.gradient().gradientForVariable().size());
                }

                @Override
                public void iterationDone(Model model, int iteration, int epoch) {
                    calls.add("done " + iteration);
                }
            });
            watched.train(batch(8, 1), StepRule.plain(1));
            alone.train(batch(8, 1), StepRule.plain(1));

            assertThat(watched.state()).isEqualTo(alone.state());
        });

        assertThat(calls).containsExactly("forward 4", "backward", "gradient 6", "done 0");
    }

    @Test
    void anUpdaterThatIsReplacedIsUsed() {
        ComputeThread.run(() -> {
            CompiledNetwork net = net(Optimizer.momentum(0.1, 0.9));
            CompiledNetwork still = net(Optimizer.momentum(0.1, 0.9));
            net.train(batch(8, 1), StepRule.plain(1));
            still.params().assign(net.params());
            net.setUpdater(null); // Deeplearning4j makes another one, without velocity

            net.train(batch(8, 2), StepRule.plain(2));
            still.train(batch(8, 2), StepRule.plain(2));

            assertThat(net.params()).isEqualTo(still.params());
        });
    }

    @Test
    void networksThatNobodyNeedsGiveTheirMemoryBack() throws InterruptedException {
        long before = settledMemory();
        for (int i = 0; i < 60; i++) {
            ComputeThread.run(() -> {
                CompiledNetwork net = net(Optimizer.adam(0.01), 2, List.of(conv(32, 3), maxPool(2), softmax(CLASSES)));
                net.train(batch(512, 1), StepRule.plain(1));
            });
        }
        long grown = settledMemory() - before;

        // each took about 9 MB of activations and gradients
        assertThat(grown).isLessThan(100L << 20);
    }

    private static long settledMemory() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(100); // the cleaner has a thread of its own
        }
        return Pointer.totalBytes();
    }
}
