package io.github.latent4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SyntheticTest {
    @Test
    void spiralsHaveArmsThatAreTurnedByTheSameAngle() {
        Images spirals = Synthetic.spirals(2, 50, 0, 1);

        assertThat(spirals.labels()).containsOnly(0, 1).hasSize(100);
        for (int i = 0; i < 50; i++) {
            float[] here = spirals.pixels(2 * i);
            float[] across = spirals.pixels(2 * i + 1); // half a turn, so on the other side of the middle
            assertThat((here[0] + across[0]) / 2).isCloseTo(0.5f, within(1e-6f));
            assertThat((here[1] + across[1]) / 2).isCloseTo(0.5f, within(1e-6f));
        }
    }

    @Test
    void moonsAreHalfCirclesOfOneRadius() {
        Images moons = Synthetic.moons(40, 0, 1);

        for (int i = 0; i < moons.size(); i++) {
            float[] point = moons.pixels(i);
            double side = moons.label(i) == 0 ? 1 : -1;
            double fromX = point[0] - (0.5 - side * 0.4 / 3);
            double fromY = point[1] - (0.5 - side * 0.4 / 6);
            assertThat(Math.hypot(fromX, fromY)).isCloseTo(0.4 * 2 / 3, within(1e-6));
            assertThat(side * fromY).isGreaterThan(-1e-6);
        }
    }

    @Test
    void noiseHasItsStandardDeviationAndComesFromTheSeed() {
        Images clean = Synthetic.moons(2000, 0, 3);
        Images noisy = Synthetic.moons(2000, 0.05, 3);
        float[] a = clean.pixels();
        float[] b = noisy.pixels();
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        }

        assertThat(Math.sqrt(squares / a.length)).isCloseTo(0.05, within(0.002)); // 4 standard errors of 8,000 draws
        assertThat(Synthetic.moons(2000, 0.05, 3).sha256()).isEqualTo(noisy.sha256());
        assertThat(Synthetic.moons(2000, 0.05, 4).sha256()).isNotEqualTo(noisy.sha256());
    }

    @Test
    void theLatticeGoesRowByRowFromTheTop() {
        Images lattice = Synthetic.lattice(3);

        assertThat(lattice.pixels())
                .containsExactly(0, 1, 0.5f, 1, 1, 1, 0, 0.5f, 0.5f, 0.5f, 1, 0.5f, 0, 0, 0.5f, 0, 1, 0);
    }

    @Test
    void errorsNameTheArgument() {
        assertThatThrownBy(() -> Synthetic.spirals(1, 5, 0, 1)).hasMessage("classes must be in 2..128, got 1");
        assertThatThrownBy(() -> Synthetic.moons(0, 0, 1)).hasMessage("perClass must be at least 1, got 0");
        assertThatThrownBy(() -> Synthetic.moons(5, -1, 1)).hasMessageStartingWith("noise must be");
        assertThatThrownBy(() -> Synthetic.lattice(1)).hasMessage("side must be at least 2, got 1");
    }
}
