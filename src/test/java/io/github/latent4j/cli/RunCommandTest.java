package io.github.latent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latent4j.kernel.NotebookRunner.Cell;
import io.github.latent4j.kernel.NotebookRunner.CellError;
import io.github.latent4j.kernel.NotebookRunner.Result;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunCommandTest {
    private static final Path TARGET = Path.of("target/notebooks/a.ipynb");

    @Test
    void aCellIsALineWithItsNumberSecondsAndFirstLine() {
        assertThat(RunCommand.line(new Cell(3, 1.26, "var net = network(spec);")))
                .isEqualTo("[ 3]     1.3 s  var net = network(spec);");
    }

    @Test
    void aGoodRunEndsInItsCounts() {
        assertThat(RunCommand.summary(new Result(12, 84.24, List.of()), TARGET).strip())
                .isEqualTo("12 cells, 84.2 seconds, 0 errors; written to " + TARGET);
    }

    @Test
    void aFailedCellIsNamedWithItsTraceAndTheCountsComeLast() {
        CellError error =
                new CellError(2, "IllegalArgumentException", "units must be at least 1, got 0", List.of("at dense(1)"));

        assertThat(RunCommand.summary(new Result(2, 1, List.of(error)), TARGET).lines())
                .containsExactly(
                        "",
                        "Cell 2 failed: IllegalArgumentException: units must be at least 1, got 0",
                        "    at dense(1)",
                        "",
                        "2 cells, 1.0 seconds, 1 error; written to " + TARGET);
    }
}
