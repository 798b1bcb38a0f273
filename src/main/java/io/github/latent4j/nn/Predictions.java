package io.github.latent4j.nn;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/** What a classifier says about each of some images. Immutable. */
public final class Predictions {
    private final List<String> classNames;
    private final float[] probabilities;

    /** {@code probabilities} has shape {@code [n, classes]} and is not copied. */
    Predictions(List<String> classNames, float[] probabilities) {
        this.classNames = classNames;
        this.probabilities = probabilities;
    }

    /** Number of images. */
    public int size() {
        return probabilities.length / classNames.size();
    }

    /** The probability that image {@code i} is of class {@code c}. */
    public double probability(int i, int c) {
        return probabilities[
                Objects.checkIndex(i, size()) * classNames.size() + Objects.checkIndex(c, classNames.size())];
    }

    /** All of them, shape {@code [size, classes]}; a copy. */
    public double[][] probabilities() {
        double[][] rows = new double[size()][classNames.size()];
        for (int i = 0; i < probabilities.length; i++) {
            rows[i / classNames.size()][i % classNames.size()] = probabilities[i];
        }
        return rows;
    }

    /** The most probable class of image {@code i}; the first of equals. */
    public int label(int i) {
        int best = 0;
        for (int c = 1; c < classNames.size(); c++) {
            if (probability(i, c) > probability(i, best)) {
                best = c;
            }
        }
        return best;
    }

    /** {@link #label} of every image, shape {@code [size]}. */
    public int[] labels() {
        return java.util.stream.IntStream.range(0, size()).map(this::label).toArray();
    }

    /** One row per image: {@code image} (its index), {@code predicted} (class name), {@code probability}. */
    public Table toTable() {
        int[] labels = labels();
        StringColumn predicted = StringColumn.create("predicted");
        DoubleColumn probability = DoubleColumn.create("probability");
        IntColumn image = IntColumn.create("image");
        for (int i = 0; i < labels.length; i++) {
            image.append(i);
            predicted.append(classNames.get(labels[i]));
            probability.append(probability(i, labels[i]));
        }
        probability.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(4));
        return Table.create("predictions", image, predicted, probability);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "Predictions[%,d images, %d classes]%n", size(), classNames.size())
                + toTable().print(10);
    }
}
