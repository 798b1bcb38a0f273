package io.github.latent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the packaged jar as a user does. */
class CommandLineIT {
    private static final Path JAR = Path.of("target/latent4j.jar").toAbsolutePath();
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void keepAwayFromTheUsersJupyter() {
        data = folder.resolve("jupyter");
    }

    @Test
    void theVersionIsThatOfTheBuild() throws Exception {
        assertThat(run("--version").output()).matches("latent4j \\d+\\.\\d+\\.\\d+.*\\s*");
    }

    @Test
    void aKernelInstalledIntoAPrefixStartsThisJar() throws Exception {
        assertThat(run("install", "--prefix", folder.toString()).code()).isZero();

        KernelSpec kernel = KernelSpec.readIn(JupyterFolders.ofPrefix(folder)).orElseThrow();
        assertThat(kernel.jar()).contains(JAR);
        assertThat(kernel.parts()).allMatch(Files::isRegularFile);
    }

    @Test
    void aKernelForThisUserGoesWhereJupyterLooks() throws Exception {
        assertThat(run("install").code()).isZero();

        assertThat(KernelSpec.readIn(data)).isPresent();
    }

    @Test
    void aNotebookIsExecutedAndItsCellsAreCounted() throws Exception {
        Path notebook = notebook("int a = 40;", "a + 2");

        Ended run = run(
                "run", notebook.toString(), "--output", folder.resolve("out").toString());

        assertThat(run.code()).as(run.output()).isZero();
        assertThat(run.output()).contains("[ 1/2] int a = 40;", "2 cells, ", "0 errors");
        assertThat(folder.resolve("out/a.ipynb")).content().contains("\"42\"");
    }

    @Test
    void aNotebookWithAFailingCellGivesExitCode1AndNamesTheCell() throws Exception {
        Path notebook = notebook("int a = 0;", "1 / a", "a");

        Ended run = run(
                "run", notebook.toString(), "--output", folder.resolve("out").toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.output()).contains("Cell 2 failed: ArithmeticException: / by zero", "2 cells, ", "1 error;");
        assertThat(folder.resolve("out/a.ipynb")).content().contains("ArithmeticException");
    }

