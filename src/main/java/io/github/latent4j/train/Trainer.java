package io.github.latent4j.train;

import io.github.latent4j.data.Images;
import io.github.latent4j.internal.ComputeThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;

/** The training loop: epochs of shuffled batches, each epoch judged on the validation images. */
public final class Trainer {
    private final Trainable model;
    private final Images images;
    private final TrainSpec spec;
    private final List<TrainListener> listeners;
    private final List<EpochLog> done = new ArrayList<>();
    private final long start = System.nanoTime();

    private Trainer(Trainable model, Images images, TrainSpec spec, List<TrainListener> listeners) {
        this.model = model;
        this.images = images;
        this.spec = spec;
        this.listeners = listeners;
    }

    /**
     * Trains {@code model} and waits for the end. The loop runs on the library's compute thread; interrupting the
     * caller ends it after the current step, keeps the weights reached so far, returns the history up to there and
     * leaves the caller's interrupt flag set.
     *
     * <p>The same model, images, spec and number of threads give the same weights, to the bit.
     *
     * @param model trained in place
     * @param images to learn from
     * @param spec how
     * @param listeners told about each step and epoch, in this order
     * @return one entry per epoch and why training ended
     * @throws CancellationException if the caller was interrupted before the first step was done
     */
    public static History fit(Trainable model, Images images, TrainSpec spec, TrainListener... listeners) {
        List<TrainListener> all = List.of(listeners);
        return ComputeThread.call(() -> new Trainer(model, images, spec, all).run());
    }

    private History run() {
        listeners.forEach(listener -> listener.onStart(spec));
        model.begin(spec);
        Optional<String> stop = Optional.empty();
        while (stop.isEmpty()) {
            stop = epoch(done.size() + 1);
        }
        History history = new History(done, stop.get());
        listeners.forEach(listener -> listener.onEnd(history));
        return history;
    }

    /** Runs one epoch; a reason if it was the last one. */
    private Optional<String> epoch(int epoch) {
        long epochStart = System.nanoTime();
        // A different order in each epoch, the same in each run.
        List<Images> batches = images.shuffle(spec.seed() + 31L * epoch).batches(spec.batchSize());
        Means means = new Means();
        Optional<String> stop = Optional.empty();
        for (int i = 0; i < batches.size() && stop.isEmpty(); i++) {
            Images batch = batches.get(i);
            StepResult result = model.step(batch, StepRule.plain(noiseSeed(epoch, i)));
            means.add(result.metrics(), batch.size());
            stop = afterStep(epoch, i + 1, batches.size(), means, epochStart);
        }
        Map<String, Double> metrics = means.values();
        if (spec.validation().isPresent()) {
            // NaN for a validation that an early end leaves out: every epoch has the same names
            List.copyOf(metrics.keySet()).forEach(name -> metrics.put(EpochLog.VALIDATION + name, Double.NaN));
            if (stop.isEmpty()) {
                stop = validate(spec.validation().get(), metrics, epoch);
            }
        }
        EpochLog log = new EpochLog(epoch, metrics, Duration.ofNanos(System.nanoTime() - epochStart));
        done.add(log);
        listeners.forEach(listener -> listener.onEpoch(log));
        for (TrainListener listener : listeners) {
            if (stop.isEmpty()) {
                stop = listener.stopAfter(log);
            }
        }
        return stop.isEmpty() && epoch == spec.epochs() ? Optional.of("all " + epoch + " epochs done") : stop;
    }

    /** Another one for each step, the same in each run: a run that is taken up again needs no generator's state. */
    private long noiseSeed(int epoch, int step) {
        return new SplittableRandom(spec.seed() ^ ((long) epoch << 32 | step)).nextLong();
    }

    private Optional<String> afterStep(int epoch, int step, int steps, Means means, long epochStart) {
        double done = ((epoch - 1.0) * steps + step) / ((double) spec.epochs() * steps);
        long now = System.nanoTime();
        StepLog log = new StepLog(
                epoch,
                spec.epochs(),
                step,
                steps,
                means.values(),
                means.examples() * 1e9 / (now - epochStart),
                Duration.ofNanos((long) ((now - start) * (1 - done) / done)));
        listeners.forEach(listener -> listener.onStep(log));
        double loss = log.metrics().getOrDefault(EpochLog.LOSS, 0.0);
        if (!Double.isFinite(loss)) {
            return Optional.of("the loss became " + loss + " in epoch " + epoch + ", step " + step
                    + ": try a lower learning rate");
        }
        return interruption(epoch, "step " + step + " of " + steps);
    }

    /** Puts the validation metrics into {@code metrics}; a reason if interrupted before all was measured. */
    private Optional<String> validate(Images held, Map<String, Double> metrics, int epoch) {
        Means means = new Means();
        for (Images batch : held.batches(spec.batchSize())) {
            Optional<String> stop = interruption(epoch, "validation");
            if (stop.isPresent()) {
                return stop;
            }
            means.add(model.evaluateBatch(batch), batch.size());
        }
        means.values().forEach((name, value) -> metrics.put(EpochLog.VALIDATION + name, value));
        return Optional.empty();
    }

    private static Optional<String> interruption(int epoch, String where) {
        return Thread.currentThread().isInterrupted()
                ? Optional.of("interrupted in epoch " + epoch + ", " + where)
                : Optional.empty();
    }

    /** Means over batches, each weighted by its number of examples. */
    private static final class Means {
        private final Map<String, Double> sums = new LinkedHashMap<>();
        private int examples;

        void add(Map<String, Double> means, int size) {
            means.forEach((name, mean) -> sums.merge(name, mean * size, Double::sum));
            examples += size;
        }

        int examples() {
            return examples;
        }

        Map<String, Double> values() {
            Map<String, Double> means = new LinkedHashMap<>();
            sums.forEach((name, sum) -> means.put(name, sum / examples));
            return means;
        }
    }
}
