package io.github.latent4j.viz;

import static io.github.latent4j.viz.Pixels.count;
import static io.github.latent4j.viz.Pixels.pixels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class DecisionMapTest {
    private static final int LEFT = 52;
    private static final int TOP = 38;
    private static final int SIDE = 254;
    private static final double[][] NO_POINTS = {};
    private static final int[] NO_LABELS = {};

    @Test
    void aMapHasTheSizeOfHalfARow() {
        DecisionMap map = DecisionMap.of(
                "moons", -1, 1, grid(20, (x, y) -> y), new double[][] {{0, 0}, {0.5, 0.5}}, new int[] {0, 1});

        assertThat(map.figure()).hasToString("Figure[\"moons\", 320x340, decisions and 2 points]");
        assertThat(pixels(map.figure())).isEqualTo(pixels(map.figure()));
    }

    @Test
    void theFirstRowIsAtTheTopAndTheFirstColumnAtTheLeft() {
        Figure vertical = map(grid(20, (x, y) -> y > 0 ? 1 : 0));
        Figure horizontal = map(grid(20, (x, y) -> x > 0 ? 1 : 0));

        assertThat(at(vertical, 0.3, 0.1)).isEqualTo(certain(1));
        assertThat(at(vertical, 0.3, 0.9)).isEqualTo(certain(0));
        assertThat(at(horizontal, 0.9, 0.3)).isEqualTo(certain(1));
        assertThat(at(horizontal, 0.1, 0.3)).isEqualTo(certain(0));
    }

    @Test
    void theLessSureTheClassifierIsThePalerIsTheMap() {
        Figure unsure = map(grid(20, (x, y) -> 0.5));
        Figure leaning = map(grid(20, (x, y) -> 0.75));

        assertThat(at(unsure, 0.5, 0.5)).isEqualTo(Color.WHITE.getRGB());
        assertThat(at(leaning, 0.5, 0.5))
                .isEqualTo(ColourScale.mixed(Color.WHITE, Theme.series(1), 0.3).getRGB());
    }

    @Test
    void aDarkLineIsWhereTheMostLikelyClassChanges() {
        Figure figure = map(grid(41, (x, y) -> 0.5 + x / 2));

        assertThat(at(figure, 0.5, 0.3)).isEqualTo(Theme.INK.getRGB());
        assertThat(at(figure, 0.48, 0.3)).isNotEqualTo(Theme.INK.getRGB());
        assertThat(at(figure, 0.52, 0.3)).isNotEqualTo(Theme.INK.getRGB());
        assertThat(at(map(grid(41, (x, y) -> 0.9)), 0.5, 0.3)).isNotEqualTo(Theme.INK.getRGB());
    }

    @Test
    void pointsHaveTheColourOfTheirLabelAndThoseOutsideAreNotDrawn() {
        double[][] points = {{-0.5, 0.5}, {7, 0}, {Double.NaN, 0}};

        Figure figure = DecisionMap.of("points", -1, 1, grid(20, (x, y) -> 1), points, new int[] {0, 0, 0})
                .figure();

        assertThat(at(figure, 0.25, 0.25)).isEqualTo(Theme.series(0).getRGB());
        assertThat(count(figure, Theme.series(0).getRGB())).isBetween(50L, 110L); // one dot
    }

    @Test
    void tenClassesHaveTenColours() {
        double[][] certain = new double[30 * 30][10];
        for (int i = 0; i < certain.length; i++) {
            certain[i][i % 30 / 3] = 1;
        }

        Figure figure = map(certain);

        for (int c = 0; c < 10; c++) {
            assertThat(count(figure, certain(c))).isPositive();
        }
    }

    @Test
    void pointsAreCopied() {
        double[][] points = {{0, 0}};
        DecisionMap map = DecisionMap.of("points", -1, 1, grid(20, (x, y) -> 1), points, new int[] {0});
        Figure before = map.figure();
        points[0][0] = 0.9;

        assertThat(pixels(map.figure())).isEqualTo(pixels(before));
    }

    @Test
    void aTitleThatIsTooLongIsCut() {
        Figure figure = DecisionMap.of(
                        "a title of many words ".repeat(5), -1, 1, grid(20, (x, y) -> 1), NO_POINTS, NO_LABELS)
                .figure();

        assertThat(Pixels.columns(figure.getSubimage(0, 0, 640, 2 * TOP - 20), Theme.INK.getRGB())
                        .getMax())
                .isLessThan(620);
    }

    @Test
    void wrongInputIsNamed() {
        double[][] good = grid(20, (x, y) -> 1);
        assertThatThrownBy(() -> DecisionMap.of("t", 1, 1, good, NO_POINTS, NO_LABELS))
                .hasMessage("low must be less than high, both finite, got 1.0 and 1.0");
        assertThatThrownBy(() -> map(Arrays.copyOf(good, 399)))
                .hasMessage("probabilities must have side * side rows, side at least 20, got 399");
        assertThatThrownBy(() -> map(grid(19, (x, y) -> 1)))
                .hasMessage("probabilities must have side * side rows, side at least 20, got 361");
        assertThatThrownBy(() -> map(new double[400][1])).hasMessage("probabilities must be of 2 to 10 classes, got 1");
        assertThatThrownBy(() -> map(with(good, 3, 1, 0, 0))).hasMessage("row 3 of probabilities must hold 2, got 3");
        assertThatThrownBy(() -> map(with(good, 3, Double.NaN, 1)))
                .hasMessage("row 3 of probabilities must hold numbers >= 0 that sum to 1, got [NaN, 1.0]");
        assertThatThrownBy(() -> map(with(good, 3, 2, -1)))
                .hasMessage("row 3 of probabilities must hold numbers >= 0 that sum to 1, got [2.0, -1.0]");
        assertThatThrownBy(() -> DecisionMap.of("t", -1, 1, good, new double[2][2], new int[1]))
                .hasMessage("labels must hold as many as points, 2, got 1");
        assertThatThrownBy(() -> DecisionMap.of("t", -1, 1, good, new double[1][3], new int[1]))
                .hasMessage("row 0 of points must hold x and y, got 3 numbers");
        assertThatThrownBy(() -> DecisionMap.of("t", -1, 1, good, new double[1][2], new int[] {2}))
                .hasMessage("label 0 must be from 0 to 1, got 2");
    }

    private static Figure map(double[][] probabilities) {
        return DecisionMap.of("map", -1, 1, probabilities, NO_POINTS, NO_LABELS).figure();
    }

    /** Two classes; the probability of the second at each point of the square from -1 to 1. */
    private static double[][] grid(int side, DoubleBinaryOperator second) {
        double[][] probabilities = new double[side * side][];
        for (int i = 0; i < probabilities.length; i++) {
            int column = i % side;
            int row = i / side;
            double p = second.applyAsDouble(2.0 * column / (side - 1) - 1, 1 - 2.0 * row / (side - 1));
            double inside = Math.max(0, Math.min(1, p));
            probabilities[i] = new double[] {1 - inside, inside};
        }
        return probabilities;
    }

    private static double[][] with(double[][] probabilities, int i, double... row) {
        double[][] changed = probabilities.clone();
        changed[i] = row;
        return changed;
    }

    private static int certain(int label) {
        return ColourScale.mixed(Color.WHITE, Theme.series(label), 0.6).getRGB();
    }

    private static int at(Figure figure, double across, double down) {
        return figure.getRGB((int) Math.round(2 * (LEFT + across * SIDE)), (int) Math.round(2 * (TOP + down * SIDE)));
    }
}
