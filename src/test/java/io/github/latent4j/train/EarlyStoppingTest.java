package io.github.latent4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EarlyStoppingTest {

    /** Before each epoch the weight is set to what the next loss wants. */
    private static History fit(Parabola model, TrainSpec spec, double... weights) {
        model.setWeight((float) weights[0]);
        return Trainer.fit(model, Parabola.TEN, spec.withBatchSize(10), new TrainListener() {
            @Override
            public void onEpoch(EpochLog log) {
                model.setWeight((float) weights[Math.min(log.epoch(), weights.length - 1)]);
            }
        });
    }

    @Test
    void theWeightsOfTheBestEpochComeBack() {
        Parabola model = new Parabola(0);

        History history = fit(
                model, TrainSpec.epochs(9).withValidation(Parabola.TEN).withEarlyStopping("val_loss", 2), 3, 2, 4, 5);

        assertThat(history.stopReason())
                .isEqualTo(
                        "val_loss has not improved on 2.0000 since epoch 2; back to the weights of epoch 2, val_loss 2.0000");
        assertThat(model.weight()).isEqualTo(2);
    }

    @Test
    void theyComeBackToAlthoughAllEpochsAreDone() {
        Parabola model = new Parabola(0.5);
        model.setWeight(2);

        History history = Trainer.fit(
                model,
                Parabola.TEN,
                TrainSpec.epochs(3).withBatchSize(10).withEarlyStopping("loss", 9),
                new TrainListener() {
                    @Override
                    public void onEpoch(EpochLog log) {
                        if (log.epoch() == 2) {
                            model.setWeight(7); // the third epoch is the worst
                        }
                    }
                });

        assertThat(history.stopReason()).isEqualTo("all 3 epochs done; back to the weights of epoch 2, loss 0.5000");
        assertThat(model.weight()).isEqualTo(0.5f);
    }

    @Test
    void aSmallImprovementDoesNotCount() {
        EarlyStopping rule = EarlyStopping.of("loss", 1).withMinDelta(0.1);

        assertThat(rule.improves(0.95, 1)).isFalse();
        assertThat(rule.improves(0.85, 1)).isTrue();
        assertThat(rule.improves(Double.NaN, 1)).isFalse();
    }

    @Test
    void accuraciesImproveUpwards() {
        EarlyStopping rule = EarlyStopping.of("val_accuracy", 1).withMinDelta(0.01);

        assertThat(rule.improves(0.92, 0.9)).isTrue();
        assertThat(rule.improves(0.905, 0.9)).isFalse();
        assertThat(new History(
                                java.util.List.of(
                                        new EpochLog(1, Map.of("val_accuracy", 0.7), Duration.ZERO),
                                        new EpochLog(2, Map.of("val_accuracy", 0.9), Duration.ZERO),
                                        new EpochLog(3, Map.of("val_accuracy", Double.NaN), Duration.ZERO)),
                                "done")
                        .best("val_accuracy")
                        .epoch())
                .isEqualTo(2);
    }
}
