package io.github.latent4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.data.Datasets;
import io.github.latent4j.data.Images;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrechetDistanceTest {

    private static double[][] features(int seed, double... deviations) {
        Random random = new Random(seed);
        double[][] rows = new double[300][deviations.length];
        for (double[] row : rows) {
            double common = random.nextGaussian();
            for (int d = 0; d < row.length; d++) {
                row[d] = deviations[d] * (common + random.nextGaussian());
            }
        }
        return rows;
    }

    @Test
    void aSetHasNoDistanceToItself() {
        double[][] rows = features(1, 1, 3, 0, 2);

        assertThat(FrechetDistance.of(rows, rows)).isCloseTo(0, within(1e-9));
    }

    @Test
    void movingAllBySomethingIsItsSquare() {
        double[][] rows = features(1, 1, 3, 2);
        double[][] moved = features(1, 1, 3, 2);
        for (double[] row : moved) {
            row[0] += 3;
            row[2] -= 4;
        }

        assertThat(FrechetDistance.of(rows, moved)).isCloseTo(25, within(1e-9));
    }

    /** Covariances C and s^2 C: trace(C (1 + s^2 - 2 s)). */
    @Test
    void stretchingAllIsTheVarianceTimesTheSquareOfTheChange() {
        double[][] rows = features(1, 1, 3, 2);
        double[][] stretched = features(1, 1, 3, 2);
        double[] mean = new double[3];
        for (double[] row : rows) {
            for (int d = 0; d < 3; d++) {
                mean[d] += row[d] / rows.length;
            }
        }
        double trace = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int d = 0; d < 3; d++) {
                trace += (rows[i][d] - mean[d]) * (rows[i][d] - mean[d]) / (rows.length - 1);
                stretched[i][d] = mean[d] + 1.5 * (rows[i][d] - mean[d]);
            }
        }

        assertThat(FrechetDistance.of(rows, stretched)).isCloseTo(0.25 * trace, within(1e-9));
    }

    @Test
    void aClassifierSeesThatInvertedPicturesAreOthers() {
        Images images = Datasets.fashionMini().test().take(200);
        float[] inverted = images.pixels();
        for (int i = 0; i < inverted.length; i++) {
            inverted[i] = 1 - inverted[i];
        }
        Network net = Network.of(NetSpec.of(
                images.shape(), LayerSpec.conv(4, 3), LayerSpec.maxPool(4), LayerSpec.dense(8), LayerSpec.softmax(10)));

        double own = FrechetDistance.of(net, images.take(100), images.shuffle(1).take(100));
        double other = FrechetDistance.of(net, images, Images.unlabelled("inverted", images.shape(), inverted));

        assertThat(other).isGreaterThan(5 * own);
    }

    @Test
    void whatHasNoDistanceIsSaid() {
        Images images = Datasets.fashionMini().test().take(3);
        Network shallow = Network.of(NetSpec.of(images.shape(), LayerSpec.softmax(10)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrechetDistance.of(shallow, images, images))
                .withMessageStartingWith("the network must have a layer before its classes, got NetSpec[");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrechetDistance.of(new double[1][2], new double[5][2]))
                .withMessage("each set must have at least 2 images, got 1 and 5");
    }
}
