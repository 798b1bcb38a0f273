package io.github.latent4j.nn;

import static io.github.latent4j.nn.LayerSpec.batchNorm;
import static io.github.latent4j.nn.LayerSpec.conv;
import static io.github.latent4j.nn.LayerSpec.dense;
import static io.github.latent4j.nn.LayerSpec.maxPool;
import static io.github.latent4j.nn.LayerSpec.softmax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.internal.ComputeThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Every layer's gradient against finite differences, and the oneDNN layers against Deeplearning4j's own. */
class LayerGradientsTest {
    private static final ImageShape INPUT = new ImageShape(2, 8, 7);
    private static final int CLASSES = 3;
    private static final int BATCH = 5;
    private static final String HELPERS_OFF = "org.eclipse.deeplearning4j.helpers.disable";

    static Stream<Arguments> nets() {
        return Stream.of(
                arguments("dense tanh", List.of(dense(6).withActivation(Activation.TANH))),
                arguments("dense sigmoid", List.of(dense(6).withActivation(Activation.SIGMOID))),
                arguments("dense identity", List.of(dense(6).withActivation(Activation.IDENTITY))),
                arguments("conv", List.of(conv(3, 3).withActivation(Activation.TANH))),
                arguments(
                        "conv same, stride 2",
                        List.of(conv(3, 3)
                                .withPadding(LayerSpec.Padding.SAME)
                                .withStride(2)
                                .withActivation(Activation.TANH))),
                arguments(
                        "transposed conv",
                        List.of(LayerSpec.convTransposed(3, 3).withStride(2).withActivation(Activation.TANH))),
                arguments(
                        "transposed conv same",
                        List.of(LayerSpec.convTransposed(3, 4)
                                .withPadding(LayerSpec.Padding.SAME)
                                .withStride(2)
                                .withActivation(Activation.TANH))),
                arguments("average pool", List.of(conv(3, 3).withActivation(Activation.TANH), LayerSpec.avgPool(2))),
                arguments(
                        "global average",
                        List.of(conv(3, 3).withActivation(Activation.TANH), LayerSpec.globalAvgPool())),
                arguments("leaky relu", List.of(dense(6).withActivation(Activation.LEAKY_RELU))),
                arguments("elu", List.of(dense(6).withActivation(Activation.ELU))),
                arguments("softplus", List.of(dense(6).withActivation(Activation.SOFTPLUS))),
                arguments("swish", List.of(dense(6).withActivation(Activation.SWISH))),
                arguments("gelu", List.of(dense(6).withActivation(Activation.GELU))),
                arguments("mish", List.of(dense(6).withActivation(Activation.MISH))),
                arguments("max pool", List.of(conv(3, 3).withActivation(Activation.TANH), maxPool(2))),
                arguments("batch norm", List.of(dense(6).withActivation(Activation.TANH), batchNorm())),
                arguments("batch norm of pictures", List.of(conv(3, 3).withActivation(Activation.TANH), batchNorm())),
                arguments(
                        "reshape",
                        List.of(
                                dense(12).withActivation(Activation.TANH),
                                LayerSpec.reshape(2, 3, 2),
                                conv(3, 2).withActivation(Activation.TANH))),
                arguments("relu", List.of(dense(6), dense(5))));
    }

    /** In double, so that a step of 1e-6 leaves an error of about 1e-9 of the gradient. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("nets")
    void gradientsAgreeWithFiniteDifferences(String name, List<LayerSpec> hidden) {
        double error = ComputeThread.call(() -> {
            MultiLayerNetwork net = net(hidden, 11, DataType.DOUBLE);
            INDArray x = input(DataType.DOUBLE, 1);
            INDArray y = labels(DataType.DOUBLE);
            INDArray gradient = gradient(net, x, y);
            double worst = 0;
            Random random = new Random(2);
            for (int k = 0; k < 60; k++) {
                int i = random.nextInt((int) net.numParams());
                if (isRunningStatistic(net, i)) {
                    continue; // not learned by a gradient: Deeplearning4j only stores its change in this place
                }
                worst = Math.max(worst, Math.abs(numeric(net, x, y, i) - gradient.getDouble(i) / BATCH));
            }
            return worst / (gradient.amaxNumber().doubleValue() / BATCH);
        });

        assertThat(error).isCloseTo(0, within(1e-6));
    }

    /** Whether parameter {@code i} is a mean or variance that batch normalisation keeps for later use. */
    private static boolean isRunningStatistic(MultiLayerNetwork net, int i) {
        long from = 0;
        for (org.deeplearning4j.nn.api.Layer layer : net.getLayers()) {
            if (layer instanceof BatchNormalization
                    && i >= from + layer.numParams() / 2
                    && i < from + layer.numParams()) {
                return true; // scale and shift come first
            }
            from += layer.numParams();
        }
        return false;
    }

