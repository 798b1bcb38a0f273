package io.github.latent4j.vae;

import io.github.latent4j.data.Images;
import io.github.latent4j.nn.Activation;
import io.github.latent4j.nn.engine.Batch;
import io.github.latent4j.nn.engine.CompiledNetwork;
import io.github.latent4j.nn.engine.JavaLayer;
import io.github.latent4j.nn.engine.Rows;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.buffer.DataType;

/** An autoencoder's network, and what goes into and comes out of it. Used on the compute thread only. */
final class VaeEngine {
    private final VaeSpec spec;
    private final VaeLayout layout;
    private final CompiledNetwork net;
    private final List<VaeNet> parts;

    /** With new weights; throws an {@link IllegalArgumentException} if they need more memory than the process may take. */
    VaeEngine(VaeSpec spec) {
        this.spec = spec;
        this.layout = VaeLayout.of(spec);
        this.net = VaeNet.build(spec, DataType.FLOAT);
        this.parts = net.parts().stream().map(VaeNet::of).toList();
    }

    CompiledNetwork net() {
        return net;
    }

    VaeLayout layout() {
        return layout;
    }

    /** Numbers of one code, without the label. */
    int codeSize() {
        return layout.code().size() - spec.classes();
    }

    private int latentIndex() {
        return parts.get(0).latentIndex();
    }

    BetaSchedule betaSchedule() {
        return spec.objective() instanceof Objective.Elbo elbo ? elbo.beta() : BetaSchedule.constant(1);
    }

    /** Weight of the KL term at the step that comes next. */
    double beta() {
        return betaSchedule().at(net.getIterationCount());
    }

    /** For the next pass: each part of the batch draws from a stream of its own; pictures are corrupted only while training. */
    void prepare(long seed, boolean training) {
        SplittableRandom seeds = new SplittableRandom(seed);
        double beta = beta();
        parts.forEach(part -> part.prepare(seeds.split(), beta, training));
    }

    /** Codes of each picture from now on, which must be of a Gaussian; 0 for as many as the objective wants. */
    void drawSamples(int count) {
        parts.forEach(part -> ((GaussianLayer) part.latent()).drawSamples(count));
    }

    /** What the last pass has found about the pictures of a batch, in their order. */
    List<Outcome> takeOutcomes() {
        return parts.stream()
                .flatMap(part -> part.latent().takeOutcome().stream())
                .toList();
    }

    /** A picture is its own target, once for each number that the decoder gives for a pixel. */
    Batch examples(Images batch) {
        int numbers = spec.likelihood().numbers();
        Rows inputs = inputs(batch);
        Rows targets = spec.classes() == 0 && numbers == 1
                ? inputs
                : (target, from, to) -> {
                    for (int i = from; i < to; i++) {
                        for (int n = 0; n < numbers; n++) {
                            batch.copyPixels(target, i, i + 1);
                        }
                    }
                };
        return new Batch(batch.size(), inputs, targets);
    }

    /** Pictures, and behind each its label if the model is told labels. */
    private Rows inputs(Images batch) {
        if (spec.classes() == 0) {
            return batch::copyPixels;
        }
        return (target, from, to) -> {
            for (int i = from; i < to; i++) {
                batch.copyPixels(target, i, i + 1);
                putOneHot(target, batch.label(i));
            }
        };
    }

    private void putOneHot(FloatBuffer target, int label) {
        for (int c = 0; c < spec.classes(); c++) {
            target.put(c == label ? 1 : 0);
        }
    }

    /** What the encoder says of pictures, row by row: mean and log-variance side by side, or the code itself, maybe with the label behind it. */
    float[] encode(Images batch) {
        boolean chosen = spec.latent() instanceof Latent.Quantized;
        return net.output(0, latentIndex() - (chosen ? 0 : 1), batch.size(), inputs(batch));
    }

    /** The decoder's numbers for the pixels of the pictures of some codes, with the label of each if the model is told labels. */
    float[] decode(double[][] z, IntUnaryOperator labels) {
        Rows codes = (target, from, to) -> {
            for (int i = from; i < to; i++) {
                for (double value : z[i]) {
                    target.put((float) value);
                }
                putOneHot(target, labels.applyAsInt(i));
            }
        };
        return net.output(
                latentIndex() + 1,
                net.getnLayers() - 1,
                z.length,
                codes,
                layout.code().size());
    }

    /** The distribution {@code p(z)} as it is now. */
    GaussianMixture prior(Latent.Gaussian latent) {
        return GaussianLayer.prior(latent.prior(), latent.size(), parametersOf(latentIndex()), numbersOfPseudoInputs());
    }

    private double[] parametersOf(int layer) {
        Layer found = net.getLayer(layer);
        return found.numParams() == 0
                ? new double[0]
                : found.getParam(JavaLayer.PARAMETERS).dup().data().asDouble();
    }

    private double[] numbersOfPseudoInputs() {
        int count = GaussianLayer.pseudoInputs(spec);
        if (count == 0) {
            return new double[0];
        }
        double[] values = parametersOf(0);
        int size = layout.encoderInput().size();
        float[] numbers = net.output(
                1,
                latentIndex() - 1,
                count,
                (target, from, to) -> {
                    for (int i = from * size; i < to * size; i++) {
                        target.put((float) Activation.SIGMOID.value(values[i]));
                    }
                },
                size);
        double[] wide = new double[numbers.length];
        Arrays.setAll(wide, i -> numbers[i]);
        return wide;
    }
}
