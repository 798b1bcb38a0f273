package io.github.latent4j.vae;

import io.github.latent4j.nn.engine.JavaLayer;
import io.github.latent4j.nn.engine.RowWeights;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * The step between encoder and decoder, for one part of a batch: from the encoder's numbers to codes, and what these cost. It is told the
 * losses of the decoder's pictures where it matters, and so knows everything about each picture.
 */
abstract class LatentLayer implements JavaLayer, RowWeights {
    private final @Nullable EncoderInput labelled;
    private final int classes;
    private RandomGenerator random = RandomGenerator.getDefault();
    private double beta = 1;
    private @Nullable Outcome outcome;

    /** For pictures whose labels {@code encoderInput} knows, if the model is told any. */
    LatentLayer(VaeSpec spec, @Nullable EncoderInput encoderInput) {
        this.labelled = spec.classes() > 0 ? encoderInput : null;
        this.classes = spec.classes();
    }

    /** The one that a spec asks for. */
    static LatentLayer of(VaeSpec spec, @Nullable EncoderInput encoderInput) {
        if (spec.latent() instanceof Latent.Gaussian gaussian) {
            return new GaussianLayer(spec, gaussian, encoderInput);
        }
        if (spec.latent() instanceof Latent.Quantized quantized) {
            return new QuantizingLayer(spec, quantized, encoderInput);
        }
        return new DeterministicLayer(spec, encoderInput);
    }

    /** Numbers that are drawn or chosen for a picture, without the label. */
    abstract int codeNumbers();

    /** Where noise comes from, from now on, and how much the KL weighs. */
    void prepare(RandomGenerator newRandom, double newBeta) {
        random = newRandom;
        beta = newBeta;
    }

    RandomGenerator random() {
        return random;
    }

    double beta() {
        return beta;
    }

    /** Whether the gradient by a code depends on the losses of others. */
    boolean weighsSamples() {
        return false;
    }

    /** What the last pass has found; empty if it was taken already, or this part of the batch had no pictures. */
    Optional<Outcome> takeOutcome() {
        Optional<Outcome> taken = Optional.ofNullable(outcome);
        outcome = null;
        return taken;
    }

    final void found(Outcome newOutcome) {
        outcome = newOutcome;
    }

    @Override
    public final int outputSize() {
        return codeNumbers() + classes;
    }

    @Override
    public int outputRows(int rows, boolean sample) {
        return rows;
    }

    /** Puts the label of a picture behind the code in a row. */
    final void appendLabel(int picture, int row, double[] output) {
        if (labelled != null) {
            System.arraycopy(labelled.labels(), picture * classes, output, row * outputSize() + codeNumbers(), classes);
        }
    }

    @Override
    public double weigh(double[] losses) {
        remember(losses);
        double sum = DoubleStream.of(losses).sum();
        Arrays.fill(losses, 1);
        return sum;
    }

    final void remember(double[] losses) {
        if (outcome != null) {
            outcome.losses = losses.clone();
        }
    }
}
