package io.github.latent4j.nn;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@code -log softmax(x)[label]} from the weighted sums {@code x} of the output layer, without the clipping of
 * probabilities that Deeplearning4j's own loss does.
 *
 * <p>Counts how many examples were classified right: Deeplearning4j keeps no output of the training pass.
 */
final class CrossEntropy implements ILossFunction {
    private static final long serialVersionUID = 1;

    private int right;

    /** Number of right answers since the last call. */
    int takeRight() {
        int taken = right;
        right = 0;
        return taken;
    }

    @Override
    public double computeScore(
            INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
        int n = labels.rows();
        int classes = labels.columns();
        double[] losses = losses(labels, preOutput);
        double sum = 0;
        for (double loss : losses) {
            sum += loss;
        }
        double[] x = values(preOutput);
        double[] y = values(labels);
        for (int i = 0; i < n; i++) {
            if (argMax(x, i * classes, classes) == argMax(y, i * classes, classes)) {
                right++;
            }
        }
        return average ? sum / n : sum;
    }

    @Override
    public INDArray computeScoreArray(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        return Nd4j.createFromArray(losses(labels, preOutput))
                .castTo(preOutput.dataType())
                .reshape(-1, 1);
    }

    /** {@code softmax(x) - label}, summed over nothing: the updater divides by the batch. */
    @Override
    public INDArray computeGradient(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        return Transforms.softmax(preOutput, true).subi(labels.castTo(preOutput.dataType()));
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
        return Pair.of(
                computeScore(labels, preOutput, activation, mask, average),
                computeGradient(labels, preOutput, activation, mask));
    }

    @Override
    public String name() {
        return "CrossEntropy";
    }

    /** Log-sum-exp with the maximum taken out, minus the weighted sum of the label. */
    private static double[] losses(INDArray labels, INDArray preOutput) {
        int n = labels.rows();
        int classes = labels.columns();
        double[] x = values(preOutput);
        double[] y = values(labels);
        double[] losses = new double[n];
        for (int i = 0; i < n; i++) {
            int row = i * classes;
            double max = x[row + argMax(x, row, classes)];
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(x[row + c] - max);
            }
            losses[i] = max + Math.log(sum) - x[row + argMax(y, row, classes)];
        }
        return losses;
    }

    private static double[] values(INDArray array) {
        return array.dup('c').data().asDouble();
    }

    private static int argMax(double[] values, int from, int length) {
        int best = 0;
        for (int i = 1; i < length; i++) {
            if (values[from + i] > values[from + best]) {
                best = i;
            }
        }
        return best;
    }
}
