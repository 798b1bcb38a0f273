package io.github.latent4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImagesTest {
    /** Ten images of 1x1x2; image i has the pixels i/10 and 1, and label i % 2. */
    private static final Images TEN = Images.labelled(
            "ten",
            ImageShape.grey(1, 2),
            pixels(10),
            IntStream.range(0, 10).map(i -> i % 2).toArray(),
            List.of("even", "odd"));

    private static float[] pixels(int n) {
        float[] pixels = new float[2 * n];
        for (int i = 0; i < n; i++) {
            pixels[2 * i] = i / 10f;
            pixels[2 * i + 1] = 1;
        }
        return pixels;
    }

    @Test
    void printsWhatItHolds() {
        assertThat(TEN).hasToString("Images[ten, 10 of 1x1x2, 2 classes]");
        assertThat(Images.unlabelled("drawn", ImageShape.grey(1, 2), pixels(3)))
                .hasToString("Images[drawn, 3 of 1x1x2, no labels]");
    }

    @Test
    void theErrorIsTheMeanOfTheSquaresOfAllPixels() {
        Images shifted = TEN.select(1, 2, 3, 4, 5, 6, 7, 8, 9, 9); // nine first pixels are 0.1 apart, one is not

        assertThat(TEN.meanSquaredError(shifted)).isCloseTo(9 * 0.01 / 20, within(1e-8));
        assertThat(TEN.meanSquaredError(TEN)).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TEN.meanSquaredError(TEN.take(3)))
                .withMessageStartingWith("others must be 10 of the shape 1x1x2, got Images[ten, 3 of");
    }

    @Test
    void shufflingMovesPixelsAndLabelsTogether() {
        Images shuffled = TEN.shuffle(7);

        for (int i = 0; i < shuffled.size(); i++) {
            assertThat(Math.round(shuffled.pixels(i)[0] * 10) % 2).isEqualTo(shuffled.label(i));
        }
    }

    @Test
    void theSameSeedGivesTheSameOrderAndAnotherSeedAnother() {
        assertThat(TEN.shuffle(7).pixels()).isEqualTo(TEN.shuffle(7).pixels());
        assertThat(TEN.shuffle(7).pixels()).isNotEqualTo(TEN.shuffle(8).pixels());
    }

    @Test
    void aSelectionKeepsItsOrderAndMayRepeat() {
        Images selected = TEN.shuffle(7).select(3, 3, 0);

        assertThat(selected.pixels(0)).isEqualTo(TEN.shuffle(7).pixels(3)).isEqualTo(selected.pixels(1));
        assertThat(selected.label(2)).isEqualTo(TEN.shuffle(7).label(0));
        assertThatIllegalArgumentException()
                .isThrownBy(TEN::select)
                .withMessage("indices must name at least one image");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> TEN.select(10));
    }

    @Test
    void twoSetsTogetherKeepTheirOrderAndTheirLabelsIfTheyHaveTheSameClasses() {
        Images both = TEN.select(4).and(TEN.shuffle(7).take(2));
        Images drawn = Images.unlabelled("drawn", ImageShape.grey(1, 2), pixels(1));

        assertThat(both.pixels(0)).isEqualTo(TEN.pixels(4));
        assertThat(both.pixels(2)).isEqualTo(TEN.shuffle(7).pixels(1));
        assertThat(both.label(2)).isEqualTo(TEN.shuffle(7).label(1));
        assertThat(TEN.and(drawn).hasLabels()).isFalse();
        assertThat(TEN.and(drawn).size()).isEqualTo(11);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TEN.and(Images.unlabelled("high", ImageShape.grey(2, 1), pixels(1))))
                .withMessage("others must have the shape 1x1x2 of ten, got Images[high, 1 of 1x2x1, no labels]");
    }

    @Test
    void aSplitLosesAndRepeatsNoImage() {
        Split split = TEN.split(0.7, 3);

        assertThat(split.train().size()).isEqualTo(7);
        float[] both = new float[10];
        for (int i = 0; i < 10; i++) {
            both[i] = i < 7 ? split.train().pixels(i)[0] : split.test().pixels(i - 7)[0];
        }
        assertThat(both).containsExactlyInAnyOrder(0f, .1f, .2f, .3f, .4f, .5f, .6f, .7f, .8f, .9f);
    }

    @Test
    void batchesAreConsecutiveAndTheLastHoldsTheRest() {
        List<Images> batches = TEN.batches(4);

        assertThat(batches).extracting(Images::size).containsExactly(4, 4, 2);
        assertThat(batches.get(2).pixels()).containsExactly(.8f, 1, .9f, 1);
    }

    @Test
    void imagesOfOneClassKeepTheirOrder() {
        assertThat(TEN.ofClass(1).pixels()).containsExactly(.1f, 1, .3f, 1, .5f, 1, .7f, 1, .9f, 1);
    }

    @Test
    void theArraysThatGoInAndOutAreCopies() {
        float[] given = pixels(1);
        Images images = Images.unlabelled("one", ImageShape.grey(1, 2), given);

        given[0] = 0.5f;
        images.pixels()[1] = 0.5f;

        assertThat(images.pixels()).containsExactly(0, 1);
    }

    @Test
    void aPixelOutsideItsRangeIsNamedWithItsValue() {
        ImageShape shape = ImageShape.grey(1, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.unlabelled("bad", shape, new float[] {0, 255}))
                .withMessage("pixels[1] must be in [0, 1], got 255.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.unlabelled("bad", shape, new float[] {Float.NaN, 0}))
                .withMessage("pixels[0] must be in [0, 1], got NaN");
    }

    @Test
    void countsThatDoNotFitAreNamed() {
        ImageShape shape = ImageShape.grey(1, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.unlabelled("bad", shape, new float[3]))
                .withMessage("pixels must hold a whole number of 1x1x2 images, a positive multiple of 2 values, got 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.labelled("bad", shape, new float[4], new int[1], List.of("a")))
                .withMessage("labels must have one entry per image, 2, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.labelled("bad", shape, new float[4], new int[] {0, 1}, List.of("a")))
                .withMessage("labels[1] must be in 0..0, got 1");
    }

    @Test
    void aPartThatIsTooLargeOrEmptyIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TEN.take(11))
                .withMessage("n must be in 1..10 (the size of ten), got 11");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TEN.split(1.0, 1))
                .withMessage("share must leave at least one image in each part of 10 images, got 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TEN.batches(0))
                .withMessage("batchSize must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TEN.ofClass(5))
                .withMessage("no image of ten has label 5");
    }

    @Test
    void askingForLabelsThatAreNotThereSaysSo() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Images.unlabelled("drawn", ImageShape.grey(1, 2), pixels(3))
                        .label(0))
                .withMessage("Images[drawn, 3 of 1x1x2, no labels] has no labels");
    }

    @Test
    void aShrunkImageHasTheMeansOfItsBlocks() {
        float[] pixels = new float[2 * 5 * 4];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i / 40f;
        }
        Images images = Images.unlabelled("ramp", new ImageShape(2, 5, 4), pixels);

        Images small = images.shrunk(2);

        assertThat(small).hasToString("Images[ramp small, 1 of 2x2x2, no labels]");
        // blocks of rows 0 and 1, then 2 and 3; the fifth row is cut off; the second channel begins at 20
        assertThat(small.pixels())
                .containsExactly(
                        new float[] {
                            2.5f / 40, 4.5f / 40, 10.5f / 40, 12.5f / 40, 22.5f / 40, 24.5f / 40, 30.5f / 40, 32.5f / 40
                        },
                        within(1e-6f));
        assertThat(images.select(0, 0).shrunk(4).size()).isEqualTo(2);
    }

    @Test
    void ditheredPixelsAreMovedAndHaveTheirNoise() {
        Images black = Images.unlabelled("black", ImageShape.grey(50, 50), new float[4 * 2500]);

        float[] noisy = black.dithered(0.01, 1).pixels();

        double mean = 0;
        double square = 0;
        for (float x : noisy) {
            mean += x / 10_000;
            square += (x - 0.1) * (x - 0.1) / 10_000;
        }
        assertThat(mean).isCloseTo(0.1, within(4e-4)); // 4 standard errors
        assertThat(Math.sqrt(square)).isCloseTo(0.01, within(3e-4));
        assertThatThrownBy(() -> black.dithered(0.1, 1)).hasMessage("sigma must be in (0, 0.02], got 0.1");
        assertThatThrownBy(() -> black.shrunk(51)).hasMessage("block must fit into an image of 1x50x50, got 51");
        assertThatThrownBy(() -> black.shrunk(0)).hasMessage("block must be at least 1, got 0");
    }
}
