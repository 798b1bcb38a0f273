package io.github.latent4j.kernel;

import static io.github.latent4j.kernel.KernelProcess.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.latent4j.kernel.KernelProcess.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may talk to the packaged kernel: who knows the key of the connection file. */
@Timeout(180)
class SignatureIT {
    @Test
    void messagesWithoutTheRightSignatureAreRefused(@TempDir Path folder) throws IOException {
        try (KernelProcess kernel = new KernelProcess(folder, ProcessHandle.current())) {
            kernel.run("1");
            for (String signature : List.of("", "0", "0".repeat(64), "f".repeat(64), "ü")) {
                kernel.sendForged("kernel_info_request", signature);
                kernel.sendForged("shutdown_request", signature);
            }
            String id = kernel.submit("\"alive\"");
            Reply first = kernel.nextPublished(60_000);
            assertThat(first.parent())
                    .as("nothing is published for a forged request")
                    .isEqualTo(id);
            assertThat(kernel.await(id).status()).isEqualTo("ok");
            assertThat(kernel.log()).contains("signature is wrong").doesNotContain("\tat ");
        }
    }

    @Test
    void aForgedAnswerIsNotTakenAsInput(@TempDir Path folder) throws IOException {
        try (KernelProcess kernel = new KernelProcess(folder, ProcessHandle.current())) {
            String id = kernel.submit("new Scanner(System.in).nextLine()", json("allow_stdin", true));
            Reply question = kernel.awaitQuestion(id);
            kernel.typeForged(question, "forged");
            kernel.type(question, "typed");
            assertThat(kernel.await(id).text()).isEqualTo("typed");
        }
    }

    @Test
    void withoutAKeyMessagesNeedNoSignature(@TempDir Path folder) throws IOException {
        try (KernelProcess kernel = new KernelProcess(folder, "", ProcessHandle.current())) {
            assertThat(kernel.run("\"unsigned\"").text()).isEqualTo("unsigned");
        }
    }
}
