package io.github.latent4j.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
    private @Nullable KernelPlace place;

    @Override
    public void run() {
        install(Product.running(), KernelPlace.data(place), spec.commandLine().getOut());
    }

    /**
     * Installs the kernel, with a file that makes its start faster if that can be made.
     *
     * @param data a Jupyter data folder
     * @param out where it says what it does
     */
    static KernelSpec install(Product product, Path data, PrintWriter out) {
        KernelSpec kernel = KernelSpec.install(product, data);
        out.println("Installed the kernel java in " + kernel.folder());
        try {
            return ClassArchive.addTo(kernel, out);
        } catch (Failure e) {
            out.println("Note: " + e.getMessage());
            return kernel;
        }
    }
}
