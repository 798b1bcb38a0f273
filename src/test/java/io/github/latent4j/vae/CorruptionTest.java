package io.github.latent4j.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.data.Datasets;
import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CorruptionTest {
    private static final Images GREY = Images.unlabelled("grey", ImageShape.grey(100, 100), greys());

    private static float[] greys() {
        float[] pixels = new float[10_000];
        Arrays.fill(pixels, 0.5f);
        return pixels;
    }

    @Test
    void theErrorOfNoiseIsItsVariance() {
        Images noisy = Corruption.noise(0.1).apply(GREY, 1);

        assertThat(noisy.meanSquaredError(GREY)).isCloseTo(0.01, within(0.0005)); // 3.5 times 0.01 √(2 / 10,000)
    }

    @Test
    void maskedPixelsAreBlackAndTheOthersAsTheyWere() {
        float[] pixels = Corruption.masking(0.25).apply(GREY, 1).pixels();

        assertThat(pixels).containsOnly(0, 0.5f);
        assertThat(GREY.meanSquaredError(Corruption.masking(0.25).apply(GREY, 1)))
                .isCloseTo(0.25 * 0.25, within(0.005));
    }

    @Test
    void whatLeavesTheRangeIsCutAndLabelsStay() {
        Images clothes = Datasets.fashionMini().test().take(5);
        Images noisy = Corruption.noise(1).apply(clothes, 1);

        assertThat(noisy.pixels()).contains(0, 1);
        assertThat(noisy.labels()).isEqualTo(clothes.labels());
        assertThat(noisy).hasToString("Images[" + clothes.name() + ", noise(1.0), 5 of 1x28x28, 10 classes]");
    }

    @Test
    void theSameSeedGivesTheSameNoiseAndAnotherSeedAnother() {
        assertThat(Corruption.noise(1).apply(GREY, 1).pixels())
                .isEqualTo(Corruption.noise(1).apply(GREY, 1).pixels())
                .isNotEqualTo(Corruption.noise(1).apply(GREY, 2).pixels());
        assertThat(Corruption.none().apply(GREY, 1).pixels()).isEqualTo(GREY.pixels());
    }
}
