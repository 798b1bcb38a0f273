package io.github.latent4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    /** One white pixel in the middle of 5 x 5. */
    private static final Images DOT =
            Images.labelled("dot", ImageShape.grey(5, 5), dot(), new int[] {1}, List.of("a", "b"));

    private static float[] dot() {
        float[] pixels = new float[25];
        pixels[12] = 1;
        return pixels;
    }

    @Test
    void aShiftMovesTheImageByEveryDistanceUpToItsOwn() {
        Set<Integer> places = new HashSet<>();
        for (int seed = 0; seed < 500; seed++) {
            float[] moved = Augmentation.shift(1).apply(DOT, seed).pixels();
            assertThat(sum(moved)).isEqualTo(1);
            places.add(indexOfMax(moved));
        }

        assertThat(places).containsExactlyInAnyOrder(6, 7, 8, 11, 12, 13, 16, 17, 18);
    }

    @Test
    void whatLeavesTheImageIsGoneAndZeroComesIn() {
        float[] all = new float[25];
        Arrays.fill(all, 1);
        Images white = Images.unlabelled("white", ImageShape.grey(5, 5), all);
        Set<Float> sums = new HashSet<>();
        for (int seed = 0; seed < 500; seed++) {
            sums.add(sum(Augmentation.shift(2).apply(white, seed).pixels()));
        }

        assertThat(sums).containsExactlyInAnyOrder(25f, 20f, 15f, 16f, 12f, 9f); // (5 - |dy|) (5 - |dx|)
    }

    @Test
    void aFlipMirrorsEachRowOrLeavesAllAsTheyAre() {
        Images ramp = Images.unlabelled(
                "ramp", new ImageShape(3, 2, 2), new float[] {.1f, .2f, .3f, .4f, .5f, .6f, .7f, .8f, .9f, 1, 0, .05f});
        Set<List<Float>> seen = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            float[] p = Augmentation.flip().apply(ramp, seed).pixels();
            seen.add(List.of(p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], p[8], p[9], p[10], p[11]));
        }

        assertThat(seen)
                .containsExactlyInAnyOrder(
                        List.of(.1f, .2f, .3f, .4f, .5f, .6f, .7f, .8f, .9f, 1f, 0f, .05f),
                        List.of(.2f, .1f, .4f, .3f, .6f, .5f, .8f, .7f, 1f, .9f, .05f, 0f));
    }

    @Test
    void aPixelIsWhiteAsOftenAsItIsLight() {
        Images greys = Images.unlabelled("greys", ImageShape.grey(1, 3), new float[] {0, 0.3f, 1});
        double[] sums = new double[3];
        int draws = 20_000;
        for (int seed = 0; seed < draws; seed++) {
            float[] pixels = Augmentation.binarize().apply(greys, seed).pixels();
            for (int i = 0; i < 3; i++) {
                assertThat(pixels[i]).isIn(0f, 1f);
                sums[i] += pixels[i];
            }
        }

        assertThat(sums[0]).isZero();
        assertThat(sums[1] / draws).isCloseTo(0.3, within(0.013)); // four standard errors
        assertThat(sums[2]).isEqualTo(draws);
    }

    @Test
    void aBinarizedSetKeepsLabelsAndSaysWhatItIs() {
        Images once = DOT.binarized(3);

        assertThat(once.pixels()).isEqualTo(DOT.binarized(3).pixels());
        assertThat(once.label(0)).isEqualTo(DOT.label(0));
        assertThat(once.name()).isEqualTo(DOT.name() + " binarized");
    }

    @Test
    void theSameSeedGivesTheSameChangesAndLabelsStay() {
        Augmentation both = Augmentation.flip().then(Augmentation.shift(2));

        assertThat(both.apply(DOT, 7).pixels()).isEqualTo(both.apply(DOT, 7).pixels());
        assertThat(both.apply(DOT, 7).label(0)).isEqualTo(1);
        assertThat(DOT.pixels()).isEqualTo(dot());
    }

    @Test
    void labelsFollowTheOrderOfAShuffledSet() {
        Images two = Images.labelled(
                "two", ImageShape.grey(1, 1), new float[] {0.2f, 0.8f}, new int[] {0, 1}, List.of("dark", "light"));
        for (int seed = 0; seed < 8; seed++) {
            Images changed = Augmentation.flip().apply(two.shuffle(seed), seed);
            for (int i = 0; i < 2; i++) {
                assertThat(changed.label(i)).isEqualTo(changed.pixels(i)[0] > 0.5f ? 1 : 0);
            }
        }
    }

    @Test
    void noneGivesTheImagesThemselves() {
        assertThat(Augmentation.none().apply(DOT, 1)).isSameAs(DOT);
    }

    @Test
    void aShiftByNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Augmentation.shift(0))
                .withMessage("pixels must be at least 1, got 0");
    }

    @Test
    void balancedWeightsMakeEveryClassCountTheSame() {
        Images images =
                Images.labelled("four", ImageShape.grey(1, 1), new float[4], new int[] {0, 0, 0, 1}, List.of("a", "b"));

        assertThat(images.balancedClassWeights()).containsExactly(4 / 6.0, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> images.ofClass(0).balancedClassWeights())
                .withMessage("every class must have an image, class 1 has none");
    }

    private static float sum(float[] values) {
        float sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    private static int indexOfMax(float[] values) {
        int best = 0;
        for (int i = 0; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