    @Test
    void severalNotebooksAreExecutedEachByItselfAndThoseThatSucceedAreKept() throws Exception {
        Path good = notebookNamed("a", "int a = 40;", "a + 2");
        Path bad = notebookNamed("b", "a");
        String before = Files.readString(bad);
        Path out = folder.resolve("out");

        Ended run = run("run", bad.toString(), good.toString(), "--output", out.toString(), "--keep");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.output())
                .containsPattern("\\[ 1/2] b\\.ipynb +0\\.\\d minutes, failed:")
                .contains("Cell 1 failed: CompileError")
                .containsPattern("\\[ 2/2] a\\.ipynb +0\\.\\d minutes\\R")
                .containsPattern("2 notebooks, 0\\.\\d minutes, 1 failed; written to " + out);
        assertThat(good)
                .hasSameBinaryContentAs(out.resolve("a.ipynb"))
                .content()
                .contains("\"42\"");
        assertThat(bad).content().isEqualTo(before);
        assertThat(out.resolve("a.log")).content().contains("2 cells, ");
    }

    @Test
    void whatAFastRunGivesIsNotKept() throws Exception {
        Ended run = run(JAR, Map.of("LATENT4J_FAST", "1"), "run", "--keep");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.output()).contains("--keep is for full runs, but LATENT4J_FAST is set: unset it");
    }

    @Test
    void aNotebookIsAScriptForPlainJshell() throws Exception {
        Ended export = run("script", "notebooks/00-start-here.ipynb");
        assertThat(export.code()).as(export.output()).isZero();
        Path script = Files.writeString(folder.resolve("start.jsh"), export.output());

        Ended ended = inJshell(script);

        assertThat(ended.output())
                .contains("conv(32, 3) relu", "accuracy 0.", "ELBO -", "Figure[\"samples\"")
                .doesNotContain("Exception", "Error");
    }

    @Test
    void withoutJupyterAndPythonLabNamesTheOtherWays() throws Exception {
        Path project = Files.createDirectories(folder.resolve("project"));
        Files.createDirectories(project.resolve("notebooks"));
        Files.createDirectories(project.resolve("target"));
        Files.copy(JAR, project.resolve("target/latent4j.jar"));
        Path lib = Files.createSymbolicLink(project.resolve("target/lib"), JAR.resolveSibling("lib"));

        Ended lab = run(project.resolve("target/latent4j.jar"), Map.of("PATH", ""), "lab");
        Files.delete(lib);

        assertThat(lab.code()).isEqualTo(1);
        assertThat(lab.output())
                .contains("no Python 3.10 or newer", "environment.yml", "apt install python3-venv", "mvn -Prun")
                .doesNotContain("Exception");
        assertThat(project.resolve("target/jupyter")).doesNotExist();
    }

    @Test
    void aJarWithoutItsLibrariesSaysSo() throws Exception {
        Path alone = Files.copy(JAR, folder.resolve("latent4j.jar"));

        Ended help = run(alone, Map.of(), "install");

        assertThat(help.code()).isEqualTo(1);
        assertThat(help.output()).contains("libraries of " + alone + " are missing");
    }

    @Test
    void theDoctorFindsNothingWrongWhereTheTestsRun() throws Exception {
        Ended doctor = run("doctor");

        assertThat(doctor.code()).as(doctor.output()).isZero();
        assertThat(doctor.output()).contains("JDK", "oneDNN", "fashion-mini").doesNotContain("problem");
    }

    @Test
    void theDoctorFindsNothingWrongWithOneThread() throws Exception {
        Ended doctor = run(JAR, Map.of("OMP_NUM_THREADS", "1"), "doctor");

        assertThat(doctor.code()).as(doctor.output()).isZero();
    }

    @Test
    void theDoctorFailsOnAKernelWhoseJarIsGone() throws Exception {
        KernelSpec.install(new Product(folder.resolve("latent4j.jar"), JAVA), data);

        Ended doctor = run("doctor");

        assertThat(doctor.code()).isEqualTo(1);
        assertThat(doctor.output()).contains("latent4j.jar, which does not exist", "-> install it again");
    }

    @Test
    void theShellHasTheLibraryOnItsClassPath() throws Exception {
        Path script = Files.writeString(
                folder.resolve("a.jsh"),
                "System.out.println(io.github.latent4j.data.Datasets.fashionMini().test().size());\n/exit\n");

        assertThat(run("shell", script.toString()).output()).contains("1000");
    }

    @Test
    void theScriptTrainsInPlainJshell() throws Exception {
        Ended script = inJshell(Path.of("src/main/jshell/cnn.jsh"));

        assertThat(script.output()).contains("epoch 1/1", "all 1 epochs done", "accuracy 0.");
    }

    @Test
    void theFirstNotebookRunsWithoutPython() throws Exception {
        Ended run = run(
                JAR,
                Map.of("LATENT4J_FAST", "1"),
                "run",
                "notebooks/00-start-here.ipynb",
                "--output",
                folder.toString());

        assertThat(run.code()).as(run.output()).isZero();
        assertThat(run.output()).contains("12 cells, ", "0 errors");
        assertThat(folder.resolve("00-start-here.ipynb")).content().contains("image/png");
    }

    private Ended inJshell(Path script) throws Exception {
        return end(
                List.of(JAVA.resolveSibling("jshell").toString(), "--class-path", JAR.toString(), script.toString()),
                Map.of("LATENT4J_FAST", "1"));
    }

    private Path notebook(String... cells) throws IOException {
        return notebookNamed("a", cells);
    }

    private Path notebookNamed(String name, String... cells) throws IOException {
        List<String> json = new ArrayList<>();
        for (String cell : cells) {
            json.add(
                    "{\"cell_type\": \"code\", \"metadata\": {}, \"execution_count\": null, \"outputs\": [], \"source\": \""
                            + cell + "\"}");
        }
        return Files.writeString(
                folder.resolve(name + ".ipynb"),
                "{\"nbformat\": 4, \"nbformat_minor\": 4, \"metadata\": {}, \"cells\": [" + String.join(",", json)
                        + "]}");
    }

    /** How a program ended and all that it printed. */
    private record Ended(int code, String output) {}

    private Ended run(String... args) throws Exception {
        return run(JAR, Map.of(), args);
    }

    private Ended run(Path jar, Map<String, String> environment, String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-jar", jar.toString()));
        command.addAll(List.of(args));
        return end(command, environment);
    }

    private Ended end(List<String> command, Map<String, String> environment) throws Exception {
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(
                        Files.writeString(folder.resolve("input.txt"), "").toFile()));
        builder.environment().put("JUPYTER_DATA_DIR", data.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as("ends within 120 s")
                    .isTrue();
            return new Ended(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }
}
