package io.github.latent4j.cli;

import io.github.latent4j.data.Datasets;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code data}: the data sets and where they are. */
@Command(
        name = "data",
        description = {
            "Lists the data sets: title, licence, folder and size, or how to get them.",
            "Nothing is downloaded unless `data fetch NAME` says so, or a notebook asks for the set."
        },
        subcommands = DataFetchCommand.class,
        mixinStandardHelpOptions = true,
        versionProvider = Commands.Version.class)
final class DataCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.println("fashion-mini");
        out.println("    6,000 + 1,000 images of Fashion-MNIST (MIT), part of this program");
        for (Datasets.Status set : Datasets.list()) {
            out.println(set.name());
            out.println("    " + set.title() + " (" + set.licence() + ")");
            out.println("    "
                    + set.folder()
                            .map(DataCommand::describe)
                            .orElse("not on this machine; `data fetch " + set.name() + "` downloads it"));
        }
    }

    /** The folder and what its files take, e.g. "/usr/share/datasets/fashion-mnist, 30.9 MB". */
    static String describe(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            double bytes = files.mapToDouble(file -> file.toFile().length()).sum();
            return String.format(Locale.ROOT, "%s, %.1f MB", folder, bytes / 1e6);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder + ": " + e, e);
        }
    }
}
