package io.github.latent4j.kernel;

import static io.github.latent4j.kernel.KernelProcess.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.latent4j.kernel.KernelProcess.Answer;
import io.github.latent4j.kernel.KernelProcess.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and replies of the packaged kernel, right and wrong ones. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class ProtocolIT {
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
    void theKernelSaysWhatItCanAndWhereHelpIs() {
        JsonObject info = kernel.ask("kernel_info_request", new JsonObject());
        assertThat(info.get("implementation").getAsString()).isEqualTo("latent4j");
        assertThat(info.get("banner").getAsString())
                .contains("Java " + Runtime.version().feature());
        assertThat(info.get("debugger").getAsBoolean()).isFalse();
        assertThat(info.getAsJsonArray("supported_features")).isEmpty();
        assertThat(info.getAsJsonArray("help_links")).isNotEmpty().allSatisfy(link -> {
            assertThat(link.getAsJsonObject().get("text").getAsString()).isNotBlank();
            assertThat(link.getAsJsonObject().get("url").getAsString()).startsWith("https://");
        });
        JsonObject language = info.getAsJsonObject("language_info");
        assertThat(language.get("version").getAsString())
                .isEqualTo(Runtime.version().toString());
        assertThat(language.get("mimetype").getAsString()).isEqualTo("text/x-java-source");
        assertThat(language.get("pygments_lexer").getAsString()).isEqualTo("java");
    }

    @Test
    void everyRequestIsAnsweredBetweenBusyAndIdleInItsOwnName() {
        Map<String, JsonObject> requests = Map.of(
                "kernel_info_request", new JsonObject(),
                "complete_request", json("code", "Str", "cursor_pos", 3),
                "inspect_request", json("code", "Math.max", "cursor_pos", 8, "detail_level", 0),
                "is_complete_request", json("code", "int i"),
                "history_request", json("hist_access_type", "tail", "n", 3, "raw", true, "output", false),
                "comm_info_request", new JsonObject(),
                "interrupt_request", new JsonObject(),
                "execute_request", json("code", "1"));
        requests.forEach((type, content) -> {
            String id = kernel.request(type, content);
            List<Reply> published = kernel.awaitIdle(id);
            assertThat(published.get(0).content().get("execution_state").getAsString())
                    .as(type)
                    .isEqualTo("busy");
            Reply reply = kernel.awaitReply(id);
            assertThat(reply.type()).isEqualTo(type.replace("_request", "_reply"));
            assertThat(reply.content().has("status")).as(type).isTrue();
            assertThat(reply.parentHeader().get("msg_type").getAsString()).isEqualTo(type);
            assertThat(reply.header().get("session"))
                    .as("the kernel's own session")
                    .isEqualTo(published.get(0).header().get("session"))
                    .isNotEqualTo(reply.parentHeader().get("session"));
        });
    }

    @Test
    void noTwoMessagesHaveTheSameId() {
        Set<String> ids = new HashSet<>();
        int count = 0;
        for (int i = 0; i < 5; i++) {
            Answer answer = kernel.run("for (int k = 0; k < 20; k++) display(k); " + i);
            answer.published().forEach(one -> ids.add(one.header().get("msg_id").getAsString()));
            count += answer.published().size();
        }
        assertThat(ids).hasSize(count).hasSizeGreaterThan(100);
    }

    @Test
    void controlAnswersInItsOwnNameWhileACellRuns() {
        String cell =
                kernel.submit("for (int i = 0; i < 20; i++) { Thread.sleep(50); System.out.println(i); } \"done\"");
        List<String> urgent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            urgent.add(kernel.requestUrgently("kernel_info_request", new JsonObject()));
            assertThat(kernel.awaitUrgentReply(urgent.get(i))
                            .content()
                            .get("status")
                            .getAsString())
                    .isEqualTo("ok");
        }
        List<Reply> all = new ArrayList<>();
        boolean idle = false;
        while (!idle) {
            Reply next = kernel.nextPublished(60_000);
            all.add(next);
            idle = next.parent().equals(cell)
                    && next.content().has("execution_state")
                    && next.content().get("execution_state").getAsString().equals("idle");
        }
        assertThat(kernel.awaitReply(cell).content().get("status").getAsString())
                .isEqualTo("ok");
        for (String id : urgent) {
            assertThat(all.stream()
                            .filter(one -> one.parent().equals(id))
                            .map(one -> one.content().get("execution_state").getAsString()))
                    .containsExactly("busy", "idle");
        }
        assertThat(all.stream().filter(one -> one.type().equals("stream")).map(Reply::parent))
                .isNotEmpty()
                .containsOnly(cell);
    }

    @Test
    void whatIsNotUrgentIsIgnoredOnTheControlChannel() {
        kernel.run("int touched = 0;");
        kernel.requestUrgently("execute_request", json("code", "touched++;"));
        kernel.requestUrgently("debug_request", json("command", "initialize"));
        assertThat(kernel.askControl("kernel_info_request", new JsonObject())
                        .get("status")
                        .getAsString())
                .isEqualTo("ok");
        assertThat(kernel.run("touched").text()).isEqualTo("0");
    }

    @Test
    void theHeartbeatIsAnsweredWhileACellComputes() {
        String id = kernel.submit("long end = System.nanoTime() + 1_000_000_000L; while (System.nanoTime() < end) {}");
        for (int i = 0; i < 5; i++) {
            assertThat(kernel.beats()).isTrue();
        }
        assertThat(kernel.await(id).status()).isEqualTo("ok");
    }

    @Test
    void userExpressionsAreEvaluatedAfterTheCell() {
        JsonObject expressions = json(
                "sum", "base + 2",
                "picture", "new java.awt.image.BufferedImage(2, 2, 1)",
                "failing", "base / 0",
                "wrong", "bse",
                "nothing", "base++;");
        JsonObject settings = new JsonObject();
        settings.add("user_expressions", expressions);
        Answer answer = kernel.await(kernel.submit("int base = 40;", settings));
        assertThat(answer.status()).isEqualTo("ok");
        assertThat(answer.reply().getAsJsonArray("payload")).isEmpty();
        JsonObject values = answer.reply().getAsJsonObject("user_expressions");
        JsonObject sum = values.getAsJsonObject("sum");
        assertThat(sum.get("status").getAsString()).isEqualTo("ok");
        assertThat(sum.getAsJsonObject("data").get("text/plain").getAsString()).isEqualTo("42");
        assertThat(sum.getAsJsonObject("metadata")).isNotNull();
        assertThat(values.getAsJsonObject("picture").getAsJsonObject("data").has("image/png"))
                .isTrue();
        assertThat(values.getAsJsonObject("failing").get("ename").getAsString()).isEqualTo("ArithmeticException");
        assertThat(values.getAsJsonObject("failing").getAsJsonArray("traceback"))
                .isNotEmpty();
        assertThat(values.getAsJsonObject("wrong").get("ename").getAsString()).isEqualTo("CompileError");
        assertThat(values.getAsJsonObject("nothing").get("status").getAsString())
                .isEqualTo("ok");
        assertThat(answer.published().stream().map(Reply::type))
                .as("an expression's error is its own")
                .containsExactly("status", "execute_input", "status");
    }

    @Test
    void whatARequestLeavesOpenHasTheDefaultOfTheProtocol() {
        int count = kernel.run("1").reply().get("execution_count").getAsInt();
        Answer answer = kernel.await(kernel.request("execute_request", json("code", "2")));
        assertThat(answer.text()).isEqualTo("2");
        assertThat(answer.reply().get("execution_count").getAsInt()).isEqualTo(count + 1);
        List<String> queue = List.of(
                kernel.request("execute_request", json("code", "Thread.sleep(100); int q = 1 / 0;")),
                kernel.request("execute_request", json("code", "3")));
        assertThat(queue.stream().map(id -> kernel.await(id).status())).containsExactly("error", "aborted");
    }

    @Test
    void theCounterIsTheSameInInputResultAndReply() {
        Answer answer = kernel.run("5");
        JsonElement count = answer.reply().get("execution_count");
        assertThat(answer.only("execute_input").get("execution_count")).isEqualTo(count);
        assertThat(answer.only("execute_result").get("execution_count")).isEqualTo(count);
        int failed = kernel.run("int v = 1 / 0;").reply().get("execution_count").getAsInt();
        assertThat(failed).as("a cell that fails counts").isEqualTo(count.getAsInt() + 1);
    }

    @Test
    void aQueueKeepsItsOrderAroundAFailedCell() {
        List<String> order = List.of(
                kernel.submit("Thread.sleep(300); int q = 1 / 0;"),
                kernel.request("is_complete_request", json("code", "int i = 0;")),
                kernel.submit("1"),
                kernel.request("kernel_info_request", new JsonObject()),
                kernel.submit("2"),
                kernel.request("history_request", json("hist_access_type", "tail", "n", 1)));
        List<String> idle = new ArrayList<>();
        while (idle.size() < order.size()) {
            Reply next = kernel.nextPublished(60_000);
            if (next.type().equals("status")
                    && next.content().get("execution_state").getAsString().equals("idle")) {
                idle.add(next.parent());
            }
        }
        assertThat(idle).isEqualTo(order);
        assertThat(order.stream()
                        .map(id -> kernel.awaitReply(id).content().get("status").getAsString()))
                .containsExactly("error", "complete", "aborted", "ok", "aborted", "ok");
    }

    @Test
    void aCellThatComesAfterTheReplyRuns() {
        String failing = kernel.submit("int q = 1 / 0;");
        kernel.awaitReply(failing);
        String next = kernel.submit("\"ran\"");
        assertThat(kernel.await(next).text()).isEqualTo("ran");
    }

    @Test
    void aSilentCellThatFailsDoesNotStopTheQueue() {
        List<String> queue = List.of(
                kernel.submit("Thread.sleep(100); int q = 1 / 0;", json("silent", true)), kernel.submit("\"ran\""));
        assertThat(queue.stream().map(id -> kernel.await(id).status())).containsExactly("error", "ok");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "debug_request",
                "create_subshell_request",
                "input_reply",
                "status",
                "execute_reply",
                "",
                "no type"
            })
    void unknownRequestsAreIgnored(String type) {
        kernel.request(type, json("command", "initialize"));
        assertThat(kernel.run("\"alive\"").text()).isEqualTo("alive");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\": 5}",
                "{\"code\": null}",
                "{\"cod\": \"1\"}",
                "{\"code\": \"1\", \"silent\": \"yes\"}",
                "{\"code\": \"1\", \"user_expressions\": []}"
            })
    void aCellOfTheWrongFormIsAnsweredWithAnError(String content) {
        String header = KernelProcess.header("wrong" + content.hashCode(), "execute_request");
        kernel.sendParts(header, "{}", "{}", content);
        Reply reply = kernel.awaitReply("wrong" + content.hashCode());
        assertThat(reply.content().get("status").getAsString()).isEqualTo("error");
        assertThat(reply.content().get("evalue").getAsString()).contains("of execute_request must be");
        assertThat(kernel.run("\"alive\"").text()).isEqualTo("alive");
    }

    @Test
    void brokenMessagesAreIgnored() {
        String header = KernelProcess.header("broken", "execute_request");
        kernel.sendParts("not json", "{}", "{}", "{}");
        kernel.sendParts("[]", "{}", "{}", "{}");
        kernel.sendParts("{}", "{}", "{}", "{}");
        kernel.sendParts("{\"msg_id\": {}, \"msg_type\": []}", "{}", "{}", "{}");
        kernel.sendParts(header, "{}", "{}", "{\"code\": \"1\"");
        kernel.sendParts(header, "{}", "{}", "");
        kernel.sendParts(header, "[]", "{}", "{}");
        kernel.sendParts(header, "{}", "{}", "[".repeat(100_000));
        kernel.sendParts(header, "{}", "{}");
        kernel.sendParts(header);
        kernel.sendFrames("<IDS|MSG>");
        kernel.sendFrames("");
        kernel.sendFrames("no", "delimiter", "at", "all", "but", "many", "frames");
        assertThat(kernel.run("\"alive\"").text()).isEqualTo("alive");
    }

    @Test
    void completionAndInspectionTakeAnyCursor() {
        for (int cursor : new int[] {-1, 0, 5, 1000}) {
            for (String type : List.of("complete_request", "inspect_request")) {
                assertThat(kernel.ask(type, json("code", "Strin", "cursor_pos", cursor))
                                .get("status")
                                .getAsString())
                        .as(type + " at " + cursor)
                        .isEqualTo("ok");
            }
        }
    }

    @Test
    void aLargeCellIsAnswered() {
        Answer answer = kernel.run("// " + "x".repeat(10_000_000) + "\n\"large\"");
        assertThat(answer.text()).isEqualTo("large");
    }

    @Test
    void aMessageThatMemoryCannotHoldIsRefusedAndOthersAreServed(@TempDir Path folder) throws IOException {
        try (KernelProcess small = new KernelProcess(folder, ProcessHandle.current(), "-Xmx96m")) {
            small.run("int kept = 7;");
            small.request("execute_request", json("code", "//" + "x".repeat(40_000_000)));
            JsonObject info = small.askControl("kernel_info_request", new JsonObject());
            assertThat(info.get("status").getAsString()).isEqualTo("ok");
            assertThat(small.beats()).isTrue();
            assertThat(small.run("kept").text()).isEqualTo("7");
        }
    }
}
