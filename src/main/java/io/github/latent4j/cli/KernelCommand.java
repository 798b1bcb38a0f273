package io.github.latent4j.cli;

import io.github.latent4j.kernel.JavaKernel;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code kernel}: what kernel.json starts. */
@Command(
        name = "kernel",
        description = "Serves one notebook; Jupyter calls this.",
        hidden = true,
        mixinStandardHelpOptions = true,
        versionProvider = Commands.Version.class)
final class KernelCommand implements Runnable {
    @Parameters(paramLabel = "CONNECTION_FILE", description = "Where Jupyter says on which ports to listen.")
    private Path connectionFile;

    @Override
    public void run() {
        JavaKernel.serve(connectionFile);
    }
}
