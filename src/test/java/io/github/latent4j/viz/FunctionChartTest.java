package io.github.latent4j.viz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionChartTest {
    @Test
    void itDrawsALineForEachFunction() {
        Figure figure = FunctionChart.of(
                "tanh", -3, 3, List.of("f", "f'"), List.of(Math::tanh, x -> 1 - Math.pow(Math.tanh(x), 2)));

        assertThat(figure).hasToString("Figure[\"tanh\", 300x260, series [f, f']]");
    }

    @Test
    void errorsNameTheArgument() {
        assertThatThrownBy(() -> FunctionChart.of("x", 1, 1, List.of("x"), List.of(x -> x)))
                .hasMessage("low must be below high, got 1.0 and 1.0");
        assertThatThrownBy(() -> FunctionChart.of("x", 0, 1, List.of("x", "y"), List.of(x -> x)))
                .hasMessage("names must name each of at least one function, got [x, y] for 1");
    }
}
