package io.github.latent4j.train;

import io.github.latent4j.data.Images;
import io.github.latent4j.internal.Checks;
import io.github.latent4j.internal.ComputeThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/**
 * The learning rate range test (Smith 2017): the loss while the rate rises from step to step by a constant factor. Where the loss falls
 * fastest, the rate is good; where it rises again, too high. Immutable; prints as its table.
 */
public final class RateSearch {
    /** How much of the smoothed loss is that of the steps before. */
    private static final double SMOOTHING = 0.9;

    /** The search ends when the smoothed loss is so many times its lowest value. */
    private static final double EXPLODED = 4;

    /** Fewer rates than this show no slope. */
    private static final int FEWEST_STEPS = 10;

    private final List<Point> points;

    /**
     * One step.
     *
     * @param rate learning rate
     * @param loss mean of the batch before the step
     * @param smoothed mean of the losses so far, a tenth of the weight on the last one
     */
    private record Point(double rate, double loss, double smoothed) {}

    private RateSearch(List<Point> points) {
        this.points = points;
    }

    /**
     * Trains a model for some steps with rising rates, and takes it back to the state that it had before.
     *
     * @param model is the same afterwards, to the bit
     * @param images to learn from; as often as it takes
     * @param spec batch size, seed and what else a step needs; its epochs, schedule and validation do not matter
     * @param lowest rate of the first step, greater than 0
     * @param highest rate of the last step, greater than {@code lowest}
     * @param steps at least 10
     * @throws IllegalArgumentException if a number is out of range
     * @throws CancellationException if the caller is interrupted
     */
    public static RateSearch of(
            Trainable model, Images images, TrainSpec spec, double lowest, double highest, int steps) {
        Checks.require(
                lowest > 0 && highest > lowest && Double.isFinite(highest),
                "rates must rise from above 0, got %s to %s",
                lowest,
                highest);
        Checks.require(steps >= FEWEST_STEPS, "steps must be at least %d, got %d", FEWEST_STEPS, steps);
        return ComputeThread.call(() -> {
            ModelState before = model.state();
            try {
                model.begin(spec);
                return new RateSearch(points(model, images, spec, lowest, highest, steps));
            } finally {
                model.restore(before);
            }
        });
    }

    private static List<Point> points(
            Trainable model, Images images, TrainSpec spec, double lowest, double highest, int steps) {
        List<Point> points = new ArrayList<>();
        List<Images> batches = List.of();
        double mean = 0;
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < steps; i++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted after " + i + " of " + steps + " rates");
            }
            if (batches.isEmpty()) {
                batches = new ArrayList<>(images.shuffle(spec.seed() + i).batches(spec.batchSize()));
            }
            double rate = lowest * Math.pow(highest / lowest, i / (steps - 1.0));
            StepRule rule = new StepRule(spec.seed() + i, rate / model.learningRate(), spec.maxGradientNorm());
            StepResult result = model.step(spec.augmentation().apply(batches.remove(0), rule.seed()), rule);
            if (!result.taken()) {
                break;
            }
            double loss = result.metrics().getOrDefault(EpochLog.LOSS, Double.NaN);
            mean = SMOOTHING * mean + (1 - SMOOTHING) * loss;
            double smoothed = mean / (1 - Math.pow(SMOOTHING, i + 1.0)); // the mean began at 0
            points.add(new Point(rate, loss, smoothed));
            best = Math.min(best, smoothed);
            if (smoothed > EXPLODED * best && best > 0) {
                break;
            }
        }
        return points;
    }

    /**
     * The rate at which the smoothed loss falls fastest, over the logarithm of the rate; the mean of five slopes, since one is noise. NaN if
     * it falls nowhere.
     */
    public double suggestion() {
        int reach = 2;
        double steepest = 0;
        double suggestion = Double.NaN;
        for (int i = reach; i < points.size() - reach; i++) {
            Point before = points.get(i - reach);
            Point after = points.get(i + reach);
            double slope = (after.smoothed - before.smoothed) / Math.log(after.rate / before.rate);
            if (slope < steepest) {
                steepest = slope;
                suggestion = points.get(i).rate;
            }
        }
        return suggestion;
    }

    /** One row per step: {@code rate}, {@code loss} and {@code smoothed}, the loss with the noise taken out. */
    public Table toTable() {
        Table table = Table.create("loss while the learning rate rises");
        table.addColumns(
                DoubleColumn.create(
                        "rate", points.stream().mapToDouble(Point::rate).toArray()),
                DoubleColumn.create(
                        "loss", points.stream().mapToDouble(Point::loss).toArray()),
                DoubleColumn.create(
                        "smoothed", points.stream().mapToDouble(Point::smoothed).toArray()));
        return table;
    }

    @Override
    public String toString() {
        return toTable().print() + System.lineSeparator() + "suggestion: " + suggestion();
    }
}
