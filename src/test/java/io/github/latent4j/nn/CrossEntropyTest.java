package io.github.latent4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.internal.ComputeThread;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CrossEntropyTest {
    private static final CrossEntropy LOSS = new CrossEntropy();
    private static final ActivationSoftmax SOFTMAX = new ActivationSoftmax();

    @Test
    void isTheNegativeLogarithmOfTheLabelsProbability() {
        double[] sums = {0.3, -1.2, 2.0};
        double total = Math.exp(0.3) + Math.exp(-1.2) + Math.exp(2.0);

        assertThat(score(sums, 1)).isCloseTo(-Math.log(Math.exp(-1.2) / total), within(1e-12));
    }

    @Test
    void staysExactWhereProbabilitiesUnderflow() {
        assertThat(score(new double[] {0, 1000, 0}, 0)).isCloseTo(1000, within(1e-9));
        assertThat(score(new double[] {0, 1000, 0}, 1)).isZero();
    }

    @Test
    void theGradientAgreesWithFiniteDifferences() {
        double[] sums = {0.3, -1.2, 2.0};
        double h = 1e-6;
        double[] gradient = ComputeThread.call(() ->
                LOSS.computeGradient(label(1), row(sums), SOFTMAX, null).data().asDouble());

        for (int i = 0; i < sums.length; i++) {
            double[] up = sums.clone();
            double[] down = sums.clone();
            up[i] += h;
            down[i] -= h;
            double numeric = (score(up, 1) - score(down, 1)) / (2 * h);
            assertThat(gradient[i]).isCloseTo(numeric, within(1e-9)); // rounding 1e-16 / h, truncation h^2
        }
    }

    @Test
    void countsTheRightAnswersUntilTheyAreTaken() {
        CrossEntropy loss = new CrossEntropy();

        ComputeThread.run(() -> loss.computeScore(
                Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}, {0, 1}, {1, 0}}),
                Nd4j.createFromArray(new float[][] {{2, 1}, {2, 1}, {1, 2}, {5, -5}}),
                SOFTMAX,
                null,
                false));

        assertThat(loss.takeRight()).isEqualTo(3);
        assertThat(loss.takeRight()).isZero();
    }

    private static double score(double[] sums, int label) {
        return ComputeThread.call(() -> LOSS.computeScore(label(label), row(sums), SOFTMAX, null, true));
    }

    private static INDArray row(double[] values) {
        return Nd4j.createFromArray(values).reshape(1, values.length);
    }

    private static INDArray label(int label) {
        double[] oneHot = new double[3];
        oneHot[label] = 1;
        return row(oneHot);
    }
}
