package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.spencerpark.ijava.runtime.Kernel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class NotebookRunnerTest {
    private final Path folder;

    NotebookRunnerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void theWrittenNotebookIsTheReadOneWithOutputsInJupytersLayout() throws IOException {
        Path notebook = write("""
                {
                 "cells": [
                  {
                   "cell_type": "markdown",
                   "id": "a1",
                   "metadata": {},
                   "source": [
                    "# Title <b>ü</b>"
                   ]
                  },
                  {
                   "cell_type": "code",
                   "execution_count": 7,
                   "id": "b2",
                   "metadata": {
                    "jupyter": {
                     "outputs_hidden": true,
                     "source_hidden": true
                    },
                    "tags": [
                     "solution"
                    ]
                   },
                   "outputs": [
                    {
                     "output_type": "display_data"
                    }
                   ],
                   "source": [
                    "System.out.println(1);\\n",
                    "System.out.print(2);\\n",
                    "1.5"
                   ]
                  }
                 ],
                 "metadata": {
                  "a": null,
                  "z": 1.50
                 },
                 "nbformat": 4,
                 "nbformat_minor": 5
                }
                """);
        NotebookRun run = run(notebook);
        assertThat(run.cells()).isEqualTo(1);
        assertThat(run.failures()).isEmpty();
        assertThat(run.time()).isPositive();
        assertThat(Files.readString(output()))
                .isEqualTo(Files.readString(notebook)
                        .replace("\"execution_count\": 7", "\"execution_count\": 1")
                        .replace("""
                                    {
                                     "output_type": "display_data"
                                    }
                                """, """
                                    {
                                     "name": "stdout",
                                     "output_type": "stream",
                                     "text": [
                                      "1\\n",
                                      "2"
                                     ]
                                    },
                                    {
                                     "data": {
                                      "text/plain": [
                                       "1.5"
                                      ]
                                     },
                                     "execution_count": 1,
                                     "metadata": {},
                                     "output_type": "execute_result"
                                    }
                                """));
    }

    @Test
    void theSameOutputsGiveTheSameBytesHoweverTheNotebookWasWritten() throws IOException {
        String cells = """
                [{"cell_type": "code", "id": "a", "metadata": {"tags": ["cover"]}, "source": "List.of(1, 2)"},
                 {"source": ["new java.awt.image.BufferedImage(2, 2, 1)"], "id": "b", "outputs": [], "metadata": {}, "cell_type": "code"}]""";
        run(write(
                "{\"nbformat_minor\": 5, \"nbformat\": 4, \"metadata\": {\"b\": {\"d\": 1, \"c\": 2}, \"a\": 1}, \"cells\": "
                        + cells + "}"));
        String first = Files.readString(output());
        run(write("{\"cells\": " + cells
                + ", \"metadata\": {\"a\": 1, \"b\": {\"c\": 2, \"d\": 1}}, \"nbformat\": 4, \"nbformat_minor\": 5}"));
        assertThat(output()).content().isEqualTo(first);
        run(write(first));
        assertThat(output()).content().isEqualTo(first);
        assertThat(first)
                .containsSubsequence(
                        "\"cell_type\"", "\"execution_count\"", "\"id\": \"a\"", "\"metadata\"", "\"cover\"");
    }

    @Test
    void variablesReachLaterCellsAndBlankCellsAreNotCounted() throws IOException {
        NotebookRun run = run(notebook("int a = 1;", " \n", "a + 1"));
        assertThat(run.cells()).isEqualTo(2);
        assertThat(cell(1).get("execution_count").isJsonNull()).isTrue();
        assertThat(cell(2).get("execution_count").getAsInt()).isEqualTo(2);
        assertThat(cell(2).get("outputs").toString()).contains("[\"2\"]");
    }

    @Test
    void theFirstErrorEndsTheRunAndIsInTheFile() throws IOException {
        NotebookRun run = run(notebook("1", "", "int x = 1;\nthrow new IllegalStateException(\"no\\nway\");", "2"));
        assertThat(run.cells()).isEqualTo(2);
        assertThat(run.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.cell()).isEqualTo(3);
            assertThat(failure.name()).isEqualTo("IllegalStateException");
            assertThat(failure.message()).isEqualTo("no\nway");
            assertThat(failure.traceback()).anyMatch(line -> line.contains("line 2"));
        });
        JsonObject error = cell(2).getAsJsonArray("outputs").get(0).getAsJsonObject();
        assertThat(error.get("output_type").getAsString()).isEqualTo("error");
        assertThat(error.get("ename").getAsString()).isEqualTo("IllegalStateException");
        assertThat(error.getAsJsonArray("traceback")).isNotEmpty();
        assertThat(cell(3).getAsJsonArray("outputs")).isEmpty();
        assertThat(cell(3).get("execution_count").isJsonNull()).isTrue();
    }

    @Test
    void displaysAreUpdatedInPlaceAlsoFromLaterCells() throws IOException {
        run(notebook(
                "String id = display(\"a\"); display(\"b\"); updateDisplay(id, \"<i>\\nc</i>\", \"text/html\");",
                "updateDisplay(id, \"later\", \"text/html\");"));
        JsonArray outputs = cell(0).getAsJsonArray("outputs");
        assertThat(outputs).hasSize(2);
        assertThat(outputs.get(0).getAsJsonObject().getAsJsonObject("data").getAsJsonArray("text/html"))
                .hasToString("[\"later\"]");
        assertThat(outputs.get(1).toString()).contains("\"b\"").doesNotContain("display_id");
        assertThat(cell(1).getAsJsonArray("outputs")).isEmpty();
    }

    @Test
    void textIsSplitIntoLinesAndImagesAreOneString() throws IOException {
        run(notebook("render(\"a\\nb\\n\", \"text/html\")", "new java.awt.image.BufferedImage(2, 2, 1)"));
        assertThat(data(0).get("text/html")).hasToString("[\"a\\n\",\"b\\n\"]");
        assertThat(data(1).get("image/png").isJsonPrimitive()).isTrue();
    }

    @Test
    void printedTextOfOneStreamIsOneOutput() throws IOException {
        run(notebook("for (int i = 0; i < 20_000; i++) System.out.println(i);\nSystem.err.print(\"e\");"));
        JsonArray outputs = cell(0).getAsJsonArray("outputs");
        assertThat(outputs).hasSize(2);
        assertThat(outputs.get(0).getAsJsonObject().getAsJsonArray("text")).hasSize(20_000);
    }

    @Test
    void progressIsToldWithTheProcessesOwnOutput() throws IOException {
        PrintStream console = System.out;
        List<String> told = new ArrayList<>();
        NotebookRunner.run(notebook("1", "", "throw new Error();"), output(), new NotebookRun.Progress() {
            @Override
            public void started(int cell, int cells) {
                assertThat(System.out).isSameAs(console);
                told.add("started " + cell + "/" + cells);
            }

            @Override
            public void finished(int cell, int cells, Duration time) {
                assertThat(time).isPositive();
                told.add("finished " + cell + "/" + cells);
            }
        });
        assertThat(told).containsExactly("started 1/3", "finished 1/3", "started 3/3", "finished 3/3");
        assertThat(System.out).isSameAs(console);
        assertThat(Kernel.getKernelInstance()).isNull();
    }

    @Test
    void aNotebookMayBeWrittenOverItselfAndLeavesNothingBeside() throws IOException {
        Path notebook = notebook("40 + 2");
        NotebookRunner.run(notebook, notebook, NotebookRun.Progress.NONE);
        assertThat(Files.readString(notebook)).contains("\"42\"");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(notebook);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                                              | must be JSON",
                "[]                                                             | must be a JSON object",
                "``                                                             | must be a JSON object",
                "{}                                                             | must have nbformat 4, got null",
                "{\"nbformat\": 3, \"worksheets\": []}                          | must have nbformat 4, got 3",
                "{\"nbformat\": 4}                                              | must have an array of cells",
                "{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\"}]}      | cell 1 must have a source",
                "{\"nbformat\": 4, \"cells\": [], \"metadata\": {\"kernelspec\": {\"language\": \"python\"}}} | must be in java, got python"
            })
    void aFileThatIsNoJavaNotebookIsRefusedByNameAndRule(String content, String rule) throws IOException {
        Path file = write(content);
        assertThatThrownBy(() -> run(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("notebook " + file)
                .hasMessageContaining(rule);
        assertThat(output()).doesNotExist();
    }

    @Test
    void aMissingFileAndOneThatIsNotTextAreRefused() throws IOException {
        assertThatThrownBy(() -> run(folder.resolve("none.ipynb")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("none.ipynb does not exist");
        Path binary = Files.write(folder.resolve("binary.ipynb"), new byte[] {(byte) 0xff, 0});
        assertThatThrownBy(() -> run(binary))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be UTF-8 text");
        assertThatThrownBy(() -> run(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be read");
    }

    private NotebookRun run(Path notebook) {
        return NotebookRunner.run(notebook, output(), NotebookRun.Progress.NONE);
    }

    private Path output() {
        return folder.resolve("new").resolve("executed.ipynb");
    }

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("notebook.ipynb"), content, StandardCharsets.UTF_8);
    }

    private Path notebook(String... sources) throws IOException {
        JsonArray cells = new JsonArray();
        for (String source : sources) {
            JsonObject cell = new JsonObject();
            cell.addProperty("cell_type", "code");
            cell.addProperty("source", source);
            cells.add(cell);
        }
        JsonObject notebook = new JsonObject();
        notebook.add("cells", cells);
        notebook.add("metadata", new JsonObject());
        notebook.addProperty("nbformat", 4);
        notebook.addProperty("nbformat_minor", 5);
        return write(notebook.toString());
    }

    private JsonObject cell(int index) throws IOException {
        return JsonParser.parseString(Files.readString(output()))
                .getAsJsonObject()
                .getAsJsonArray("cells")
                .get(index)
                .getAsJsonObject();
    }

    private JsonObject data(int index) throws IOException {
        return cell(index).getAsJsonArray("outputs").get(0).getAsJsonObject().getAsJsonObject("data");
    }
}
