package io.github.latent4j.cli;

import io.github.latent4j.kernel.JavaKernel;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code kernel}: what kernel.json starts. */
@Command(
        name = KernelCommand.NAME,
        description = "Serves one notebook; Jupyter calls this.",
        hidden = true,
        mixinStandardHelpOptions = true,
        versionProvider = Commands.Version.class)
final class KernelCommand implements Callable<Integer> {
    static final String NAME = "kernel";

    @Parameters(paramLabel = "CONNECTION_FILE", description = "Where Jupyter says on which ports to listen.")
    private Path connectionFile;

    @Override
    public Integer call() {
        return run(connectionFile);
    }

    /** Returns when the front end has asked for shutdown: 0. A file that cannot be used gives one sentence and 1. */
    static int run(Path connectionFile) {
        try {
            String options = System.getenv(KernelLauncher.VARIABLE);
            if (options != null && !options.isBlank()) {
                return KernelLauncher.run(options, connectionFile);
            }
            JavaKernel.serve(connectionFile);
            return 0;
        } catch (IllegalArgumentException | Failure e) {
            System.err.println("latent4j: " + e.getMessage());
            return 1;
        }
    }
}
