package io.github.latent4j.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.latent4j.data.ImageShape;
import org.junit.jupiter.api.Test;

class VaeSpecTest {
    private static final VaeSpec PLAIN = VaeSpec.of(ImageShape.grey(28, 28), 2);

    @Test
    void aBadSizeIsNamedWithItsValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VaeSpec.of(ImageShape.grey(28, 28), 0))
                .withMessage("latentSize must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PLAIN.withHidden(400, -1))
                .withMessage("hidden width must be at least 1, got -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PLAIN.withBeta(-1))
                .withMessage("beta must be finite and >= 0, got -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Likelihood.gaussian(0))
                .withMessage("sigma must be finite and > 0, got 0.0");
    }

    @Test
    void withersReturnACopyAndLeaveTheOriginal() {
        VaeSpec strong = PLAIN.withBeta(4);

        assertThat(strong.objective()).isEqualTo(Objective.elbo().withBeta(BetaSchedule.constant(4)));
        assertThat(PLAIN.objective()).isEqualTo(Objective.elbo());
    }

    @Test
    void theDefaultsPrintReadably() {
        assertThat(PLAIN)
                .hasToString(
                        "VaeSpec[input=1x28x28, classes=0, coders=dense(400), latent=gaussian(2), likelihood=Bernoulli[], "
                                + "objective=elbo(beta constant(1.0)), corruption=none(), "
                                + "optimizer=Adam[rate=0.001, weightDecay=0.0], seed=42]");
    }

    @Test
    void aWarmUpRisesLinearlyAndThenStays() {
        BetaSchedule schedule = BetaSchedule.warmUp(4, 100);

        assertThat(schedule.at(0)).isZero();
        assertThat(schedule.at(25)).isEqualTo(1);
        assertThat(schedule.at(100)).isEqualTo(4);
        assertThat(schedule.at(1_000_000)).isEqualTo(4);
    }
}
