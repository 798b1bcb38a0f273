package io.github.latent4j.kernel;

import static io.github.latent4j.kernel.KernelProcess.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.latent4j.kernel.KernelProcess.Answer;
import io.github.latent4j.kernel.KernelProcess.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Comms with the packaged kernel, whose cells have a target that echoes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class CommIT {
    private KernelProcess kernel;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        kernel = new KernelProcess(folder, ProcessHandle.current());
        Answer answer = kernel.run("""
                import com.google.gson.JsonObject;
                import io.github.spencerpark.jupyter.kernel.comm.*;
                import io.github.spencerpark.jupyter.messages.Message;
                import io.github.spencerpark.jupyter.messages.comm.*;
                class Echo extends Comm {
                    Echo(CommManager manager, String id, String target) { super(manager, id, target); }
                    protected void onMessage(Message<CommMsgCommand> message) {
                        JsonObject data = message.getContent().getData();
                        if (data.has("fail")) throw new IllegalStateException("as asked");
                        if (data.has("loop")) while (true) {}
                        System.out.print("got " + data + " in " + Thread.currentThread().getName());
                        send(data, Map.of("kind", "echo"), message.getBlobs());
                    }
                    protected void onClose(Message<CommCloseCommand> message, boolean sending) {
                        System.out.print(sending ? "closing" : "closed");
                    }
                }
                CommManager comms = getKernelInstance().getCommManager();
                comms.registerTarget("echo", (manager, id, name, message) -> {
                    if (message.getContent().getData().has("fail")) throw new IllegalStateException("not opened");
                    return new Echo(manager, id, name);
                });""");
        assertThat(answer.status()).as(answer.published().toString()).isEqualTo("ok");
    }

    @AfterAll
    void stop() {
        kernel.close();
    }

    private List<Reply> send(String type, JsonObject content, byte[]... buffers) {
        return kernel.awaitIdle(kernel.request(type, content, buffers));
    }

    private void open(String id) {
        assertThat(send("comm_open", json("comm_id", id, "target_name", "echo", "data", json())))
                .extracting(Reply::type)
                .containsExactly("status", "status");
    }

    private static Reply only(List<Reply> published, String type) {
        List<Reply> found =
                published.stream().filter(one -> one.type().equals(type)).toList();
        assertThat(found).as(published.toString()).hasSize(1);
        return found.get(0);
    }

    @Test
    void aMessageReachesItsCommWithDataAndBuffers() {
        open("c1");
        byte[] buffer = "bytes".getBytes(StandardCharsets.UTF_8);
        List<Reply> published = send("comm_msg", json("comm_id", "c1", "data", json("value", 7)), buffer, new byte[0]);
        Reply echo = only(published, "comm_msg");
        assertThat(echo.content().get("comm_id").getAsString()).isEqualTo("c1");
        assertThat(echo.content().getAsJsonObject("data").get("value").getAsInt())
                .isEqualTo(7);
        assertThat(echo.metadata().get("kind").getAsString()).isEqualTo("echo");
        assertThat(echo.buffers()).containsExactly(buffer, new byte[0]);
        assertThat(only(published, "stream").content().get("text").getAsString())
                .isEqualTo("got {\"value\":7} in cells");
    }

    @Test
    void aMessageWithoutBuffersIsFollowedByOthers() {
        open("c2");
        for (int i = 0; i < 3; i++) { // an empty list of buffers must not leave the message open
            List<Reply> published = send("comm_msg", json("comm_id", "c2", "data", json("value", i)));
            assertThat(only(published, "comm_msg").buffers()).isEmpty();
        }
    }

    @Test
    void anUnknownTargetIsClosed() {
        List<Reply> published = send("comm_open", json("comm_id", "c3", "target_name", "nobody", "data", json()));
        assertThat(only(published, "comm_close").content().get("comm_id").getAsString())
                .isEqualTo("c3");
    }

    @Test
    void anExceptionInAHandlerIsShown() {
        List<Reply> failed =
                send("comm_open", json("comm_id", "c4", "target_name", "echo", "data", json("fail", true)));
        assertThat(only(failed, "error").content().get("evalue").getAsString()).isEqualTo("not opened");
        only(failed, "comm_close");
        open("c5");
        List<Reply> published = send("comm_msg", json("comm_id", "c5", "data", json("fail", true)));
        assertThat(only(published, "error").content().get("ename").getAsString())
                .isEqualTo("IllegalStateException");
        assertThat(only(published, "error").content().get("evalue").getAsString())
                .isEqualTo("as asked");
        assertThat(kernel.run("\"alive\"").text()).isEqualTo("alive");
    }

    @Test
    void aHandlerCanBeInterrupted() throws InterruptedException {
        open("c6");
        String id = kernel.request("comm_msg", json("comm_id", "c6", "data", json("loop", true)));
        Thread.sleep(500);
        kernel.askControl("interrupt_request", new JsonObject());
        assertThat(only(kernel.awaitIdle(id), "error").content().get("ename").getAsString())
                .isEqualTo("KeyboardInterrupt");
    }

    @Test
    void openCommsAreListedByTarget() {
        open("c7");
        JsonObject all = kernel.ask("comm_info_request", new JsonObject()).getAsJsonObject("comms");
        assertThat(all.getAsJsonObject("c7").get("target_name").getAsString()).isEqualTo("echo");
        assertThat(kernel.ask("comm_info_request", json("target_name", "echo"))
                        .getAsJsonObject("comms")
                        .has("c7"))
                .isTrue();
        assertThat(kernel.ask("comm_info_request", json("target_name", "other"))
                        .getAsJsonObject("comms")
                        .size())
                .isZero();
        List<Reply> closed = send("comm_close", json("comm_id", "c7", "data", json()));
        assertThat(only(closed, "stream").content().get("text").getAsString()).isEqualTo("closed");
        assertThat(kernel.ask("comm_info_request", new JsonObject())
                        .getAsJsonObject("comms")
                        .has("c7"))
                .isFalse();
    }

    @Test
    void aCellOpensSendsAndClosesAComm() {
        Answer answer = kernel.run("""
                Echo mine = comms.openComm("widget", (manager, id, name, message) -> {
                    message.getContent().getData().addProperty("start", 1);
                    message.getNonNullMetadata().put("version", "2");
                    return new Echo(manager, id, name);
                });
                mine.send(new JsonObject());
                mine.close();""");
        Reply opened = only(answer.published(), "comm_open");
        assertThat(opened.content().get("target_name").getAsString()).isEqualTo("widget");
        assertThat(opened.content().getAsJsonObject("data").get("start").getAsInt())
                .isEqualTo(1);
        assertThat(opened.metadata().get("version").getAsString()).isEqualTo("2");
        assertThat(only(answer.published(), "comm_msg").content().get("comm_id"))
                .isEqualTo(opened.content().get("comm_id"));
        assertThat(only(answer.published(), "comm_close").content().get("comm_id"))
                .isEqualTo(opened.content().get("comm_id"));
        assertThat(answer.printed("stdout")).isEqualTo("closing");
    }

    @Test
    void messagesToNobodyAreIgnored() {
        assertThat(send("comm_msg", json("comm_id", "nobody", "data", json())))
                .extracting(Reply::type)
                .containsExactly("status", "status");
        assertThat(send("comm_close", json("comm_id", "nobody"))).hasSize(2);
        assertThat(send("comm_msg", json("comm_id", 3))).hasSize(2);
    }
}
