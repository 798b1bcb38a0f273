package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latent4j.kernel.KernelProcess.Answer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a cell throws, the packaged kernel answers it and goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class HarmIT {
    private KernelProcess kernel;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        kernel = new KernelProcess(folder, ProcessHandle.current());
        kernel.run("int kept = 4;");
    }

    @AfterAll
    void stop() {
        kernel.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throw null;",
                "throw new ThreadDeath();",
                "throw new LinkageError(\"l\");",
                "throw new Throwable(\"t\");",
                "throw new VirtualMachineError() {};",
                "throw new OutOfMemoryError();",
                "class Broken { static int n = 1 / 0; }\nBroken.n",
                "Broken.n",
                "class Wide { static { if (true) throw new StackOverflowError(); } }\nnew Wide()",
                "throw new RuntimeException() { public String getMessage() { throw new Error(); } };",
                "throw new RuntimeException() { public String getMessage() { throw new ThreadDeath(); } };",
                "throw new RuntimeException() { public String getMessage() { return getMessage(); } };",
                "throw new RuntimeException() { public Throwable getCause() { throw new Error(); } };",
                "throw new RuntimeException() { public Throwable getCause() { return this; } };",
                "throw new RuntimeException() { public String toString() { throw new Error(); } };",
                "throw new RuntimeException() { public StackTraceElement[] getStackTrace() { throw new Error(); } };",
                "throw new RuntimeException() { public StackTraceElement[] getStackTrace() { return null; } };",
                "throw new RuntimeException() { public String getLocalizedMessage() { return null; } };",
                "new Object() { public String toString() { throw new OutOfMemoryError(); } }",
                "new Object() { public String toString() { return null; } public int hashCode() { throw new Error(); } }",
                "List.of(1).stream().map(n -> { throw new LinkageError(); }).toList()",
                "{ Thread.currentThread().interrupt(); Thread.sleep(1); }",
                "Class.forName(\"no.such.Type\")",
                "Object cycle = new ArrayList<Object>(); ((List<Object>) cycle).add(Map.of(1, cycle)); cycle.hashCode()"
            })
    void itIsAnErrorOfTheCellAndNothingElse(String code) {
        Answer answer = kernel.run(code);
        if (!code.contains("hashCode() { throw")) {
            assertThat(answer.status()).as(answer.published().toString()).isEqualTo("error");
        }
        assertThat(kernel.run("kept + 1").text()).isEqualTo("5");
    }

    @Test
    void errorsOfBackgroundThreadsAreToldAndHarmNothing() {
        Answer answer = kernel.run("""
                Thread[] bad = {
                    new Thread(() -> { throw new Error("e1"); }), new Thread(() -> { throw new StackOverflowError("e2"); }),
                    new Thread(() -> { throw new RuntimeException() { public String getMessage() { throw new Error(); } }; })};
                for (Thread one : bad) one.start();
                for (Thread one : bad) one.join();""");
        assertThat(answer.status()).isEqualTo("ok");
        assertThat(answer.printed("stderr")).contains("e1", "e2", "its message cannot be read");
        assertThat(kernel.run("kept").text()).isEqualTo("4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hoard = new Object[] {hoard, new byte[1 << 20]};",
                "hoard = new Object[] {hoard, new byte[100]};",
                "hoard = new Object[] {hoard};"
            })
    void memoryThatIsUsedUpByACellCanBeGivenBackByTheNext(String fill, @TempDir Path folder) throws IOException {
        try (KernelProcess small = new KernelProcess(folder, ProcessHandle.current(), "-Xmx128m")) {
            small.run("int before = 5;\nObject[] hoard = null;");
            for (int i = 0; i < 2; i++) {
                Answer answer = small.run("while (true) " + fill);
                assertThat(answer.only("error").get("ename").getAsString()).isEqualTo("OutOfMemoryError");
                assertThat(small.run("hoard = null;").status()).isEqualTo("ok");
                assertThat(small.run("before + new byte[20 << 20].length").text())
                        .isEqualTo(Integer.toString(5 + (20 << 20)));
            }
        }
    }
}
