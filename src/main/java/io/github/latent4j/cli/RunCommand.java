package io.github.latent4j.cli;

import io.github.latent4j.kernel.NotebookRun;
import io.github.latent4j.kernel.NotebookRunner;
import io.github.latent4j.notebook.NotebookSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/** {@code run}: notebooks without Jupyter and without Python. */
@Command(
        name = "run",
        description = {
            "Executes notebooks from the first cell to the last, as the kernel would, and writes them with their outputs.",
            "Several are executed one after the other, each in a process of its own, whose output goes to a .log file beside the result.",
            "Exit code 1 if a cell failed."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Commands.Version.class)
final class RunCommand implements Callable<Integer> {
    /** The sequences with which a trace colours a terminal; in a log file they would only disturb. */
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "NOTEBOOK",
            arity = "0..*",
            description =
                    "The .ipynb files (default: all of notebooks/ in the project); they stay as they are without --keep.")
    private List<Path> notebooks = new ArrayList<>();

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Where the executed notebooks go (default: target/notebooks of the project).")
    private @Nullable Path output;

    @Option(
            names = "--keep",
            description =
                    "Puts each notebook that succeeds in the place of its source, and the picture of its cell with the tag "
                            + Notebooks.COVER + " into pictures/ beside it.")
    private boolean keep;

    @Override
    public Integer call() {
        if (keep && NotebookSize.isFast()) {
            throw new Failure("--keep is for full runs, but " + NotebookSize.VARIABLE + " is set: unset it");
        }
        Product product = Product.running();
        List<Path> sources = notebooks.isEmpty()
                ? Notebooks.all(product.project())
                : notebooks.stream()
                        .map(named -> Notebooks.find(named, product.project()))
                        .toList();
        Path folder = output == null ? product.project().resolve("target/notebooks") : output.toAbsolutePath();
        if (sources.size() != 1) {
            return runEach(product, sources, folder);
        }
        Path source = sources.get(0);
        int code = JvmFlags.inForce()
                ? execute(source, in(folder, source))
                : Child.run(command(product, source, folder), home(source), Map.of());
        keepIfGood(code, source, folder);
        return code;
    }

    /** A notebook's own folder is where JupyterLab executes it too. */
    private static Path home(Path source) {
        return Objects.requireNonNull(source.getParent());
    }

    private static Path in(Path folder, Path source) {
        return folder.resolve(Objects.requireNonNull(source.getFileName()));
    }

    private static List<String> command(Product product, Path source, Path folder) {
        return product.command("run", source.toString(), "--output", folder.toString());
    }

    private int execute(Path source, Path target) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Executing " + source);
        NotebookRun run = NotebookRunner.run(source, target, new CellLines(source, out));
        out.print(summary(run, target));
        out.flush();
        return run.failures().isEmpty() ? 0 : 1;
    }

    private int runEach(Product product, List<Path> sources, Path folder) {
        PrintWriter out = spec.commandLine().getOut();
        long begin = System.nanoTime();
        int failed = 0;
        for (int i = 0; i < sources.size(); i++) {
            Path source = sources.get(i);
            out.print(String.format(Locale.ROOT, "[%2d/%d] %-50s", i + 1, sources.size(), source.getFileName()));
            out.flush();
            long started = System.nanoTime();
            Path log = created(folder).resolve(source.getFileName().toString().replaceFirst("\\.ipynb$", "") + ".log");
            int code = Child.runInto(log, command(product, source, folder), home(source));
            out.println(String.format(
                    Locale.ROOT, " %5.1f minutes%s", minutesSince(started), code == 0 ? "" : ", failed:"));
            if (code != 0) {
                failed++;
                out.println(read(log));
            }
            out.flush();
            keepIfGood(code, source, folder);
        }
        out.println(String.format(
                Locale.ROOT,
                "%s, %.1f minutes, %d failed; written to %s",
                count(sources.size(), "notebook"),
                minutesSince(begin),
                failed,
                folder));
        out.flush();
        return failed == 0 ? 0 : 1;
    }

    private void keepIfGood(int code, Path source, Path folder) {
        if (keep && code == 0) {
            Notebooks.keep(in(folder, source), source);
        }
    }

    private static double minutesSince(long nanos) {
        return (System.nanoTime() - nanos) / 6e10;
    }

    private static Path created(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + folder + ": " + e, e);
        }
    }

    private static String read(Path log) {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log + ": " + e, e);
        }
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
