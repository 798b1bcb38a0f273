package io.github.latent4j.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latent4j.train.EpochLog;
import io.github.latent4j.train.History;
import io.github.latent4j.train.StepLog;
import io.github.latent4j.train.TrainSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final EpochLog FIRST = epoch(1, 0.61234, 0.5);
    private static final EpochLog SECOND = epoch(2, 0.41234, Double.NaN);

    private long millis;

    @BeforeEach
    void forget() {
        FakeKernels.reset();
    }

    @Test
    void inAKernelOneTextIsReplacedInPlaceAndTheLastOneHoldsNoTimes() {
        Progress progress = new Progress(FakeKernels.ijava(), this::nanos);

        progress.onStart(TrainSpec.epochs(2));
        step(progress, 1, 24, 1000);
        progress.onEpoch(FIRST);
        step(progress, 2, 48, 1000);
        progress.onEpoch(SECOND);
        progress.onEnd(new History(List.of(FIRST, SECOND), "interrupted in epoch 2, validation"));

        assertThat(FakeKernels.CALLS)
                .containsExactly(
                        "display(epoch 1/2  starting, [text/plain])",
                        update("epoch 1/2  ━━━━━━━━━━────────── 24/48    1,240 images/s  loss 0.7000  remaining 1:05"),
                        update(
                                "epoch 1/2  loss 0.6123  val_loss 0.5000\n"
                                        + "epoch 2/2  ━━━━━━━━━━━━━━━━━━━━ 48/48    1,240 images/s  loss 0.7000  remaining 1:05"),
                        update("after epoch 2: loss 0.4123 (interrupted in epoch 2, validation)"));
        assertThat(FakeKernels.printed()).isEmpty();
    }

    @Test
    void inAKernelTheTextIsReplacedAtMostFourTimesASecond() {
        Progress progress = new Progress(FakeKernels.ijava(), this::nanos);
        progress.onStart(TrainSpec.epochs(1));

        for (int i = 1; i <= 1000; i++) {
            step(progress, 1, 1, 1);
        }

        assertThat(FakeKernels.CALLS).hasSize(1 + 4);
    }

    @Test
    void elsewhereEachEpochIsOnePrintedLine() {
        Progress progress = new Progress(FakeKernels.console(), this::nanos);

        progress.onStart(TrainSpec.epochs(2));
        step(progress, 1, 24, 1000);
        progress.onEpoch(FIRST);
        step(progress, 2, 48, 1000);
        progress.onEpoch(SECOND);
        progress.onEnd(new History(List.of(FIRST, SECOND), "all 2 epochs done"));

        assertThat(FakeKernels.printed())
                .containsExactly(
                        "epoch 1/2  12.3 s  1,240 images/s  loss 0.6123  val_loss 0.5000",
                        "epoch 2/2  12.3 s  1,240 images/s  loss 0.4123",
                        "all 2 epochs done");
    }

    @Test
    void aKernelThatFailsHalfWayIsFollowedByPrintedEpochs() {
        FakeKernels.ijavaInstance = new Object();
        KernelDisplay failing = FakeKernels.find(Map.of(
                "io.github.spencerpark.ijava.runtime.Kernel", FakeKernels.IJavaKernel.class,
                "io.github.spencerpark.ijava.runtime.Display", FakeKernels.FailingDisplay.class));
        Progress progress = new Progress(failing, this::nanos);

        progress.onStart(TrainSpec.epochs(2));
        step(progress, 1, 24, 1000);
        step(progress, 1, 48, 1000);
        progress.onEpoch(FIRST);

        assertThat(FakeKernels.printed())
                .hasSize(3)
                .last()
                .isEqualTo("epoch 1/2  12.3 s  1,240 images/s  loss 0.6123  val_loss 0.5000");
    }

    @Test
    void aProgressCanBeUsedForAnotherRun() {
        Progress progress = new Progress(FakeKernels.ijava(), this::nanos);
        progress.onStart(TrainSpec.epochs(1));
        progress.onEpoch(FIRST);
        progress.onEnd(new History(List.of(FIRST), "all 1 epochs done"));
        FakeKernels.reset();

        progress.onStart(TrainSpec.epochs(3));
        step(progress, 1, 24, 1000);

        assertThat(FakeKernels.CALLS).first().asString().contains("epoch 1/3  starting");
        assertThat(FakeKernels.CALLS).last().asString().startsWith("updateDisplay(id-1, epoch 1/2  ━");
    }

    private void step(Progress progress, int epoch, int step, long millisLater) {
        millis += millisLater;
        progress.onStep(new StepLog(epoch, 2, step, 48, Map.of("loss", 0.7), 1e-3, 1, 1240.4, Duration.ofSeconds(65)));
    }

    private long nanos() {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static String update(String text) {
        return "updateDisplay(id-1, " + text + ", [text/plain])";
    }

    private static EpochLog epoch(int epoch, double loss, double validationLoss) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("loss", loss);
        metrics.put("val_loss", validationLoss);
        return new EpochLog(epoch, metrics, Duration.ofMillis(12_340));
    }
}
