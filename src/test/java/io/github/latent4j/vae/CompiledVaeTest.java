package io.github.latent4j.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.internal.ComputeThread;
import io.github.latent4j.nn.Dl4jNets;
import io.github.latent4j.nn.engine.CompiledNetwork;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A compiled variational autoencoder in floats against Deeplearning4j's layers in doubles, with the same noise at the same parameters. */
class CompiledVaeTest {
    private static final ImageShape SHAPE = ImageShape.grey(5, 4);
    private static final int BATCH = 11;

    static Stream<VaeSpec> specs() {
        VaeSpec spec = VaeSpec.of(SHAPE, 3).withHidden(17, 9).withSeed(3);
        return Stream.of(
                spec,
                spec.withHidden(6),
                spec.withLikelihood(Likelihood.gaussian(0.3)),
                spec.withBeta(4),
                spec.withBeta(0));
    }

    private static CompiledNetwork net(VaeSpec spec, DataType type) {
        return Dl4jNets.build(spec.input(), true, () -> Vae.layers(spec), spec.optimizer(), 100_000, spec.seed(), type);
    }

    private static INDArray images(double scale) {
        double[] values = new Random(1).doubles((long) BATCH * SHAPE.size()).toArray();
        return Nd4j.createFromArray(values).muli(scale).castTo(DataType.FLOAT).reshape(BATCH, SHAPE.size());
    }

    private static INDArray gradient(CompiledNetwork net, INDArray x, double beta) {
        SplittableRandom seeds = new SplittableRandom(5);
        net.parts()
                .forEach(part -> Stream.of(part.getLayers())
                        .filter(Sampling.class::isInstance)
                        .map(Sampling.class::cast)
                        .forEach(sampling -> {
                            sampling.setRandom(seeds.split());
                            sampling.setBeta(beta);
                        }));
        net.setInput(x);
        net.setLabels(x);
        net.computeGradientAndScore();
        return net.gradient().gradient().castTo(DataType.DOUBLE);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void gradientAndScoreAreThoseInDoubles(VaeSpec spec) {
        ComputeThread.run(() -> {
            CompiledNetwork compiled = net(spec, DataType.FLOAT);
            CompiledNetwork exact = net(spec, DataType.DOUBLE);
            assertThat(compiled.notCompiled()).isEmpty();
            exact.params().assign(compiled.params().castTo(DataType.DOUBLE));
            double beta = spec.beta().at(0);

            INDArray got = gradient(compiled, images(1), beta);
            INDArray wanted = gradient(exact, images(1).castTo(DataType.DOUBLE), beta);

            double error = got.sub(wanted).amaxNumber().doubleValue()
                    / wanted.amaxNumber().doubleValue();
            assertThat(error).isCloseTo(0, within(2e-5)); // floats
            assertThat(compiled.score() / exact.score()).isCloseTo(1, within(1e-5));
        });
    }

    /** Where a clipped probability would give 11.5 nats for each pixel and no gradient, the loss is the log-odds itself. */
    @Test
    void theBernoulliLossIsExactHoweverSureTheDecoderIs() {
        ComputeThread.run(() -> {
            VaeSpec spec = VaeSpec.of(SHAPE, 2).withHidden(4);
            CompiledNetwork net = net(spec, DataType.FLOAT);
            net.params().assign(0);
            net.getOutputLayer().getParam("b").assign(80); // as sure of white as can be

            INDArray gradient = gradient(net, images(0), 1); // and all is black

            assertThat(net.score()).isCloseTo(80.0 * SHAPE.size(), within(1e-3));
            long last = net.numParams() - 1;
            assertThat(gradient.getDouble(last)).isCloseTo(BATCH, within(1e-6)); // 1 - 0 for each image
        });
    }
}
