package io.github.latent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latent4j.kernel.NotebookRun;
import io.github.latent4j.kernel.NotebookRun.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunCommandTest {
    private static final Path TARGET = Path.of("target/notebooks/a.ipynb");

    @Test
    void aGoodRunEndsInItsCounts() {
        assertThat(RunCommand.summary(new NotebookRun(12, Duration.ofMillis(84_240), List.of()), TARGET)
                        .strip())
                .isEqualTo("12 cells, 84.2 seconds, 0 errors; written to " + TARGET);
    }

    @Test
    void aFailedCellIsNamedWithItsTraceAndTheCountsComeLast() {
        Failure failure = new Failure(
                2,
                "IllegalArgumentException",
                "units must be at least 1, got 0",
                List.of("\u001b[1;31mat dense(1)\u001b[0m"));

        assertThat(RunCommand.summary(new NotebookRun(2, Duration.ofSeconds(1), List.of(failure)), TARGET)
                        .lines())
                .containsExactly(
                        "",
                        "Cell 2 failed: IllegalArgumentException: units must be at least 1, got 0",
                        "    at dense(1)",
                        "",
                        "2 cells, 1.0 seconds, 1 error; written to " + TARGET);
    }
}
