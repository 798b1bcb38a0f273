package io.github.latent4j.vae;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The nearest codeword for each place (van den Oord et al. 2017). Input and output are channel by channel: number {@code d} of the vector at
 * place {@code p} lies at {@code d places + p}. The parameters are the codewords, {@code [codewords, size]}.
 */
final class QuantizingLayer extends LatentLayer {
    /** Weight of the term that keeps the encoder's vectors near their codewords; the paper's. */
    private static final double COMMITMENT = 0.25;

    private final int codewords;
    private final int size;
    private final int places;
    private final long seed;

    private double[] vectors = {};
    private double[] codebook = {};
    private int[] chosen = {};

    QuantizingLayer(VaeSpec spec, Latent.Quantized latent, @Nullable EncoderInput encoderInput) {
        super(spec, encoderInput);
        codewords = latent.codewords();
        size = latent.size();
        places = VaeLayout.of(spec).codeNumbers().size() / size;
        seed = spec.seed();
    }

    @Override
    int codeNumbers() {
        return size * places;
    }

    @Override
    public double[] initialParameters() {
        SplittableRandom start = new SplittableRandom(seed);
        double[] values = new double[codewords * size];
        Arrays.setAll(values, i -> start.nextDouble(-1, 1));
        return values;
    }

    @Override
    public double forward(int rows, double[] input, double[] parameters, double[] output, boolean sample) {
        vectors = input;
        codebook = parameters;
        chosen = new int[rows * places];
        double distances = 0;
        for (int row = 0; row < rows; row++) {
            for (int place = 0; place < places; place++) {
                int nearest = nearest(row, place);
                chosen[row * places + place] = nearest;
                for (int d = 0; d < size; d++) {
                    double word = codebook[nearest * size + d];
                    double difference = vectors[at(row, d, place)] - word;
                    distances += difference * difference;
                    output[row * outputSize() + d * places + place] = word;
                }
            }
            appendLabel(row, row, output);
        }
        double penalty = (1 + COMMITMENT) * distances;
        if (sample) {
            found(new Outcome(rows, penalty, new double[0], new double[0], Map.of(Vae.QUANTIZATION, distances)));
        }
        return sample ? penalty : 0;
    }

    /** Which codewords the last pass has chosen, {@code [rows, places]}. */
    int[] chosen() {
        return chosen.clone();
    }

    private int at(int row, int d, int place) {
        return (row * size + d) * places + place;
    }

    private int nearest(int row, int place) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < codewords; c++) {
            double distance = 0;
            for (int d = 0; d < size && distance < least; d++) {
                double difference = vectors[at(row, d, place)] - codebook[c * size + d];
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                best = c;
            }
        }
        return best;
    }

    /** The decoder's gradient passes as if the vector itself had been decoded. */
    @Override
    public void backward(int rows, double[] byOutput, double @Nullable [] byInput, double[] byParameters) {
        Arrays.fill(byParameters, 0);
        for (int row = 0; row < rows; row++) {
            for (int place = 0; place < places; place++) {
                int word = chosen[row * places + place] * size;
                for (int d = 0; d < size; d++) {
                    int at = at(row, d, place);
                    double difference = vectors[at] - codebook[word + d];
                    byParameters[word + d] -= 2 * difference;
                    if (byInput != null) {
                        byInput[at] = byOutput[row * outputSize() + d * places + place] + 2 * COMMITMENT * difference;
                    }
                }
            }
        }
    }
}
