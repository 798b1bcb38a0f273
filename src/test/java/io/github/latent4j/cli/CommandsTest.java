package io.github.latent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void noCommandIsAnErrorThatShowsTheCommands() {
        assertThat(execute()).isEqualTo(2);
        assertThat(err.toString()).doesNotContain("kernel CONNECTION_FILE");
    }

    @Test
    void anUnknownCommandIsNamed() {
        assertThat(execute("labb")).isEqualTo(2);
        assertThat(err.toString()).contains("'labb'", "Did you mean: latent4j lab?");
    }

    @Test
    void aMissingNotebookArgumentIsNamed() {
        assertThat(execute("script")).isEqualTo(2);
        assertThat(err.toString()).contains("Missing required parameter: 'NOTEBOOK'");
    }

    @Test
    void aKernelGoesToOnePlaceOnly() {
        assertThat(execute("install", "--user", "--sys-prefix")).isEqualTo(2);
        assertThat(err.toString()).contains("mutually exclusive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lab", "run", "script", "install", "uninstall", "shell", "doctor", "data", "kernel"})
    void everyCommandExplainsItself(String command) {
        assertThat(execute(command, "--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: latent4j " + command);
    }

    @Test
    void whatTheUserCanPutRightIsOneSentenceWithoutTrace() {
        // tests run from target/classes, which no JVM can be started from
        assertThat(execute("install")).isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("latent4j: this command needs the packaged jar, but runs from ")
                .endsWith("build it with `mvn package` and start it with `java -jar target/latent4j.jar`");
    }

    private int execute(String... args) {
        CommandLine commandLine = Commands.commandLine();
        return commandLine
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
