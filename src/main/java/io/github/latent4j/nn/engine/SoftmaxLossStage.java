package io.github.latent4j.nn.engine;

import java.nio.FloatBuffer;

/** The cross entropy of a classifier, in Java: there are few classes. */
final class SoftmaxLossStage implements LossStage {
    private final Pass pass;
    private final CompiledLoss.SoftmaxCrossEntropy form;

    SoftmaxLossStage(Pass pass, CompiledLoss.SoftmaxCrossEntropy form) {
        this.pass = pass;
        this.form = form;
    }

    @Override
    public Tensor add(Tensor sums, Tensor target) {
        Tensor gradient = pass.program().tensor(sums.shape());
        FloatBuffer from = sums.floats();
        FloatBuffer labels = target.floats();
        FloatBuffer to = gradient.floats();
        int classes = Math.toIntExact(sums.shape().length(1));
        float[] values = new float[from.capacity()];
        float[] oneHot = new float[from.capacity()];
        pass.program().add(() -> {
            from.get(0, values);
            labels.get(0, oneHot);
            double[] weights = form.weights().get();
            int right = 0;
            double loss = 0;
            for (int row = 0; row < values.length; row += classes) {
                int label = argMax(oneHot, row, classes);
                right += argMax(values, row, classes) == label ? 1 : 0;
                double weight = weights.length == 0 ? 1 : weights[label];
                loss += weight * lossAndGradient(values, row, classes, label, (float) weight);
            }
            form.right().accept(right);
            pass.addLoss(loss);
            to.put(0, values);
        });
        return gradient;
    }

    /** {@code -log softmax(values)[label]} of one row, which is overwritten by {@code weight * (softmax(values) - oneHot)}. */
    private static double lossAndGradient(float[] values, int row, int classes, int label, float weight) {
        float max = values[row + argMax(values, row, classes)];
        float ofLabel = values[row + label];
        double sum = 0;
        for (int i = row; i < row + classes; i++) {
            double exponential = Math.exp(values[i] - max);
            sum += exponential;
            values[i] = (float) exponential;
        }
        float scale = (float) (weight / sum);
        for (int i = row; i < row + classes; i++) {
            values[i] *= scale;
        }
        values[row + label] -= weight;
        return Math.log(sum) + max - ofLabel;
    }

    /** The first of equals, counted from {@code row}. */
    private static int argMax(float[] values, int row, int classes) {
        int best = 0;
        for (int i = 1; i < classes; i++) {
            if (values[row + i] > values[row + best]) {
                best = i;
            }
        }
        return best;
    }
}
