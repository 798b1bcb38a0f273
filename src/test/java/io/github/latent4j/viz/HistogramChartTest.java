package io.github.latent4j.viz;

import static io.github.latent4j.viz.Pixels.count;
import static io.github.latent4j.viz.Pixels.pixels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class HistogramChartTest {
    private static final int BARS = Theme.series(0).getRGB();
    private static final long ONE_PANEL = 608 * 190 * 4;

    @Test
    void panelsStandInTheOrderInWhichTheirGroupsAppear() {
        Table table = both(values("second", 1, 2), values("first", 3)).setName("activations");

        assertThat(Charts.histograms(table, "value", "layer"))
                .hasToString("Figure[\"activations\", 640x320, histograms of value in [second, first]]");
        assertThat(pixels(Charts.histograms(table, "value", "layer")))
                .isEqualTo(pixels(Charts.histograms(table, "value", "layer")));
    }

    @Test
    void everyPanelIsAsHighAsItsTallestBin() {
        Table table = even("a", 400);
        IntStream.range(0, 10).forEach(i -> table.append(even("b", 400)));
        Figure figure = Charts.histograms(table, "value", "layer");

        long left = count(figure.getSubimage(0, 0, 640, figure.getHeight()), BARS);

        assertThat(left).isPositive();
        assertThat(count(figure, BARS)).isEqualTo(2 * left);
    }

    @Test
    void evenlySpreadValuesFillTheirPanelBetweenTheTailsAtItsEdges() {
        assertThat(count(Charts.histograms(even("a", 4000), "value", "layer"), BARS))
                .isBetween(ONE_PANEL * 82 / 100, ONE_PANEL * 86 / 100); // a bin has 2.5 %, those at the edges 3 %
    }

    @Test
    void valuesFarAwayAreCountedInTheBinAtTheEdge() {
        Table table = both(even("a", 4000), values("a", 1e9, 1e12, -1e9));

        assertThat(count(Charts.histograms(table, "value", "layer"), BARS))
                .isBetween(ONE_PANEL * 80 / 100, ONE_PANEL * 86 / 100);
    }

    @Test
    void valuesThatAreNotFiniteAreCountedNowhere() {
        Table table = even("a", 400);
        Table spoiled = both(table, values("a", Double.NaN, Double.POSITIVE_INFINITY));

        assertThat(pixels(Charts.histograms(spoiled, "value", "layer")))
                .isEqualTo(pixels(Charts.histograms(table, "value", "layer")));
        Figure diverged = Charts.histograms(both(table, values("b", Double.NaN)), "value", "layer");
        assertThat(count(diverged.getSubimage(640, 0, 640, diverged.getHeight()), BARS))
                .isZero();
    }

    @Test
    void oneValueAloneIsABar() {
        assertThat(count(Charts.histograms(values("a", 0, 0, 0), "value", "layer"), BARS))
                .isBetween(ONE_PANEL / 45, ONE_PANEL / 38);
    }

    @Test
    void wrongInputIsNamed() {
        int[] different = IntStream.range(0, 17).toArray();
        Table many = Table.create("t", IntColumn.create("x", different), IntColumn.create("id", different));

        assertThatThrownBy(() -> Charts.histograms(many, "x", "id"))
                .hasMessage("group must have at most 16 different values, got 17 in \"id\"");
        assertThatThrownBy(() -> Charts.histograms(many, "y", "id"))
                .hasMessage("values names no column of the table: \"y\"; its columns are [x, id]");
        assertThatThrownBy(() -> Charts.histograms(values("a", Double.NaN), "value", "layer"))
                .hasMessage("values must name a column with at least one finite number, but \"value\" has none");
    }

    private static Table even(String layer, int n) {
        return values(
                layer, IntStream.range(0, n).mapToDouble(i -> (i + 0.5) / n).toArray());
    }

    private static Table values(String layer, double... values) {
        String[] layers = new String[values.length];
        Arrays.fill(layers, layer);
        return Table.create("values", DoubleColumn.create("value", values), StringColumn.create("layer", layers));
    }

    private static Table both(Table first, Table second) {
        return first.copy().append(second);
    }
}
