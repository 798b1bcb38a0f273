package io.github.latent4j.nn;

import static io.github.latent4j.nn.LayerSpec.avgPool;
import static io.github.latent4j.nn.LayerSpec.batchNorm;
import static io.github.latent4j.nn.LayerSpec.conv;
import static io.github.latent4j.nn.LayerSpec.convTransposed;
import static io.github.latent4j.nn.LayerSpec.dense;
import static io.github.latent4j.nn.LayerSpec.globalAvgPool;
import static io.github.latent4j.nn.LayerSpec.maxPool;
import static io.github.latent4j.nn.LayerSpec.reshape;
import static io.github.latent4j.nn.LayerSpec.softmax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.internal.ComputeThread;
import io.github.latent4j.nn.engine.CompiledNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Programs of oneDNN in floats against Deeplearning4j's own layers in doubles, whose gradients {@link LayerGradientsTest} checks against finite
 * differences: at the same parameters, for each kind of layer and for 200 random networks.
 */
class CompiledGradientsTest {
    /** Sums of up to some thousand floats, each good to 6e-8, layer upon layer; relative to the largest value. A fault is far above. */
    private static final double FLOATS = 1e-4;

    private static final ImageShape INPUT = new ImageShape(2, 8, 7);
    private static final int CLASSES = 3;
    private static final List<Activation> FUNCTIONS = List.of(Activation.values());

    /** The same weights in a compiled network and in one of doubles, and a batch for them. */
    private record Twins(CompiledNetwork compiled, MultiLayerNetwork exact, INDArray x, INDArray y) {

        static Twins of(List<LayerSpec> hidden, int parts, int batch, long seed) {
            List<LayerSpec> layers = new ArrayList<>(hidden);
            layers.add(softmax(CLASSES));
            NetSpec spec = NetSpec.of(INPUT, layers.toArray(LayerSpec[]::new));
            MultiLayerNetwork pattern = build(spec, seed, DataType.FLOAT);
            boolean whole = layers.stream().anyMatch(LayerSpec.BatchNorm.class::isInstance);
            Stream<MultiLayerConfiguration> configurations =
                    Stream.generate(() -> pattern.getLayerWiseConfigurations().clone());
            CompiledNetwork compiled = new CompiledNetwork(
                    configurations.limit(whole ? 1 : parts).toList(),
                    0,
                    INPUT.channels(),
                    INPUT.height(),
                    INPUT.width());
            compiled.init(pattern.params(), true);
            Random random = new Random(seed);
            compiled.params().addi(noise(random, compiled.params().shape())); // biases are not zero either
            MultiLayerNetwork exact = build(spec, seed, DataType.DOUBLE);
            exact.params().assign(compiled.params().castTo(DataType.DOUBLE));
            INDArray x = Nd4j.createFromArray(
                            random.doubles((long) batch * INPUT.size()).toArray())
                    .castTo(DataType.FLOAT)
                    .reshape(batch, INPUT.channels(), INPUT.height(), INPUT.width());
            INDArray y = Nd4j.zeros(DataType.FLOAT, batch, CLASSES);
            for (int i = 0; i < batch; i++) {
                y.putScalar(i, random.nextInt(CLASSES), 1);
            }
            return new Twins(compiled, exact, x, y);
        }

        private static INDArray noise(Random random, long... shape) {
            double[] values = random.doubles(shape[0] * (shape.length > 1 ? shape[1] : 1), 0, 0.1)
                    .toArray();
            return Nd4j.createFromArray(values).castTo(DataType.FLOAT).reshape(shape);
        }

        private static MultiLayerNetwork build(NetSpec spec, long seed, DataType type) {
            return Dl4jNets.build(
                    INPUT,
                    false,
                    () -> Dl4jNets.layers(spec.layers()),
                    spec.optimizer(),
                    spec.parameters(),
                    seed,
                    type);
        }

        /** Of the gradient, relative to its largest value. */
        double gradientError() {
            INDArray wanted = gradient(exact, x.castTo(DataType.DOUBLE), y.castTo(DataType.DOUBLE));
            INDArray got = gradient(compiled, x, y).castTo(DataType.DOUBLE);
            return got.sub(wanted).amaxNumber().doubleValue()
                    / wanted.amaxNumber().doubleValue();
        }

        double scoreError() {
            return compiled.score() / exact.score() - 1;
        }

        double outputError() {
            float[] values = x.dup('c').data().asFloat();
            int size = INPUT.size();
            float[] got = compiled.output(
                    0,
                    compiled.getnLayers() - 1,
                    (int) x.size(0),
                    (target, from, to) -> target.put(values, from * size, (to - from) * size));
            double[] wanted =
                    exact.output(x.castTo(DataType.DOUBLE)).dup('c').data().asDouble();
            return IntStream.range(0, got.length)
                    .mapToDouble(i -> Math.abs(got[i] - wanted[i]))
                    .max()
                    .orElseThrow();
        }

        private static INDArray gradient(MultiLayerNetwork net, INDArray x, INDArray y) {
            net.setInput(x);
            net.setLabels(y);
            net.computeGradientAndScore();
            return net.gradient().gradient();
        }
    }

