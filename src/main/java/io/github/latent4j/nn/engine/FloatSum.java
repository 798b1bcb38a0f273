package io.github.latent4j.nn.engine;

/** A sum of as many terms each time, in pairs: the processor adds many at once, and the rounding grows only with the logarithm of their number. */
final class FloatSum {
    /** To be set before each {@link #sum}. */
    final float[] terms;

    FloatSum(int count) {
        terms = new float[count];
    }

    /** The sum; {@link #terms} are overwritten. */
    double sum() {
        int left = terms.length;
        while (left > 32) {
            int half = left / 2;
            int upper = left - half; // with an odd number the one in the middle stays
            for (int i = 0; i < half; i++) {
                terms[i] += terms[upper + i];
            }
            left = upper;
        }
        double sum = 0;
        for (int i = 0; i < left; i++) {
            sum += terms[i];
        }
        return sum;
    }
}
