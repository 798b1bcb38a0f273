package io.github.latent4j.nn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.internal.ComputeThread;
import io.github.latent4j.nn.Dl4jNets;
import io.github.latent4j.nn.LayerSpec;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The sum over parts against the whole batch in one part, in double so that a difference would be seen. */
class CompiledNetworkTest {
    private static final ImageShape INPUT = ImageShape.grey(9, 8);
    private static final List<LayerSpec> LAYERS = List.of(
            LayerSpec.conv(3, 3), LayerSpec.maxPool(2), LayerSpec.conv(4, 2), LayerSpec.dense(6), LayerSpec.softmax(3));

    /** Whole parts, unequal parts, a batch too small for all parts, a single example. */
    @ParameterizedTest
    @ValueSource(ints = {24, 23, 9, 5, 1})
    void partsAddUpToTheWhole(int batch) {
        double[] differences = ComputeThread.call(() -> {
            MultiLayerNetwork whole = net(1);
            MultiLayerNetwork parts = net(3);
            INDArray x = images(batch);
            INDArray y = labels(batch);
            for (MultiLayerNetwork net : List.of(whole, parts)) {
                net.setInput(x);
                net.setLabels(y);
                net.computeGradientAndScore();
            }
            INDArray gradient = whole.gradient().gradient();
            return new double[] {
                parts.gradient().gradient().sub(gradient).amaxNumber().doubleValue()
                        / gradient.amaxNumber().doubleValue(),
                parts.score() - whole.score(),
                parts.batchSize() - whole.batchSize()
            };
        });

        assertThat(differences[0]).isCloseTo(0, within(1e-13)); // rounding of doubles
        assertThat(differences[1]).isCloseTo(0, within(1e-13));
        assertThat(differences[2]).isZero();
    }

    @Test
    void trainingInPartsReachesTheSameWeights() {
        double difference = ComputeThread.call(() -> {
            MultiLayerNetwork whole = net(1);
            MultiLayerNetwork parts = net(2);
            for (int step = 0; step < 10; step++) {
                whole.fit(images(16), labels(16));
                parts.fit(images(16), labels(16));
            }
            return parts.params().sub(whole.params()).amaxNumber().doubleValue();
        });

        // rounding, enlarged by Adam where a gradient is almost zero
        assertThat(difference).isCloseTo(0, within(1e-9));
    }

    @Test
    void allPartsShareOneSetOfParameters() {
        ComputeThread.run(() -> {
            CompiledNetwork net = net(3);

            net.fit(images(16), labels(16));

            for (MultiLayerNetwork part : net.parts()) {
                assertThat(part.params()).isEqualTo(net.params());
                assertThat(part.output(images(2))).isEqualTo(net.output(images(2)));
            }
        });
    }

    private static CompiledNetwork net(int parts) {
        MultiLayerNetwork pattern =
                Dl4jNets.build(INPUT, false, () -> Dl4jNets.layers(LAYERS), adam(), 1000, 5, DataType.DOUBLE);
        Stream<MultiLayerConfiguration> configurations =
                Stream.generate(() -> pattern.getLayerWiseConfigurations().clone());
        CompiledNetwork net =
                new CompiledNetwork(configurations.limit(parts).toList(), 0, 1, INPUT.height(), INPUT.width());
        net.init(pattern.params(), true);
        return net;
    }

    private static io.github.latent4j.nn.Optimizer adam() {
        return io.github.latent4j.nn.Optimizer.adam(1e-3);
    }

    private static INDArray images(int batch) {
        double[] values = new Random(batch).doubles((long) batch * INPUT.size()).toArray();
        return Nd4j.createFromArray(values).reshape(batch, 1, INPUT.height(), INPUT.width());
    }

    private static INDArray labels(int batch) {
        INDArray labels = Nd4j.zeros(DataType.DOUBLE, batch, 3);
        for (int i = 0; i < batch; i++) {
            labels.putScalar(i, i % 3, 1);
        }
        return labels;
    }
}
