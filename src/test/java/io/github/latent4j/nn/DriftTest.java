package io.github.latent4j.nn;

import static io.github.latent4j.nn.LayerSpec.avgPool;
import static io.github.latent4j.nn.LayerSpec.conv;
import static io.github.latent4j.nn.LayerSpec.dense;
import static io.github.latent4j.nn.LayerSpec.maxPool;
import static io.github.latent4j.nn.LayerSpec.softmax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.data.Datasets;
import io.github.latent4j.data.Images;
import io.github.latent4j.internal.ComputeThread;
import io.github.latent4j.nn.engine.CompiledNetwork;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The article's network trained for some steps, compiled and by Deeplearning4j's own layers: how far apart they get. Rounding alone drives
 * two runs apart, and where a maximum or ReLU's zero is nearly a tie, it decides which way a gradient goes: that differs then by far more
 * than rounding, for one image. What has no such edges never does.
 */
@Timeout(120)
class DriftTest {
    private static final Images IMAGES = Datasets.fashionMini().train();
    private static final int BATCH = 32;
    private static final int STEPS = 20;

    private static NetSpec net(Activation function, LayerSpec pool, Optimizer optimizer) {
        return NetSpec.of(
                        IMAGES.shape(),
                        conv(32, 3).withActivation(function),
                        pool,
                        conv(64, 3).withActivation(function),
                        pool,
                        conv(64, 3).withActivation(function),
                        dense(64).withActivation(function),
                        softmax(10))
                .withOptimizer(optimizer);
    }

    private static CompiledNetwork build(NetSpec spec, DataType type) {
        return Dl4jNets.build(
                spec.input(),
                false,
                () -> Dl4jNets.layers(spec.layers()),
                spec.optimizer(),
                spec.parameters(),
                1,
                type);
    }

    /** Deeplearning4j's own layers with the same weights. */
    private static MultiLayerNetwork stock(CompiledNetwork net) {
        MultiLayerNetwork stock =
                new MultiLayerNetwork(net.getLayerWiseConfigurations().clone());
        stock.init(net.params(), true);
        return stock;
    }

    /** A batch, inputs or labels. */
    private record Examples(INDArray x, INDArray y) {
        static Examples of(int step) {
            Images some = IMAGES.shuffle(step).take(BATCH);
            INDArray y = Nd4j.zeros(DataType.FLOAT, BATCH, 10);
            for (int i = 0; i < BATCH; i++) {
                y.putScalar(i, some.label(i), 1);
            }
            return new Examples(Nd4j.createFromArray(some.pixels()).reshape(BATCH, 1, 28, 28), y);
        }

        INDArray gradientOf(MultiLayerNetwork net) {
            DataType type = net.params().dataType();
            net.setInput(x.castTo(type));
            net.setLabels(y.castTo(type));
            net.computeGradientAndScore();
            return net.gradient().gradient().castTo(DataType.DOUBLE);
        }
    }

    private static void train(MultiLayerNetwork net) {
        for (int step = 0; step < STEPS; step++) {
            Examples examples = Examples.of(step);
            net.fit(examples.x(), examples.y());
        }
    }

    private static double distance(MultiLayerNetwork one, MultiLayerNetwork other) {
        return one.params().sub(other.params()).amaxNumber().doubleValue();
    }

    private static INDArray noise(INDArray like, double size) {
        double[] values = new Random(1).doubles(like.length(), -size, size).toArray();
        return Nd4j.createFromArray(values).castTo(DataType.FLOAT).reshape(like.shape());
    }

    @Test
    void stepsOfGradientDescentEndWhereDeeplearning4jsEnd() {
        double apart = ComputeThread.call(() -> {
            CompiledNetwork ours = build(net(Activation.RELU, maxPool(2), Optimizer.sgd(0.01)), DataType.FLOAT);
            MultiLayerNetwork theirs = stock(ours);
            train(ours);
            train(theirs);
            return distance(ours, theirs);
        });

        assertThat(apart).isCloseTo(0, within(1e-6)); // a tie may move a weight by 3e-7
    }

    /** Adam divides by the size of a gradient: where that is hardly more than rounding, so is what is left of it. */
    @Test
    void adamDriftsNoFurtherThanFromWeightsThatAreRoundedOtherwise() {
        ComputeThread.run(() -> {
            CompiledNetwork ours = build(net(Activation.RELU, maxPool(2), Optimizer.adam(0.001)), DataType.FLOAT);
            MultiLayerNetwork theirs = stock(ours);
            MultiLayerNetwork control = stock(ours);
            control.params().addi(noise(control.params(), 1e-7));
            train(ours);
            train(theirs);
            train(control);

            assertThat(distance(ours, theirs)).isLessThan(distance(control, theirs));
        });
    }

    @Test
    void whereNothingCanTieEachGradientOnTheWayIsThatOfDoublesUpToRounding() {
        ComputeThread.run(() -> {
            NetSpec spec = net(Activation.SOFTPLUS, avgPool(2), Optimizer.adam(0.001));
            CompiledNetwork ours = build(spec, DataType.FLOAT);
            MultiLayerNetwork exact = build(spec, DataType.DOUBLE);
            for (int step = 0; step < STEPS; step++) {
                Examples examples = Examples.of(step);
                exact.params().assign(ours.params().castTo(DataType.DOUBLE));
                INDArray wanted = examples.gradientOf(exact);
                INDArray got = examples.gradientOf(ours);
                double error = got.sub(wanted).amaxNumber().doubleValue()
                        / wanted.amaxNumber().doubleValue();
                assertThat(error)
                        .as("step " + step)
                        .isCloseTo(0, within(3e-6)); // sums of thousands of floats, 6e-8 each
                ours.fit(examples.x(), examples.y());
            }
        });
    }
}
