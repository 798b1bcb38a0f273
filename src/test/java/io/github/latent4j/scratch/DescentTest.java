package io.github.latent4j.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class DescentTest {
    /** Of a bowl with curvature {@code a}, each step multiplies the place by {@code 1 - rate a}. */
    @Test
    void onABowlGradientDescentShrinksEachCoordinateByItsOwnFactor() {
        Walk walk = Descent.plain(0.15).walk(Surface.bowl(1, 10), 3, -2, 7);

        assertThat(walk.steps()).isEqualTo(7);
        assertThat(walk.xs()[7]).isCloseTo(3 * Math.pow(1 - 0.15, 7), within(1e-12));
        assertThat(walk.ys()[7]).isCloseTo(-2 * Math.pow(1 - 1.5, 7), within(1e-12));
    }

    @Test
    void gradientDescentDivergesAboveTwiceTheInverseCurvature() {
        Surface bowl = Surface.bowl(1, 20);

        assertThat(Descent.plain(0.99 * 2 / 20).walk(bowl, 1, 1, 500).diverged())
                .isFalse();
        assertThat(Descent.plain(1.01 * 2 / 20).walk(bowl, 1, 1, 500).diverged())
                .isTrue();
    }

    /** A heavy ball is stable up to {@code 2 (1 + momentum) / curvature} (Polyak 1964). */
    @Test
    void momentumAllowsLargerRates() {
        Surface bowl = Surface.bowl(1, 20);
        double limit = 2 * (1 + 0.9) / 20;

        assertThat(Descent.momentum(0.99 * limit, 0.9).walk(bowl, 1, 1, 2000).diverged())
                .isFalse();
        assertThat(Descent.momentum(1.01 * limit, 0.9).walk(bowl, 1, 1, 2000).diverged())
                .isTrue();
    }

    @Test
    void momentumOfZeroIsGradientDescent() {
        assertThat(Descent.momentum(0.01, 0).walk(Surface.saddle(), 1, 0.1, 50).ys())
                .containsExactly(
                        Descent.plain(0.01).walk(Surface.saddle(), 1, 0.1, 50).ys(), within(1e-15));
    }

    /** Of any slope: the first gradient divided by its own size. */
    @Test
    void theFirstStepOfAdamIsAsLongAsTheRate() {
        Walk walk = Descent.adam(0.1).walk(Surface.rosenbrock(), -1.2, 1, 1);

        assertThat(walk.xs()[1]).isCloseTo(-1.2 + 0.1, within(1e-6));
        assertThat(walk.ys()[1]).isCloseTo(1 + 0.1, within(1e-6));
    }

    @Test
    void allFindTheLowestPointOfABowl() {
        List<Descent> descents =
                List.of(Descent.plain(0.1), Descent.momentum(0.05, 0.9), Descent.rmsProp(0.01), Descent.adam(0.05));

        assertThat(descents)
                .allSatisfy(descent -> assertThat(
                                descent.walk(Surface.bowl(1, 10), 2, 1, 1000).end())
                        .isLessThan(1e-3)); // RMSProp keeps stepping to and fro by its rate: 11 * 0.01^2 / 2
    }

    @Test
    void aWalkOutOfTheWorldEndsThere() {
        Walk walk = Descent.plain(10).walk(Surface.rosenbrock(), 2, 2, 1000);

        assertThat(walk.steps()).isLessThan(20);
        assertThat(walk.end()).isNotFinite();
        assertThat(walk.diverged()).isTrue();
    }

    @Test
    void aWalkKnowsWhenItWasLowEnough() {
        Walk walk = Descent.plain(0.5).walk(Surface.bowl(1, 1), 1, 0, 10);

        assertThat(walk.values()[0]).isEqualTo(0.5);
        assertThat(walk.stepsTo(0.5)).isZero();
        assertThat(walk.stepsTo(0.125)).isEqualTo(1); // half as far, a quarter as high
        assertThat(walk.stepsTo(0)).isEqualTo(-1);
        assertThat(walk.take(3).steps()).isEqualTo(3);
        assertThat(walk.take(3).xs()[3]).isEqualTo(0.125);
        assertThat(walk.take(99).steps()).isEqualTo(10);
    }

    @Test
    void namesSayHowItWalked() {
        assertThat(Descent.plain(0.1)).hasToString("gradient descent, rate 0.1");
        assertThat(Descent.momentum(2e-3, 0.9)).hasToString("momentum 0.9, rate 0.002");
        assertThat(Descent.adam(1)).hasToString("Adam, rate 1");
        assertThat(Descent.rmsProp(0.01).walk(Surface.plateau(), 0, 0, 1))
                .hasToString("RMSProp, rate 0.01: 1 steps to (0.000, 0.000), value 0.000");
    }

    @Test
    void errorsNameTheArgument() {
        assertThatThrownBy(() -> Descent.plain(0)).hasMessage("rate must be finite and > 0, got 0.0");
        assertThatThrownBy(() -> Descent.momentum(0.1, 1)).hasMessage("momentum must be in [0, 1), got 1.0");
        assertThatThrownBy(() -> Descent.adam(0.1).walk(Surface.plateau(), 0, 0, 0))
                .hasMessage("steps must be at least 1, got 0");
    }
}
