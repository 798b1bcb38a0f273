package io.github.latent4j.nn.engine;

import java.nio.FloatBuffer;
import java.util.Arrays;

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
        int pixels = Math.toIntExact(sums.shape().length(1));
        float[] means = new float[pixels];
        float[] targets = new float[pixels];
        float[] squares = new float[pixels];
        float inverse = (float) (1 / (sigma * sigma));
        double constant = a.capacity() * (Math.log(sigma) + HALF_LOG_TWO_PI);
        pass.program().add(() -> {
            Arrays.fill(squares, 0);
            for (int from = 0; from < a.capacity(); from += pixels) {
                a.get(from, means);
                x.get(from, targets);
                for (int i = 0; i < pixels; i++) {
                    float difference = means[i] - targets[i];
                    squares[i] += difference * difference;
                    means[i] = difference * inverse;
                }
                to.put(from, means);
            }
            double sum = 0;
            for (float ofPixel : squares) {
                sum += ofPixel;
            }
            pass.addLoss(0.5 * sum / (sigma * sigma) + constant);
        });
        return gradient;
    }
}
