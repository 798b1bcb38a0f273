package io.github.latent4j.nn.engine;

import org.jspecify.annotations.Nullable;

/** The losses of the rows of a pass, on their way to one number and to the weights of the rows in the gradient. */
final class RowLosses {
    private final Pass pass;
    private final @Nullable RowWeights function;
    private final double[] values;

    RowLosses(Pass pass, long rows) {
        this.pass = pass;
        this.function = pass.rowWeights();
        this.values = new double[Math.toIntExact(rows)];
    }

    int rows() {
        return values.length;
    }

    /** Whether rows may count differently, so that their gradients are to be multiplied by {@link #weight}. */
    boolean areWeighed() {
        return function != null && pass.purpose() == Pass.Purpose.TRAIN;
    }

    void set(int row, double loss) {
        values[row] = loss;
    }

    /** Room for all losses. */
    double[] values() {
        return values;
    }

    /** To be called when all are set: adds what they amount to to the loss of the pass. */
    void finish() {
        if (function == null) {
            double sum = 0;
            for (double value : values) {
                sum += value;
            }
            pass.addLoss(sum);
        } else {
            pass.addLoss(function.weigh(values));
        }
    }

    /** After {@link #finish}: the derivative of the loss of the pass by that of a row. */
    float weight(int row) {
        return (float) values[row];
    }
}
