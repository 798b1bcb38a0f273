package io.github.latent4j.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code uninstall}: takes back what {@code install} did. */
@Command(
        name = "uninstall",
        description = {
            "Removes the Java kernel that install or lab put into Jupyter.",
            "A kernel of that name from somebody else is never touched."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Commands.Version.class)
final class UninstallCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @ArgGroup
    private @Nullable KernelPlace place;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Path data = KernelPlace.data(place);
        Optional<KernelSpec> removed = KernelSpec.uninstall(data);
        if (removed.isEmpty()) {
            out.println("No kernel java in " + KernelSpec.folderIn(data) + ": nothing to remove");
            return;
        }
        Path folder = removed.get().folder();
        out.println("Removed the kernel java from " + folder);
        if (Files.exists(folder)) {
            out.println("The folder stays: it holds files that install did not put there");
        }
    }
}
