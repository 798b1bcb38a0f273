package io.github.latent4j.train;

import io.github.latent4j.data.Images;
import io.github.latent4j.data.Split;
import io.github.latent4j.internal.ComputeThread;
import io.github.latent4j.internal.MachineReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;

/** The training loop: epochs of shuffled batches, each epoch judged on the validation images. */
public final class Trainer {
    private final Trainable model;
    private final Images images;
    private final Optional<Images> validation;
    private final TrainSpec spec;
    private final List<TrainListener> listeners;
    private final Optional<BestEpoch> best;
    private final Optional<Checkpoints> checkpoints;
    private final Map<String, String> identity;
    private final List<EpochLog> done = new ArrayList<>();
    private final long start = System.nanoTime();
    private String begin = "";

    private Trainer(Trainable model, Images images, TrainSpec spec, List<TrainListener> listeners) {
        this.model = model;
        this.spec = spec;
        this.listeners = listeners;
        this.best = spec.earlyStopping().map(BestEpoch::new);
        if (spec.validationShare() > 0) {
            Split split = images.split(1 - spec.validationShare(), spec.seed());
            this.images = split.train();
            this.validation = Optional.of(split.test());
        } else {
            this.images = images;
            this.validation = spec.validation();
        }
        this.identity = RunIdentity.of(model, images, spec);
        this.checkpoints = spec.checkpoints().map(folder -> new Checkpoints(folder, identity));
    }

    /**
     * Trains {@code model} and waits for the end. The loop runs on the library's compute thread, one training after the other; interrupting
     * the caller ends it after the current step, keeps the weights reached so far, returns the history up to there and leaves the caller's
     * interrupt flag set.
     *
     * <p>The same model, images, spec and number of threads give the same weights, to the bit.
     *
     * <p>A step whose loss or gradient is infinite or NaN is not taken and ends the run: the model keeps the weights it had before it.
     *
     * <p>Leaves a {@link RunManifest} with the model.
     *
     * @param model trained in place
     * @param images to learn from
     * @param spec how
     * @param listeners told about each step and epoch, in this order
     * @return one entry per epoch and why training ended
     * @throws CancellationException if the caller was interrupted before the first step was done
     * @throws IllegalArgumentException if the spec asks for a metric that is not logged, or holds out all images
     */
    public static History fit(Trainable model, Images images, TrainSpec spec, TrainListener... listeners) {
        List<TrainListener> all = List.of(listeners);
        return ComputeThread.call(() -> fitHere(model, images, spec, all));
    }

    /** {@link #fit} on this thread. */
    static History fitHere(Trainable model, Images images, TrainSpec spec, List<TrainListener> listeners) {
        return new Trainer(model, images, spec, listeners).run();
    }

    private History run() {
        listeners.forEach(listener -> listener.onStart(spec));
        model.begin(spec);
        ModelState state = model.state();
        begin = state.sha256() + " after " + state.steps() + " steps";
        checkpoints.flatMap(Checkpoints::newest).ifPresent(this::goOnFrom);
        Optional<String> stop = done.isEmpty() ? Optional.empty() : best.flatMap(epoch -> epoch.verdict(done.size()));
        if (stop.isEmpty() && done.size() >= spec.epochs()) {
            stop = Optional.of(allDone(done.size()));
        }
        while (stop.isEmpty()) {
            stop = epoch(done.size() + 1);
        }
        String remark = best.map(epoch -> epoch.restore(model, done.size())).orElse("");
        History history = new History(done, stop.get() + remark);
        model.end(manifest(history));
        listeners.forEach(listener -> listener.onEnd(history));
        return history;
    }

    private RunManifest manifest(History history) {
        return new RunManifest(
                identity,
                begin,
                MachineReport.take(),
                history.epochs(),
                history.stopReason(),
                model.state().sha256());
    }

    /** Trains like {@link #fit} and says what the run was. */
    static RunManifest manifestOf(Trainable model, Images images, TrainSpec spec) {
        return ComputeThread.call(() -> {
            Trainer trainer = new Trainer(model, images, spec, List.of());
            return trainer.manifest(trainer.run());
        });
    }

    private void goOnFrom(Checkpoints.Checkpoint checkpoint) {
        model.restore(checkpoint.model());
        begin = checkpoint.begin();
        best.ifPresent(epoch -> epoch.remember(checkpoint.best()));
        done.addAll(checkpoint.epochs());
    }

    private static String allDone(int epochs) {
        return "all " + epochs + " epochs done";
    }

