package io.github.latent4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.internal.ComputeThread;
import java.util.List;
import java.util.stream.DoubleStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class ActivationTest {
    private static final double[] XS = {-30, -3.1, -1, -0.2, -1e-3, 1e-3, 0.7, 2, 5, 30};

    /** Central differences with a step of 1e-5: about 1e-10 off. */
    @ParameterizedTest
    @EnumSource
    void theDerivativeIsTheSlopeOfTheFunction(Activation function) {
        for (double x : XS) {
            double slope = (function.value(x + 1e-5) - function.value(x - 1e-5)) / 2e-5;

            assertThat(function.derivative(x)).as("at " + x).isCloseTo(slope, within(1e-8));
        }
    }

    /** A layer whose weights are zero shows the function of its bias. */
    @ParameterizedTest
    @EnumSource
    void aLayerComputesThisFunction(Activation function) {
        for (double x : XS) {
            double value = ComputeThread.call(() -> {
                List<LayerSpec> layers = List.of(LayerSpec.dense(1).withActivation(function), LayerSpec.softmax(2));
                MultiLayerNetwork net = Dl4jNets.build(
                        ImageShape.grey(1, 1),
                        false,
                        () -> Dl4jNets.layers(layers),
                        Optimizer.sgd(1),
                        10,
                        1,
                        DataType.DOUBLE);
                net.getLayer(0).getParam("W").assign(0);
                net.getLayer(0).getParam("b").assign(x);
                return net.feedForwardToLayer(0, Nd4j.zeros(DataType.DOUBLE, 1, 1, 1, 1))
                        .get(1)
                        .getDouble(0);
            });

            assertThat(value).as("at " + x).isCloseTo(function.value(x), within(1e-8 * (1 + Math.abs(x))));
        }
        assertThat(DoubleStream.of(XS).map(function::value)).doesNotContain(Double.NaN);
    }

    @Test
    void eachIsFoundByItsName() {
        for (Activation activation : Activation.values()) {
            assertThat(Activation.named(activation.toString())).isEqualTo(activation);
        }
        assertThatThrownBy(() -> Activation.named("relu6"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "name must be one of [identity, relu, leaky_relu, elu, softplus, swish, gelu, mish, sigmoid,"
                                + " tanh], got \"relu6\"");
    }
}
