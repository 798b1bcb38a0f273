package io.github.latent4j.notebook;

import java.util.Locale;

/** Minimum, maximum, mean and standard deviation of the finite ones among many numbers, in one pass. */
final class Statistics {
    private long finite;
    private long nan;
    private long infinite;
    private long positive;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    /** The first number; sums are taken of the differences to it, so that they stay small. */
    private double origin;

    private double sum;
    private double sumOfSquares;

    void add(double[] numbers) {
        for (double number : numbers) {
            add(number);
        }
    }

    void add(float[] numbers) {
        for (float number : numbers) {
            add(number);
        }
    }

    private void add(double number) {
        if (Double.isFinite(number)) {
            if (finite++ == 0) {
                origin = number;
            }
            positive += number > 0 ? 1 : 0;
            min = Math.min(min, number);
            max = Math.max(max, number);
            double difference = number - origin;
            sum += difference;
            sumOfSquares += difference * difference;
        } else if (Double.isNaN(number)) {
            nan++;
        } else {
            infinite++;
        }
    }

    /** How many are above 0. */
    long positive() {
        return positive;
    }

    /** The arithmetic mean. */
    double mean() {
        return origin + sum / finite;
    }

    /** With n - 1 below the fraction, as ND4J has it; NaN for fewer than two numbers. */
    double standardDeviation() {
        return Math.sqrt(Math.max(0, (sumOfSquares - sum * sum / finite) / (finite - 1)));
    }

    /**
     * One line with all of it.
     *
     * @param areWhole whether the numbers are integers
     */
    String words(boolean areWhole) {
        StringBuilder words = new StringBuilder();
        if (nan + infinite > 0) {
            words.append(String.format(Locale.ROOT, "NaN: %,d, infinite: %,d; the others: ", nan, infinite));
        }
        if (finite < 2) {
            return words.append(finite == 0 ? "none" : Digits.of(origin)).toString();
        }
        return words.append("min ")
                .append(areWhole ? String.format(Locale.ROOT, "%.0f", min) : Digits.of(min))
                .append(", max ")
                .append(areWhole ? String.format(Locale.ROOT, "%.0f", max) : Digits.of(max))
                .append(", mean ")
                .append(Digits.of(mean()))
                .append(", standard deviation ")
                .append(Digits.of(standardDeviation()))
                .toString();
    }
}
