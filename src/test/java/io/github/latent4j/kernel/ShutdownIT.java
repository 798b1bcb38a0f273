package io.github.latent4j.kernel;

import static io.github.latent4j.kernel.KernelProcess.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.latent4j.kernel.KernelProcess.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the packaged kernel ends. */
@Timeout(180)
class ShutdownIT {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true | control | 1",
                "false | shell | 1",
                "false | control | new Thread(() -> { while (true) {} }).start();",
                "false | control | Executors.newFixedThreadPool(2).submit(() -> 1).get()"
            })
    void theReplyComesFirstThenTheProcessEnds(boolean restart, String channel, String cell, @TempDir Path folder)
            throws Exception {
        try (KernelProcess kernel = new KernelProcess(folder, ProcessHandle.current())) {
            kernel.run(cell);
            boolean urgent = channel.equals("control");
            String id = urgent
                    ? kernel.requestUrgently("shutdown_request", json("restart", restart))
                    : kernel.request("shutdown_request", json("restart", restart));
            Reply reply = urgent ? kernel.awaitUrgentReply(id) : kernel.awaitReply(id);
            assertThat(reply.type()).isEqualTo("shutdown_reply");
            assertThat(reply.content()).isEqualTo(json("status", "ok", "restart", restart));
            List<Reply> published = kernel.awaitIdle(id);
            assertThat(published).extracting(Reply::type).containsExactly("status", "status");
            assertThat(kernel.process.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(kernel.process.exitValue()).isZero();
            assertThat(kernel.log()).isEmpty();
        }
    }
}
