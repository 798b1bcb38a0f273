package io.github.latent4j.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GaussianMixtureTest {
    /** Weights 1/4 and 3/4. */
    private static final GaussianMixture TWO = GaussianMixture.of(
            2, new double[] {0, Math.log(3)}, new double[] {-3, 0, 3, 1}, new double[] {0, Math.log(4), 0, 0});

    @Test
    void theDensityIsTheWeightedSumOfTheGaussians() {
        double[] z = {0.5, -1};
        double first = Math.exp(-0.5 * (3.5 * 3.5 + 1 / 4.0)) / (2 * Math.PI * 2);
        double second = Math.exp(-0.5 * (2.5 * 2.5 + 4)) / (2 * Math.PI);

        assertThat(TWO.logDensity(z)).isCloseTo(Math.log(0.25 * first + 0.75 * second), within(1e-12));
        assertThat(TWO.weight(0)).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void farFromAllGaussiansTheLogarithmIsFinite() {
        assertThat(TWO.logDensity(1e4, 0)).isFinite();
    }

    @Test
    void drawsComeAsOftenFromEachGaussianAsItsWeightSays() {
        Random random = new Random(2);
        long left = Stream.generate(() -> TWO.sample(random))
                .limit(20_000)
                .filter(z -> z[0] < 0)
                .count();

        assertThat(left / 20_000.0).isCloseTo(0.25, within(0.015)); // four standard errors, and 0.1 % beyond 0
    }

    @Test
    void aFittedMixtureFindsTheGaussiansThatCodesCameFrom() {
        Random random = new Random(3);
        double[][] codes = Stream.generate(() -> TWO.sample(random)).limit(4000).toArray(double[][]::new);

        CodeDistribution fitted = FittedMixture.of(codes, 2);

        Random other = new Random(4);
        double gap = Stream.generate(() -> TWO.sample(other))
                .limit(2000)
                .mapToDouble(z -> TWO.logDensity(z) - fitted.logDensity(z))
                .average()
                .orElseThrow();
        // a KL: never negative but for noise, and parameters / (2 codes) = 11 / 8000 on average
        assertThat(gap).isBetween(-0.005, 0.01);
        double[] means = new double[2];
        Random third = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            double[] z = fitted.sample(third);
            means[0] += z[0] / 20_000;
            means[1] += z[1] / 20_000;
        }
        assertThat(means[0])
                .isCloseTo(0.25 * -3 + 0.75 * 3, within(0.25)); // of the codes: 2.8 / sqrt(4000), four times
        assertThat(means[1]).isCloseTo(0.75, within(0.12));
    }

    @Test
    void oneComponentIsTheGaussianOfTheCodes() {
        Random random = new Random(6);
        double[][] codes = new double[500][];
        for (int i = 0; i < codes.length; i++) {
            double common = random.nextGaussian();
            codes[i] = new double[] {common, common + 0.1 * random.nextGaussian()};
        }

        CodeDistribution fitted = FittedMixture.of(codes, 1);

        assertThat(fitted.logDensity(1, 1)).isGreaterThan(fitted.logDensity(1, -1) + 50); // it knows of the correlation
    }

    @Test
    void whatCannotBeFittedIsSaid() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FittedMixture.of(new double[][] {{1, 2}, {3, 4}}, 3))
                .withMessage("3 components of 2 dimensions need at least 9 images, got 2");
        double[][] flat = new double[100][2];
        for (int i = 0; i < flat.length; i++) {
            flat[i][0] = i;
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FittedMixture.of(flat, 2))
                .withMessage(
                        "2 components cannot be told apart, or codes do not vary in some direction: try fewer components");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TWO.logDensity(1))
                .withMessage("z must have 2 values, got 1");
    }
}
