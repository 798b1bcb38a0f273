package io.github.latent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabCommandTest {
    private static final Path JUPYTER = Path.of("jupyter");

    @Test
    void jupyterIsToldTheAnswerToItsQuestionAtTheEnd() {
        assertThat(LabCommand.command(JUPYTER, false, List.of("--port", "9999")))
                .containsExactly("jupyter", "lab", "--ServerApp.answer_yes=True", "--port", "9999");
    }

    @Test
    void rootIsAllowedOnce() {
        assertThat(LabCommand.command(JUPYTER, true, List.of())).containsOnlyOnce("--allow-root");
        assertThat(LabCommand.command(JUPYTER, true, List.of("--allow-root"))).containsOnlyOnce("--allow-root");
        assertThat(LabCommand.command(JUPYTER, false, List.of())).doesNotContain("--allow-root");
    }
}
