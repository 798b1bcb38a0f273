package io.github.latent4j.nn;

import io.github.latent4j.internal.Checks;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/** How well a classifier did on images whose labels are known. Immutable; prints as its report. */
public final class Evaluation {
    private final List<String> classNames;
    private final int[][] counts;

    private Evaluation(List<String> classNames, int[][] counts) {
        this.classNames = classNames;
        this.counts = counts;
    }

    /**
     * Counts how often each class was taken for each.
     *
     * @param actual true class indices, shape {@code [n]}; not modified
     * @param predicted class indices, shape {@code [n]}; not modified
     * @throws IllegalArgumentException if the lengths differ, are 0, or an index names no class
     */
    public static Evaluation of(List<String> classNames, int[] actual, int[] predicted) {
        Checks.require(
                actual.length == predicted.length,
                "actual has %d labels but predicted has %d",
                actual.length,
                predicted.length);
        Checks.require(actual.length > 0, "actual must hold at least one label");
        int classes = classNames.size();
        int[][] counts = new int[classes][classes];
        for (int i = 0; i < actual.length; i++) {
            Checks.require(
                    actual[i] >= 0 && actual[i] < classes && predicted[i] >= 0 && predicted[i] < classes,
                    "labels must be in 0..%d, got actual %d and predicted %d for example %d",
                    classes - 1,
                    actual[i],
                    predicted[i],
                    i);
            counts[actual[i]][predicted[i]]++;
        }
        return new Evaluation(List.copyOf(classNames), counts);
    }

    public List<String> classNames() {
        return classNames;
    }

    /** Number of examples. */
    public int size() {
        return IntStream.range(0, counts.length).map(this::support).sum();
    }

    /** Number of examples of class {@code actual} that were taken for class {@code predicted}. */
    public int count(int actual, int predicted) {
        return counts[actual][predicted];
    }

    /** Number of examples of class {@code c}. */
    public int support(int c) {
        return IntStream.of(counts[c]).sum();
    }

    /** Share of right answers, 0 to 1. */
    public double accuracy() {
        return (double) IntStream.range(0, counts.length).map(c -> counts[c][c]).sum() / size();
    }

    /** Share of the examples taken for class {@code c} that are of it; NaN if none was taken for it. */
    public double precision(int c) {
        return (double) counts[c][c] / predictedAs(c);
    }

    /** Share of the examples of class {@code c} that were found; NaN if there are none. */
    public double recall(int c) {
        return (double) counts[c][c] / support(c);
    }

    /** Harmonic mean of precision and recall; NaN if the class neither occurs nor was predicted. */
    public double f1(int c) {
        return 2.0 * counts[c][c] / (predictedAs(c) + support(c));
    }

    private int predictedAs(int c) {
        return IntStream.range(0, counts.length)
                .map(actual -> counts[actual][c])
                .sum();
    }

    /** One row per class: {@code class}, {@code precision}, {@code recall}, {@code f1}, {@code images}. */
    public Table toTable() {
        IntStream classes = IntStream.range(0, counts.length);
        return Table.create(
                "report",
                StringColumn.create("class", classNames),
                shares("precision", this::precision),
                shares("recall", this::recall),
                shares("f1", this::f1),
                IntColumn.create("images", classes.map(this::support).toArray()));
    }

    /** The confusion matrix: a row per actual class, its name in column {@code actual}, a column per predicted one. */
    public Table confusion() {
        Table table = Table.create("confusion matrix", StringColumn.create("actual", classNames));
        for (int c = 0; c < counts.length; c++) {
            int predicted = c;
            int[] column = IntStream.range(0, counts.length)
                    .map(actual -> counts[actual][predicted])
                    .toArray();
            table.addColumns(IntColumn.create(classNames.get(c), column));
        }
        return table;
    }

    private DoubleColumn shares(String name, java.util.function.IntToDoubleFunction share) {
        DoubleColumn column = DoubleColumn.create(
                name, IntStream.range(0, counts.length).mapToDouble(share).toArray());
        column.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(3));
        return column;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "accuracy %.4f on %,d images%n", accuracy(), size())
                + toTable().print();
    }
}
