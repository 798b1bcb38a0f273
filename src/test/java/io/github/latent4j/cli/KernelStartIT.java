package io.github.latent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.latent4j.kernel.KernelClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Installing the packaged kernel, and how it starts and ends. */
@Timeout(180)
class KernelStartIT {
    private static final Path JAR = Path.of("target/latent4j.jar").toAbsolutePath();
    private static final Path JAVA = Path.of(
            System.getProperty("java.home"), "bin", OperatingSystem.current().program("java"));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void installingMakesAnArchiveThatTheKernelUsesAndUninstallingRemovesAll() throws Exception {
        assertThat(run("install", "--prefix", folder.toString()).output()).contains("Installed the kernel java in");
        KernelSpec kernel = KernelSpec.readIn(JupyterFolders.ofPrefix(folder)).orElseThrow();
        assertThat(ClassArchive.of(kernel).orElseThrow().fits(kernel)).isTrue();
        try (KernelClient client = new KernelClient(kernel.command(), Map.of(), PATIENCE)) {
            client.awaitReady();
            assertThat(client.run("1 + 1")).contains("2");
            assertThat(client.run("new java.awt.image.BufferedImage(2, 2, 1)")).isPresent();
            assertThat(client.shutdown()).isZero();
            assertThat(client.log()).isEmpty();
        }

        assertThat(run("uninstall", "--prefix", folder.toString()).output())
                .contains("Removed the kernel java from " + kernel.folder());
        assertThat(kernel.folder()).doesNotExist();
        assertThat(run("uninstall", "--prefix", folder.toString()).output()).contains("nothing to remove");
    }

