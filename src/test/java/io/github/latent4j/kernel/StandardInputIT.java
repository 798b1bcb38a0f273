package io.github.latent4j.kernel;

import static io.github.latent4j.kernel.KernelProcess.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.latent4j.kernel.KernelProcess.Answer;
import io.github.latent4j.kernel.KernelProcess.Reply;
import java.io.IOException;
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

/** {@code System.in} of cells in the packaged kernel. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class StandardInputIT {
    private static final JsonObject ALLOWED = json("allow_stdin", true);

    private KernelProcess kernel;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        // as in most places, whatever the machine's is: a terminal's encoding is no part of the protocol
        kernel = new KernelProcess(folder, ProcessHandle.current(), "-Dfile.encoding=UTF-8");
    }

    @AfterAll
    void stop() {
        kernel.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new Scanner(System.in).nextLine()",
                "new BufferedReader(new InputStreamReader(System.in)).readLine()",
                "new String(System.in.readNBytes(6), \"UTF-8\").strip()"
            })
    void aCellReadsTheLineThatTheUserTypes(String reading) {
        String id = kernel.submit("System.out.print(\"word: \"); " + reading, ALLOWED);
        Reply question = kernel.awaitQuestion(id);
        assertThat(question.type()).isEqualTo("input_request");
        assertThat(question.content().get("password").getAsBoolean()).isFalse();
        assertThat(question.content().get("prompt").getAsString()).isEmpty();
        Reply prompt = kernel.nextPublished(10_000);
        while (!prompt.type().equals("stream")) {
            prompt = kernel.nextPublished(10_000);
        }
        assertThat(prompt.content().get("text").getAsString())
                .as("shown before the question is answered")
                .isEqualTo("word: ");
        kernel.type(question, "grün");
        assertThat(kernel.await(id).text()).isEqualTo("grün");
    }

    @Test
    void aLineEndsWhereTheUserEndsIt() {
        String id = kernel.submit(
                "var in = new Scanner(System.in); int sum = 0; while (in.hasNextInt()) sum += in.nextInt(); sum",
                ALLOWED);
        kernel.type(kernel.awaitQuestion(id), "1 2 3");
        kernel.type(kernel.awaitQuestion(id), "4");
        kernel.type(kernel.awaitQuestion(id), "end");
        assertThat(kernel.await(id).text()).isEqualTo("10");
    }

    @Test
    void whatACellLeavesOfALineIsReadByTheNext() {
        String first = kernel.submit("System.in.read() - '0'", ALLOWED);
        kernel.type(kernel.awaitQuestion(first), "42");
        assertThat(kernel.await(first).text()).isEqualTo("4");
        assertThat(kernel.run("System.in.available() + \" \" + (System.in.read() - '0') + \" \" + System.in.read()")
                        .text())
                .isEqualTo("2 2 10");
    }

    @Test
    void cellsInARowEachAsk() {
        for (int i = 0; i < 5; i++) {
            String id = kernel.submit("new Scanner(System.in).nextInt() * 2", ALLOWED);
            kernel.type(kernel.awaitQuestion(id), String.valueOf(i));
            assertThat(kernel.await(id).text()).isEqualTo(String.valueOf(2 * i));
        }
    }

    @Test
    void aFrontEndNeedNotSayWhatItAnswers() {
        String id = kernel.submit("new Scanner(System.in).nextLine()", ALLOWED);
        kernel.awaitQuestion(id);
        kernel.type(null, "typed");
        assertThat(kernel.await(id).text()).isEqualTo("typed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "System.in.read()",
                "new Scanner(System.in).nextLine()",
                "while (true) { try { System.in.read(); } catch (IOException e) {} }"
            })
    void anInterruptEndsARead(String reading) {
        String id = kernel.submit(reading, ALLOWED);
        Reply question = kernel.awaitQuestion(id);
        long begin = System.nanoTime();
        kernel.askControl("interrupt_request", new JsonObject());
        Answer answer = kernel.await(id);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isLessThan(5000);
        assertThat(answer.only("error").get("ename").getAsString()).isEqualTo("KeyboardInterrupt");
        kernel.type(question, "too late");
        String next = kernel.submit("new Scanner(System.in).nextLine()", ALLOWED);
        kernel.type(kernel.awaitQuestion(next), "in time");
        assertThat(kernel.await(next).text()).isEqualTo("in time");
    }

    @Test
    void whereTheFrontEndAllowsNoInputTheCellSaysSo() {
        Answer read = kernel.await(kernel.submit("System.in.read()", json("allow_stdin", false)));
        assertThat(read.only("error").get("ename").getAsString()).isEqualTo("IOException");
        assertThat(read.only("error").get("evalue").getAsString()).contains("allow_stdin is false");
        Answer scanned = kernel.await(kernel.submit("new Scanner(System.in).nextLine()", json("allow_stdin", false)));
        assertThat(scanned.status()).isEqualTo("error");
        assertThat(scanned.printed("stderr")).contains("allow_stdin is false");
    }

    @Test
    void aSessionEndsWhileACellReads(@TempDir Path folder) throws Exception {
        try (KernelProcess other = new KernelProcess(folder, ProcessHandle.current())) {
            String id = other.submit("System.in.read()", ALLOWED);
            other.awaitQuestion(id);
            other.askControl("shutdown_request", json("restart", false));
            assertThat(other.process.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(other.process.exitValue()).isZero();
            assertThat(other.log()).isEmpty();
        }
    }
}
