package io.github.latent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateJupyterTest {
    @TempDir
    private Path project;

    private PrivateJupyter jupyter;

    @BeforeEach
    void finish() throws IOException {
        jupyter = PrivateJupyter.in(project);
        Files.writeString(jupyter.requirements(), "jupyterlab==4.6.4\n");
        for (String name : new String[] {"python", "jupyter"}) {
            Path program =
                    jupyter.program().resolveSibling(OperatingSystem.current().program(name));
            Files.createDirectories(program.getParent());
            assertThat(Files.createFile(program).toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(jupyter.stampFile(), jupyter.stamp());
    }

    @Test
    void aFinishedOneIsUsedAgain() {
        assertThat(jupyter.isReady()).isTrue();
    }

    @Test
    void aHalfMadeOneIsNotReady() throws IOException {
        Files.delete(jupyter.stampFile());

        assertThat(jupyter.isReady()).isFalse();
    }

    @Test
    void newRequirementsMakeItStale() throws IOException {
        Files.writeString(jupyter.requirements(), "jupyterlab==4.6.5\n");

        assertThat(jupyter.isReady()).isFalse();
    }

    @Test
    void aMovedProjectMakesItStale(@TempDir Path elsewhere) throws IOException {
        PrivateJupyter moved = PrivateJupyter.in(Files.move(project, elsewhere.resolve("moved")));

        assertThat(moved.isReady()).isFalse();
        Files.move(elsewhere.resolve("moved"), project);
    }

    @Test
    void aPythonThatIsGoneMakesItStale() throws IOException {
        Files.delete(jupyter.program().resolveSibling(OperatingSystem.current().program("python")));

        assertThat(jupyter.isReady()).isFalse();
    }
}
