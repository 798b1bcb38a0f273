package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.latent4j.kernel.KernelProcess.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code that would end the process of the packaged kernel. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class ExitIT {
    private KernelProcess kernel;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        kernel = new KernelProcess(folder, ProcessHandle.current());
    }

    @AfterAll
    void stop() {
        kernel.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\nSystem.exit(0);",
                "\nRuntime.getRuntime().exit(3);",
                "\nRuntime.getRuntime().halt(3);",
                "\nRunnable exit = () -> System.exit(1); exit.run();",
                "\nSystem.class.getMethod(\"exit\", int.class).invoke(null, 1);",
                "\nio.github.latent4j.cli.Main.main(new String[] {\"--version\"});"
            })
    void aCellThatWouldEndTheProcessFailsInsteadAndSaysWhere(String code) {
        kernel.run("int kept = 4;");
        Answer answer = kernel.run(code);
        String trace = answer.only("error").get("traceback").toString();
        assertThat(trace).contains(ExitGuard.REFUSAL).containsPattern("cell \\d+, line 2");
        assertThat(kernel.run("kept").text()).isEqualTo("4");
    }

    @Test
    void aThreadOfACellCannotEndTheProcessEither() {
        Answer answer =
                kernel.run("Thread exiting = new Thread(() -> System.exit(0));\nexiting.start();\nexiting.join();\n"
                        + "java.util.stream.IntStream.range(0, 50).parallel().mapToObj(i -> { try { System.exit(i); return 1; }"
                        + " catch (Error e) { return 2; } }).distinct().toList()");
        assertThat(answer.printed("stderr")).contains(ExitGuard.REFUSAL);
        assertThat(answer.text()).isEqualTo("[2]");
    }

    @Test
    void theKernelItselfEndsAsBefore(@TempDir Path folder) throws IOException, InterruptedException {
        try (KernelProcess other = new KernelProcess(folder, ProcessHandle.current())) {
            other.run("System.exit(1);");
            other.run("Executors.newFixedThreadPool(1).submit(() -> { Thread.sleep(600_000); return 1; });");
            JsonObject request = new JsonObject();
            request.addProperty("restart", false);
            other.askControl("shutdown_request", request);
            assertThat(other.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(other.process.exitValue()).isZero();
            assertThat(other.log()).isEmpty();
        }
        try (KernelProcess other = new KernelProcess(folder, ProcessHandle.current())) {
            other.process.destroy(); // SIGTERM
            assertThat(other.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aNotebookThatExitsFailsWithAMessageAndTheRunGivesItsExitCode(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path notebook = Files.writeString(folder.resolve("exits.ipynb"), """
                {"cells": [{"cell_type": "code", "source": "System.exit(0);", "metadata": {}, "outputs": [],
                "execution_count": null}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}""");
        Path log = folder.resolve("run.log");
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        Path.of("target", "latent4j.jar").toAbsolutePath().toString(),
                        "run",
                        notebook.toString(),
                        "--output",
                        folder.resolve("out").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).isEqualTo(1);
        assertThat(Files.readString(log)).contains(ExitGuard.REFUSAL);
    }
}
