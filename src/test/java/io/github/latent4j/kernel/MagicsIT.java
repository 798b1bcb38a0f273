package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.latent4j.kernel.KernelProcess.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Magics in the packaged kernel, where classes can be redefined in place. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class MagicsIT {
    private Path folder;
    private KernelProcess kernel;

    @BeforeAll
    void start(@TempDir Path shared) throws IOException {
        folder = shared;
        kernel = new KernelProcess(folder, ProcessHandle.current());
    }

    @AfterAll
    void stop() {
        kernel.close();
    }

    @Test
    void variablesKeepTheirValuesWhenTheClassPathGrowsAndItsClassesAreImported() throws IOException {
        Path source = Files.writeString(
                folder.resolve("Pear.java"),
                "package fruit; public class Pear { public static int weight() { return 150; } }");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", folder.toString(), source.toString()))
                .isZero();
        kernel.run(
                "int count = 5; class Basket { int size = count; } var basket = new Basket(); int later() { return count; }");
        kernel.run("%classpath " + folder);
        kernel.run("// fruit\nimport fruit.Pear;\nimport static fruit.Pear.*;");
        kernel.run("int later() { return count + weight(); }");
        assertThat(kernel.run("count + \" \" + basket.size + \" \" + later() + \" \" + Pear.weight()")
                        .text())
                .isEqualTo("5 5 155 150");
    }

    @Test
    void theValueOfTimedCodeIsTheResultAndTheTimesArePrinted() {
        Answer answer = kernel.run("%%time\nint timed = 21;\ntimed * 2");
        assertThat(answer.text()).isEqualTo("42");
        assertThat(answer.printed("stdout")).startsWith("wall time ").contains(", CPU time ");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anInterruptEndsAScriptAndTheNextCellRuns() throws InterruptedException {
        String id = kernel.submit("%%bash\nsleep 60\necho late");
        Thread.sleep(1000);
        kernel.askControl("interrupt_request", new JsonObject());
        Answer answer = kernel.await(id);
        assertThat(answer.only("error").get("ename").getAsString()).isEqualTo("KeyboardInterrupt");
        assertThat(answer.printed("stdout")).isEmpty();
        assertThat(kernel.process.toHandle().descendants()).isEmpty();
        assertThat(kernel.run("1 + 1").text()).isEqualTo("2");
    }
}
