package io.github.latent4j.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class RocTest {
    private static Scores scores(double... values) {
        return Scores.of("score", values);
    }

    @Test
    void theAreaIsTheShareOfPairsInTheRightOrderATieCountingHalf() {
        Random random = new Random(1);
        double[] normal = random.ints(60, 0, 20).asDoubleStream().toArray();
        double[] outliers = random.ints(45, 5, 25).asDoubleStream().toArray();
        double wins = 0;
        for (double n : normal) {
            for (double o : outliers) {
                wins += o > n ? 1 : o == n ? 0.5 : 0;
            }
        }

        assertThat(Roc.of(scores(normal), scores(outliers)).auc())
                .isCloseTo(wins / normal.length / outliers.length, within(1e-12));
    }

    @Test
    void theAreaIsThatUnderTheCurve() {
        Random random = new Random(2);
        Roc roc = Roc.of(
                scores(random.ints(60, 0, 20).asDoubleStream().toArray()),
                scores(random.ints(45, 5, 25).asDoubleStream().toArray()));
        Table curve = roc.toTable();
        double area = 0;
        for (int i = 1; i < curve.rowCount(); i++) {
            double width = curve.doubleColumn("false alarms").get(i)
                    - curve.doubleColumn("false alarms").get(i - 1);
            area += width
                    * 0.5
                    * (curve.doubleColumn("found").get(i)
                            + curve.doubleColumn("found").get(i - 1));
        }

        assertThat(area).isCloseTo(roc.auc(), within(1e-12));
    }

    @Test
    void scoresThatSeparateHaveOneAndScoresThatSwapHaveNone() {
        assertThat(Roc.of(scores(1, 2), scores(3, Double.POSITIVE_INFINITY)).auc())
                .isEqualTo(1);
        assertThat(Roc.of(scores(3, 4), scores(1)).auc()).isZero();
        assertThat(Roc.of(scores(1, 2), scores(3))).hasToString("AUROC 1.0000 (2 normal images, 1 outliers)");
    }

    @Test
    void aScoreThatIsNoNumberIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Roc.of(scores(1), scores(2, Double.NaN)))
                .withMessage("outliers must have no score NaN, but image 1 has it");
        assertThatIllegalArgumentException().isThrownBy(() -> scores()).withMessage("values must not be empty");
    }

    @Test
    void aMeanComesWithItsStandardError() {
        Scores scores = scores(1, 2, 3, 4);

        assertThat(scores.mean()).isEqualTo(2.5);
        assertThat(scores.standardError()).isCloseTo(Math.sqrt(5 / 3.0 / 4), within(1e-12));
        assertThat(scores).hasToString("score: 2.500 +- 0.65, mean of 4 images");
    }
}
