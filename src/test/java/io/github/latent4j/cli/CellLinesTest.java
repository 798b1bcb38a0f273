package io.github.latent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellLinesTest {
    @TempDir
    private Path folder;

    @Test
    void eachCellIsALineWithItsCodeAndItsSeconds() throws IOException {
        Path notebook = Files.writeString(folder.resolve("a.ipynb"), """
                {"nbformat": 4, "cells": [
                  {"cell_type": "markdown", "source": "# Title"},
                  {"cell_type": "code", "source": ["\\n", "int a = 1;\\n", "a"]},
                  {"cell_type": "code", "source": "%s"}]}
                """.formatted("x".repeat(100)));
        StringWriter text = new StringWriter();
        CellLines lines = new CellLines(notebook, new PrintWriter(text));

        for (int cell : List.of(1, 2)) {
            lines.started(cell, 2);
            lines.finished(cell, 2, Duration.ofMillis(1260));
        }

        assertThat(text.toString().lines())
                .containsExactly(
                        "[ 1/2] int a = 1;" + " ".repeat(70) + "    1.3 s",
                        "[ 2/2] " + "x".repeat(77) + "...    1.3 s");
    }
}
