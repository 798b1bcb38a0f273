package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class KernelSettingsTest {
    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final RecordedOutput output = new RecordedOutput();

    @Test
    void withoutVariablesNothingIsAskedFor() {
        KernelSettings none = settings();
        assertThat(none.classPath()).isEmpty();
        assertThat(none.compilerOptions()).isEmpty();
        assertThat(none.scripts()).isEmpty();
        assertThat(none.script()).isEmpty();
        assertThat(none.timeout()).isNull();
        assertThat(none.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"30 SECONDS, 30000", "2 minutes, 120000", "500, 500", "250 MILLISECONDS, 250", "' 1  HOURS ', 3600000"})
    void aTimeoutIsInMillisecondsUnlessItHasAUnit(String text, long millis) {
        environment.put("IJAVA_TIMEOUT", text);
        assertThat(settings().timeout()).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "-5 SECONDS", "", " "})
    void aTimeoutBelowOneIsNone(String text) {
        environment.put("IJAVA_TIMEOUT", text);
        assertThat(settings().timeout()).isNull();
        assertThat(settings().problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "3 FORTNIGHTS", "1.5 SECONDS", "30 s"})
    void aTimeoutThatIsNoneIsTold(String text) {
        environment.put("IJAVA_TIMEOUT", text);
        assertThat(settings().timeout()).isNull();
        assertThat(settings().problems())
                .containsExactly(
                        "IJAVA_TIMEOUT must be a number and a unit, such as 30 SECONDS, or -1 for no limit, got "
                                + text);
    }

    @Test
    void theClassPathIsAListOfPatternsForJarsAndFolders() throws IOException {
        Files.createDirectories(folder.resolve("lib/classes"));
        for (String file : new String[] {"lib/a.jar", "lib/b.jar", "lib/readme.txt"}) {
            Files.createFile(folder.resolve(file));
        }
        environment.put("IJAVA_CLASSPATH", String.join(File.pathSeparator, "lib/b.jar", "", "lib/*", "none.jar"));

        assertThat(settings().classPath())
                .containsExactly(
                        folder.resolve("lib/b.jar"), folder.resolve("lib/a.jar"), folder.resolve("lib/classes"));
        assertThat(settings().problems())
                .containsExactly("IJAVA_CLASSPATH: each entry must match a jar or a folder, got none.jar");
    }

    @Test
    void cellsUseTheClassPath() throws Exception {
        environment.put("IJAVA_CLASSPATH", "lib/");
        Path source = Files.writeString(
                folder.resolve("Greeting.java"),
                "package greet; public class Greeting { public static String text() { return \"hello\"; } }");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", folder.toString(), source.toString()))
                .isZero();
        Files.createDirectory(folder.resolve("lib"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve("lib/greet.jar")))) {
            jar.putNextEntry(new JarEntry("greet/Greeting.class"));
            jar.write(Files.readAllBytes(folder.resolve("greet/Greeting.class")));
        }
        try (JavaKernel kernel = open()) {
            assertThat(text(kernel, "greet.Greeting.text()")).isEqualTo("hello");
        }
        assertThat(output.text("stderr")).isEmpty();
    }

    @Test
    void theCompilerObeysItsOptions() throws Exception {
        environment.put("IJAVA_COMPILER_OPTS", "-parameters '-Xlint:none'");
        try (JavaKernel kernel = open()) {
            assertThat(
                            text(
                                    kernel,
                                    "interface Pair { void set(int left, int right); }\nPair.class.getMethods()[0].getParameters()[1].getName()"))
                    .isEqualTo("right");
        }
    }

    @Test
    void aCompilerOptionThatDoesNotExistIsToldInTheFirstCell() throws Exception {
        environment.put("IJAVA_COMPILER_OPTS", "-nonsense");
        try (JavaKernel kernel = open()) {
            assertThat(text(kernel, "1 + 1")).isEqualTo("2");
        }
        assertThat(output.text("stderr")).startsWith("IJAVA_COMPILER_OPTS: the compiler refuses [-nonsense]");
    }

    @Test
    void scriptsRunInTheirOrderAndTheCodeAfterThem() throws Exception {
        Files.writeString(folder.resolve("1.jshell"), "int n = 1;\nSystem.out.print(\"one \");");
        Files.writeString(folder.resolve("2.jsh"), "n = 10 * n + 2;\nint twice() { return 2 * n; }");
        environment.put("IJAVA_STARTUP_SCRIPTS_PATH", String.join(File.pathSeparator, "*.jshell", "2.jsh"));
        environment.put("IJAVA_STARTUP_SCRIPT", "n = 10 * n + 3; import java.nio.file.*;");
        try (JavaKernel kernel = open()) {
            assertThat(text(kernel, "twice() + \" \" + Path.of(\"a\")")).isEqualTo("246 a");
            assertThat(output.text("stdout")).isEqualTo("one ");
            assertThat(text(kernel, "n")).isEqualTo("123");
        }
        assertThat(output.text("stderr")).isEmpty();
    }

    @Test
    void aScriptThatFailsIsToldInTheFirstCellAndTheRestIsDone() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.jsh"), "int fine = 1;\nint wrong = \"text\";");
        Path throwing = Files.writeString(folder.resolve("throwing.jsh"), "\nObject o = null;\no.toString();");
        environment.put("IJAVA_STARTUP_SCRIPTS_PATH", broken + File.pathSeparator + throwing);
        environment.put("IJAVA_STARTUP_SCRIPT", "int last = ;");
        try (JavaKernel kernel = open()) {
            assertThat(text(kernel, "fine")).isEqualTo("1");
            assertThat(output.text("stderr"))
                    .contains("CompileError in " + broken, "line 2: incompatible types")
                    .contains("NullPointerException", throwing + ", line 3")
                    .contains("in IJAVA_STARTUP_SCRIPT", "line 1: illegal start of expression");
            String before = output.text("stderr");
            assertThat(text(kernel, "fine + 1")).isEqualTo("2");
            assertThat(output.text("stderr")).isEqualTo(before);
        }
    }

    @Test
    void aStatementThatRunsTooLongIsInterruptedAndTheLimitIsNamed() throws Exception {
        environment.put("IJAVA_TIMEOUT", "300");
        try (JavaKernel kernel = open()) {
            for (String endless : new String[] {"while (true) {}", "Thread.sleep(60_000);"}) {
                assertThat(catchThrowableOfType(CellException.class, () -> kernel.execute(endless, 1, output)))
                        .satisfies(failure -> {
                            assertThat(failure.name()).isEqualTo("EvaluationTimeoutException");
                            assertThat(failure.message())
                                    .isEqualTo("a statement may run 0.3 seconds (IJAVA_TIMEOUT) and was interrupted");
                            assertThat(failure.traceback().get(0)).contains("IJAVA_TIMEOUT");
                        });
            }
            assertThat(text(kernel, "1 + 1")).isEqualTo("2");
        }
    }

    @Test
    void theLimitIsForEachStatementAndNotForTheCell() throws Exception {
        environment.put("IJAVA_TIMEOUT", "2 SECONDS");
        try (JavaKernel kernel = open()) {
            assertThat(text(kernel, "Thread.sleep(900);\nThread.sleep(900);\nThread.sleep(900);\n5"))
                    .isEqualTo("5");
        }
    }

    private KernelSettings settings() {
        return KernelSettings.of(environment, folder);
    }

    private JavaKernel open() {
        return JavaKernel.open(new RecordedOutput(), settings(), new MavenDependencies());
    }

    private String text(JavaKernel kernel, String source) throws CellException {
        return kernel.execute(source, 1, output)
                .getAsJsonObject("data")
                .get("text/plain")
                .getAsString();
    }
}
