package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MagicsInNotebookTest {
    @Test
    void aNotebookThatIsRunWithoutJupyterRunsItsMagics(@TempDir Path folder) throws IOException {
        Path notebook = Files.writeString(folder.resolve("magics.ipynb"), """
                {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
                 {"cell_type": "code", "id": "a", "metadata": {}, "source": "int a = 1;\\n%time a + 41"},
                 {"cell_type": "code", "id": "b", "metadata": {}, "source": "%%html\\n<b>bold</b>"},
                 {"cell_type": "code", "id": "c", "metadata": {}, "source": "%tiem a"}]}""");
        Path output = folder.resolve("output.ipynb");
        NotebookRun run = NotebookRunner.run(notebook, output, NotebookRun.Progress.NONE);
        assertThat(run.failures()).hasSize(1);
        assertThat(run.failures().get(0).cell()).isEqualTo(3);
        assertThat(run.failures().get(0).message()).startsWith("no magic is called %tiem");
        assertThat(Files.readString(output))
                .contains("\"42\"", "wall time ", "CPU time ", "of all threads: a + 41")
                .contains("\"text/html\"", "<b>bold</b>");
    }
}
