package io.github.latent4j.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeepNetTest {
    private static final int[] LABELS = {0, 2, 1, 2};

    private static DeepNet tanh(double scale, int... widths) {
        return DeepNet.of(3, scale, Math::tanh, x -> 1 - Math.tanh(x) * Math.tanh(x), widths);
    }

    private static DeepNet linear(double scale, int... widths) {
        return DeepNet.of(3, scale, x -> x, x -> 1, widths);
    }

    private static DeepNet relu(double scale, int... widths) {
        return DeepNet.of(3, scale, x -> Math.max(0, x), x -> x > 0 ? 1 : 0, widths);
    }

    private static double[][] rows(int n, int inputs) {
        Random random = new Random(1);
        double[][] rows = new double[n][inputs];
        Arrays.stream(rows).forEach(row -> Arrays.setAll(row, i -> random.nextGaussian()));
        return rows;
    }

    /** Four layers of widths that differ and agree, so that some have shortcuts. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theGradientIsThatOfFiniteDifferences(boolean residual) {
        DeepNet plain = tanh(1.2, 5, 4, 4, 4, 3);
        DeepNet net = residual ? plain.withShortcuts() : plain;
        double[][] x = rows(4, 5);
        double[][][] gradients = net.gradients(x, LABELS);
        double h = 1e-5;
        for (int l = 0; l < gradients.length; l++) {
            for (int i = 0; i < gradients[l].length; i++) {
                for (int j = 0; j < gradients[l][i].length; j++) {
                    double weight = net.weights()[l][i][j];
                    net.weights()[l][i][j] = weight + h;
                    double above = net.loss(x, LABELS);
                    net.weights()[l][i][j] = weight - h;
                    double below = net.loss(x, LABELS);
                    net.weights()[l][i][j] = weight;
                    assertThat(gradients[l][i][j])
                            .as("layer %d, weight %d, %d", l, i, j)
                            .isCloseTo((above - below) / (2 * h), within(1e-7));
                }
            }
        }
    }

    @Test
    void theNormsAreThoseOfTheGradients() {
        DeepNet net = tanh(1, 5, 4, 3);
        double[][][] gradients = net.gradients(rows(4, 5), LABELS);
        double squares = 0;
        for (double[] row : gradients[0]) {
            for (double g : row) {
                squares += g * g;
            }
        }

        assertThat(net.gradientNorms(rows(4, 5), LABELS)).hasSize(2);
        assertThat(net.gradientNorms(rows(4, 5), LABELS)[0]).isCloseTo(Math.sqrt(squares), within(1e-15));
    }

    /** A linear chain is one matrix W1 W2 W3; the gradient of W1 is x^T (p - y) (W2 W3)^T. */
    @Test
    void aLinearChainIsTheProductOfItsMatrices() {
        DeepNet net = linear(1, 4, 4, 4, 3);
        double[] x = rows(1, 4)[0];
        double[][][] w = net.weights();
        double[][] behind = product(withoutBiases(w[1]), withoutBiases(w[2]));
        double[] scores = product(new double[][] {x}, product(withoutBiases(w[0]), behind))[0];
        double sum = Arrays.stream(scores).map(Math::exp).sum();
        double[] byScores = Arrays.stream(scores).map(a -> Math.exp(a) / sum).toArray();
        byScores[2] -= 1;
        double[][] first = net.gradients(new double[][] {x}, new int[] {2})[0];

        assertThat(net.loss(new double[][] {x}, new int[] {2})).isCloseTo(Math.log(sum) - scores[2], within(1e-12));
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                double[] row = behind[j];
                double by = IntStream.range(0, 3)
                        .mapToDouble(k -> byScores[k] * row[k])
                        .sum();
                assertThat(first[i][j]).isCloseTo(x[i] * by, within(1e-12));
            }
        }
        double back = net.backwardSignals(new double[][] {x}, new int[] {2})[0];
        assertThat(back)
                .isCloseTo(
                        Arrays.stream(behind)
                                .mapToDouble(row -> Math.pow(
                                        IntStream.range(0, 3)
                                                .mapToDouble(k -> byScores[k] * row[k])
                                                .sum(),
                                        2))
                                .average()
                                .orElseThrow(),
                        within(1e-12));
    }

    private static double[][] withoutBiases(double[][] weights) {
        return Arrays.copyOf(weights, weights.length - 1);
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }

    @Test
    void shortcutsAroundWeightsOfZeroAreTheIdentity() {
        double[][] x = rows(4, 5);
        double ofInput = Arrays.stream(x)
                .flatMapToDouble(Arrays::stream)
                .map(v -> v * v)
                .average()
                .orElseThrow();

        assertThat(tanh(0, 5, 5, 5, 5, 3).withShortcuts().signals(x)).containsExactly(ofInput, ofInput, ofInput);
        assertThat(tanh(0, 5, 5, 5, 5, 3).signals(x)).containsExactly(0, 0, 0);
        double[] back = tanh(0, 5, 5, 5, 5, 3).withShortcuts().backwardSignals(x, LABELS);
        assertThat(back[0]).isPositive().isEqualTo(back[1]).isEqualTo(back[2]);
        assertThat(tanh(0, 5, 5, 5, 5, 3).backwardSignals(x, LABELS)[0]).isZero();
    }

    @Test
    void onlyLayersOfAsManyInputsAsOutputsHaveShortcuts() {
        double[][] x = rows(4, 5);

        assertThat(tanh(1, 5, 4, 3).withShortcuts().signals(x))
                .isEqualTo(tanh(1, 5, 4, 3).signals(x));
        assertThat(tanh(1, 5, 5, 5).withShortcuts().loss(x, LABELS))
                .isNotEqualTo(tanh(1, 5, 5, 5).loss(x, LABELS));
    }

    /** He et al. 2015: under ReLU each layer multiplies the mean square by scale^2 / 2. */
    @Test
    void weightsOfVarianceTwoKeepTheSizeOfSignalsUnderRelu() {
        double[][] x = rows(50, 600);
        double[] kept = relu(Math.sqrt(2), 600, 600, 600, 600, 600, 600, 10).signals(x);
        double[] halved = relu(1, 600, 600, 600, 600, 600, 600, 10).signals(x);

        assertThat(kept[4]).isCloseTo(1, within(0.5)); // 5 layers, each of a relative variance of 5 / 600
        for (int l = 0; l < 5; l++) {
            assertThat(halved[l]).isCloseTo(kept[l] / Math.pow(2, l + 1), within(1e-12)); // the same draw, scaled
        }
    }

    @Test
    void itLearns() {
        DeepNet net = tanh(1, 5, 8, 8, 3).withShortcuts();
        double[][] x = rows(4, 5);
        double before = net.loss(x, LABELS);
        for (int i = 0; i < 100; i++) {
            net.step(x, LABELS, 0.1);
        }

        assertThat(net.loss(x, LABELS)).isLessThan(before / 5);
        assertThat(net.accuracy(x, LABELS)).isEqualTo(1);
    }

    @Test
    void shortcutsAreACopy() {
        DeepNet plain = tanh(1, 5, 5, 3);
        double before = plain.loss(rows(4, 5), LABELS);
        plain.withShortcuts().step(rows(4, 5), LABELS, 1);

        assertThat(plain.loss(rows(4, 5), LABELS)).isEqualTo(before);
    }

    @Test
    void itRefusesWhatDoesNotFit() {
        DeepNet net = tanh(1, 5, 4, 3);

        assertThat(net.withShortcuts()).hasToString("DeepNet[2 layers, with shortcuts]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tanh(1, 5))
                .withMessage("widths must name the inputs and the classes, got [5]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tanh(-1, 5, 3))
                .withMessage("scale must be finite and >= 0, got -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> net.signals(rows(2, 4)))
                .withMessage("rows must have 5 inputs, got 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> net.loss(rows(2, 5), LABELS))
                .withMessage("labels must be 2, one for each row, got 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> net.loss(rows(1, 5), new int[] {3}))
                .withMessage("labels must be in 0..2, got 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> net.loss(new double[0][], new int[0]))
                .withMessage("x must have at least one row");
    }
}
