package io.github.latent4j.kernel;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Executes notebooks: a stand-in with the real one's signature. */
public final class NotebookRunner {
    private NotebookRunner() {}

    /** One executed cell. */
    public record Cell(int number, double seconds, String firstLine) {}

    /** Why a cell failed. */
    public record CellError(int cell, String name, String message, List<String> traceback) {}

    /** What an execution amounted to. */
    public record Result(int cells, double seconds, List<CellError> errors) {}

    /** Executes {@code notebook} and writes it with its outputs to {@code output}. */
    public static Result run(Path notebook, Path output, Consumer<Cell> progress) {
        progress.accept(new Cell(1, 0.1, notebook + " to " + output));
        return new Result(1, 0.1, List.of());
    }
}
