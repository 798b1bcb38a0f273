package io.github.latent4j.cli;

import io.github.latent4j.data.Datasets;
import io.github.latent4j.data.Split;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code data fetch}: gets a data set before it is needed. */
@Command(
        name = "fetch",
        description = "Downloads a data set into this user's cache unless it is on this machine, and checks it.",
        mixinStandardHelpOptions = true,
        versionProvider = Commands.Version.class)
final class DataFetchCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "A name that `data` lists.")
    private String name;

    @Override
    public void run() {
        Split split = Datasets.fetch(name);
        spec.commandLine().getOut().println(split);
    }
}
