package io.github.latent4j.viz;

import static io.github.latent4j.viz.Pixels.columns;
import static io.github.latent4j.viz.Pixels.count;
import static io.github.latent4j.viz.Pixels.pixels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContourMapTest {
    private static final int LEFT = 68;
    private static final int TOP = 62;
    private static final int SIDE = 340;
    private static final int LOWEST = ColourScale.SLATE.at(0).getRGB();
    private static final int HIGHEST = ColourScale.SLATE.at(1).getRGB();
    private static final int PATH = Theme.series(0).getRGB();

    @Test
    void aMapSaysWhatItDraws() {
        ContourMap map = bowl().withPath("descent", new double[] {1, 0}, new double[] {1, 0});

        assertThat(map.figure().toString()).matches("Figure\\[\"bowl\", \\d+x474, contours, paths \\[descent]]");
        assertThat(pixels(map.figure())).isEqualTo(pixels(map.figure()));
    }

    @Test
    void theLowestIsTheLightest() {
        Figure figure = bowl().figure();

        assertThat(at(figure, 0.5, 0.5)).isEqualTo(LOWEST);
        assertThat(at(figure, 0.01, 0.01)).isEqualTo(HIGHEST);
        assertThat(at(figure, 0.99, 0.99)).isEqualTo(HIGHEST);
    }

    @Test
    void yPointsUpwards() {
        Figure figure = ContourMap.of("slope", (x, y) -> y, 0, 1, 0, 1).figure();

        assertThat(at(figure, 0.5, 0.99)).isEqualTo(LOWEST); // the fraction counts from the top
        assertThat(at(figure, 0.5, 0.01)).isEqualTo(HIGHEST);
    }

    @Test
    void axesTakeOtherNamesBesideTheSameMap() {
        Figure plain = bowl().figure();
        Figure named = bowl().withAxes("mean", "sigma").figure();

        assertThat(pixels(bowl().withAxes("x", "y").figure())).isEqualTo(pixels(plain));
        assertThat(pixels(inside(named))).isEqualTo(pixels(inside(plain)));
        assertThat(pixels(named)).isNotEqualTo(pixels(plain)).hasSameSizeAs(pixels(plain));
    }

    @Test
    void aUnitIsEquallyLongOnBothAxesUnlessTheRangesDifferMuch() {
        Figure round =
                ContourMap.of("bowl", ContourMapTest::height, -2, 2, -1, 1).figure();
        Figure stretched =
                ContourMap.of("bowl", ContourMapTest::height, -4, 4, -1, 1).figure();

        assertThat(heightOfLowest(round) / widthOfLowest(round)).isEqualTo(1, within(0.05));
        assertThat(heightOfLowest(stretched) / widthOfLowest(stretched)).isGreaterThan(2);
    }

    @Test
    void aNarrowValleyHasLinesAtItsBottomAndOnItsSlopes() {
        Figure figure = ContourMap.of(
                        "valley", (x, y) -> Math.pow(1 - x, 2) + 100 * Math.pow(y - x * x, 2), -2, 2, -1, 3)
                .figure();

        long ground = IntStream.of(pixels(inside(figure))).distinct().count();
        assertThat(ground).isGreaterThan(15); // each level has its colour
        double lowest = count(figure, LOWEST) / (4.0 * SIDE * SIDE);
        double highest = count(figure, HIGHEST) / (4.0 * SIDE * SIDE);
        assertThat(lowest).isBetween(0.005, 0.1);
        assertThat(highest).isBetween(0.005, 0.2);
    }

    @Test
    void aPathHasARingAtItsStartADotAtEachStepAndALargerOneAtItsEnd() {
        Figure figure = bowl().withPath("descent", new double[] {-1, 0, 1}, new double[] {0, 0, 0})
                .figure();

        assertThat(at(figure, 0.25, 0.5)).isEqualTo(Theme.GROUND.getRGB());
        int ring = heightOfColour(figure, 0.25);
        int line = heightOfColour(figure, 0.4);
        int step = heightOfColour(figure, 0.5);
        int end = heightOfColour(figure, 0.75);
        assertThat(line).isBetween(2, 5);
        assertThat(step).isBetween(8, 12);
        assertThat(end).isBetween(17, 21);
        assertThat(ring).isBetween(4, 10); // above and below the hole
    }

    @Test
    void aLongPathHasNoDotAtEachStep() {
        double[] xs = IntStream.rangeClosed(0, 61).mapToDouble(i -> i / 61.0).toArray();

        Figure figure = bowl().withPath("descent", xs, new double[xs.length]).figure();

        assertThat(IntStream.range(540, 700).map(i -> heightOfColour(figure, i / 1000.0)))
                .allMatch(height -> height <= 5);
    }

    @Test
    void whatIsOutsideTheMapIsNotDrawn() {
        Figure figure = bowl().withPath("diverges", new double[] {0, -3, 1e200, -1e305}, new double[] {0, 0, 1, 5})
                .figure();

        assertThat(columns(figure, PATH).getMin()).isGreaterThanOrEqualTo(2 * LEFT);
        assertThat(heightOfColour(figure, 0.1)).isPositive();
        assertThat(heightOfColour(figure, 0.9)).isPositive();
    }

    @Test
    void aPathEndsBeforeItsFirstPointThatIsNotFinite() {
        ContourMap cut = bowl().withPath("descent", new double[] {-1, 1}, new double[] {0, 1});
        ContourMap broken = bowl().withPath(
                        "descent", new double[] {-1, 1, 0, 0}, new double[] {0, 1, Double.POSITIVE_INFINITY, 0});
        ContourMap hopeless = bowl().withPath("descent", new double[] {Double.NaN}, new double[] {0});

        assertThat(pixels(broken.figure())).isEqualTo(pixels(cut.figure()));
        assertThat(count(inside(hopeless.figure()), PATH)).isZero();
    }

    @Test
    void aPathIsAddedToACopy() {
        ContourMap map = bowl();
        double[] xs = {1, 0};
        ContourMap more = map.withPath("descent", xs, new double[] {1, 0});
        Figure before = more.figure();
        xs[1] = 5;

        assertThat(map.figure().toString()).endsWith("paths []]");
        assertThat(pixels(more.figure())).isEqualTo(pixels(before));
    }

    @Test
    void whereTheFunctionIsNaNTheMapIsWhiteAndInfinityIsTheHighest() {
        DoubleBinaryOperator half = (x, y) -> x < 0 ? Double.NaN : y > 1 ? Double.POSITIVE_INFINITY : height(x, y);
        Figure figure = ContourMap.of("half", half, -2, 2, -2, 2).figure();

        assertThat(at(figure, 0.2, 0.8)).isEqualTo(Theme.GROUND.getRGB());
        assertThat(at(figure, 0.6, 0.1)).isEqualTo(HIGHEST);
    }

    @Test
    void aConstantIsAMapWithoutLines() {
        Figure figure = ContourMap.of("flat", (x, y) -> 3, 0, 1, 0, 1).figure();

        assertThat(pixels(inside(figure))).containsOnly(LOWEST);
    }

    @Test
    void wrongInputIsNamed() {
        assertThatThrownBy(() -> ContourMap.of("bowl", ContourMapTest::height, 1, 1, 0, 1))
                .hasMessage("xLow must be less than xHigh, both finite, got 1.0 and 1.0");
        assertThatThrownBy(() -> ContourMap.of("bowl", ContourMapTest::height, 0, 1, 0, Double.NaN))
                .hasMessage("yLow must be less than yHigh, both finite, got 0.0 and NaN");
        assertThatThrownBy(() -> ContourMap.of("bowl", (x, y) -> Double.NaN, 0, 1, 0, 1))
                .hasMessage("f must be finite at two points of the map at least, got finite values at 0 of 58081");
        assertThatThrownBy(() -> bowl().withPath("p", new double[0], new double[0]))
                .hasMessage("xs must hold at least one number, got none");
        assertThatThrownBy(() -> bowl().withPath("p", new double[2], new double[3]))
                .hasMessage("ys must hold as many numbers as xs, 2, got 3");
        ContourMap one = bowl().withPath("p", new double[2], new double[2]);
        assertThatThrownBy(() -> one.withPath("p", new double[2], new double[2]))
                .hasMessage("name must be one that no other path has, got \"p\"");
    }

    private static double height(double x, double y) {
        return x * x + y * y;
    }

    private static ContourMap bowl() {
        return ContourMap.of("bowl", ContourMapTest::height, -2, 2, -2, 2);
    }

    /** The colour at a place of a square map, as fractions from its upper left corner. */
    private static int at(Figure figure, double across, double down) {
        return figure.getRGB((int) Math.round(2 * (LEFT + across * SIDE)), (int) Math.round(2 * (TOP + down * SIDE)));
    }

    private static BufferedImage inside(Figure figure) {
        return figure.getSubimage(2 * LEFT + 2, 2 * TOP + 2, 2 * SIDE - 4, 2 * SIDE - 4);
    }

    /** Pixels of the path above each other. */
    private static int heightOfColour(Figure figure, double across) {
        return (int) Pixels.rows(figure, (int) Math.round(2 * (LEFT + across * SIDE)), PATH)
                .getCount();
    }

    private static double widthOfLowest(Figure figure) {
        return columns(figure, LOWEST).getMax() - columns(figure, LOWEST).getMin();
    }

    private static double heightOfLowest(Figure figure) {
        int middle = (int) columns(figure, LOWEST).getAverage();
        return Pixels.rows(figure, middle, LOWEST).getMax()
                - Pixels.rows(figure, middle, LOWEST).getMin();
    }
}
