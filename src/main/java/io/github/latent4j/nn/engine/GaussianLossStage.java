package io.github.latent4j.nn.engine;

import java.nio.FloatBuffer;

/** {@code 0.5 ((x - a) / sigma)^2} and a constant, with the gradient {@code (a - x) / sigma^2}. */
final class GaussianLossStage implements LossStage {
    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    private final Pass pass;
    private final double sigma;

    GaussianLossStage(Pass pass, double sigma) {
        this.pass = pass;
        this.sigma = sigma;
    }

    @Override
    public Tensor add(Tensor sums, Tensor target) {
        Tensor gradient = pass.program().tensor(sums.shape());
        FloatBuffer a = sums.floats();
        FloatBuffer x = target.floats();
        FloatBuffer to = gradient.floats();
        RowLosses losses = new RowLosses(pass, sums.shape().length(0));
        int pixels = Math.toIntExact(sums.shape().exampleSize());
        int repeated = a.capacity() / x.capacity();
        float[] means = new float[pixels];
        float[] targets = new float[pixels];
        FloatSum squares = new FloatSum(pixels);
        float inverse = (float) (1 / (sigma * sigma));
        double constant = pixels * (Math.log(sigma) + HALF_LOG_TWO_PI);
        pass.program().add(() -> {
            for (int row = 0; row < losses.rows(); row++) {
                a.get(row * pixels, means);
                x.get(row / repeated * pixels, targets);
                for (int i = 0; i < pixels; i++) {
                    float difference = means[i] - targets[i];
                    squares.terms[i] = difference * difference;
                    means[i] = difference * inverse;
                }
                to.put(row * pixels, means);
                losses.set(row, 0.5 * squares.sum() / (sigma * sigma) + constant);
            }
            losses.finish();
            if (losses.areWeighed()) {
                for (int row = 0; row < losses.rows(); row++) {
                    to.get(row * pixels, means);
                    scale(means, losses.weight(row));
                    to.put(row * pixels, means);
                }
            }
        });
        return gradient;
    }

    private static void scale(float[] values, float factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }
}
