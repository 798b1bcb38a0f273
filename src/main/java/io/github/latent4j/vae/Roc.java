package io.github.latent4j.vae;

import io.github.latent4j.internal.Checks;
import java.util.Arrays;
import java.util.Locale;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/**
 * How well scores tell outliers, which should have high ones, from normal images, at every threshold (Fawcett 2006).
 */
public final class Roc {
    private final double[] normal;
    private final double[] outliers;

    private Roc(double[] normal, double[] outliers) {
        this.normal = normal;
        this.outliers = outliers;
    }

    /**
     * The curve of two sets of scores.
     *
     * @throws IllegalArgumentException if a score is NaN
     */
    public static Roc of(Scores normal, Scores outliers) {
        return new Roc(sorted("normal", normal), sorted("outliers", outliers));
    }

    private static double[] sorted(String name, Scores scores) {
        double[] values = scores.values();
        for (int i = 0; i < values.length; i++) {
            Checks.require(!Double.isNaN(values[i]), "%s must have no score NaN, but image %d has it", name, i);
        }
        Arrays.sort(values);
        return values;
    }

    /** Area under the curve: the probability that an outlier has a higher score than a normal image, a tie counting one half. */
    public double auc() {
        double wins = 0;
        int below = 0;
        int upTo = 0;
        for (double score : outliers) {
            while (below < normal.length && normal[below] < score) {
                below++;
            }
            while (upTo < normal.length && normal[upTo] <= score) {
                upTo++;
            }
            wins += 0.5 * (below + upTo);
        }
        return wins / normal.length / outliers.length;
    }

    /**
     * The curve: {@code false alarms}, the share of normal images above a threshold, and {@code found}, that of outliers, from (0, 0) to (1,
     * 1).
     */
    public Table toTable() {
        DoubleColumn alarms = DoubleColumn.create("false alarms", 0.0);
        DoubleColumn found = DoubleColumn.create("found", 0.0);
        int n = normal.length;
        int o = outliers.length;
        while (n > 0 || o > 0) {
            double threshold = Math.max(
                    n > 0 ? normal[n - 1] : Double.NEGATIVE_INFINITY,
                    o > 0 ? outliers[o - 1] : Double.NEGATIVE_INFINITY);
            while (n > 0 && normal[n - 1] >= threshold) {
                n--;
            }
            while (o > 0 && outliers[o - 1] >= threshold) {
                o--;
            }
            alarms.append(1 - (double) n / normal.length);
            found.append(1 - (double) o / outliers.length);
        }
        return Table.create(toString(), alarms, found);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "AUROC %.4f (%,d normal images, %,d outliers)", auc(), normal.length, outliers.length);
    }
}
