package io.github.latent4j.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.internal.ComputeThread;
import io.github.latent4j.nn.engine.CompiledNetwork;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The gradients of all objectives, priors and likelihoods, with the same noise in each forward pass. */
class VaeGradientsTest {
    /** Few enough for one part, as a score is computed too. */
    private static final int BATCH = 7;

    static Stream<VaeSpec> differentiable() {
        return VaeVariants.differentiable();
    }

    static Stream<VaeSpec> quantized() {
        return VaeVariants.quantized();
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void agreeWithFiniteDifferences(VaeSpec spec) {
        double error = ComputeThread.call(() -> {
            CompiledNetwork net = net(spec);
            return worstError(net, spec, 0);
        });

        // in double, with a step of 1e-5: truncation 1e-9, rounding 1e-10; relu corners are not hit with this seed
        assertThat(error).isCloseTo(0, within(1e-7));
    }

    /** Up to the codebook the gradient is none of the score: the choice of a codeword has none. */
    @ParameterizedTest
    @MethodSource("quantized")
    void ofAQuantizedModelsDecoderAgreeWithFiniteDifferences(VaeSpec spec) {
        double error = ComputeThread.call(() -> {
            CompiledNetwork net = net(spec);
            int first = 0;
            for (int layer = 0; layer <= VaeNet.of(net).latentIndex(); layer++) {
                first += (int) net.getLayer(layer).numParams();
            }
            return worstError(net, spec, first);
        });

        assertThat(error).isCloseTo(0, within(1e-7));
    }

    /** With biases that are not zero: where nothing but a bias reaches relu, zero would be its corner. */
    private static CompiledNetwork net(VaeSpec spec) {
        CompiledNetwork net = VaeNet.build(spec, DataType.DOUBLE);
        double[] noise = new Random(4).doubles(net.numParams(), -0.1, 0.1).toArray();
        net.params().addi(Nd4j.createFromArray(noise).reshape(net.params().shape()));
        return net;
    }

    /** Of the parameters from {@code first} on, relative to the largest gradient. */
    private static double worstError(CompiledNetwork net, VaeSpec spec, int first) {
        VaeVariants.prepare(net, spec);
        net.setInput(VaeVariants.inputs(spec, BATCH));
        net.setLabels(VaeVariants.targets(spec, BATCH));
        net.computeGradientAndScore();
        INDArray gradient = net.gradient().gradient().div(BATCH);
        double worst = 0;
        for (int i : new Random(2).ints(120, first, (int) net.numParams()).toArray()) {
            worst = Math.max(worst, Math.abs(numeric(net, spec, i) - gradient.getDouble(i)));
        }
        return worst / gradient.amaxNumber().doubleValue();
    }

    private static double numeric(CompiledNetwork net, VaeSpec spec, long i) {
        double h = 1e-5;
        double at = net.params().getDouble(i);
        net.params().putScalar(i, at + h);
        double up = score(net, spec);
        net.params().putScalar(i, at - h);
        double down = score(net, spec);
        net.params().putScalar(i, at);
        return (up - down) / (2 * h);
    }

    private static double score(CompiledNetwork net, VaeSpec spec) {
        VaeVariants.prepare(net, spec);
        return net.score(new DataSet(VaeVariants.inputs(spec, BATCH), VaeVariants.targets(spec, BATCH)), true);
    }
}
