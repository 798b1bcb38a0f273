package io.github.latent4j.vae;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.nn.Activation;
import io.github.latent4j.nn.engine.JavaLayer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What is done to pictures before the encoder: they are corrupted while training; the label, one-hot behind the pixels, becomes planes or
 * stays; and the pseudo-inputs of {@link Prior.Vamp} are appended as rows of their own, {@code sigmoid(parameters)}.
 */
final class EncoderInput implements JavaLayer {
    private final int pixels;
    private final int classes;
    private final ImageShape output;
    private final Corruption corruption;
    private final int pseudoInputs;
    private final long seed;

    private RandomGenerator random = RandomGenerator.getDefault();
    private boolean corrupting;
    private double[] labels = {};
    private double[] pseudoPixels = {};

    EncoderInput(VaeSpec spec) {
        pixels = spec.input().size();
        classes = spec.classes();
        output = VaeLayout.of(spec).encoderInput();
        corruption = spec.corruption();
        pseudoInputs = GaussianLayer.pseudoInputs(spec);
        seed = spec.seed();
    }

    /** Whether there is anything to be done. */
    static boolean isNeeded(VaeSpec spec) {
        return spec.classes() > 0
                || !(spec.corruption() instanceof Corruption.None)
                || GaussianLayer.pseudoInputs(spec) > 0;
    }

    /** Where noise comes from, from now on, and whether pictures are corrupted. */
    void prepare(RandomGenerator newRandom, boolean newCorrupting) {
        random = newRandom;
        corrupting = newCorrupting;
    }

    /** One-hot labels of the pictures of the last pass, {@code [rows, classes]}. */
    double[] labels() {
        return labels;
    }

    @Override
    public double[] initialParameters() {
        SplittableRandom start = new SplittableRandom(seed);
        double[] values = new double[pseudoInputs * output.size()];
        Arrays.setAll(values, i -> start.nextGaussian() - 2); // mostly dark, as digits are
        return values;
    }

    @Override
    public int outputSize() {
        return output.size();
    }

    @Override
    public int outputRows(int rows, boolean sample) {
        return rows + (sample ? pseudoInputs : 0);
    }

    @Override
    public double forward(int rows, double[] input, double[] parameters, double[] out, boolean sample) {
        labels = new double[rows * classes];
        int inputSize = pixels + classes;
        for (int row = 0; row < rows; row++) {
            int to = row * output.size();
            for (int i = 0; i < pixels; i++) {
                double x = input[row * inputSize + i];
                out[to + i] = corrupting && sample ? corruption.corrupt(x, random) : x;
            }
            System.arraycopy(input, row * inputSize + pixels, labels, row * classes, classes);
            int plane = classes == 0 ? 0 : (output.size() - pixels) / classes;
            for (int c = 0; c < classes; c++) {
                int from = to + pixels + c * plane;
                Arrays.fill(out, from, from + plane, labels[row * classes + c]);
            }
        }
        if (sample) {
            pseudoPixels = new double[parameters.length];
            Arrays.setAll(pseudoPixels, i -> Activation.SIGMOID.value(parameters[i]));
            System.arraycopy(pseudoPixels, 0, out, rows * output.size(), pseudoPixels.length);
        }
        return 0;
    }

    /** The pictures are data: there is no gradient by them. */
    @Override
    public void backward(int rows, double[] byOutput, double @Nullable [] byInput, double[] byParameters) {
        int from = rows * output.size();
        for (int i = 0; i < byParameters.length; i++) {
            double p = pseudoPixels[i];
            byParameters[i] = byOutput[from + i] * p * (1 - p);
        }
        if (byInput != null) {
            Arrays.fill(byInput, 0);
        }
    }
}
