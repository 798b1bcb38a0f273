package io.github.latent4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.tablesaw.api.Table;

@Timeout(60)
class RateSearchTest {
    private static final TrainSpec SPEC = TrainSpec.epochs(1).withBatchSize(4);

    @Test
    void theModelIsTheSameAfterwards() {
        Parabola model = new Parabola(0.1);

        RateSearch.of(model, Parabola.TEN, SPEC, 1e-4, 1, 20);

        assertThat(model.weight()).isEqualTo(1);
        assertThat(model.rules).hasSize(20);
    }

    @Test
    void ratesRiseByTheSameFactorFromTheLowestToTheHighest() {
        Table table = RateSearch.of(new Parabola(0.1), Parabola.TEN, SPEC, 1e-4, 1, 21)
                .toTable();

        double[] rates = table.doubleColumn("rate").asDoubleArray();
        assertThat(rates[0]).isEqualTo(1e-4);
        assertThat(rates[10]).isCloseTo(1e-2, within(1e-9));
        assertThat(rates[20]).isCloseTo(1, within(1e-9));
    }

    /** Descent on a parabola of curvature 1 gains most near the rate 1, and grows beyond 2. */
    @Test
    void theSuggestionLiesWhereTheLossFallsFastestAndTheSearchEndsWhereItExplodes() {
        RateSearch search = RateSearch.of(new Parabola(1), Parabola.TEN, SPEC, 1e-3, 1e3, 60);

        assertThat(search.suggestion()).isBetween(0.02, 1.0);
        Table table = search.toTable();
        assertThat(table.rowCount()).isLessThan(60);
        assertThat(table.doubleColumn("rate").max()).isGreaterThan(2);
    }

    @Test
    void ratesThatDoNotRiseAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateSearch.of(new Parabola(1), Parabola.TEN, SPEC, 1, 0.1, 20))
                .withMessage("rates must rise from above 0, got 1.0 to 0.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateSearch.of(new Parabola(1), Parabola.TEN, SPEC, 0.1, 1, 3))
                .withMessage("steps must be at least 10, got 3");
    }
}