    /** The same net in the same state gives the same gradient with and without oneDNN, up to the order of float sums. */
    @ParameterizedTest(name = "random net {0}")
    @MethodSource("seeds")
    void oneDnnLayersAgreeWithTheirPlainForm(int seed) {
        List<LayerSpec> hidden = randomLayers(new Random(seed));
        double difference = ComputeThread.call(() -> {
            INDArray x = input(DataType.FLOAT, seed);
            INDArray y = labels(DataType.FLOAT);
            INDArray fast = gradient(net(hidden, seed, DataType.FLOAT), x, y).dup();
            INDArray plain = gradient(plainNet(hidden, seed), x, y);
            return fast.sub(plain).amaxNumber().doubleValue()
                    / plain.amaxNumber().doubleValue();
        });

        assertThat(difference).as(hidden.toString()).isCloseTo(0, within(1e-4));
    }

    static IntStream seeds() {
        return IntStream.rangeClosed(1, 30);
    }

    private static List<LayerSpec> randomLayers(Random random) {
        List<LayerSpec> layers = new ArrayList<>();
        LayerSpec.Padding[] paddings = LayerSpec.Padding.values();
        layers.add(conv(1 + random.nextInt(9), 1 + random.nextInt(3))
                .withPadding(paddings[random.nextInt(2)])
                .withStride(1 + random.nextInt(2)));
        if (random.nextBoolean()) {
            layers.add(batchNorm());
        }
        layers.add(maxPool(1 + random.nextInt(2)));
        layers.add(conv(1 + random.nextInt(5), 2).withPadding(LayerSpec.Padding.SAME));
        if (random.nextBoolean()) {
            layers.add(dense(1 + random.nextInt(9)));
        }
        return layers;
    }

    private static MultiLayerNetwork plainNet(List<LayerSpec> hidden, long seed) {
        String before = System.getProperty(HELPERS_OFF);
        System.setProperty(HELPERS_OFF, "true");
        try {
            MultiLayerNetwork net = net(hidden, seed, DataType.FLOAT);
            assertThat(net.getLayer(0).getHelper()).isNull();
            return net;
        } finally {
            System.setProperty(HELPERS_OFF, before);
        }
    }

    private static MultiLayerNetwork net(List<LayerSpec> hidden, long seed, DataType type) {
        List<LayerSpec> layers = new ArrayList<>(hidden);
        layers.add(softmax(CLASSES));
        NetSpec spec = NetSpec.of(INPUT, layers.toArray(LayerSpec[]::new));
        return Dl4jNets.build(
                INPUT, false, () -> Dl4jNets.layers(layers), spec.optimizer(), spec.parameters(), seed, type);
    }

    /** Summed over the batch. */
    private static INDArray gradient(MultiLayerNetwork net, INDArray x, INDArray y) {
        net.setInput(x);
        net.setLabels(y);
        net.computeGradientAndScore();
        return net.gradient().gradient();
    }

    private static double numeric(MultiLayerNetwork net, INDArray x, INDArray y, long i) {
        double h = 1e-6;
        double at = net.params().getDouble(i);
        net.params().putScalar(i, at + h);
        double up = net.score(new DataSet(x, y), true);
        net.params().putScalar(i, at - h);
        double down = net.score(new DataSet(x, y), true);
        net.params().putScalar(i, at);
        return (up - down) / (2 * h);
    }

    private static INDArray input(DataType type, long seed) {
        Random random = new Random(seed);
        double[] values = random.doubles((long) BATCH * INPUT.size()).toArray();
        return Nd4j.createFromArray(values)
                .castTo(type)
                .reshape(BATCH, INPUT.channels(), INPUT.height(), INPUT.width());
    }

    private static INDArray labels(DataType type) {
        INDArray labels = Nd4j.zeros(type, BATCH, CLASSES);
        for (int i = 0; i < BATCH; i++) {
            labels.putScalar(i, i % CLASSES, 1);
        }
        return labels;
    }
}
