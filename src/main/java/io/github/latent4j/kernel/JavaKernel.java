package io.github.latent4j.kernel;

import java.nio.file.Path;

/** The kernel: a stand-in with the real one's signature. */
public final class JavaKernel {
    private JavaKernel() {}

    /** Serves the notebook whose connection file this is until Jupyter shuts it down. */
    public static void serve(Path connectionFile) {
        if (!java.nio.file.Files.exists(connectionFile)) {
            throw new IllegalArgumentException("no connection file " + connectionFile);
        }
    }
}
