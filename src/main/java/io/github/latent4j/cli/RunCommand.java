package io.github.latent4j.cli;

import io.github.latent4j.kernel.NotebookRunner;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
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
        versionProvider = Main.Version.class)
final class RunCommand implements Callable<Integer> {
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
        out.flush();
        NotebookRunner.Result result = NotebookRunner.run(source, target, cell -> {
            out.println(line(cell));
            out.flush();
        });
        out.print(summary(result, target));
        out.flush();
        return result.errors().isEmpty() ? 0 : 1;
    }

    static String line(NotebookRunner.Cell cell) {
        return String.format(Locale.ROOT, "[%2d] %7.1f s  %s", cell.number(), cell.seconds(), cell.firstLine());
    }

    /** The last lines of a run: errors with their traces, and the counts at the very end, where they are seen. */
    static String summary(NotebookRunner.Result result, Path target) {
        StringBuilder text = new StringBuilder();
        for (NotebookRunner.CellError error : result.errors()) {
            text.append(String.format("%nCell %d failed: %s: %s%n", error.cell(), error.name(), error.message()));
            error.traceback().forEach(line -> text.append("    ").append(line).append(System.lineSeparator()));
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "%n%s, %.1f seconds, %s; written to %s%n",
                        count(result.cells(), "cell"),
                        result.seconds(),
                        count(result.errors().size(), "error"),
                        target))
                .toString();
    }

    private static String count(int n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }
}
