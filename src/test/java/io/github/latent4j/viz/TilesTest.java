package io.github.latent4j.viz;

import static io.github.latent4j.viz.Pixels.columns;
import static io.github.latent4j.viz.Pixels.count;
import static io.github.latent4j.viz.Pixels.pixels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TilesTest {
    private static final int BLUE = new Color(0x08, 0x51, 0x9c).getRGB();
    private static final int RED = new Color(0xa5, 0x0f, 0x15).getRGB();
    private static final List<String> NO_CAPTIONS = List.of();

    @Test
    void tilesSayWhatTheyDrawAndTheEndsOfTheirScale() {
        Figure signed = Tiles.of("kernels", List.of("a", "b"), new double[][] {{0.5, -0.25}, {0, 0}}, 1, 2, 8);
        Figure positive = Tiles.of("maps", NO_CAPTIONS, new double[][] {{0.5, 0.25}, {1200, 3}}, 2, 1, 8);

        assertThat(signed.toString())
                .matches("Figure\\[\"kernels\", \\d+x\\d+, 2 tiles of 1x2, blue: -0.5, white: 0, red: 0.5]");
        assertThat(positive.toString())
                .matches("Figure\\[\"maps\", \\d+x\\d+, 2 tiles of 2x1, black: 0.25, white: 1,200]");
        assertThat(pixels(signed))
                .isEqualTo(pixels(Tiles.of(
                        "kernels", List.of("a", "b"), new double[][] {{0.5, -0.25}, {0, 0}}, 1, 2, 8)));
    }

    @Test
    void everyNumberOfASmallKernelIsASquare() {
        double[] corner = new double[25];
        corner[0] = -1;
        corner[24] = 1;

        Figure figure = Tiles.of("kernel", NO_CAPTIONS, new double[][] {corner}, 5, 5, 1);

        long square = 28L * 28; // 70 logical pixels for five
        assertThat(count(figure, BLUE)).isEqualTo(square);
        assertThat(count(figure, RED)).isEqualTo(square);
        assertThat(columns(figure, BLUE).getMax() - columns(figure, BLUE).getMin())
                .isEqualTo(27);
    }

    @Test
    void zeroIsWhiteAndTheScaleIsSymmetricAndTheSameForAllTiles() {
        Figure figure = Tiles.of("kernels", NO_CAPTIONS, new double[][] {{-1}, {0.5}, {0}}, 1, 1, 3);
        int tile = 2 * 72;

        assertThat(count(figure, BLUE)).isEqualTo((long) tile * tile);
        assertThat(count(figure, RED)).isZero();
        assertThat(count(figure, ColourScale.DIVERGING.at(0.75).getRGB())).isEqualTo((long) tile * tile);
    }

    @Test
    void withoutNegativeNumbersTheLeastIsBlackAndTheLargestWhite() {
        Figure figure = Tiles.of("maps", NO_CAPTIONS, new double[][] {{5, 7}, {6, 7}}, 1, 2, 2);

        assertThat(count(figure, Color.BLACK.getRGB())).isEqualTo(36L * 36 * 4);
        assertThat(count(figure, new Color(128, 128, 128).getRGB())).isGreaterThanOrEqualTo(36L * 36 * 4);
    }

    @Test
    void tilesOfAnySizeAreAboutEquallyLarge() {
        for (int side : new int[] {1, 2, 3, 5, 7, 12, 28, 56, 72, 100, 300}) {
            double[] black = new double[side * side];
            Figure figure = Tiles.of("t", NO_CAPTIONS, new double[][] {black}, side, side, 1);

            assertThat(columns(figure, Color.BLACK.getRGB()).getCount() / 2).isBetween(56L, 90L);
        }
    }

    @Test
    void rowsAreFilledFromTheLeftAndCaptionsTakeRoom() {
        double[][] maps = IntStream.range(0, 5).mapToObj(i -> new double[4]).toArray(double[][]::new);

        Figure oneRow = Tiles.of("t", NO_CAPTIONS, maps, 2, 2, 8);
        Figure twoRows = Tiles.of("t", NO_CAPTIONS, maps, 2, 2, 3);
        Figure captions = Tiles.of("t", List.of("a", "b", "c", "d", "e"), maps, 2, 2, 3);

        assertThat(oneRow.logicalWidth()).isEqualTo(2 * 16 + 5 * 80 - 8);
        assertThat(twoRows.logicalWidth()).isEqualTo(2 * 16 + 3 * 80 - 8);
        assertThat(captions.logicalHeight()).isEqualTo(twoRows.logicalHeight() + 36);
    }

    @Test
    void wrongInputIsNamed() {
        double[][] one = {{1, 2}};
        assertThatThrownBy(() -> Tiles.of("t", NO_CAPTIONS, one, 0, 2, 1))
                .hasMessage("height must be at least 1, got 0");
        assertThatThrownBy(() -> Tiles.of("t", NO_CAPTIONS, one, 1, -2, 1))
                .hasMessage("width must be at least 1, got -2");
        assertThatThrownBy(() -> Tiles.of("t", NO_CAPTIONS, one, 1, 2, 0))
                .hasMessage("columns must be at least 1, got 0");
        assertThatThrownBy(() -> Tiles.of("t", NO_CAPTIONS, new double[0][], 1, 2, 1))
                .hasMessage("values must hold 1 to 400 maps, got 0");
        assertThatThrownBy(() -> Tiles.of("t", List.of("a", "b"), one, 1, 2, 1))
                .hasMessage("captions must have one entry per map, 1, or none, got 2");
        assertThatThrownBy(() -> Tiles.of("t", NO_CAPTIONS, one, 2, 2, 1))
                .hasMessage("map 0 must hold height * width numbers, 4, got 2");
        assertThatThrownBy(() -> Tiles.of("t", NO_CAPTIONS, new double[][] {{1, Double.NaN}}, 1, 2, 1))
                .hasMessage("map 0 must hold finite numbers only, got NaN at 1");
    }
}
