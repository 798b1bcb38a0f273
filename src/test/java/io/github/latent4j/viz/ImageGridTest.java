package io.github.latent4j.viz;

import static io.github.latent4j.viz.Pixels.count;
import static io.github.latent4j.viz.Pixels.pixels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImageGridTest {
    private static final ImageShape SHAPE = ImageShape.grey(28, 28);
    private static final int TILE_PIXELS = 112 * 112;

    @Test
    void zeroIsBlackAndOneIsWhiteAndBetweenIsGrey() {
        assertThat(count(ImageGrid.of(grey(1, 0f)), Color.BLACK.getRGB())).isEqualTo(TILE_PIXELS);
        assertThat(count(ImageGrid.of(grey(1, 0.6f)), new Color(0.6f, 0.6f, 0.6f).getRGB()))
                .isGreaterThanOrEqualTo(TILE_PIXELS);
        assertThat(count(ImageGrid.of(grey(1, 1f)), Color.BLACK.getRGB())).isZero();
    }

    @Test
    void coloursComeOutAsTheyAre() {
        float[] orange = new float[3 * 4];
        IntStream.range(0, 4).forEach(i -> orange[i] = 1f);
        IntStream.range(4, 8).forEach(i -> orange[i] = 0.4f);

        Figure figure = ImageGrid.of(Images.unlabelled("orange", new ImageShape(3, 2, 2), orange));

        assertThat(count(figure, new Color(1f, 0.4f, 0f).getRGB())).isEqualTo(TILE_PIXELS);
    }

    @Test
    void pixelsAreEnlargedToSquaresNotBlurred() {
        float[] chess = {0, 1, 1, 0};

        Figure figure = ImageGrid.of(Images.unlabelled("chess", ImageShape.grey(2, 2), chess));

        assertThat(count(figure, Color.BLACK.getRGB())).isEqualTo(TILE_PIXELS / 2);
    }

    @Test
    void largeImagesAreMadeSmaller() {
        Figure figure = ImageGrid.of(Images.unlabelled("large", ImageShape.grey(1000, 500), new float[500_000]));

        assertThat(figure.logicalHeight()).isLessThan(200);
        assertThat(count(figure, Color.BLACK.getRGB())).isEqualTo(112L * 56 * 4);
    }

    @Test
    void anOverviewShowsTheFirstImagesAndCountsAll() {
        assertThat(ImageGrid.of(grey(6000, 0.5f)).toString())
                .matches("Figure\\[\"samples\", \\d+x\\d+, 32 of 6,000 images]");
        assertThat(ImageGrid.of(grey(6000, 0.5f), 15).toString()).contains("400 of 6,000 images");
        assertThat(ImageGrid.of(grey(225, 0.5f), 15).toString()).contains("225 images");
        assertThat(ImageGrid.of(grey(1, 0.5f)).toString()).contains("1 image]");
    }

    @Test
    void labelledImagesHaveTheNamesOfTheirClassesUnderThem() {
        Images labelled = Images.labelled(
                "samples", SHAPE, new float[28 * 28 * 2], new int[] {0, 1}, List.of("ankle boot", "bag"));

        assertThat(ImageGrid.of(labelled).logicalHeight())
                .isGreaterThan(ImageGrid.of(grey(2, 0f)).logicalHeight());
        assertThat(pixels(ImageGrid.of(labelled))).isEqualTo(pixels(ImageGrid.of(labelled)));
    }

    @Test
    void setsStandUnderEachOther() {
        Figure figure = ImageGrid.rows(List.of("original", "reconstruction"), grey(12, 0f), grey(12, 0.5f));

        assertThat(figure.toString()).endsWith("10 columns, rows [original, reconstruction]]");
        assertThat(count(figure, Color.BLACK.getRGB())).isEqualTo(10L * TILE_PIXELS);
    }

    @Test
    void wrongInputIsNamed() {
        assertThatThrownBy(() -> ImageGrid.of(grey(2, 0f), 0)).hasMessage("columns must be at least 1, got 0");
        assertThatThrownBy(() -> ImageGrid.of(Images.unlabelled("two", new ImageShape(2, 1, 1), new float[2])))
                .hasMessage("images must have 1 channel (grey) or 3 (RGB) to be drawn, got 2");
        assertThatThrownBy(() -> ImageGrid.rows(List.of()))
                .hasMessage("sets must hold at least one image set, got none");
        assertThatThrownBy(() -> ImageGrid.rows(List.of("one"), grey(2, 0f), grey(2, 0f)))
                .hasMessage("titles must have one entry per set, 2, got 1");
        assertThatThrownBy(() -> ImageGrid.rows(List.of("one", "two"), grey(2, 0f), grey(3, 0f)))
                .hasMessage("sets must have one size and shape, 2 of 1x28x28,"
                        + " got Images[samples, 3 of 1x28x28, no labels]");
    }

    private static Images grey(int n, float level) {
        float[] pixels = new float[28 * 28 * n];
        Arrays.fill(pixels, level);
        return Images.unlabelled("samples", SHAPE, pixels);
    }
}
