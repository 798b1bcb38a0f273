package io.github.latent4j.vae;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Codes are the encoder's numbers. */
final class DeterministicLayer extends LatentLayer {
    private final int size;

    DeterministicLayer(VaeSpec spec, @Nullable EncoderInput encoderInput) {
        super(spec, encoderInput);
        size = spec.latent().size();
    }

    @Override
    int codeNumbers() {
        return size;
    }

    @Override
    public double forward(int rows, double[] input, double[] parameters, double[] output, boolean sample) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(input, row * size, output, row * outputSize(), size);
            appendLabel(row, row, output);
        }
        if (sample) {
            found(new Outcome(rows, 0, new double[0], new double[0], Map.of()));
        }
        return 0;
    }

    @Override
    public void backward(int rows, double[] byOutput, double @Nullable [] byInput, double[] byParameters) {
        if (byInput != null) {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(byOutput, row * outputSize(), byInput, row * size, size);
            }
        }
    }
}
