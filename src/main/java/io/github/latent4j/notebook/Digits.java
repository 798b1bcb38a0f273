package io.github.latent4j.notebook;

import java.util.Arrays;
import java.util.Locale;

/** Numbers with the same count of digits, wherever they are shown, and the same in every country. */
final class Digits {
    private static final double LARGE = 1e6;
    private static final double SMALL = 1e-3;

    private Digits() {}

    /** One pattern for numbers that stand under each other: four decimals, or powers of ten where these would not show them. */
    static String pattern(double... numbers) {
        double largest = Arrays.stream(numbers)
                .filter(Double::isFinite)
                .map(Math::abs)
                .max()
                .orElse(0);
        return largest >= LARGE || (largest > 0 && largest < SMALL) ? "%.4e" : "%.4f";
    }

    /** A number by itself. */
    static String of(double number) {
        return format(pattern(number), number);
    }

    static String format(String pattern, double number) {
        return Double.isNaN(number) ? "NaN" : String.format(Locale.ROOT, pattern, number);
    }
}
