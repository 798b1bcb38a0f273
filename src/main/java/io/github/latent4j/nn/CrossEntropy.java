package io.github.latent4j.nn;

/**
 * {@code -weight[label] log softmax(sums)[label]}; labels are one-hot.
 *
 * <p>Counts how many examples were classified right: Deeplearning4j keeps no output of the training pass.
 */
final class CrossEntropy extends ExampleLoss {
    private static final long serialVersionUID = 1;

    private int right;
    private double[] weights = {};

    /** What the loss of each class is multiplied by from now on; empty for ones. */
    void setWeights(double[] newWeights) {
        weights = newWeights;
    }

    private double weight(int label) {
        return weights.length == 0 ? 1 : weights[label];
    }

    /** Number of right answers since the last call. */
    int takeRight() {
        int taken = right;
        right = 0;
        return taken;
    }

    @Override
    public Form form() {
        return new SoftmaxCrossEntropy(() -> weights, more -> right += more);
    }

    @Override
    protected double[] losses(int examples, double[] labels, double[] sums) {
        int classes = sums.length / examples;
        double[] losses = new double[examples];
        for (int i = 0; i < examples; i++) {
            int row = i * classes;
            int label = argMax(labels, row, classes);
            int predicted = argMax(sums, row, classes);
            losses[i] =
                    weight(label) * (sums[row + predicted] + logOfScaledSum(sums, row, classes) - sums[row + label]);
            right += predicted == label ? 1 : 0;
        }
        return losses;
    }

    /** {@code weight * (softmax(sums) - label)}. */
    @Override
    protected void differentiate(int examples, double[] labels, double[] sums) {
        int classes = sums.length / examples;
        for (int row = 0; row < sums.length; row += classes) {
            double max = sums[row + argMax(sums, row, classes)];
            double log = max + logOfScaledSum(sums, row, classes);
            double weight = weight(argMax(labels, row, classes));
            for (int i = row; i < row + classes; i++) {
                sums[i] = weight * (Math.exp(sums[i] - log) - labels[i]);
            }
        }
    }

    /** {@code log sum exp(sums - max)}: with the maximum taken out, nothing overflows. */
    private static double logOfScaledSum(double[] sums, int row, int classes) {
        double max = sums[row + argMax(sums, row, classes)];
        double sum = 0;
        for (int i = row; i < row + classes; i++) {
            sum += Math.exp(sums[i] - max);
        }
        return Math.log(sum);
    }

    /** The first of equals, counted from {@code row}. */
    private static int argMax(double[] values, int row, int classes) {
        int best = 0;
        for (int i = 1; i < classes; i++) {
            if (values[row + i] > values[row + best]) {
                best = i;
            }
        }
        return best;
    }
}
