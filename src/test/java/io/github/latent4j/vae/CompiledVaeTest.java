package io.github.latent4j.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.internal.ComputeThread;
import io.github.latent4j.nn.engine.CompiledNetwork;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A compiled variational autoencoder in floats against Deeplearning4j's layers in doubles, with the same noise at the same parameters. */
class CompiledVaeTest {
    private static final ImageShape SHAPE = VaeVariants.SHAPE;
    private static final int BATCH = VaeVariants.PICTURES;

    static Stream<VaeSpec> all() {
        return VaeVariants.all();
    }

    private static INDArray gradient(CompiledNetwork net, VaeSpec spec, INDArray inputs, INDArray targets) {
        VaeVariants.prepare(net, spec);
        net.setInput(inputs.castTo(net.params().dataType()));
        net.setLabels(targets.castTo(net.params().dataType()));
        net.computeGradientAndScore();
        return net.gradient().gradient().castTo(DataType.DOUBLE);
    }

    @ParameterizedTest
    @MethodSource("all")
    void gradientAndScoreAreThoseInDoubles(VaeSpec spec) {
        ComputeThread.run(() -> {
            CompiledNetwork compiled = VaeNet.build(spec, DataType.FLOAT);
            CompiledNetwork exact = VaeNet.build(spec, DataType.DOUBLE);
            assertThat(compiled.notCompiled()).isEmpty();
            exact.params().assign(compiled.params().castTo(DataType.DOUBLE));
            INDArray inputs = VaeVariants.inputs(spec, BATCH).castTo(DataType.FLOAT);
            INDArray targets = VaeVariants.targets(spec, BATCH).castTo(DataType.FLOAT);

            INDArray got = gradient(compiled, spec, inputs, targets);
            INDArray wanted = gradient(exact, spec, inputs, targets);

            double error = got.sub(wanted).amaxNumber().doubleValue()
                    / wanted.amaxNumber().doubleValue();
            assertThat(error).isCloseTo(0, within(2e-5)); // floats
            assertThat(compiled.score() / exact.score()).isCloseTo(1, within(1e-5));
            assertThat(compiled.notCompiled()).isEmpty();
        });
    }

    /** Where a clipped probability would give 11.5 nats for each pixel and no gradient, the loss is the log-odds itself. */
    @Test
    void theBernoulliLossIsExactHoweverSureTheDecoderIs() {
        ComputeThread.run(() -> {
            VaeSpec spec = VaeSpec.of(SHAPE, 2).withHidden(4);
            CompiledNetwork net = VaeNet.build(spec, DataType.FLOAT);
            net.params().assign(0);
            net.getOutputLayer().getParam("b").assign(80); // as sure of white as can be

            INDArray black = Nd4j.zeros(DataType.FLOAT, BATCH, SHAPE.size());
            INDArray gradient = gradient(net, spec, black, black);

            assertThat(net.score()).isCloseTo(80.0 * SHAPE.size(), within(1e-3));
            long last = net.numParams() - 1;
            assertThat(gradient.getDouble(last)).isCloseTo(BATCH, within(1e-6)); // 1 - 0 for each image
        });
    }
}
