package io.github.latent4j.cli;

import io.github.latent4j.kernel.NotebookRun;
import io.github.latent4j.kernel.NotebookRunner;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code run}: a notebook without Jupyter and without Python. */
@Command(
        name = "run",
        description = {
            "Executes a notebook from the first cell to the last, as the kernel would, and writes it with its outputs.",
            "Exit code 1 if a cell failed."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Commands.Version.class)
final class RunCommand implements Callable<Integer> {
    /** The sequences with which a trace colours a terminal; in a log file they would only disturb. */
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NOTEBOOK", description = "The .ipynb file; it stays as it is.")
    private Path notebook;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Where the executed notebook goes (default: target/notebooks of the project).")
    private @Nullable Path output;

    @Override
    public Integer call() {
        Product product = Product.running();
        Path source = Notebooks.find(notebook, product.project());
        Path folder = output == null ? product.project().resolve("target/notebooks") : output.toAbsolutePath();
        if (!JvmFlags.inForce()) {
            // a notebook's own folder is where JupyterLab executes it too
            return Child.run(
                    product.command("run", source.toString(), "--output", folder.toString()),
                    Objects.requireNonNull(source.getParent()),
                    Map.of());
        }
        return execute(source, folder.resolve(Objects.requireNonNull(source.getFileName())));
    }

    private int execute(Path source, Path target) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Executing " + source);
        NotebookRun run = NotebookRunner.run(source, target, new CellLines(source, out));
        out.print(summary(run, target));
        out.flush();
        return run.failures().isEmpty() ? 0 : 1;
    }

    /** The last lines of a run: the failure with its trace, and the counts at the very end, where they are seen. */
    static String summary(NotebookRun run, Path target) {
        StringBuilder text = new StringBuilder();
        for (NotebookRun.Failure failure : run.failures()) {
            text.append(String.format("%nCell %d failed: %s: %s%n", failure.cell(), failure.name(), failure.message()));
            for (String line : failure.traceback()) {
                text.append("    ").append(COLOUR.matcher(line).replaceAll("")).append(System.lineSeparator());
            }
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "%n%s, %.1f seconds, %s; written to %s%n",
                        count(run.cells(), "cell"),
                        run.time().toMillis() / 1000.0,
                        count(run.failures().size(), "error"),
                        target))
                .toString();
    }

    private static String count(int n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }
}
