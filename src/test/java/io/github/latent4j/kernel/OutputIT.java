package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.latent4j.kernel.KernelProcess.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Output in quantity, of the packaged kernel with a small heap. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class OutputIT {
    private static final int HEAP_MEGABYTES = 80;

    private KernelProcess kernel;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        kernel = new KernelProcess(folder, ProcessHandle.current(), "-Xmx" + HEAP_MEGABYTES + "m");
    }

    @AfterAll
    void stop() {
        kernel.close();
    }

    @Test
    void aMillionLinesArriveCompleteAndInOrderInFewMessages() {
        kernel.run("""
                long[] peak = {0};
                Thread watch = new Thread(() -> {
                    while (true) {
                        Runtime now = Runtime.getRuntime();
                        peak[0] = Math.max(peak[0], now.totalMemory() - now.freeMemory());
                        try { Thread.sleep(1); } catch (InterruptedException e) { return; }
                    }
                });
                watch.setDaemon(true);
                watch.start();""");
        Answer answer = kernel.run("for (int i = 0; i < 1_000_000; i++) System.out.println(i);");
        assertThat(answer.status()).isEqualTo("ok");
        assertLines(answer.printed("stdout"), 1_000_000);
        assertThat(answer.streams()).hasSizeLessThan(300);
        System.out.println("1,000,000 lines: " + answer.streams().size() + " messages, peak heap "
                + kernel.run("peak[0] >> 20").text() + " MiB of " + HEAP_MEGABYTES);
    }

    private static void assertLines(String printed, int count) {
        int at = 0;
        for (int i = 0; i < count; i++) {
            String line = i + "\n";
            assertThat(printed.startsWith(line, at)).as("line " + i).isTrue();
            at += line.length();
        }
        assertThat(at).isEqualTo(printed.length());
    }

    @Test
    void standardErrorArrivesCompleteToo() {
        Answer answer = kernel.run("for (int i = 0; i < 200_000; i++) System.err.println(i);");
        assertLines(answer.printed("stderr"), 200_000);
        assertThat(answer.printed("stdout")).isEmpty();
        assertThat(answer.streams()).hasSizeLessThan(300);
    }

    @Test
    void printingAndDisplayingKeepTheirOrder() {
        Answer answer = kernel.run("""
                for (int i = 0; i < 100; i++) {
                    System.out.print("o" + i + " ");
                    System.err.print("e" + i + " ");
                    if (i % 10 == 0) display("d" + i);
                }""");
        StringBuilder expected = new StringBuilder();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            expected.append("o" + i + " e" + i + (i % 10 == 0 ? " d" + i : "") + " ");
        }
        answer.published().forEach(one -> {
            if (one.type().equals("stream")) {
                all.append(one.content().get("text").getAsString());
            } else if (one.type().equals("display_data")) {
                all.append(one.content()
                                .getAsJsonObject("data")
                                .get("text/plain")
                                .getAsString())
                        .append(' ');
            }
        });
        assertThat(all.toString()).isEqualTo(expected.toString());
    }

    @Test
    void singleCharactersArriveInFewMessages() {
        Answer answer = kernel.run("for (int i = 0; i < 2000; i++) System.out.print((char) ('a' + i % 26));");
        assertThat(answer.printed("stdout")).hasSize(2000).startsWith("abcdefghijklmnopqrstuvwxyzab");
        assertThat(answer.streams()).hasSizeLessThan(50);
    }

    @Test
    void progressOnOneLineIsShownWhileItGoesOn() {
        Answer answer = kernel.run("""
                for (int i = 0; i <= 5; i++) {
                    System.out.print("\\r" + 20 * i + " %");
                    Thread.sleep(150);
                }""");
        assertThat(answer.printed("stdout")).isEqualTo("\r0 %\r20 %\r40 %\r60 %\r80 %\r100 %");
        assertThat(answer.streams()).hasSizeGreaterThan(1);
    }

    @Test
    void aCharacterThatIsWrittenInPiecesArrivesWhole() {
        Answer answer = kernel.run("""
                byte[] emoji = "😀ü".getBytes("UTF-8");
                for (byte part : emoji) {
                    System.out.write(part);
                    System.out.flush();
                    Thread.sleep(80);
                }""");
        assertThat(answer.printed("stdout")).isEqualTo("😀ü");
    }

    @Test
    void aFrontEndThatReadsSlowlyMissesNothingAndCostsNoMemory() throws InterruptedException {
        int lines =
                500_000; // of 100 bytes: half as much again as the kernel's heap could hold, with its copies several
        // times
        try (ZContext context = new ZContext();
                ZMQ.Socket slow = context.createSocket(SocketType.SUB)) {
            slow.setRcvHWM(4);
            slow.setReceiveBufferSize(1 << 16);
            Subscriptions.connect(slow, "tcp://127.0.0.1:" + kernel.iopubPort());
            String id = kernel.submit("String tail = \".\".repeat(90);\nfor (int i = 0; i < " + lines
                    + "; i++) System.out.println(1_000_000_000 + i + tail);");
            Thread.sleep(3000); // the kernel would have printed all by now
            slow.setReceiveTimeOut(30_000);
            long at = 0;
            StringBuilder rest = new StringBuilder();
            boolean idle = false;
            while (!idle) {
                for (String frame = ""; !frame.equals("<IDS|MSG>"); ) {
                    frame = slow.recvStr();
                    assertThat(frame).as("after line " + at + ", within 30 s").isNotNull();
                }
                slow.recvStr();
                slow.recvStr();
                JsonObject parent = JsonParser.parseString(slow.recvStr()).getAsJsonObject();
                slow.recvStr();
                JsonObject content = JsonParser.parseString(slow.recvStr()).getAsJsonObject();
                if (!parent.has("msg_id") || !parent.get("msg_id").getAsString().equals(id)) {
                    continue;
                }
                if (content.has("text")) {
                    rest.append(content.get("text").getAsString());
                    int start = 0;
                    for (int end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n", start)) {
                        assertThat(rest.substring(start, start + 10)).isEqualTo(String.valueOf(1_000_000_000 + at++));
                        start = end + 1;
                    }
                    rest.delete(0, start);
                    Thread.sleep(5);
                }
                idle = content.has("execution_state")
                        && content.get("execution_state").getAsString().equals("idle");
            }
            Answer answer = kernel.await(id); // of a front end that reads as fast as it can
            assertThat(answer.status()).as(answer.reply().toString()).isEqualTo("ok");
            assertThat(at).isEqualTo(lines);
            assertThat(answer.printed("stdout")).hasSize(101 * lines);
        }
    }

    @Test
    void anInterruptEndsACellThatPrintsWithoutEnd() {
        String id = kernel.submit("while (true) System.out.println(\"again and again and again\");");
        kernel.nextPublished(10_000);
        kernel.askControl("interrupt_request", new JsonObject());
        Answer answer = kernel.await(id);
        assertThat(answer.only("error").get("ename").getAsString()).isEqualTo("KeyboardInterrupt");
        for (int i = 0; i < 3; i++) { // an interrupted thread that sends would break the socket
            assertThat(kernel.run("System.out.print(1); display(2); 3").published())
                    .hasSize(6);
        }
    }

    @Test
    void onInterruptWhatTheCellStillPrintsArrives() {
        String id = kernel.submit("""
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    System.out.println("x".repeat(1_000_000));
                    display("last");
                }""");
        kernel.nextPublished(10_000); // busy
        kernel.askControl("interrupt_request", new JsonObject());
        Answer answer = kernel.await(id);
        assertThat(List.of("ok", "error")).contains(answer.status());
        assertThat(kernel.run("\"alive\"").text()).isEqualTo("alive");
    }
}
