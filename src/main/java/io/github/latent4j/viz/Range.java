package io.github.latent4j.viz;

import java.util.stream.LongStream;

/** From the lowest to the highest value. */
record Range(double low, double high) {
    static final Range EMPTY = new Range(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    private static final int MANY_TICKS = 20;

    Range including(double[] values) {
        Range range = this;
        for (double v : values) {
            if (Double.isFinite(v)) {
                range = new Range(Math.min(range.low, v), Math.max(range.high, v));
            }
        }
        return range;
    }

    /** Wide enough to end at round numbers on both sides. */
    Range rounded() {
        if (low > high) {
            return new Range(0, 1);
        }
        double width = high > low ? high - low : Math.max(Math.abs(low) * 0.2, 1e-6);
        double step = roundStep(width / 8);
        double roundLow = Math.floor(low / step) * step;
        double roundHigh = Math.ceil(high / step) * step;
        return high > low ? new Range(roundLow, roundHigh) : new Range(roundLow - step, roundHigh + step);
    }

    /** A place inside that no regular data hits. */
    double irregular() {
        return low + (high - low) * 0.3819660113;
    }

    /** Round numbers inside, equally far apart: at most {@code most}, or as few more as it takes to have two. */
    double[] ticks(int most) {
        double step = roundStep((high - low) / most);
        long first = (long) Math.ceil(low / step - 1e-9);
        long last = (long) Math.floor(high / step + 1e-9);
        if (last <= first && most < MANY_TICKS) {
            return ticks(most + 1);
        }
        return LongStream.rangeClosed(first, last).mapToDouble(i -> i * step).toArray();
    }

    /** Where {@code value} is: 0 at the lowest, 1 at the highest. */
    double part(double value) {
        return (value - low) / (high - low);
    }

    /** The smallest of 1, 2 or 5 times a power of ten that is at least {@code step}. */
    private static double roundStep(double step) {
        double power = Math.pow(10, Math.floor(Math.log10(step)));
        double digit = step / power;
        return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }
}
