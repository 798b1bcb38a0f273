package io.github.latent4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {
    private static final float LEFT = 0.3f;

    /** Two pixels around (0.5, 0.5): at distance 0.3 along (1, 1), and at distance 0.1 along (1, -1). */
    private static final Images CROSS = Images.unlabelled(
            "cross", ImageShape.grey(1, 2), new float[] {0.8f, 0.8f, 0.2f, 0.2f, 0.6f, 0.4f, 0.4f, 0.6f});

    private final PrincipalComponents components = PrincipalComponents.of(CROSS);

    @Test
    void theLongArmOfACrossIsTheFirstDirection() {
        double[][] codes = components.encode(CROSS, 2);

        assertThat(Math.abs(codes[0][0])).isCloseTo(LEFT * Math.sqrt(2), within(1e-6));
        assertThat(codes[1][0]).isCloseTo(-codes[0][0], within(1e-6));
        assertThat(codes[2][0]).isCloseTo(0, within(1e-6));
        assertThat(Math.abs(codes[2][1])).isCloseTo(0.1 * Math.sqrt(2), within(1e-6));
    }

    /** Each arm holds half of the images: variances (2 * 0.09) / 2 and (2 * 0.01) / 2. */
    @Test
    void variancesAreThoseOfTheArms() {
        assertThat(components.variances()).containsExactly(new double[] {0.09, 0.01}, within(1e-6));
        assertThat(components)
                .hasToString("PrincipalComponents[1x1x2, 100 % of the variance in the first two directions]");
    }

    @Test
    void whatIsLostIsTheVarianceOfTheDirectionsThatAreLeftOut() {
        Images images = Datasets.fashionMini().train().take(60).select(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        float[] middle = images.pixels();
        for (int i = 0; i < middle.length; i++) {
            middle[i] = 0.25f + middle[i] / 2; // so that nothing is cut
        }
        Images grey = Images.unlabelled("grey", images.shape(), middle);
        PrincipalComponents of = PrincipalComponents.of(grey);
        double left = Arrays.stream(of.variances()).skip(4).sum() / 784;

        assertThat(grey.meanSquaredError(of.reconstruct(grey, 4))).isCloseTo(left, within(1e-6));
        assertThat(grey.meanSquaredError(of.reconstruct(grey, 12))).isLessThan(1e-9); // 13 images span 12 directions
    }

    @Test
    void withoutDirectionsTheMeanIsLeft() {
        assertThat(components.reconstruct(CROSS, 0).pixels()).containsOnly(0.5f);
        assertThat(components.reconstruct(CROSS, 2).meanSquaredError(CROSS)).isLessThan(1e-12);
    }

    @Test
    void picturesStayInTheirRange() {
        Images far = Images.unlabelled("far", ImageShape.grey(1, 2), new float[] {1, 0.9f});

        assertThat(components.reconstruct(far, 1).pixels()).containsExactly(new float[] {0.95f, 0.95f}, within(1e-6f));
        Images corner = Images.unlabelled("corner", ImageShape.grey(1, 2), new float[] {1, 0});
        assertThat(components.reconstruct(corner, 2).pixels()).containsExactly(new float[] {1, 0}, within(1e-6f));
    }

    @Test
    void whatDoesNotFitIsSaid() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrincipalComponents.of(CROSS.take(1)))
                .withMessage("images must be at least 2, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> components.encode(CROSS, 3))
                .withMessage("components must be in 0..2, got 3");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> components.encode(Images.unlabelled("dot", ImageShape.grey(1, 1), new float[] {0}), 1))
                .withMessageStartingWith("images must have the shape 1x1x2, got Images[dot");
    }
}
