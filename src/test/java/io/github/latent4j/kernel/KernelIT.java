package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.latent4j.kernel.KernelProcess.Answer;
import io.github.latent4j.kernel.KernelProcess.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged kernel in its own process, as a front end sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class KernelIT {
    private KernelProcess kernel;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        kernel = new KernelProcess(folder, ProcessHandle.current());
    }

    @AfterAll
    void stop() {
        kernel.close();
    }

    @Test
    void theKernelSaysWhatItIs() {
        JsonObject info = kernel.ask("kernel_info_request", new JsonObject());
        assertThat(info.get("status").getAsString()).isEqualTo("ok");
        assertThat(info.get("protocol_version").getAsString()).isEqualTo("5.3");
        assertThat(info.getAsJsonObject("language_info").get("name").getAsString())
                .isEqualTo("java");
        assertThat(info.getAsJsonObject("language_info").get("file_extension").getAsString())
                .isEqualTo(".jshell");
    }

    @Test
    void aCellAnswersWithItsValueBetweenBusyAndIdle() {
        Answer answer = kernel.run("1 + 2");
        assertThat(answer.status()).isEqualTo("ok");
        assertThat(answer.text()).isEqualTo("3");
        assertThat(answer.published().stream().map(Reply::type))
                .containsExactly("status", "execute_input", "execute_result", "status");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import java.text.*;\nimport java.rmi.*;",
                "\n\nimport java.nio.file.*;",
                "// for files\nimport java.nio.channels.*;",
                "/* long */ import static java.lang.Math.*;\nimport java.util.stream.*;",
                "int build() { return 2; }",
                "class Helper { int twice(int n) { return n + n; } }",
                "System.getProperty(\"user.dir\");"
            })
    void laterCellsLeaveVariablesAsTheyWere(String later) {
        kernel.run("""
                int build() { return 1; }
                class Helper { int twice(int n) { return 2 * n; } }
                int[] array = {1, 2};
                var built = build() + 40;
                var helper = new Helper();
                java.util.function.IntUnaryOperator lambda = n -> n + built;
                Object anonymous = new Object() { public String toString() { return "anonymous" + built; } };
                List<Map<String, Integer>> generic = List.of(Map.of("a", 1));
                long counter = 0;
                counter += 5;""");
        assertThat(kernel.run(later).status()).isEqualTo("ok");
        assertThat(kernel.run(
                                "array[1] + \" \" + built + \" \" + helper.twice(4) + \" \" + lambda.applyAsInt(1) + \" \" "
                                        + "+ anonymous + \" \" + generic + \" \" + counter")
                        .text())
                .isEqualTo("2 41 8 42 anonymous41 [{a=1}] 5");
    }

    @Test
    void aMethodThatIsWrittenAnewIsUsedByOthers() {
        kernel.run("int base() { return 1; }");
        kernel.run("int above() { return base() + 1; }");
        kernel.run("int base() { return 10; }");
        assertThat(kernel.run("above()").text()).isEqualTo("11");
    }

    @Test
    void anImageIsSentAsPng() {
        JsonObject data = kernel.run("new java.awt.image.BufferedImage(8, 8, 1)")
                .only("execute_result")
                .getAsJsonObject("data");
        assertThat(data.get("image/png").getAsString()).startsWith("iVBORw0KGgo");
        assertThat(data.get("text/plain").getAsString()).isEqualTo("image 8x8");
    }

    @Test
    void aDisplayIsUpdatedUnderItsId() {
        Answer answer = kernel.run("String id = display(\"<b>1</b>\", \"text/html\"); updateDisplay(id, \"2\");");
        JsonObject shown = answer.only("display_data");
        JsonObject updated = answer.only("update_display_data");
        assertThat(shown.getAsJsonObject("data").get("text/html").getAsString()).isEqualTo("<b>1</b>");
        assertThat(updated.getAsJsonObject("data").get("text/plain").getAsString())
                .isEqualTo("2");
        assertThat(updated.get("transient")).isEqualTo(shown.get("transient")).isNotNull();
    }

    @Test
    void anErrorIsPublishedAndReplied() {
        Answer answer = kernel.run("throw new IllegalArgumentException(\"must be 1\");");
        assertThat(answer.status()).isEqualTo("error");
        assertThat(answer.only("error").get("ename").getAsString()).isEqualTo("IllegalArgumentException");
        assertThat(answer.reply().get("evalue").getAsString()).isEqualTo("must be 1");
        assertThat(answer.only("error").get("traceback").toString()).contains("at cell ");
    }

    @Test
    void aFloodOfLinesArrivesCompleteAndInOrder() {
        Answer answer =
                kernel.run("for (int i = 0; i < 20_000; i++) System.out.println(i);\nSystem.err.print(\"end\");");
        assertThat(answer.printed("stdout"))
                .isEqualTo(IntStream.range(0, 20_000).mapToObj(i -> i + "\n").collect(Collectors.joining()));
        assertThat(answer.printed("stderr")).isEqualTo("end");
        assertThat(answer.streams()).hasSizeLessThan(100);
    }

    @Test
    void anInterruptEndsALoopAndNothingOfItRunsOn() throws InterruptedException {
        kernel.run("long turns = 0;");
        String id = kernel.submit("while (true) turns++;");
        Thread.sleep(1000);
        long begin = System.nanoTime();
        assertThat(kernel.askControl("interrupt_request", new JsonObject())
                        .get("status")
                        .getAsString())
                .isEqualTo("ok");
        Answer answer = kernel.await(id);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isLessThan(1000);
        assertThat(answer.only("error").get("ename").getAsString()).isEqualTo("KeyboardInterrupt");
        kernel.run("long before = turns; Thread.sleep(300);");
        assertThat(kernel.run("turns > 0 && turns == before").text()).isEqualTo("true");
    }

    @Test
    void cellsBehindAFailedOneAreAborted() {
        kernel.run("int ran = 0;");
        List<String> queue = List.of(
                kernel.submit("ran++;"),
                kernel.submit("Thread.sleep(200); int q = 1 / 0;"),
                kernel.submit("ran++;"),
                kernel.submit("ran++;"));
        assertThat(queue.stream().map(id -> kernel.await(id).status()))
                .containsExactly("ok", "error", "aborted", "aborted");
        assertThat(kernel.run("ran").text()).isEqualTo("1");
    }

    @Test
    void theQueueGoesOnAfterAnErrorIfAskedTo() {
        JsonObject goOn = new JsonObject();
        goOn.addProperty("stop_on_error", false);
        List<String> queue = List.of(kernel.submit("int z = 1 / 0;", goOn), kernel.submit("\"went on\""));
        assertThat(queue.stream().map(id -> kernel.await(id).status())).containsExactly("error", "ok");
    }

    @Test
    void aSilentCellRunsButPublishesNothingAndIsNotCounted() {
        int count = kernel.run("1").reply().get("execution_count").getAsInt();
        JsonObject silent = new JsonObject();
        silent.addProperty("silent", true);
        Answer quiet = kernel.await(kernel.submit("int whispered = 3; System.out.println(1); 5", silent));
        assertThat(quiet.status()).isEqualTo("ok");
        assertThat(quiet.published().stream().map(Reply::type)).containsExactly("status", "status");
        Answer next = kernel.run("whispered");
        assertThat(next.text()).isEqualTo("3");
        assertThat(next.reply().get("execution_count").getAsInt()).isEqualTo(count + 1);
    }

    @Test
    void aCellThatIsNotStoredDoesNotCount() {
        JsonObject unstored = new JsonObject();
        unstored.addProperty("store_history", false);
        int first = kernel.await(kernel.submit("1", unstored))
                .reply()
                .get("execution_count")
                .getAsInt();
        int second = kernel.run("1").reply().get("execution_count").getAsInt();
        assertThat(second).isEqualTo(first);
    }

    @Test
    void forgedAndUnknownMessagesAreIgnored() {
        kernel.sendForged("kernel_info_request");
        kernel.sendForged("execute_request");
        assertThat(kernel.run("\"alive\"").text()).isEqualTo("alive");
    }

    @Test
    void codeIsCompletedAndUnfinishedCodeIsRecognised() {
        JsonObject complete = new JsonObject();
        complete.addProperty("code", "\"abc\".subs");
        complete.addProperty("cursor_pos", 10);
        assertThat(kernel.ask("complete_request", complete).get("matches").toString())
                .contains("substring(");
        JsonObject code = new JsonObject();
        code.addProperty("code", "for (int i = 0; i < 3; i++) {");
        JsonObject answer = kernel.ask("is_complete_request", code);
        assertThat(answer.get("status").getAsString()).isEqualTo("incomplete");
        assertThat(answer.get("indent").getAsString()).isEqualTo("    ");
    }

    @Test
    void librariesBesideTheJarAreOnTheClassPath() {
        assertThat(kernel.run("tech.tablesaw.api.Table.create(\"t\").name()").text())
                .isEqualTo("t");
    }

    @Test
    void theKernelEndsWithTheProcessThatStartedIt(@TempDir Path folder) throws Exception {
        try (KernelProcess parent = new KernelProcess(folder, ProcessHandle.current());
                KernelProcess child = new KernelProcess(folder, parent.process.toHandle())) {
            parent.process.destroyForcibly();
            assertThat(child.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shutdownIsAnsweredAndEndsTheProcess(@TempDir Path folder) throws Exception {
        try (KernelProcess other = new KernelProcess(folder, ProcessHandle.current())) {
            other.run("1");
            other.submit("while (true) {}");
            JsonObject request = new JsonObject();
            request.addProperty("restart", false);
            assertThat(other.askControl("shutdown_request", request)
                            .get("status")
                            .getAsString())
                    .isEqualTo("ok");
            assertThat(other.process.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(other.process.exitValue()).isZero();
            assertThat(other.log()).isEmpty();
        }
    }
}