    @Test
    void anArchiveOfAnotherBuildIsIgnoredWithoutAWord() throws Exception {
        Path jar = copyOfTheProduct();
        Product product = new Product(jar, JAVA);
        KernelSpec kernel = ClassArchive.addTo(KernelSpec.install(product, folder), quiet());
        ClassArchive archive = ClassArchive.of(kernel).orElseThrow();
        assertThat(archive.fits(kernel)).isTrue();
        FileTime made = Files.getLastModifiedTime(archive.file());
        assertThat(ClassArchive.addTo(KernelSpec.install(product, folder), quiet()))
                .isEqualTo(kernel);
        assertThat(Files.getLastModifiedTime(archive.file()))
                .as("not made again")
                .isEqualTo(made);

        KernelSpec copy = archive.copiedTo(KernelSpec.install(product, folder.resolve("copy")));
        assertThat(ClassArchive.of(copy).orElseThrow().fits(copy)).isTrue();
        assertThat(KernelSpec.readIn(folder.resolve("copy"))).contains(copy);

        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));

        assertThat(archive.fits(kernel)).isFalse();
        assertThat(firstResultAndLog(kernel.command(), Map.of())).isEqualTo("2 ");
        Files.delete(archive.file());
        assertThat(firstResultAndLog(kernel.command(), Map.of())).isEqualTo("2 ");
        Files.delete(jar.resolveSibling("lib")); // a link: what it leads to stays
    }

    @Test
    void withoutAnArchiveTheKernelIsInstalledNevertheless() throws Exception {
        KernelSpec kernel = KernelSpec.install(new Product(JAR, JAVA), folder);
        Path inTheWay =
                ClassArchive.in(kernel.folder(), Runtime.version().feature()).file();
        Files.createDirectory(inTheWay);
        Files.createFile(inTheWay.resolve("full"));
        StringWriter said = new StringWriter();

        KernelSpec installed = InstallCommand.install(new Product(JAR, JAVA), folder, new PrintWriter(said));

        assertThat(said.toString()).contains("Note: a file for a faster start cannot be made", "works without it");
        assertThat(KernelSpec.readIn(folder)).contains(installed);
        assertThat(ClassArchive.of(installed)).isEmpty();
    }

    @Test
    void anArrayThatIsFarTooLargeIsAnErrorOfTheCellAlsoIfItIsTheFirst() {
        KernelSpec kernel = KernelSpec.install(new Product(JAR, JAVA), folder);
        try (KernelClient client = new KernelClient(kernel.command(), Map.of(), PATIENCE)) {
            client.awaitReady();
            assertThatIllegalStateException()
                    .isThrownBy(() -> client.run("org.nd4j.linalg.factory.Nd4j.createUninitialized("
                            + "org.nd4j.linalg.api.buffer.DataType.FLOAT, 20_000_000_000L)"))
                    .withMessageContaining("20,000,000,000 values of type FLOAT need 80,000 MB");
            Optional<String> next = Optional.empty();
            while (next.isEmpty()) { // what is sent right after a cell that fails is not run
                next = client.run("1 + 1");
            }
            assertThat(next).contains("2");
        }
    }

    @Test
    void optionsOfTheUserWinOverOurs() {
        assertThat(new KernelRun("-Xmx300m \"-Dgreeting=hello world\"")
                        .values("Runtime.getRuntime().maxMemory() >> 20", "System.getProperty(\"greeting\")"))
                .containsExactly("300", "hello world");
    }

    @Test
    void aKernelWithOptionsOfTheUserEndsAsTheFrontEndAsks() {
        try (KernelClient client = new KernelClient(plain(), Map.of("LATENT4J_JVM_OPTS", "-Da=b"), PATIENCE)) {
            client.awaitReady();
            assertThat(client.shutdown()).isZero();
            assertThat(client.log()).isEmpty();
        }
    }

    @Test
    void aKernelWithOptionsOfTheUserEndsWithTheProcessThatStartedIt() throws Exception {
        try (KernelClient client = new KernelClient(plain(), Map.of("LATENT4J_JVM_OPTS", "-Da=b"), PATIENCE)) {
            client.awaitReady();
            long kernel =
                    Long.parseLong(client.run("ProcessHandle.current().pid()").orElseThrow());
            long launcher = Long.parseLong(
                    client.run("ProcessHandle.current().parent().get().pid()").orElseThrow());
            ProcessHandle.of(launcher).orElseThrow().destroyForcibly();
            ProcessHandle.of(kernel)
                    .ifPresent(handle -> assertThat(handle.onExit()).succeedsWithin(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void anOptionThatTheJvmRefusesIsNamedInTheServersLog() throws Exception {
        for (String wrong : List.of("-XX:MaxRamPercentage=50", "-Xnonsense", "4g")) {
            Ended ended = end(
                    List.of(
                            JAVA.toString(),
                            "-jar",
                            JAR.toString(),
                            "kernel",
                            connection("{}").toString()),
                    Map.of("LATENT4J_JVM_OPTS", wrong));
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.output()).contains("latent4j: ", "LATENT4J_JVM_OPTS", wrong);
        }
    }

    @Test
    void aConnectionFileThatCannotBeUsedGivesOneSentence() throws Exception {
        for (String wrong : List.of("", "{", "[]", "{}", "{\"transport\": \"tcp\", \"ip\": \"127.0.0.1\"}")) {
            Path file = connection(wrong);
            Ended ended = run("kernel", file.toString());
            assertThat(ended.code()).as(wrong).isEqualTo(1);
            assertThat(ended.output().lines())
                    .as(wrong)
                    .singleElement()
                    .asString()
                    .contains(file + " is not a connection file");
        }
        Ended missing = run("kernel", folder.resolve("none.json").toString());
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.output().lines()).singleElement().asString().contains("none.json cannot be read");
    }

    private Path connection(String json) throws IOException {
        return Files.writeString(folder.resolve("connection.json"), json);
    }

    /** The value of {@code 1 + 1}, and what the process printed. */
    private static String firstResultAndLog(List<String> command, Map<String, String> environment) {
        try (KernelClient client = new KernelClient(command, environment, PATIENCE)) {
            client.awaitReady();
            Optional<String> value = client.run("1 + 1");
            client.shutdown();
            return value.orElse("none") + " " + client.log();
        }
    }

    private static List<String> plain() {
        return new Product(JAR, JAVA).command("kernel", KernelClient.CONNECTION_FILE);
    }

    private static PrintWriter quiet() {
        return new PrintWriter(new StringWriter());
    }

    private Path copyOfTheProduct() throws IOException {
        Path target = Files.createDirectories(folder.resolve("product"));
        Files.createSymbolicLink(target.resolve("lib"), JAR.resolveSibling("lib"));
        return Files.copy(JAR, target.resolve("latent4j.jar"));
    }

    /** A kernel with options of the user. */
    private record KernelRun(String options) {
        List<String> values(String... cells) {
            try (KernelClient client = new KernelClient(plain(), Map.of("LATENT4J_JVM_OPTS", options), PATIENCE)) {
                client.awaitReady();
                List<String> values = new ArrayList<>();
                for (String cell : cells) {
                    values.add(client.run(cell).orElse("none"));
                }
                return values;
            }
        }
    }

    private record Ended(int code, String output) {}

    private Ended run(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-jar", JAR.toString()));
        command.addAll(List.of(args));
        return end(command, Map.of());
    }

    private Ended end(List<String> command, Map<String, String> environment) throws Exception {
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("ends within 60 s")
                    .isTrue();
            return new Ended(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }
}
