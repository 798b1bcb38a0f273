package io.github.latent4j.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.internal.ComputeThread;
import io.github.latent4j.nn.Dl4jNets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The sampling step inside a network: its score and its gradient, with the same noise in each forward pass. */
class SamplingTest {
    private static final long NOISE = 5;
    private static final int BATCH = 4;

    private static final VaeSpec SPEC =
            VaeSpec.of(ImageShape.grey(3, 4), 3).withHidden(7, 5).withSeed(3);

    static Stream<VaeSpec> specs() {
        return Stream.of(SPEC, SPEC.withLikelihood(Likelihood.gaussian(0.4)), SPEC.withBeta(4), SPEC.withBeta(0));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void gradientsAgreeWithFiniteDifferences(VaeSpec spec) {
        double error = ComputeThread.call(() -> {
            MultiLayerNetwork net = net(spec);
            Sampling sampling = sampling(net, spec);
            INDArray x = images();
            sampling.setRandom(new Random(NOISE));
            net.setInput(x);
            net.setLabels(x);
            net.computeGradientAndScore();
            INDArray gradient = net.gradient().gradient().div(BATCH);
            double worst = 0;
            for (int i : new Random(2).ints(80, 0, (int) net.numParams()).toArray()) {
                worst = Math.max(worst, Math.abs(numeric(net, sampling, x, i) - gradient.getDouble(i)));
            }
            return worst / gradient.amaxNumber().doubleValue();
        });

        // in double, with a step of 1e-5: truncation 1e-10, rounding 1e-11; relu corners are not hit with this seed
        assertThat(error).isCloseTo(0, within(1e-7));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void theScoreIsReconstructionPlusBetaTimesKl(VaeSpec spec) {
        double[] scores = ComputeThread.call(() -> {
            MultiLayerNetwork net = net(spec);
            return new double[] {score(net, sampling(net, spec), images()), byHand(net, spec)};
        });

        assertThat(scores[0]).isCloseTo(scores[1], within(1e-10));
    }

    /** -E[log p(x|z)] and beta KL from the activations of the encoder, the noise and the decoder, without the layer. */
    private static double byHand(MultiLayerNetwork net, VaeSpec spec) {
        INDArray x = images();
        List<INDArray> activations = net.feedForwardToLayer(spec.hidden().size(), x, false);
        INDArray code = activations.get(activations.size() - 1);
        Random random = new Random(NOISE);
        double[][] z = new double[BATCH][];
        double kl = 0;
        for (int i = 0; i < BATCH; i++) {
            double[] row = code.getRow(i).dup().data().asDouble();
            Posterior q = Posterior.of(
                    java.util.Arrays.copyOfRange(row, 0, spec.latentSize()),
                    java.util.Arrays.copyOfRange(row, spec.latentSize(), row.length));
            z[i] = q.sample(random);
            kl += q.kl();
        }
        INDArray mean =
                net.activateSelectedLayers(spec.hidden().size() + 2, net.getnLayers() - 1, Nd4j.createFromArray(z));
        double reconstruction = 0;
        for (int i = 0; i < x.length(); i++) {
            double m = mean.getDouble(i);
            double a = spec.likelihood() instanceof Likelihood.Bernoulli ? Math.log(m / (1 - m)) : m;
            reconstruction -= spec.likelihood().logLikelihood(x.getDouble(i), a);
        }
        return (reconstruction + spec.beta().at(0) * kl) / BATCH;
    }

    private static double numeric(MultiLayerNetwork net, Sampling sampling, INDArray x, long i) {
        double h = 1e-5;
        double at = net.params().getDouble(i);
        net.params().putScalar(i, at + h);
        double up = score(net, sampling, x);
        net.params().putScalar(i, at - h);
        double down = score(net, sampling, x);
        net.params().putScalar(i, at);
        return (up - down) / (2 * h);
    }

    private static double score(MultiLayerNetwork net, Sampling sampling, INDArray x) {
        sampling.setRandom(new Random(NOISE));
        return net.score(new DataSet(x, x), true);
    }

    private static Sampling sampling(MultiLayerNetwork net, VaeSpec spec) {
        Sampling sampling = (Sampling) net.getLayer(spec.hidden().size() + 1);
        sampling.setBeta(spec.beta().at(0));
        return sampling;
    }

    private static MultiLayerNetwork net(VaeSpec spec) {
        return Dl4jNets.build(
                spec.input(), true, () -> Vae.layers(spec), spec.optimizer(), 1000, spec.seed(), DataType.DOUBLE);
    }

    private static INDArray images() {
        return Nd4j.createFromArray(new Random(1)
                        .doubles((long) BATCH * SPEC.input().size())
                        .toArray())
                .reshape(BATCH, SPEC.input().size());
    }
}
