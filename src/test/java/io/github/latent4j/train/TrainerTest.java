package io.github.latent4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TrainerTest {
    /** Ten images of one pixel, i/10. */
    private static final Images TEN = Images.unlabelled(
            "ten", ImageShape.grey(1, 1), new float[] {0, .1f, .2f, .3f, .4f, .5f, .6f, .7f, .8f, .9f});

    /** Remembers what it was shown; its loss is what {@code loss} says. */
    private static final class Recorder implements Trainable {
        private final List<List<Float>> batches = new ArrayList<>();
        private final List<Long> seeds = new ArrayList<>();
        private final ToDoubleFunction<Recorder> loss;

        Recorder(ToDoubleFunction<Recorder> loss) {
            this.loss = loss;
        }

        @Override
        public void begin(TrainSpec spec) {}

        @Override
        public StepResult step(Images batch, StepRule rule) {
            seeds.add(rule.seed());
            List<Float> pixels = new ArrayList<>();
            for (float pixel : batch.pixels()) {
                pixels.add(pixel);
            }
            batches.add(pixels);
            return new StepResult(Map.of(EpochLog.LOSS, loss.applyAsDouble(this)), 1);
        }

        @Override
        public Map<String, Double> evaluateBatch(Images batch) {
            return Map.of(EpochLog.LOSS, 100.0 + batch.size());
        }

        @Override
        public String description() {
            return "a model";
        }

        @Override
        public double learningRate() {
            return 0.5;
        }

        @Override
        public ModelState state() {
            return new ModelState(new float[0], new float[0], batches.size());
        }

        @Override
        public void restore(ModelState state) {}

        List<Float> lastBatch() {
            return batches.get(batches.size() - 1);
        }
    }

    private static double meanOfLastBatch(Recorder recorder) {
        return recorder.lastBatch().stream()
                .mapToDouble(Float::doubleValue)
                .average()
                .orElseThrow();
    }

    @Test
    void everyEpochShowsEachImageOnceInAnotherOrder() {
        Recorder model = new Recorder(recorder -> 1);

        Trainer.fit(model, TEN, TrainSpec.epochs(2).withBatchSize(4));

        assertThat(model.batches).extracting(List::size).containsExactly(4, 4, 2, 4, 4, 2);
        List<Float> first =
                model.batches.subList(0, 3).stream().flatMap(List::stream).toList();
        List<Float> second =
                model.batches.subList(3, 6).stream().flatMap(List::stream).toList();
        assertThat(first).doesNotHaveDuplicates().hasSize(10);
        assertThat(second).containsExactlyInAnyOrderElementsOf(first).isNotEqualTo(first);
    }

    @Test
    void theSameSeedShowsTheSameOrder() {
        Recorder one = new Recorder(recorder -> 1);
        Recorder two = new Recorder(recorder -> 1);
        Recorder other = new Recorder(recorder -> 1);

        Trainer.fit(one, TEN, TrainSpec.epochs(2).withSeed(5));
        Trainer.fit(two, TEN, TrainSpec.epochs(2).withSeed(5));
        Trainer.fit(other, TEN, TrainSpec.epochs(2).withSeed(6));

        assertThat(one.batches).isEqualTo(two.batches).isNotEqualTo(other.batches);
        assertThat(one.seeds).isEqualTo(two.seeds).doesNotHaveDuplicates().doesNotContainAnyElementsOf(other.seeds);
    }

    @Test
    void theMetricsOfAnEpochWeighEachImageTheSame() {
        Recorder model = new Recorder(TrainerTest::meanOfLastBatch);

        History history = Trainer.fit(model, TEN, TrainSpec.epochs(1).withBatchSize(4));

        // float pixels: 0.45 to seven digits
        assertThat(history.last().metric("loss")).isCloseTo(0.45, within(1e-7));
        assertThat(history.stopReason()).isEqualTo("all 1 epochs done");
    }

    @Test
    void validationIsMeasuredAfterEachEpoch() {
        Recorder model = new Recorder(recorder -> 1);

        History history =
                Trainer.fit(model, TEN, TrainSpec.epochs(2).withBatchSize(4).withValidation(TEN.take(5)));

        // batches of 4 and 1, with losses 104 and 101
        assertThat(history.values("val_loss")).containsExactly(103.4, 103.4);
    }

    @Test
    void aLossThatIsNoNumberEndsTheRunWithAReason() {
        Recorder model = new Recorder(recorder -> recorder.batches.size() < 5 ? 1 : Double.NaN);

        History history =
                Trainer.fit(model, TEN, TrainSpec.epochs(9).withBatchSize(4).withValidation(TEN));

        assertThat(history.stopReason())
                .isEqualTo(
                        "the loss became NaN in epoch 2, step 2 of 3, which was not taken: the weights are those before it; "
                                + "try a learning rate below 0.5, or withMaxGradientNorm(1)");
        assertThat(history.epochs()).hasSize(2);
        assertThat(history.last().metric("val_loss")).isNaN();
    }

    @Test
    void earlyStoppingWaitsForItsPatience() {
        double[] losses = {5, 4, 4.5, 4.2, 1};
        Recorder model = new Recorder(recorder -> losses[recorder.batches.size() - 1]);

        History history = Trainer.fit(model, TEN, TrainSpec.epochs(5).withEarlyStopping(EpochLog.LOSS, 2));

        assertThat(history.epochs()).hasSize(4);
        assertThat(history.stopReason())
                .isEqualTo(
                        "loss has not improved on 4.0000 since epoch 2; back to the weights of epoch 2, loss 4.0000");
    }

    @Test
    void earlyStoppingOnAnUnknownMetricListsTheKnownOnes() {
        Recorder model = new Recorder(recorder -> 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trainer.fit(model, TEN, TrainSpec.epochs(2).withEarlyStopping("val_loss", 2)))
                .withMessage("no metric \"val_loss\"; logged are [loss]");
    }

    @Test
    void listenersSeeEveryStepAndEpochInOrder() {
        List<String> seen = new ArrayList<>();
        TrainListener listener = new TrainListener() {
            @Override
            public void onStart(TrainSpec spec) {
                seen.add("start");
            }

            @Override
            public void onStep(StepLog log) {
                seen.add("step " + log.epoch() + "." + log.step() + "/" + log.steps());
            }

            @Override
            public void onEpoch(EpochLog log) {
                seen.add("epoch " + log.epoch());
            }

            @Override
            public void onEnd(History history) {
                seen.add(history.stopReason());
            }
        };

        Trainer.fit(new Recorder(recorder -> 1), TEN, TrainSpec.epochs(2).withBatchSize(6), listener);

        assertThat(seen)
                .containsExactly(
                        "start",
                        "step 1.1/2",
                        "step 1.2/2",
                        "epoch 1",
                        "step 2.1/2",
                        "step 2.2/2",
                        "epoch 2",
                        "all 2 epochs done");
    }

    @Test
    void anInterruptEndsTheRunAndReturnsWhatWasReached() throws InterruptedException {
        AtomicReference<Thread> caller = new AtomicReference<>();
        AtomicReference<History> history = new AtomicReference<>();
        AtomicBoolean flag = new AtomicBoolean();
        Recorder model = new Recorder(recorder -> {
            if (recorder.batches.size() == 4) {
                caller.get().interrupt();
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait(); // until it has arrived here
                }
            }
            return 1;
        });
        caller.set(new Thread(() -> {
            history.set(Trainer.fit(model, TEN, TrainSpec.epochs(100).withBatchSize(4)));
            flag.set(Thread.currentThread().isInterrupted());
        }));

        caller.get().start();
        caller.get().join();

        assertThat(history.get().stopReason()).isEqualTo("interrupted in epoch 2, step 1 of 3");
        assertThat(model.batches).hasSize(4);
        assertThat(flag).isTrue();
    }

    @Test
    void sizesBelowOneAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrainSpec.epochs(0))
                .withMessage("epochs must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrainSpec.epochs(1).withBatchSize(-3))
                .withMessage("batchSize must be at least 1, got -3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EarlyStopping.of("loss", 0))
                .withMessage("patience must be at least 1, got 0");
    }
}
