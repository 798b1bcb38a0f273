package io.github.latent4j.viz;

import static io.github.latent4j.viz.Pixels.columns;
import static io.github.latent4j.viz.Pixels.count;
import static io.github.latent4j.viz.Pixels.onWhite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class BoxChartTest {
    private static final int LINE = Theme.series(0).getRGB();
    private static final int INSIDE = onWhite(Theme.veil(Theme.series(0)));
    private static final int OUTLIER = onWhite(Theme.translucent(Theme.series(0)));

    @Test
    void boxesSayWhatTheyDrawInTheOrderInWhichTheirGroupsAppear() {
        Table table = values("second", 1, 2).append(values("first", 3));

        assertThat(Charts.boxes(table, "accuracy", "remedy"))
                .hasToString("Figure[\"runs\", 640x176, boxes of accuracy in [second, first]]");
    }

    @Test
    void theBoxReachesFromQuartileToQuartileAndTheWhiskersToTheEnds() {
        Figure figure = Charts.boxes(values("a", 0, 1, 2, 3, 8, 9, 9, 9.5, 10), "accuracy", "remedy");
        IntSummaryStatistics whiskers = columns(figure, LINE);
        IntSummaryStatistics box = columns(figure, INSIDE);
        double unit = (whiskers.getMax() - whiskers.getMin()) / 10.0;

        assertThat((box.getMin() - whiskers.getMin()) / unit).isEqualTo(2, within(0.05));
        assertThat((box.getMax() - whiskers.getMin()) / unit).isEqualTo(9, within(0.05));
        assertThat(count(figure, OUTLIER)).isZero();
    }

    @Test
    void whatIsFurtherThanOneAndAHalfBoxesAwayIsADot() {
        Figure figure = Charts.boxes(values("a", 4, 5, 5, 6, 6, 7, 7, 8, 0, 20), "accuracy", "remedy");

        assertThat(columns(figure, OUTLIER).getMax())
                .isGreaterThan(columns(figure, LINE).getMax() + 200);
        assertThat(columns(figure, OUTLIER).getMin())
                .isLessThan(columns(figure, LINE).getMin());
    }

    @Test
    void quantilesAreInterpolated() {
        assertThat(BoxChart.quantile(new double[] {1, 2, 3, 10}, 0.5)).isEqualTo(2.5);
        assertThat(BoxChart.quantile(new double[] {1, 2, 3, 10}, 0.75)).isEqualTo(4.75);
        assertThat(BoxChart.quantile(new double[] {7}, 0.25)).isEqualTo(7);
    }

    @Test
    void aGroupWithoutAFiniteValueHasNoBoxAndAnotherIsNotSpoiled() {
        Table table = values("a", 0, 1, 2, Double.NaN).append(values("b", Double.NaN));

        assertThat(count(Charts.boxes(table, "accuracy", "remedy"), LINE))
                .isEqualTo(count(Charts.boxes(values("a", 0, 1, 2), "accuracy", "remedy"), LINE));
    }

    @Test
    void wrongInputIsNamed() {
        int[] different = IntStream.range(0, 31).toArray();
        Table many = Table.create("t", IntColumn.create("x", different), IntColumn.create("id", different));

        assertThatThrownBy(() -> Charts.boxes(many, "x", "id"))
                .hasMessage("group must have at most 30 different values, got 31 in \"id\"");
        assertThatThrownBy(() -> Charts.boxes(many, "x", "y"))
                .hasMessage("group names no column of the table: \"y\"; its columns are [x, id]");
        assertThatThrownBy(() -> Charts.boxes(values("a", Double.NaN), "accuracy", "remedy"))
                .hasMessage("values must name a column with at least one finite number, but \"accuracy\" has none");
    }

    private static Table values(String remedy, double... values) {
        String[] remedies = new String[values.length];
        Arrays.fill(remedies, remedy);
        return Table.create("runs", DoubleColumn.create("accuracy", values), StringColumn.create("remedy", remedies));
    }
}