    static Stream<List<LayerSpec>> kinds() {
        LayerSpec.Conv smooth = conv(3, 3).withActivation(Activation.TANH);
        Stream<List<LayerSpec>> layers = Stream.of(
                List.of(),
                List.of(dense(6)),
                List.of(dense(6), dense(33).withActivation(Activation.SIGMOID)),
                List.of(smooth),
                List.of(conv(5, 3).withStride(2)),
                List.of(smooth.withStride(3)),
                List.of(
                        conv(4, 2).withPadding(LayerSpec.Padding.SAME),
                        smooth.withStride(2).withPadding(LayerSpec.Padding.SAME)),
                List.of(conv(16, 4).withPadding(LayerSpec.Padding.SAME).withStride(2), conv(32, 1)),
                List.of(convTransposed(4, 3)),
                List.of(
                        convTransposed(4, 3).withStride(2),
                        convTransposed(2, 4).withStride(2).withPadding(LayerSpec.Padding.SAME)),
                List.of(convTransposed(20, 3).withStride(2).withPadding(LayerSpec.Padding.SAME), smooth),
                List.of(smooth, maxPool(2), dense(4)),
                List.of(conv(20, 3), conv(1, 3).withActivation(Activation.TANH)), // one map of many
                List.of(conv(8, 2), conv(1, 4).withPadding(LayerSpec.Padding.SAME), conv(9, 2)),
                List.of(conv(20, 3), conv(1, 5).withPadding(LayerSpec.Padding.SAME)), // a window as wide as the picture
                List.of(conv(17, 1), conv(1, 1).withActivation(Activation.GELU), dense(4)),
                List.of(conv(20, 3), maxPool(3)),
                List.of(maxPool(2)),
                List.of(smooth, avgPool(2)),
                List.of(avgPool(3), smooth.withPadding(LayerSpec.Padding.SAME)),
                List.of(smooth, globalAvgPool()),
                List.of(globalAvgPool(), dense(5)),
                List.of(dense(24), reshape(2, 3, 4), convTransposed(3, 2).withStride(2), maxPool(2)),
                List.of(dense(6).withActivation(Activation.TANH), batchNorm()),
                List.of(batchNorm(), smooth, batchNorm()),
                List.of(conv(17, 3), batchNorm(), maxPool(2), dense(5)));
        Stream<List<LayerSpec>> activations = Stream.of(Activation.values())
                .map(function -> List.of(
                        conv(3, 3).withActivation(function),
                        convTransposed(2, 3).withActivation(function),
                        dense(6).withActivation(function)));
        return Stream.concat(layers, activations);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void eachKindOfLayerHasTheGradientThatItHasInDoubles(List<LayerSpec> hidden) {
        ComputeThread.run(() -> assertAgreement(Twins.of(hidden, 2, 9, 3), hidden));
    }

    @ParameterizedTest(name = "random net {0}")
    @MethodSource("seeds")
    void randomNetworksHaveTheGradientThatTheyHaveInDoubles(int seed) {
        Random random = new Random(seed);
        List<LayerSpec> hidden = randomLayers(random);
        ComputeThread.run(() -> assertAgreement(Twins.of(hidden, 1 + seed % 3, 1 + random.nextInt(33), seed), hidden));
    }

    private static void assertAgreement(Twins twins, List<LayerSpec> hidden) {
        assertThat(twins.compiled.notCompiled()).as(hidden.toString()).isEmpty();
        assertThat(twins.gradientError()).as(hidden + " gradient").isCloseTo(0, within(FLOATS));
        assertThat(twins.scoreError()).as(hidden + " score").isCloseTo(0, within(FLOATS));
        assertThat(twins.outputError()).as(hidden + " output").isCloseTo(0, within(FLOATS));
    }

    static IntStream seeds() {
        return IntStream.rangeClosed(1, 200);
    }

    private static List<LayerSpec> randomLayers(Random random) {
        List<LayerSpec> layers = new ArrayList<>();
        ImageShape shape = INPUT;
        boolean flat = false;
        for (int i = random.nextInt(4); i >= 0; i--) {
            LayerSpec layer =
                    flat ? dense(1 + random.nextInt(20)).withActivation(any(random)) : randomLayer(random, shape);
            flat |= layer instanceof LayerSpec.Dense || layer instanceof LayerSpec.GlobalAvgPool;
            layers.add(layer);
            shape = layer.output(shape);
        }
        return layers;
    }

    private static LayerSpec randomLayer(Random random, ImageShape shape) {
        int side = Math.min(shape.height(), shape.width());
        int kernel = 1 + random.nextInt(Math.min(4, side));
        LayerSpec.Padding padding = random.nextBoolean() ? LayerSpec.Padding.SAME : LayerSpec.Padding.VALID;
        return switch (random.nextInt(8)) {
            case 0, 1, 2 ->
                conv(random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(20), kernel)
                        .withPadding(padding)
                        .withStride(1 + random.nextInt(2))
                        .withActivation(any(random));
            case 3 ->
                convTransposed(1 + random.nextInt(9), 1 + kernel)
                        .withPadding(padding)
                        .withStride(1 + random.nextInt(2))
                        .withActivation(any(random));
            case 4 ->
                random.nextBoolean() ? maxPool(1 + random.nextInt(Math.min(2, side))) : avgPool(Math.min(2, side));
            case 5 -> batchNorm();
            case 6 -> globalAvgPool();
            default -> dense(1 + random.nextInt(20)).withActivation(any(random));
        };
    }

    private static Activation any(Random random) {
        return FUNCTIONS.get(random.nextInt(FUNCTIONS.size()));
    }
}
