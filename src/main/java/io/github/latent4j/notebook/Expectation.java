package io.github.latent4j.notebook;

import java.util.Locale;

/**
 * A number that a notebook's text relies on, and the range in which it holds.
 *
 * @param name what it is
 * @param value that was computed
 * @param low the smallest value of which the text is true
 * @param high the largest one
 */
public record Expectation(String name, double value, double low, double high) {

    /**
     * The expectation, if it holds.
     *
     * @throws AssertionError if the value lies outside or is NaN, with all four in one sentence
     */
    public static Expectation met(String name, double value, double low, double high) {
        Expectation expectation = new Expectation(name, value, low, high);
        if (!(value >= low && value <= high)) { // also for NaN
            throw new AssertionError(String.format(
                    Locale.ROOT,
                    "%s should be between %s and %s, got %s",
                    name,
                    number(low),
                    number(high),
                    number(value)));
        }
        return expectation;
    }

    private static String number(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.format(Locale.ROOT, "%.0f", number)
                : String.format(Locale.ROOT, "%.4g", number);
    }

    @Override
    public String toString() {
        return name + " " + number(value) + ", expected between " + number(low) + " and " + number(high);
    }
}
