package io.github.latent4j.cli;

import io.github.latent4j.kernel.JavaKernel;
import io.github.latent4j.kernel.NotebookRun;
import io.github.latent4j.kernel.NotebookRunner;
import java.nio.file.Path;

/** {@code kernel CONNECTION_FILE} serves a front end, {@code run NOTEBOOK OUTPUT} executes a notebook. */
public final class Main {
    private Main() {}

    /** Ends the process: 0 if all went well, 1 if a cell failed, 2 for wrong arguments. */
    public static void main(String[] arguments) {
        int status = 0;
        if (arguments.length == 2 && arguments[0].equals("kernel")) {
            JavaKernel.serve(Path.of(arguments[1]));
        } else if (arguments.length == 3 && arguments[0].equals("run")) {
            NotebookRun run =
                    NotebookRunner.run(Path.of(arguments[1]), Path.of(arguments[2]), NotebookRun.Progress.NONE);
            status = run.failures().isEmpty() ? 0 : 1;
        } else {
            System.err.println("usage: kernel CONNECTION_FILE | run NOTEBOOK OUTPUT");
            status = 2;
        }
        System.exit(status);
    }
}
