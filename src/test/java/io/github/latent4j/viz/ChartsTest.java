package io.github.latent4j.viz;

import static io.github.latent4j.viz.Pixels.count;
import static io.github.latent4j.viz.Pixels.pixels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latent4j.train.EpochLog;
import io.github.latent4j.train.History;
import java.awt.Color;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class ChartsTest {
    private static final Table POINTS = Table.create(
            "latent space",
            DoubleColumn.create("z1", new double[] {0.1, 0.5, -1, 2}),
            DoubleColumn.create("z2", new double[] {0, 1, 2, Double.NaN}),
            StringColumn.create("class", "shoe", "bag", "shoe", "coat"));

    private static final Table CONFUSION = Table.create(
            "confusion matrix",
            StringColumn.create("actual", "cat", "dog"),
            IntColumn.create("cat", new int[] {90, 3}),
            IntColumn.create("dog", new int[] {0, 7}));

    static List<Supplier<Figure>> everyChart() {
        return List.of(
                () -> Charts.curves(history(3)),
                () -> Charts.line(POINTS, "z1", "z2"),
                () -> Charts.scatter(POINTS, "z1", "z2", "class"),
                () -> Charts.heatMap(CONFUSION, "predicted"),
                () -> Charts.bars(CONFUSION, "actual", "cat"));
    }

    @ParameterizedTest
    @MethodSource("everyChart")
    void theSameInputDrawsTheSamePixelsAndTheyAreNotBlank(Supplier<Figure> chart) {
        int[] first = pixels(chart.get());

        assertThat(pixels(chart.get())).isEqualTo(first);
        assertThat(IntStream.of(first).distinct().count()).isGreaterThan(20);
        assertThat(first[0]).isEqualTo(Color.WHITE.getRGB());
    }

    @Test
    void namedMetricsShareOneChart() {
        assertThat(Charts.curves(history(3), "loss", "val_loss"))
                .hasToString("Figure[\"loss per epoch\", 640x400, series [loss, val_loss]]");
        assertThat(Charts.curves(history(3), "loss", "accuracy"))
                .hasToString("Figure[\"loss, accuracy per epoch\", 640x400, series [loss, accuracy]]");
    }

    @Test
    void withNoMetricNamedEachHasAPanelWithItsValidation() {
        assertThat(Charts.curves(history(3)))
                .hasToString("Figure[row, 896x320,"
                        + " Figure[\"loss per epoch\", 440x320, series [loss, val_loss]],"
                        + " Figure[\"accuracy per epoch\", 440x320, series [accuracy, val_accuracy]]]");
    }

    @Test
    void moreThanTwoPanelsTakeSeveralRows() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        List.of("loss", "reconstruction", "kl").forEach(name -> metrics.put(name, 1.0));

        Figure figure = Charts.curves(history(new EpochLog(1, metrics, Duration.ZERO)));

        assertThat(figure.toString()).startsWith("Figure[column, 896x656, Figure[row, 896x320, ");
        assertThat(count(figure, Theme.series(0).getRGB()))
                .isGreaterThan(2
                        * count(
                                Charts.curves(history(1), "loss"),
                                Theme.series(0).getRGB()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9, 10, 11, 20, 21, 400})
    void curvesOfAnyLengthAreVisible(int epochs) {
        assertThat(count(Charts.curves(history(epochs), "loss"), Theme.series(0).getRGB()))
                .isGreaterThan(50); // one marker has about 100 pixels
    }

    @Test
    void aMetricAndItsValidationHaveOneColourAndTheNextMetricAnother() {
        Figure figure = Charts.curves(history(3), "loss", "val_loss", "accuracy");

        assertThat(count(figure, Theme.series(0).getRGB())).isPositive();
        assertThat(count(figure, Theme.series(1).getRGB())).isPositive();
        assertThat(count(figure, Theme.series(2).getRGB())).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void valuesThatAreNotFiniteAreLeftOut(double value) {
        History spoiled = history(log(1, 0.9, 0.8), log(2, 0.5, value));
        History hopeless = history(log(1, value, value));

        assertThat(count(Charts.curves(spoiled), Theme.series(0).getRGB())).isPositive();
        assertThat(count(Charts.curves(hopeless, "loss"), Theme.series(0).getRGB()))
                .isZero();
    }

    @Test
    void anUnknownMetricIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Charts.curves(history(1), "f1"))
                .hasMessage("no metric \"f1\"; logged are [loss, accuracy, val_loss, val_accuracy]");
    }

    @Test
    void chartsOfTablesSayWhatTheyDraw() {
        assertThat(Charts.line(POINTS, "z1", "z2")).hasToString("Figure[\"latent space\", 640x400, series [z2]]");
        assertThat(Charts.scatter(POINTS, "z1", "z2", "class"))
                .hasToString("Figure[\"latent space\", 640x480, series [bag, coat, shoe]]");
        assertThat(Charts.heatMap(CONFUSION, "predicted").toString())
                .matches("Figure\\[\"confusion matrix\", \\d+x\\d+, 2 actual x 2 predicted]");
    }

    @Test
    void aTableWithoutANameGetsATitleFromItsColumns() {
        Table unnamed = POINTS.copy().setName("");

        assertThat(Charts.line(unnamed, "z1", "z2").toString()).contains("\"z2 over z1\"");
        assertThat(Charts.scatter(unnamed, "z1", "z2", "class").toString()).contains("\"z2 over z1 by class\"");
    }

    @Test
    void everyGroupOfAScatterHasItsColour() {
        Random random = new Random(1);
        int n = 10_000;
        Table many = Table.create(
                "many",
                DoubleColumn.create("x", random.doubles(n).toArray()),
                DoubleColumn.create("y", random.doubles(n).toArray()),
                IntColumn.create("class", IntStream.range(0, n).map(i -> i % 10).toArray()));

        Figure figure = Charts.scatter(many, "x", "y", "class");

        assertThat(figure.toString()).contains("series [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]");
        for (int i = 0; i < 10; i++) { // opaque in the legend
            assertThat(count(figure, Theme.series(i).getRGB())).isPositive();
        }
    }

    @Test
    void aScatterOfAGivenReachHasTheSameAxesWhateverItsDotsAre() {
        Table near = points(0.1, -50);
        Table outside = points(0.1, 9);

        assertThat(pixels(Charts.scatter(near, "x", "y", "class", 4)))
                .isEqualTo(pixels(Charts.scatter(outside, "x", "y", "class", 4)))
                .isNotEqualTo(pixels(Charts.scatter(near, "x", "y", "class")));
        assertThatThrownBy(() -> Charts.scatter(near, "x", "y", "class", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reach must be finite and > 0, got 0.0");
    }

    private static Table points(double first, double second) {
        return Table.create(
                "points",
                DoubleColumn.create("x", new double[] {first, second}),
                DoubleColumn.create("y", new double[] {first, first}),
                StringColumn.create("class", "a", "a"));
    }

    @Test
    void missingCoordinatesAndGroupsDoNoHarm() {
        Table holes = Table.create(
                "holes",
                DoubleColumn.create("x", new double[] {0, Double.NaN, Double.POSITIVE_INFINITY, 1}),
                DoubleColumn.create("y", new double[] {1, 2, 3, Double.NEGATIVE_INFINITY}),
                DoubleColumn.create("nothing", new double[] {Double.NaN, Double.NaN, Double.NaN, Double.NaN}),
                StringColumn.create("class", "a", "", "b", ""));

        assertThat(Charts.scatter(holes, "x", "y", "class").toString()).contains("series [(missing), a, b]");
        assertThat(count(Charts.line(holes, "x", "y"), Theme.series(0).getRGB()))
                .isPositive();
        assertThat(count(Charts.line(holes, "nothing", "y"), Theme.series(0).getRGB()))
                .isZero();
    }

    @Test
    void numbersOnAxesAreWrittenOutAsLongAsThatIsShort() {
        assertThat(DoubleStream.of(0, -0.25, 0.1 + 0.2, 14_000_000, 1e-5, 3e12).mapToObj(XyPlot::label))
                .containsExactly("0", "-0.25", "0.3", "14,000,000", "1E-5", "3E12");
    }

    @Test
    void anUnknownColumnIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Charts.scatter(POINTS, "z1", "z3", "class"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("y names no column of the table: \"z3\"; its columns are [z1, z2, class]");
    }

    @Test
    void aColumnWithoutNumbersIsRefusedWithItsType() {
        assertThatThrownBy(() -> Charts.line(POINTS, "z1", "class"))
                .hasMessage("ys must name a column of numbers, but \"class\" holds STRING");
    }

    @Test
    void emptyInputIsRefused() {
        assertThatThrownBy(() -> Charts.line(POINTS, "z1")).hasMessage("ys must name at least one column, got none");
        assertThatThrownBy(() -> Charts.scatter(POINTS.emptyCopy(), "z1", "z2", "class"))
                .hasMessage("table must have at least one row, got none");
    }

    @Test
    void tooManyGroupsToTellApartAreRefused() {
        int[] different = IntStream.range(0, 31).toArray();
        Table table = Table.create("t", IntColumn.create("x", different), IntColumn.create("id", different));

        assertThatThrownBy(() -> Charts.scatter(table, "x", "x", "id"))
                .hasMessage("group must have at most 30 different values, got 31 in \"id\"");
    }

    @Test
    void theHeatMapIsDarkWhereARowHasItsLargestShareHoweverSmallTheRow() {
        int darkest = new Color(0x08, 0x30, 0x6b).getRGB();
        Table large = confusion(1000, 0, 0, 1000);
        Table unbalanced = confusion(1000, 0, 0, 3);

        assertThat(count(Charts.heatMap(unbalanced, "predicted"), darkest))
                .isGreaterThan(count(Charts.heatMap(large, "predicted"), darkest));
    }

    @Test
    void aRowOfZerosStaysWhiteAndManyClassesFitThePage() {
        assertThat(Charts.heatMap(confusion(0, 0, 0, 0), "predicted")).isNotNull();
        Table wide = Table.create("wide", StringColumn.create("actual", "only"));
        IntStream.range(0, 40).forEach(i -> wide.addColumns(IntColumn.create("c" + i, new int[] {123456})));

        assertThat(Charts.heatMap(wide, "predicted").logicalWidth()).isLessThan(900);
    }

    @Test
    void barsAreAsLongAsTheirNumbersSay() {
        Table table = Table.create(
                "bars", StringColumn.create("name", "a", "b", "c"), DoubleColumn.create("size", new double[] {4, 1, 0
                }));
        Figure figure = Charts.bars(table, "name", "size");
        Figure first = Charts.bars(table.first(1), "name", "size");

        assertThat(figure)
                .hasToString("Figure[\"bars\", " + figure.logicalWidth() + "x" + figure.logicalHeight()
                        + ", 3 bars of size]");
        int blue = Theme.series(0).getRGB();
        // the second is a quarter of the first, the third a hairline
        assertThat(count(figure, blue) / (double) count(first, blue)).isBetween(1.24, 1.26);
    }

    @Test
    void barsOfNegativeNumbersAreRefused() {
        assertThatThrownBy(() -> Charts.bars(POINTS, "class", "z1"))
                .hasMessage("row 2 of column \"z1\" must be finite and >= 0, got -1.0");
        assertThatThrownBy(() -> Charts.bars(POINTS, "colour", "z1"))
                .hasMessage("labels names no column of the table: \"colour\"; its columns are [z1, z2, class]");
    }

    @Test
    void aHeatMapOfAnotherFormIsRefused() {
        assertThatThrownBy(() -> Charts.heatMap(Table.create("t", StringColumn.create("a", "x")), "b"))
                .hasMessage("table must have a column of row labels, at least one column of numbers and one row,"
                        + " got t: 1 rows X 1 cols");
        assertThatThrownBy(() -> Charts.heatMap(confusion(1, -2, 0, 1), "predicted"))
                .hasMessage("row 1 of column \"cat\" must be finite and >= 0, got -2.0");
        assertThatThrownBy(() -> Charts.heatMap(
                        Table.create("t", StringColumn.create("a", "x"), StringColumn.create("b", "y")), "c"))
                .hasMessage("each column of table but the first must hold numbers, but \"b\" holds STRING");
        assertThatThrownBy(() -> Charts.heatMap(Table.create("t"), "c")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Table confusion(int catAsCat, int dogAsCat, int catAsDog, int dogAsDog) {
        return Table.create(
                "confusion matrix",
                StringColumn.create("actual", "cat", "dog"),
                IntColumn.create("cat", new int[] {catAsCat, dogAsCat}),
                IntColumn.create("dog", new int[] {catAsDog, dogAsDog}));
    }

    private static EpochLog log(int epoch, double loss, double validationLoss) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("loss", loss);
        metrics.put("accuracy", 1 - 0.5 / epoch);
        metrics.put("val_loss", validationLoss);
        metrics.put("val_accuracy", 0.9 - 0.5 / epoch);
        return new EpochLog(epoch, metrics, Duration.ofMillis(1200));
    }

    private static History history(int epochs) {
        List<EpochLog> logs = new ArrayList<>();
        IntStream.rangeClosed(1, epochs).forEach(epoch -> logs.add(log(epoch, 1.0 / epoch, 1.2 / epoch)));
        return new History(logs, "all " + epochs + " epochs done");
    }

    private static History history(EpochLog... logs) {
        return new History(List.of(logs), "all epochs done");
    }
}
