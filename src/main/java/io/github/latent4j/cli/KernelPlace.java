package io.github.latent4j.cli;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name the Jupyter a kernel is for. */
final class KernelPlace {
    @Option(names = "--user", description = "For this user, wherever Jupyter itself is installed (the default).")
    private boolean user;

    @Option(
            names = "--sys-prefix",
            description = "For the Python on the PATH: the active conda or virtual environment.")
    private boolean systemPrefix;

    @Option(names = "--prefix", paramLabel = "DIR", description = "DIR/share/jupyter/kernels/java.")
    private @Nullable Path prefix;

    /** The Jupyter data folder of {@code place}; without one, this user's. */
    static Path data(@Nullable KernelPlace place) {
        if (place == null || place.user) {
            return JupyterFolders.user();
        }
        return JupyterFolders.ofPrefix(
                place.systemPrefix
                        ? JupyterFolders.systemPrefix()
                        : Objects.requireNonNull(place.prefix).toAbsolutePath());
    }
}
