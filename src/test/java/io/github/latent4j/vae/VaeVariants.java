package io.github.latent4j.vae;

import static io.github.latent4j.nn.LayerSpec.conv;
import static io.github.latent4j.nn.LayerSpec.convTransposed;
import static io.github.latent4j.nn.LayerSpec.dense;
import static io.github.latent4j.nn.LayerSpec.reshape;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.nn.LayerSpec.Padding;
import io.github.latent4j.nn.NetSpec;
import io.github.latent4j.nn.engine.CompiledNetwork;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Small models of every kind, and the same pictures, labels and noise for each. */
final class VaeVariants {
    static final ImageShape SHAPE = ImageShape.grey(4, 4);
    static final int PICTURES = 9;

    private VaeVariants() {}

    /** Those whose gradient is the derivative of their score. */
    static Stream<VaeSpec> differentiable() {
        VaeSpec plain = VaeSpec.of(SHAPE, 3).withHidden(7, 5).withSeed(3);
        Latent.Gaussian latent = Latent.gaussian(3);
        NetSpec encoder = NetSpec.of(SHAPE, conv(3, 2), dense(6));
        NetSpec decoder = NetSpec.of(
                new ImageShape(3, 1, 1),
                dense(8),
                reshape(2, 2, 2),
                convTransposed(3, 2).withStride(2));
        return Stream.of(
                plain,
                plain.withHidden(),
                plain.withBeta(4),
                plain.withBeta(0),
                plain.withLikelihood(Likelihood.continuousBernoulli()),
                plain.withLikelihood(Likelihood.gaussian(0.4)),
                plain.withLikelihood(Likelihood.learnedGaussian()),
                plain.withLikelihood(Likelihood.categorical(4)),
                plain.withConvolutions(3, 4),
                plain.withConvolutions(3, 4).withLikelihood(Likelihood.categorical(3)),
                plain.withCoders(encoder, decoder),
                plain.withObjective(Objective.elbo().withFreeBits(0.05)),
                plain.withObjective(Objective.betaTc(3)),
                plain.withObjective(Objective.importanceWeighted(1)),
                plain.withObjective(Objective.importanceWeighted(4)),
                plain.withObjective(Objective.importanceWeighted(4)).withLikelihood(Likelihood.gaussian(0.4)),
                plain.withObjective(Objective.importanceWeighted(4)).withLikelihood(Likelihood.categorical(3)),
                plain.withConvolutions(3).withObjective(Objective.importanceWeighted(3)),
                plain.withLatent(latent.withPrior(Prior.mixture(4))),
                plain.withLatent(latent.withPrior(Prior.mixture(4))).withBeta(2),
                plain.withLatent(latent.withPrior(Prior.mixture(4))).withObjective(Objective.importanceWeighted(4)),
                plain.withLatent(latent.withPrior(Prior.vamp(5))),
                plain.withConvolutions(3).withLatent(latent.withPrior(Prior.vamp(5))),
                plain.withLatent(latent.withPrior(Prior.vamp(5))).withObjective(Objective.importanceWeighted(2)),
                plain.withClasses(3),
                plain.withClasses(3).withConvolutions(3, 4),
                plain.withClasses(3).withObjective(Objective.importanceWeighted(2)),
                plain.withCorruption(Corruption.noise(0.3)),
                plain.withCorruption(Corruption.masking(0.3)).withConvolutions(3),
                plain.withLatent(Latent.deterministic(3)),
                plain.withLatent(Latent.deterministic(3)).withClasses(2));
    }

    /** Those whose decoder's gradient skips a choice. */
    static Stream<VaeSpec> quantized() {
        VaeSpec plain = VaeSpec.of(SHAPE, 3).withHidden(7).withSeed(3).withLatent(Latent.quantized(5, 3));
        NetSpec encoder = NetSpec.of(SHAPE, conv(3, 3).withPadding(Padding.SAME));
        NetSpec decoder = NetSpec.of(new ImageShape(3, 4, 4), conv(3, 3).withPadding(Padding.SAME));
        return Stream.of(plain, plain.withClasses(2), plain.withConvolutions(3, 4), plain.withCoders(encoder, decoder));
    }

    static Stream<VaeSpec> all() {
        return Stream.concat(differentiable(), quantized());
    }

    /** {@code [count, pixels + classes]}: what the network takes. */
    static INDArray inputs(VaeSpec spec, int count) {
        double[] values = new double[count * (SHAPE.size() + spec.classes())];
        double[] pixels = pixels(count);
        int width = SHAPE.size() + spec.classes();
        for (int i = 0; i < count; i++) {
            System.arraycopy(pixels, i * SHAPE.size(), values, i * width, SHAPE.size());
            if (spec.classes() > 0) {
                values[i * width + SHAPE.size() + i % spec.classes()] = 1;
            }
        }
        return Nd4j.createFromArray(values).reshape(count, width);
    }

    /** {@code [count, numbers * pixels]}: what its loss compares with. */
    static INDArray targets(VaeSpec spec, int count) {
        INDArray pixels = Nd4j.createFromArray(pixels(count)).reshape(count, SHAPE.size());
        return Nd4j.hstack(
                Stream.generate(() -> pixels).limit(spec.likelihood().numbers()).toArray(INDArray[]::new));
    }

    private static double[] pixels(int count) {
        return new Random(1).doubles((long) count * SHAPE.size()).toArray();
    }

    /** The same noise for the next pass each time. */
    static void prepare(CompiledNetwork net, VaeSpec spec) {
        SplittableRandom seeds = new SplittableRandom(5);
        double beta =
                spec.objective() instanceof Objective.Elbo elbo ? elbo.beta().at(0) : 1;
        net.parts().forEach(part -> VaeNet.of(part).prepare(seeds.split(), beta, true));
    }
}
