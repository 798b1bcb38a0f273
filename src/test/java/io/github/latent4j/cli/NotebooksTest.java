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

    @Test
    void theNotebooksOfAProjectComeInTheOrderOfTheirNames() {
        assertThat(Notebooks.all(project))
                .containsExactly(
                        project.resolve("notebooks/00-start-here.ipynb"), project.resolve("notebooks/01-cnn.ipynb"));
    }

    @Test
    void whatIsKeptReplacesTheSourceAndItsPicture() throws IOException {
        Path executed = Files.writeString(project.resolve("01-cnn.ipynb"), executed("[\"cover\"]"));
        Path source = project.resolve("notebooks/01-cnn.ipynb");

        Notebooks.keep(executed, source);

        assertThat(source).hasSameBinaryContentAs(executed);
        assertThat(project.resolve("notebooks/pictures/01-cnn.png")).hasContent("last");
    }

    @Test
    void withoutACoverThereIsNoPicture() throws IOException {
        Path executed = Files.writeString(project.resolve("01-cnn.ipynb"), executed("[]"));

        Notebooks.keep(executed, project.resolve("notebooks/01-cnn.ipynb"));

        assertThat(project.resolve("notebooks/pictures")).doesNotExist();
    }

    @Test
    void aCoverThatShowsNoPictureIsRefusedAndTheSourceStays() throws IOException {
        Path executed = Files.writeString(
                project.resolve("01-cnn.ipynb"), executed("[\"cover\"]").replace("image/png", "text/html"));
        Path source = project.resolve("notebooks/01-cnn.ipynb");

        assertThatThrownBy(() -> Notebooks.keep(executed, source))
                .isInstanceOf(Failure.class)
                .hasMessage("the cell with the tag cover in " + executed + " shows no image/png");
        assertThat(source).isEmptyFile();
    }

    /** A notebook whose last code cell shows two pictures, "first" and "last". */
    private static String executed(String tags) {
        return """
                {"cells": [
                  {"cell_type": "markdown", "metadata": {"tags": ["cover"]}, "source": "#"},
                  {"cell_type": "code", "source": "1", "outputs": []},
                  {"cell_type": "code", "metadata": {"tags": TAGS}, "source": "2", "outputs": [
                    {"output_type": "display_data", "data": {"image/png": "Zmlyc3Q="}},
                    {"output_type": "stream", "name": "stdout", "text": "3"},
                    {"output_type": "execute_result", "data": {"image/png": ["bGFz\\n", "dA==\\n"]}}]}],
                 "nbformat": 4}
                """.replace("TAGS", tags);
    }
}
