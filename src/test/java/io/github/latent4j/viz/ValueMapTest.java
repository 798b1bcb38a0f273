package io.github.latent4j.viz;

import static io.github.latent4j.viz.Pixels.count;
import static io.github.latent4j.viz.Pixels.pixels;
import static io.github.latent4j.viz.Pixels.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class ValueMapTest {
    private static final int HIGHEST = ColourScale.BLUES.at(1).getRGB();
    private static final int MIDDLE = ColourScale.BLUES.at(0.5).getRGB();

    /** Of the cells of a map of few columns, without what a number in the middle covers. */
    private static final long CELL = 55L * 39 * 4 * 7 / 10;

    @Test
    void aMapSaysWhatItDraws() {
        Table table = table(new double[] {0.1, 0, 1}, new double[] {0.1, 0.9, 2}, new double[] {1, 0.9, 3});

        assertThat(map(table).toString()).matches("Figure\\[\"losses\", \\d+x\\d+, loss over 2 rate x 2 momentum]");
        assertThat(pixels(map(table))).isEqualTo(pixels(map(table)));
    }

    @Test
    void xPointsToTheRightAndYUpwards() {
        Figure figure = map(table(
                new double[] {1, 1, 0}, new double[] {2, 1, 2.5}, new double[] {1, 2, 7.5}, new double[] {2, 2, 10}));
        int lowerRight = ColourScale.BLUES.at(0.25).getRGB();
        int upperLeft = ColourScale.BLUES.at(0.75).getRGB();

        int right = cellColumn(figure, lowerRight);
        int left = cellColumn(figure, upperLeft);
        assertThat(right).isGreaterThan(left + 100);
        assertThat(rows(figure, right, lowerRight).getAverage())
                .isGreaterThan(rows(figure, left, upperLeft).getAverage() + 70);
    }

    @Test
    void theOrderOfTheRowsDoesNotMatter() {
        Table table = table(new double[] {1, 1, 1}, new double[] {2, 1, 2}, new double[] {1, 2, 3});

        assertThat(pixels(map(table.sortDescendingOn("loss")))).isEqualTo(pixels(map(table)));
    }

    @Test
    void valuesThatDifferByMoreThanAFactorOfAHundredAreColouredByTheirLogarithms() {
        Figure logarithmic = map(table(new double[] {1, 1, 0.01}, new double[] {2, 1, 1}, new double[] {3, 1, 100}));
        Figure linear = map(table(new double[] {1, 1, 1}, new double[] {2, 1, 50.5}, new double[] {3, 1, 100}));
        Figure signed = map(table(new double[] {1, 1, -100}, new double[] {2, 1, 0}, new double[] {3, 1, 100}));

        assertThat(count(logarithmic, MIDDLE)).isGreaterThan(CELL);
        assertThat(count(linear, MIDDLE)).isGreaterThan(CELL);
        assertThat(count(signed, MIDDLE)).isGreaterThan(CELL);
    }

    @Test
    void whatIsMissingOrNotFiniteIsHatched() {
        int hatch = Theme.LINES.getRGB();
        Figure complete = map(table(new double[] {1, 1, 1}, new double[] {2, 1, 2}));
        Figure diverged = map(table(new double[] {1, 1, 1}, new double[] {2, 1, 2}, new double[] {3, 1, Double.NaN}));
        Figure missing = map(
                table(new double[] {1, 1, 1}, new double[] {2, 1, 2}, new double[] {3, 1, 1}, new double[] {3, 2, 2}));

        assertThat(count(complete, hatch)).isZero();
        assertThat(count(diverged, hatch)).isPositive();
        assertThat(count(missing, hatch)).isGreaterThan(count(diverged, hatch)); // two cells
        assertThat(pixels(map(table(
                        new double[] {1, 1, 1}, new double[] {2, 1, 2}, new double[] {3, 1, Double.POSITIVE_INFINITY
                        }))))
                .isEqualTo(pixels(diverged));
    }

    @Test
    void aMapOfNothingFiniteIsDrawn() {
        Figure figure = map(table(new double[] {1, 1, Double.NaN}));

        assertThat(count(figure, Theme.LINES.getRGB())).isPositive();
        assertThat(count(figure, HIGHEST)).isZero();
    }

    @Test
    void manyCategoriesFitThePage() {
        double[][] rows = IntStream.range(0, 60)
                .boxed()
                .flatMap(x -> IntStream.range(0, 60).mapToObj(y -> new double[] {x * 0.01, y * 0.01, x + y}))
                .toArray(double[][]::new);

        assertThat(map(table(rows)).logicalWidth()).isLessThan(700);
        assertThat(map(table(rows)).logicalHeight()).isLessThan(700);
    }

    @Test
    void numbersInCellsAreShort() {
        assertThat(XyPlot.compact(0)).isEqualTo("0");
        assertThat(XyPlot.compact(0.123456)).isEqualTo("0.123");
        assertThat(XyPlot.compact(-12345)).isEqualTo("-12,300");
        assertThat(XyPlot.compact(123456)).isEqualTo("1.2E5");
        assertThat(XyPlot.compact(0.000123)).isEqualTo("1.2E-4");
    }

    @Test
    void wrongInputIsNamed() {
        assertThatThrownBy(() -> map(table(new double[] {1, 2, 3}, new double[] {1, 2, 4})))
                .hasMessage("table must have one row for each pair of \"rate\" and \"momentum\", got two for 1 and 2");
        assertThatThrownBy(() -> map(table(new double[] {1, 2, 3}, new double[] {Double.NaN, 2, 4})))
                .hasMessage("row 1 of column \"rate\" must be finite, got NaN");
        double[][] many =
                IntStream.range(0, 61).mapToObj(i -> new double[] {0, i, 1}).toArray(double[][]::new);
        assertThatThrownBy(() -> map(table(many)))
                .hasMessage("y must have at most 60 different values, got 61 in \"momentum\"");
        Table words = Table.create("t", StringColumn.create("x", "a"));
        assertThatThrownBy(() -> Charts.valueMap(words, "x", "y", "z"))
                .hasMessage("x must name a column of numbers, but \"x\" holds STRING");
    }

    /** The first column that is full of a colour. */
    private static int cellColumn(Figure figure, int colour) {
        return IntStream.range(0, figure.getWidth())
                .filter(x -> rows(figure, x, colour).getCount() > 70)
                .findFirst()
                .orElseThrow();
    }

    private static Figure map(Table table) {
        return Charts.valueMap(table, "rate", "momentum", "loss");
    }

    /** Rows of rate, momentum and loss. */
    private static Table table(double[]... rows) {
        DoubleColumn rate = DoubleColumn.create("rate");
        DoubleColumn momentum = DoubleColumn.create("momentum");
        DoubleColumn loss = DoubleColumn.create("loss");
        for (double[] row : rows) {
            rate.append(row[0]);
            momentum.append(row[1]);
            loss.append(row[2]);
        }
        return Table.create("losses", rate, momentum, loss);
    }
}
