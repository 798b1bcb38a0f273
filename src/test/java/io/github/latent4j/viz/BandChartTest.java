package io.github.latent4j.viz;

import static io.github.latent4j.viz.Pixels.columns;
import static io.github.latent4j.viz.Pixels.count;
import static io.github.latent4j.viz.Pixels.onWhite;
import static io.github.latent4j.viz.Pixels.pixels;
import static io.github.latent4j.viz.Pixels.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.IntSummaryStatistics;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class BandChartTest {
    private static final int LINE = Theme.series(0).getRGB();
    private static final int BAND = onWhite(Theme.veil(Theme.series(0)));

    @Test
    void aBandSaysWhatItIsAndOfHowManyRuns() {
        Figure figure = Charts.bands(runs(4, 5, 6), "epoch", "loss", "rate");

        assertThat(figure)
                .hasToString("Figure[\"runs\", 640x400, series [a, b], line: mean; band: lowest to highest of 3]");
        assertThat(pixels(Charts.bands(runs(4, 5, 6), "epoch", "loss", "rate"))).isEqualTo(pixels(figure));
    }

    @Test
    void runsThatAreNotFiniteAreLeftOutAndTheNoteSaysSo() {
        assertThat(Charts.bands(runs(4, Double.NaN, Double.POSITIVE_INFINITY), "epoch", "loss", "rate")
                        .toString())
                .endsWith("lowest to highest of 1 to 3]");
        assertThat(Charts.bands(runs(Double.NaN), "epoch", "loss", "rate").toString())
                .endsWith("lowest to highest of 1]");
    }

    @Test
    void theBandIsAsWideAsTheRunsDisagree() {
        Figure wide = Charts.bands(runs(3, 5, 7), "epoch", "loss", "rate");
        Figure narrow = Charts.bands(runs(4, 5, 6), "epoch", "loss", "rate");
        Figure agreeing = Charts.bands(runs(5, 5, 5), "epoch", "loss", "rate");

        assertThat(count(wide, BAND) / (double) count(narrow, BAND)).isBetween(1.9, 2.2); // the line hides some
        assertThat(count(agreeing, BAND)).isZero();
        assertThat(count(agreeing, LINE)).isPositive();
    }

    @Test
    void theLineIsTheMeanAndNotTheMiddle() {
        Figure figure = Charts.bands(runs(2, 2, 8), "epoch", "loss", "rate"); // 4: a third of the way up
        int middle = (int) columns(figure, BAND).getAverage();
        IntSummaryStatistics band = rows(figure, middle, BAND);

        double line = rows(figure, middle, LINE).getAverage();

        assertThat((band.getMax() - line) / (band.getMax() - band.getMin())).isEqualTo(1 / 3.0, within(0.02));
    }

    @Test
    void theOrderOfTheRowsDoesNotMatter() {
        Table table = runs(3, 5, 7);
        Table turned = table.sortDescendingOn("epoch");

        assertThat(pixels(Charts.bands(turned, "epoch", "loss", "rate")))
                .isEqualTo(pixels(Charts.bands(table, "epoch", "loss", "rate")));
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, 10, 1e5, 1e10})
    void onALogarithmicAxisEqualRatiosAreEquallyFarApart(double ratio) {
        Table table = Table.create(
                "powers",
                DoubleColumn.create("x", new double[] {0, 1, 2}),
                DoubleColumn.create("y", new double[] {1, ratio, ratio * ratio}));

        assertThat(middleOfThree(Charts.line(Scale.LOG, table, "x", "y"))).isEqualTo(0.5, within(0.02));
        assertThat(middleOfThree(Charts.line(Scale.LINEAR, table, "x", "y"))).isEqualTo(1 / (ratio + 1), within(0.02));
    }

    @Test
    void whatIsNotPositiveHasNoPlaceOnALogarithmicAxis() {
        Table positive = runs(4, 5);
        Table spoiled = positive.copy()
                .append(runs(0, -1, Double.NaN)
                        .where(runs(0, -1, Double.NaN).stringColumn("rate").isEqualTo("a")));

        assertThat(pixels(Charts.bands(Scale.LOG, spoiled, "epoch", "loss", "rate")))
                .isEqualTo(pixels(Charts.bands(Scale.LOG, positive, "epoch", "loss", "rate")));
        assertThat(count(Charts.line(Scale.LOG, runs(0, -1), "epoch", "loss"), LINE))
                .isPositive(); // of group b
        assertThat(count(
                        Charts.line(
                                Scale.LOG,
                                Table.create(DoubleColumn.create("x", 1, 2), DoubleColumn.create("y", 0, -1)),
                                "x",
                                "y"),
                        LINE))
                .isZero();
    }

    @Test
    void aBandOverManyPowersOfTenIsDrawnToo() {
        Table table = Table.create(
                "norms",
                IntColumn.create("layer", 1, 1, 2, 2),
                DoubleColumn.create("norm", 1, 0.1, 1e-9, 1e-12),
                StringColumn.create("net", "a", "a", "a", "a"));

        assertThat(count(Charts.bands(Scale.LOG, table, "layer", "norm", "net"), BAND))
                .isGreaterThan(10_000);
    }

    @Test
    void wrongInputIsNamed() {
        int[] different = IntStream.range(0, 11).toArray();
        Table many = Table.create("t", IntColumn.create("x", different), IntColumn.create("id", different));

        assertThatThrownBy(() -> Charts.bands(many, "x", "x", "id"))
                .hasMessage("group must have at most 10 different values, got 11 in \"id\"");
        assertThatThrownBy(() -> Charts.bands(many, "x", "y", "id"))
                .hasMessage("y names no column of the table: \"y\"; its columns are [x, id]");
        assertThatThrownBy(() -> Charts.bands(many.emptyCopy(), "x", "x", "id"))
                .hasMessage("table must have at least one row, got none");
    }

    /** Group a with these values at epochs 1 and 2; group b, whose values set the axis. */
    private static Table runs(double... values) {
        DoubleColumn epoch = DoubleColumn.create("epoch");
        DoubleColumn loss = DoubleColumn.create("loss");
        StringColumn rate = StringColumn.create("rate");
        for (int e = 1; e <= 2; e++) {
            for (int i = 0; i < values.length; i++) {
                epoch.append(e).append(e);
                loss.append(values[i]).append(e == 1 ? 0.5 : 10);
                rate.append("a").append("b");
            }
        }
        return Table.create("runs", epoch, loss, rate);
    }

    /** How high the middle of three points is between the others. */
    private static double middleOfThree(Figure figure) {
        IntSummaryStatistics columns = columns(figure, LINE);
        int radius = 6; // of a marker
        double first = rows(figure, columns.getMin() + radius, LINE).getAverage();
        double last = rows(figure, columns.getMax() - radius, LINE).getAverage();
        int middle = (columns.getMin() + columns.getMax()) / 2;
        return (first - rows(figure, middle, LINE).getAverage()) / (first - last);
    }
}
