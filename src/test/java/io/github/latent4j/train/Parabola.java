package io.github.latent4j.train;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A model with one weight {@code w}, the loss {@code w^2 / 2} and plain gradient descent, which it follows exactly. */
final class Parabola implements Trainable {
    /** Ten images of one pixel, i/10. */
    static final Images TEN = Images.unlabelled(
            "ten", ImageShape.grey(1, 1), new float[] {0, .1f, .2f, .3f, .4f, .5f, .6f, .7f, .8f, .9f});

    final List<StepRule> rules = new ArrayList<>();
    final List<Images> batches = new ArrayList<>();
    private final double rate;
    private float w = 1;

    Parabola(double rate) {
        this.rate = rate;
    }

    float weight() {
        return w;
    }

    void setWeight(float newWeight) {
        w = newWeight;
    }

    @Override
    public String description() {
        return "a model";
    }

    @Override
    public double learningRate() {
        return rate;
    }

    @Override
    public void begin(TrainSpec spec) {}

    @Override
    public StepResult step(Images batch, StepRule rule) {
        rules.add(rule);
        batches.add(batch);
        StepResult result = new StepResult(loss(), Math.abs(w));
        if (result.taken()) {
            w -= (float) (rate * rule.rateFactor() * Math.min(1, rule.maxNorm() / Math.abs(w)) * w);
        }
        return result;
    }

    @Override
    public Map<String, Double> evaluateBatch(Images batch) {
        return loss();
    }

    private Map<String, Double> loss() {
        return Map.of(EpochLog.LOSS, 0.5 * w * w);
    }

    @Override
    public ModelState state() {
        return new ModelState(new float[] {w}, new float[0], rules.size());
    }

    @Override
    public void restore(ModelState state) {
        w = state.weights()[0];
    }
}
