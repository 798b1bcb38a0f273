package io.github.latent4j.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KlSplitTest {
    private static final int COUNT = 64;

    private static Posteriors posteriors(double[] mean, double[] logVariance) {
        Images images = Images.unlabelled("blank", ImageShape.grey(1, 1), new float[COUNT]);
        return new Posteriors(images, 2, mean, logVariance);
    }

    private static double[] filled(double value) {
        double[] values = new double[2 * COUNT];
        Arrays.fill(values, value);
        return values;
    }

    @Test
    void posteriorsThatAreThePriorHaveNoneOfIt() {
        KlSplit split = posteriors(filled(0), filled(0)).klSplit(GaussianMixture.standardNormal(2), 1);

        assertThat(split.mutualInformation()).isCloseTo(0, within(1e-12));
        assertThat(split.totalCorrelation()).isCloseTo(0, within(1e-12));
        assertThat(split.dimensionWise()).isCloseTo(0, within(1e-12));
    }

    /** Each code tells its image, and each number of it tells the other. */
    @Test
    void codesOnADiagonalFarApartHaveTheLogarithmOfTheirNumberTwice() {
        double[] mean = new double[2 * COUNT];
        Arrays.setAll(mean, i -> Math.floor(i / 2.0));

        KlSplit split = posteriors(mean, filled(-10)).klSplit(GaussianMixture.standardNormal(2), 1);

        assertThat(split.mutualInformation()).isCloseTo(Math.log(COUNT), within(1e-9));
        assertThat(split.totalCorrelation()).isCloseTo(Math.log(COUNT), within(1e-9));
    }

    @Test
    void thePartsAddUpToTheKl() {
        Random random = new Random(3);
        double[] mean = random.doubles(2 * COUNT, -2, 2).toArray();
        double[] logVariance = random.doubles(2 * COUNT, -2, 0).toArray();
        Posteriors posteriors = posteriors(mean, logVariance);

        double sum = 0;
        for (int seed = 0; seed < 400; seed++) {
            sum += posteriors.klSplit(GaussianMixture.standardNormal(2), seed).kl();
        }

        // each of 400 * 64 samples varies by about 1.5 around the KL: four standard errors
        assertThat(sum / 400).isCloseTo(posteriors.kl(), within(0.04));
    }

    @Test
    void dimensionsThatTellNothingAreNotActive() {
        double[] mean = new double[2 * COUNT];
        Arrays.setAll(mean, i -> i % 2 == 0 ? i / 64.0 - 1 : 0.05 * Math.sin(i));
        Posteriors posteriors = posteriors(mean, filled(-1));

        assertThat(posteriors.activeUnits()).isEqualTo(1);
        assertThat(posteriors.dimensions().booleanColumn("active").asList()).containsExactly(true, false);
        assertThat(posteriors.dimensions().doubleColumn("kl").sum()).isCloseTo(posteriors.kl(), within(1e-12));
    }
}