    /** Runs one epoch; a reason if it was the last one. */
    private Optional<String> epoch(int epoch) {
        long epochStart = System.nanoTime();
        // A different order in each epoch, the same in each run.
        List<Images> batches = images.shuffle(spec.seed() + 31L * epoch).batches(spec.batchSize());
        Means means = new Means();
        Optional<String> stop = Optional.empty();
        for (int i = 0; i < batches.size() && stop.isEmpty(); i++) {
            stop = step(epoch, i, batches.size(), batches.get(i), means, epochStart);
        }
        Map<String, Double> metrics = means.values();
        if (validation.isPresent()) {
            // NaN for a validation that an early end leaves out: every epoch has the same names
            List.copyOf(metrics.keySet()).forEach(name -> metrics.put(EpochLog.VALIDATION + name, Double.NaN));
            if (stop.isEmpty()) {
                stop = validate(validation.get(), metrics, epoch);
            }
        }
        EpochLog log = new EpochLog(epoch, metrics, Duration.ofNanos(System.nanoTime() - epochStart));
        done.add(log);
        boolean whole = stop.isEmpty();
        if (whole) {
            stop = best.flatMap(bestSoFar -> bestSoFar.see(log, model));
        }
        if (whole) {
            checkpoints.ifPresent(folder -> folder.write(
                    new Checkpoints.Checkpoint(model.state(), begin, done, best.flatMap(BestEpoch::memory))));
        }
        listeners.forEach(listener -> listener.onEpoch(log));
        for (TrainListener listener : listeners) {
            if (stop.isEmpty()) {
                stop = listener.stopAfter(log);
            }
        }
        return stop.isEmpty() && epoch == spec.epochs() ? Optional.of(allDone(epoch)) : stop;
    }

    /** One step, {@code i} from 0; a reason if it was the last one. */
    private Optional<String> step(int epoch, int i, int steps, Images batch, Means means, long epochStart) {
        // A seed of its own for each step: a run that is taken up again needs no generator's state.
        SplittableRandom seeds = new SplittableRandom(spec.seed() ^ ((long) epoch << 32 | i));
        int step = (epoch - 1) * steps + i;
        double factor = spec.rate().factor(new RateSchedule.Position(step, spec.epochs() * steps, steps, done));
        StepRule rule = new StepRule(seeds.nextLong(), factor, spec.maxGradientNorm());
        StepResult result = model.step(spec.augmentation().apply(batch, seeds.nextLong()), rule);
        means.add(result, batch.size());
        double share = (step + 1.0) / ((double) spec.epochs() * steps);
        long now = System.nanoTime();
        StepLog log = new StepLog(
                epoch,
                spec.epochs(),
                i + 1,
                steps,
                means.values(),
                factor * model.learningRate(),
                result.gradientNorm(),
                means.examples() * 1e9 / (now - epochStart),
                Duration.ofNanos((long) ((now - start) * (1 - share) / share)));
        listeners.forEach(listener -> listener.onStep(log));
        return result.taken()
                ? interruption(epoch, "step " + (i + 1) + " of " + steps)
                : Optional.of(refusal(result, log));
    }

    private static String refusal(StepResult result, StepLog log) {
        Map.Entry<String, Double> broken = result.metrics().entrySet().stream()
                .filter(metric -> !Double.isFinite(metric.getValue()))
                .findFirst()
                .orElseGet(() -> Map.entry("norm of the gradient", result.gradientNorm()));
        return String.format(
                Locale.ROOT,
                "the %s became %s in epoch %d, step %d of %d, which was not taken: the weights are those before it; "
                        + "try a learning rate below %s, or withMaxGradientNorm(1)",
                broken.getKey(),
                broken.getValue(),
                log.epoch(),
                log.step(),
                log.steps(),
                log.learningRate());
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

        /** Of a step that was not taken only the names. */
        void add(StepResult result, int size) {
            if (result.taken()) {
                add(result.metrics(), size);
            } else {
                result.metrics().keySet().forEach(name -> sums.putIfAbsent(name, 0.0));
            }
        }

        void add(Map<String, Double> means, int size) {
            means.forEach((name, mean) -> sums.merge(name, mean * size, Double::sum));
            examples += size;
        }

        int examples() {
            return examples;
        }

        /** NaN without examples. */
        Map<String, Double> values() {
            Map<String, Double> means = new LinkedHashMap<>();
            sums.forEach((name, sum) -> means.put(name, sum / examples));
            return means;
        }
    }
}
