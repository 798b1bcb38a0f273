package io.github.latent4j.notebook;

import io.github.latent4j.train.EpochLog;
import io.github.latent4j.train.History;
import io.github.latent4j.train.StepLog;
import io.github.latent4j.train.TrainListener;
import io.github.latent4j.train.TrainSpec;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Says how training goes. In a notebook one text, replaced in place at most four times a second; its last state holds
 * no times or rates, so that running a notebook again does not change it. Elsewhere one printed line an epoch. Can be
 * used for several runs, one after the other.
 */
public final class Progress implements TrainListener {
    private static final long NANOS_BETWEEN_UPDATES = 250_000_000;
    private static final int BAR = 20;

    private final KernelDisplay display;
    private final LongSupplier nanoTime;
    private KernelDisplay.Shown shown = content -> {};
    private long lastUpdate;
    private int epochs;
    private double imagesPerSecond;
    private String lastEpoch = "";

    /** Shows itself in the kernel that runs now, if any. */
    public Progress() {
        this(KernelDisplay.find(), System::nanoTime);
    }

    Progress(KernelDisplay display, LongSupplier nanoTime) {
        this.display = display;
        this.nanoTime = nanoTime;
    }

    @Override
    public void onStart(TrainSpec spec) {
        epochs = spec.epochs();
        lastEpoch = "";
        lastUpdate = nanoTime.getAsLong();
        if (display.isPresent()) {
            shown = display.show("epoch 1/" + epochs + "  starting");
        }
    }

    @Override
    public void onStep(StepLog log) {
        imagesPerSecond = log.imagesPerSecond();
        long now = nanoTime.getAsLong();
        if (display.isPresent() && now - lastUpdate >= NANOS_BETWEEN_UPDATES) {
            lastUpdate = now;
            shown.update(lastEpoch + line(log));
        }
    }

    @Override
    public void onEpoch(EpochLog log) {
        String epoch = "epoch " + log.epoch() + "/" + epochs;
        if (display.isPresent()) {
            lastEpoch = epoch + "  " + metrics(log.metrics(), "  ") + "\n";
        } else {
            double seconds = log.time().toMillis() / 1000.0;
            String rate = String.format(Locale.ROOT, "  %.1f s  %,.0f images/s  ", seconds, imagesPerSecond);
            display.show(epoch + rate + metrics(log.metrics(), "  "));
        }
    }

    @Override
    public void onEnd(History history) {
        if (display.isPresent()) {
            EpochLog last = history.last();
            shown.update("after epoch " + last.epoch() + ": " + metrics(last.metrics(), ", ") + " ("
                    + history.stopReason() + ")");
        } else {
            display.show(history.stopReason());
        }
    }

    private static String line(StepLog log) {
        int width = String.valueOf(log.steps()).length(); // so that nothing moves while the numbers grow
        int filled = BAR * log.step() / log.steps();
        return String.format(
                Locale.ROOT,
                "epoch %d/%d  %s%s %" + width + "d/%d  %,7.0f images/s  %s  remaining %s",
                log.epoch(),
                log.epochs(),
                "━".repeat(filled),
                "─".repeat(BAR - filled),
                log.step(),
                log.steps(),
                log.imagesPerSecond(),
                metrics(log.metrics(), "  "),
                clock(log.remaining()));
    }

    /** Name and value of each metric that was measured. */
    private static String metrics(Map<String, Double> metrics, String separator) {
        return metrics.entrySet().stream()
                .filter(metric -> Double.isFinite(metric.getValue()))
                .map(metric -> String.format(Locale.ROOT, "%s %.4f", metric.getKey(), metric.getValue()))
                .collect(Collectors.joining(separator));
    }

    private static String clock(Duration time) {
        return time.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", time.toMinutesPart(), time.toSecondsPart());
    }
}
