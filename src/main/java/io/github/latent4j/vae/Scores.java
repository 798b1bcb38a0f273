package io.github.latent4j.vae;

import io.github.latent4j.internal.Checks;
import java.util.Arrays;
import java.util.Locale;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/** A number for each of some images, in their order, such as the logarithm of its likelihood. Immutable. */
public final class Scores {
    private final String measure;
    private final double[] values;

    /** Of these values, which are not copied. */
    Scores(String measure, double[] values) {
        this.measure = measure;
        this.values = values;
    }

    /**
     * Scores of your own.
     *
     * @param measure what they are, with the unit
     * @param values one for each image; copied
     * @throws IllegalArgumentException if there is none
     */
    public static Scores of(String measure, double... values) {
        Checks.require(values.length > 0, "values must not be empty");
        return new Scores(measure, values.clone());
    }

    /** What the numbers are, with the unit. */
    public String measure() {
        return measure;
    }

    /** Number of images. */
    public int size() {
        return values.length;
    }

    /**
     * The score of image {@code i}.
     *
     * @throws IndexOutOfBoundsException if there is no image {@code i}
     */
    public double get(int i) {
        return values[i];
    }

    /** All scores, shape {@code [size]}; a copy. */
    public double[] values() {
        return values.clone();
    }

    public double mean() {
        return Arrays.stream(values).sum() / values.length;
    }

    /** Of the {@link #mean}: the standard deviation over the images, divided by the square root of their number; NaN for one image. */
    public double standardError() {
        double mean = mean();
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.length - 1.0) / values.length);
    }

    /** One row per image: {@code image}, its number, and {@code score}. */
    public Table toTable() {
        IntColumn images = IntColumn.create("image");
        DoubleColumn scores = DoubleColumn.create("score");
        for (int i = 0; i < values.length; i++) {
            images.append(i);
            scores.append(values[i]);
        }
        scores.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(3));
        return Table.create(measure, images, scores);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%s: %.4g +- %.2g, mean of %,d images", measure, mean(), standardError(), size());
    }
}
