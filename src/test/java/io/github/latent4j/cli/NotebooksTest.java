package io.github.latent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebooksTest {
    @TempDir
    private Path project;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(project.resolve("notebooks/.ipynb_checkpoints"));
        Files.createFile(project.resolve("notebooks/01-cnn.ipynb"));
        Files.createFile(project.resolve("notebooks/00-start-here.ipynb"));
        Files.createFile(project.resolve("notebooks/.ipynb_checkpoints/01-cnn-checkpoint.ipynb"));
    }

    @Test
    void aNameIsSeenFromTheProjectToo() {
        assertThat(Notebooks.find(Path.of("notebooks/01-cnn.ipynb"), project))
                .isEqualTo(project.resolve("notebooks/01-cnn.ipynb"));
    }

    @Test
    void aNameThatIsWrongShowsTheRightOnes() {
        assertThatThrownBy(() -> Notebooks.find(Path.of("notebooks/cnn.ipynb"), project))
                .isInstanceOf(Failure.class)
                .hasMessage("no notebook notebooks/cnn.ipynb;"
                        + " there are [notebooks/00-start-here.ipynb, notebooks/01-cnn.ipynb]");
    }
}
