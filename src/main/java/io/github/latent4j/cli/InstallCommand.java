package io.github.latent4j.cli;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code install}: makes the kernel known to a Jupyter. */
@Command(
        name = "install",
        description = {
            "Installs the Java kernel for Jupyter, under the name java.",
            "A kernel of that name from somebody else is never overwritten."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Commands.Version.class)
final class InstallCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @ArgGroup
    private @Nullable Place place;

    @Override
    public void run() {
        Path data = place == null ? JupyterFolders.user() : place.data();
        KernelSpec kernel = KernelSpec.install(Product.running(), data);
        spec.commandLine().getOut().println("Installed the kernel java in " + kernel.folder());
    }

    private static final class Place {
        @Option(names = "--user", description = "For this user, wherever Jupyter itself is installed (the default).")
        private boolean user;

        @Option(
                names = "--sys-prefix",
                description = "For the Python on the PATH: the active conda or virtual environment.")
        private boolean systemPrefix;

        @Option(names = "--prefix", paramLabel = "DIR", description = "Into DIR/share/jupyter/kernels/java.")
        private @Nullable Path prefix;

        private Path data() {
            if (user) {
                return JupyterFolders.user();
            }
            return JupyterFolders.ofPrefix(
                    systemPrefix
                            ? JupyterFolders.systemPrefix()
                            : Objects.requireNonNull(prefix).toAbsolutePath());
        }
    }
}
