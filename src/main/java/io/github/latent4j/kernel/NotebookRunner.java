package io.github.latent4j.kernel;

import com.google.gson.JsonObject;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a notebook as the kernel would, without Jupyter. */
public final class NotebookRunner {
    private NotebookRunner() {}

    /**
     * Runs the code cells of {@code notebook} in order up to the first that fails, and writes a copy with the outputs. Also
     * when a cell fails: then the cells behind it have no outputs.
     *
     * <p>Blocks until the last cell has ended. Takes {@link System#out} and {@link System#err} meanwhile, hence one run at a time.
     *
     * @param notebook nbformat 4, in Java; not changed unless it is also {@code output}
     * @param output written at the end, at once; its folder is created
     * @throws IllegalArgumentException if {@code notebook} does not exist or is no Java notebook, naming it and the rule
     * @throws IllegalStateException if a notebook or kernel is running in this process already
     * @throws UncheckedIOException if {@code output} cannot be written
     */
    public static NotebookRun run(Path notebook, Path output, NotebookRun.Progress progress) {
        NotebookFile file = NotebookFile.read(notebook);
        file.clear();
        NotebookRun run;
        List<NotebookOutputs> outputs = new ArrayList<>();
        try (JavaKernel kernel = JavaKernel.open(CellOutput.NOWHERE)) { // nothing prints before the first cell
            run = runCells(file, kernel, outputs, progress);
        }
        outputs.forEach(NotebookOutputs::end);
        file.write(output);
        return run;
    }

    /** @param all is given the outputs of each cell, which grow until they are ended */
    private static NotebookRun runCells(
            NotebookFile file, JavaKernel kernel, List<NotebookOutputs> all, NotebookRun.Progress progress) {
        Map<String, List<JsonObject>> shown = new HashMap<>();
        List<NotebookRun.Failure> failures = new ArrayList<>();
        long begin = System.nanoTime();
        int executed = 0;
        for (int i = 0; i < file.size() && failures.isEmpty(); i++) {
            String source = file.source(i);
            if (source.isBlank()) {
                continue;
            }
            int cell = i + 1;
            executed++;
            kernel.uncaptured(() -> progress.started(cell, file.size()));
            long cellBegin = System.nanoTime();
            NotebookOutputs outputs = new NotebookOutputs(file.outputs(i), shown);
            all.add(outputs);
            file.setExecutionCount(i, executed);
            try {
                JsonObject result = kernel.execute(source, executed, outputs);
                if (result != null) {
                    outputs.result(result, executed);
                }
            } catch (CellException e) {
                outputs.error(e);
                failures.add(new NotebookRun.Failure(cell, e.name(), e.message(), e.traceback()));
            }
            Duration time = Duration.ofNanos(System.nanoTime() - cellBegin);
            kernel.uncaptured(() -> progress.finished(cell, file.size(), time));
        }
        return new NotebookRun(executed, Duration.ofNanos(System.nanoTime() - begin), failures);
    }
}
