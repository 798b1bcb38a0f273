package io.github.latent4j.viz;

import static io.github.latent4j.viz.Pixels.pixels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import java.awt.Color;
import java.util.List;
import org.junit.jupiter.api.Test;

class PictureMapTest {
    private static final int LEFT = 66;
    private static final int TOP = 38;
    private static final int SIDE = 560;
    private static final int GREY = new Color(0.5f, 0.5f, 0.5f).getRGB();

    /** Upper left white, upper right grey, the others black. */
    private static final Images FOUR = Images.unlabelled("four", ImageShape.grey(1, 1), new float[] {1, 0.5f, 0, 0});

    private static Figure map(double[][] points, int... labels) {
        return PictureMap.of("map", 0, 1, 0, 2, FOUR, points, labels, List.of("a", "b"));
    }

    private static int at(Figure figure, double across, double down) {
        int scale = figure.getHeight() / (TOP + SIDE + 42 + 14);
        return figure.getRGB((int) (scale * (LEFT + across * SIDE)), (int) (scale * (TOP + down * SIDE)));
    }

    @Test
    void picturesStandRowByRowFromTheTop() {
        Figure figure = map(new double[0][]);

        assertThat(at(figure, 0.25, 0.25)).isEqualTo(Color.WHITE.getRGB());
        assertThat(at(figure, 0.75, 0.25)).isEqualTo(GREY);
        assertThat(at(figure, 0.25, 0.75)).isEqualTo(Color.BLACK.getRGB());
        assertThat(figure).hasToString("Figure[\"map\", 640x654, 2 x 2 pictures and 0 points]");
    }

    /** The corner pictures are drawn around the corners of the box, so that (0, 2) is in the middle of the first. */
    @Test
    void aPointLiesOnThePictureOfItsPlace() {
        Figure figure = map(new double[][] {{0, 2}, {1, 0}, {50, 50}}, 0, 1, 1);

        assertThat(at(figure, 0.25, 0.25)).isEqualTo(Theme.series(0).getRGB());
        assertThat(at(figure, 0.75, 0.75)).isEqualTo(Theme.series(1).getRGB());
        assertThat(pixels(figure)).isEqualTo(pixels(map(new double[][] {{0, 2}, {1, 0}, {50, 50}}, 0, 1, 1)));
    }

    @Test
    void whatDoesNotFitIsSaid() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PictureMap.of("map", 1, 1, 0, 2, FOUR, new double[0][], new int[0], List.of()))
                .withMessage("xLow and yLow must be below xHigh and yHigh, all finite, got 1.0, 0.0 and 1.0, 2.0");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> PictureMap.of("map", 0, 1, 0, 2, FOUR.take(3), new double[0][], new int[0], List.of()))
                .withMessage("pictures must be side * side, side at least 2, got 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> map(new double[][] {{0, 0}}))
                .withMessage("labels must hold as many as points, 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> map(new double[][] {{0}}, 0))
                .withMessage("points must have 2 numbers each, x and y");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> map(new double[][] {{0, 0}}, 2))
                .withMessage("labels must be in 0..1, got [2]");
    }
}
