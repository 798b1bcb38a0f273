package io.github.latent4j.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latent4j.train.EpochLog;
import io.github.latent4j.train.TrainSpec;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveChartTest {
    private static final String FIGURE = "Figure[\"loss per epoch\", 640x400, series [loss]]";

    @BeforeEach
    void forget() {
        FakeKernels.reset();
    }

    @Test
    void oneFigureIsReplacedAfterEachEpoch() {
        LiveChart chart = new LiveChart(FakeKernels.ijava(), new String[] {"loss"});

        chart.onStart(TrainSpec.epochs(3));
        for (int epoch = 1; epoch <= 3; epoch++) {
            chart.onEpoch(epoch(epoch));
        }

        assertThat(FakeKernels.CALLS)
                .containsExactly(
                        "display(" + FIGURE + ")",
                        "updateDisplay(id-1, " + FIGURE + ")",
                        "updateDisplay(id-1, " + FIGURE + ")");
    }

    @Test
    void eachRunHasAFigureOfItsOwn() {
        LiveChart chart = new LiveChart(FakeKernels.ijava(), new String[0]);

        chart.onStart(TrainSpec.epochs(1));
        chart.onEpoch(epoch(1));
        chart.onStart(TrainSpec.epochs(1));
        chart.onEpoch(epoch(1));

        assertThat(FakeKernels.CALLS).containsExactly("display(" + FIGURE + ")", "display(" + FIGURE + ")");
    }

    @Test
    void outsideAKernelNothingHappens() {
        LiveChart chart = new LiveChart(FakeKernels.console(), new String[0]);

        chart.onStart(TrainSpec.epochs(1));
        chart.onEpoch(epoch(1));

        assertThat(FakeKernels.printed()).isEmpty();
    }

    @Test
    void anUnknownMetricIsRefusedAtTheFirstEpoch() {
        LiveChart chart = new LiveChart(FakeKernels.ijava(), new String[] {"f1"});
        chart.onStart(TrainSpec.epochs(1));

        assertThatThrownBy(() -> chart.onEpoch(epoch(1))).hasMessage("no metric \"f1\"; logged are [loss]");
    }

    private static EpochLog epoch(int epoch) {
        return new EpochLog(epoch, Map.of("loss", 1.0 / epoch), Duration.ofSeconds(1));
    }
}
