package io.github.latent4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StepGuardTest {

    /** With a rate of 3 the weight doubles in size at each step, until its square is too large for a number. */
    @Test
    void aLossThatExplodesEndsTheRunBeforeTheWeightsDo() {
        Parabola model = new Parabola(3);
        model.setWeight(1e38f);

        History history = Trainer.fit(model, Parabola.TEN, TrainSpec.epochs(1).withBatchSize(1));

        assertThat(history.stopReason())
                .isEqualTo("the loss became Infinity in epoch 1, step 3 of 10, which was not taken: "
                        + "the weights are those before it; try a learning rate below 3.0, or withMaxGradientNorm(1)");
        assertThat(history.last().metric("loss")).isFinite();
    }

    @Test
    void aRunThatFailsAtOnceHasAnEpochWithoutNumbers() {
        Parabola model = new Parabola(1);
        model.setWeight(Float.NaN);

        History history = Trainer.fit(model, Parabola.TEN, TrainSpec.epochs(3).withValidation(Parabola.TEN));

        assertThat(history.stopReason()).startsWith("the loss became NaN in epoch 1, step 1 of 1, which was not taken");
        assertThat(history.last().metric("loss")).isNaN();
        assertThat(history.last().metric("val_loss")).isNaN();
    }

    @Test
    void theBoundOnTheGradientReachesTheModel() {
        Parabola model = new Parabola(1);
        model.setWeight(10);

        Trainer.fit(model, Parabola.TEN, TrainSpec.epochs(1).withBatchSize(5).withMaxGradientNorm(2));

        assertThat(model.weight()).isCloseTo(6, within(1e-6f)); // two steps of length 2
    }

    @Test
    void aShareOfTheImagesIsHeldOutAndNeverLearnedFrom() {
        Parabola model = new Parabola(0.1);

        Trainer.fit(model, Parabola.TEN, TrainSpec.epochs(4).withBatchSize(1).withValidationShare(0.3));

        assertThat(model.batches).hasSize(28);
        assertThat(model.batches.stream().map(batch -> batch.pixels()[0]).distinct())
                .hasSize(7);
    }

    @Test
    void contradictionsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> TrainSpec.epochs(1).withValidation(Parabola.TEN).withValidationShare(0.1))
                .withMessage("validationShare must be 0 where validation images are given, got 0.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrainSpec.epochs(1).withMaxGradientNorm(0))
                .withMessage("maxGradientNorm must be > 0, got 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrainSpec.epochs(1).withClassWeights(1, -1))
                .withMessage("each class weight must be finite and >= 0, got -1.0");
    }
}
