package io.github.latent4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateScheduleTest {
    private static final double ROUNDING = 1e-12;

    /** The factors of ten epochs of two steps each, whose losses are given. */
    private static double[] factors(RateSchedule schedule, double... losses) {
        return IntStream.range(0, 20)
                .mapToDouble(step -> {
                    List<EpochLog> done = new ArrayList<>();
                    for (int epoch = 1; epoch <= step / 2 && epoch <= losses.length; epoch++) {
                        done.add(new EpochLog(epoch, Map.of("loss", losses[epoch - 1]), Duration.ZERO));
                    }
                    return schedule.factor(new RateSchedule.Position(step, 20, 2, done));
                })
                .toArray();
    }

    @Test
    void aConstantRateStaysAsItIs() {
        assertThat(factors(RateSchedule.constant())).containsOnly(1);
    }

    @Test
    void stepsFallByTheirFactorEverySoManyEpochs() {
        double[] factors = factors(RateSchedule.steps(3, 0.5));

        assertThat(factors).startsWith(1, 1, 1, 1, 1, 1, 0.5, 0.5).endsWith(0.25, 0.25, 0.125, 0.125);
    }

    @Test
    void aCosineFallsFromOneToAlmostZeroThroughAHalf() {
        double[] factors = factors(RateSchedule.cosine());

        assertThat(factors[0]).isEqualTo(1);
        assertThat(factors[10]).isCloseTo(0.5, within(ROUNDING));
        assertThat(factors[5]).isCloseTo(0.5 + Math.sqrt(0.125), within(ROUNDING)); // cos(pi / 4) = sqrt(1 / 2)
        assertThat(factors[19]).isCloseTo(0.5 * (1 - Math.cos(Math.PI / 20)), within(ROUNDING));
    }

    @Test
    void aWarmUpRisesInEqualStepsAndThenTheOtherScheduleBegins() {
        double[] factors = factors(RateSchedule.warmUp(4, RateSchedule.cosine()));

        assertThat(factors).startsWith(0.25, 0.5, 0.75, 1, 1);
        assertThat(factors[12]).isCloseTo(0.5, within(ROUNDING)); // half way through the 16 steps that are left
    }

    @Test
    void aPlateauLowersTheRateEachTimeThatPatienceIsOver() {
        double[] factors = factors(RateSchedule.onPlateau("loss", 0.1, 2), 5, 4, 4, 4, 3, 3.5, Double.NaN, 3, 3, 2);

        // no improvement in epochs 3 and 4, in 6 and 7, in 8 and 9
        assertThat(factors[7]).isEqualTo(1);
        assertThat(factors[8]).isEqualTo(0.1);
        assertThat(factors[13]).isEqualTo(0.1);
        assertThat(factors[14]).isCloseTo(0.01, within(ROUNDING));
        assertThat(factors[18]).isCloseTo(0.001, within(ROUNDING));
    }

    @Test
    void aRisingAccuracyIsNoPlateau() {
        RateSchedule schedule = RateSchedule.onPlateau("val_accuracy", 0.1, 1);
        List<EpochLog> rising = List.of(
                new EpochLog(1, Map.of("val_accuracy", 0.5), Duration.ZERO),
                new EpochLog(2, Map.of("val_accuracy", 0.6), Duration.ZERO));

        assertThat(schedule.factor(new RateSchedule.Position(4, 20, 2, rising))).isEqualTo(1);
    }

    @Test
    void theTrainerHandsTheFactorToEachStep() {
        Parabola model = new Parabola(0.1);

        Trainer.fit(model, Parabola.TEN, TrainSpec.epochs(2).withBatchSize(5).withRate(RateSchedule.steps(1, 0.5)));

        assertThat(model.rules).extracting(StepRule::rateFactor).containsExactly(1.0, 1.0, 0.5, 0.5);
        assertThat(model.weight()).isCloseTo(0.9f * 0.9f * 0.95f * 0.95f, within(1e-6f)); // floats
    }

    @Test
    void aListenerIsToldTheRateOfEachStep() {
        List<Double> rates = new ArrayList<>();
        TrainListener listener = new TrainListener() {
            @Override
            public void onStep(StepLog log) {
                rates.add(log.learningRate());
            }
        };

        Trainer.fit(
                new Parabola(0.1),
                Parabola.TEN,
                TrainSpec.epochs(1).withBatchSize(5).withRate(RateSchedule.warmUp(2, RateSchedule.constant())),
                listener);

        assertThat(rates).containsExactly(0.05, 0.1);
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateSchedule.steps(0, 0.5))
                .withMessage("every must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateSchedule.steps(1, 1.5))
                .withMessage("factor must be in (0, 1], got 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateSchedule.onPlateau("loss", 1, 2))
                .withMessage("factor must be in (0, 1), got 1.0");
    }
}
