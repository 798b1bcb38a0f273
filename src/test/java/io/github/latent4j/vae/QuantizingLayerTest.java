package io.github.latent4j.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The gradient of van den Oord et al. 2017, which is none of the loss as a whole: the codebook learns from one term, the encoder from another. */
class QuantizingLayerTest {
    private static final int ROWS = 3;

    /** 3 x 3 convolutions with stride 2 make of a picture of 4 x 4 a grid of 2 x 2 codes with 3 numbers each. */
    private static final VaeSpec SPEC =
            VaeSpec.of(VaeVariants.SHAPE, 1).withConvolutions(2).withLatent(Latent.quantized(5, 3));

    private final QuantizingLayer layer = (QuantizingLayer) LatentLayer.of(SPEC, null);
    private final double[] codebook = layer.initialParameters();
    private final double[] input = new Random(3).doubles(ROWS * 12, -1, 1).toArray();
    private final double[] output = new double[ROWS * 12];

    private double squaredDistance(double[] vectors, double[] words) {
        double[] nearest = new double[output.length];
        layer.forward(ROWS, vectors, words, nearest, true);
        double sum = 0;
        for (int i = 0; i < nearest.length; i++) {
            sum += (vectors[i] - nearest[i]) * (vectors[i] - nearest[i]);
        }
        return sum;
    }

    @Test
    void eachVectorBecomesItsNearestCodeword() {
        layer.forward(ROWS, input, codebook, output, true);
        for (int row = 0; row < ROWS; row++) {
            for (int place = 0; place < 4; place++) {
                double best = Double.POSITIVE_INFINITY;
                for (int word = 0; word < 5; word++) {
                    double distance = 0;
                    for (int d = 0; d < 3; d++) {
                        double difference = input[row * 12 + d * 4 + place] - codebook[word * 3 + d];
                        distance += difference * difference;
                    }
                    best = Math.min(best, distance);
                }
                double got = 0;
                for (int d = 0; d < 3; d++) {
                    int at = row * 12 + d * 4 + place;
                    got += (input[at] - output[at]) * (input[at] - output[at]);
                }
                assertThat(got).isCloseTo(best, within(1e-12));
            }
        }
    }

    @Test
    void theLossIsTheDistanceOnceForTheCodebookAndAQuarterForTheEncoder() {
        double loss = layer.forward(ROWS, input, codebook, output, true);

        assertThat(loss).isCloseTo(1.25 * squaredDistance(input, codebook), within(1e-12));
    }

    @Test
    void theCodebookFollowsTheDistanceAndTheEncoderAQuarterOfItAndTheDecoder() {
        double[] byOutput = new Random(4).doubles(output.length, -1, 1).toArray();
        double[] byInput = new double[input.length];
        double[] byCodebook = new double[codebook.length];
        layer.forward(ROWS, input, codebook, output, true);
        layer.backward(ROWS, byOutput, byInput, byCodebook);

        for (int i = 0; i < codebook.length; i++) {
            assertThat(byCodebook[i]).isCloseTo(numeric(codebook, i, false), within(1e-8));
        }
        for (int i = 0; i < input.length; i++) {
            assertThat(byInput[i]).isCloseTo(byOutput[i] + 0.25 * numeric(input, i, true), within(1e-8));
        }
    }

    private double numeric(double[] values, int i, boolean ofInput) {
        double h = 1e-6;
        double[] up = values.clone();
        double[] down = values.clone();
        up[i] += h;
        down[i] -= h;
        return ofInput
                ? (squaredDistance(up, codebook) - squaredDistance(down, codebook)) / (2 * h)
                : (squaredDistance(input, up) - squaredDistance(input, down)) / (2 * h);
    }
}
