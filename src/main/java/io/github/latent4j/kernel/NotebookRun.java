package io.github.latent4j.kernel;

import java.time.Duration;
import java.util.List;

/**
 * What happened when a notebook ran.
 *
 * @param cells how many code cells ran, the failed one included
 * @param time wall-clock time of all cells
 * @param failures empty if all went well; a run ends at its first
 */
public record NotebookRun(int cells, Duration time, List<Failure> failures) {
    public NotebookRun {
        failures = List.copyOf(failures);
    }

    /**
     * A cell that did not run to its end.
     *
     * @param cell counted over the code cells, from 1
     * @param name of the error, e.g. "IllegalArgumentException"
     * @param message may be empty
     * @param traceback lines for a terminal, with ANSI colours
     */
    public record Failure(int cell, String name, String message, List<String> traceback) {
        public Failure {
            traceback = List.copyOf(traceback);
        }
    }

    /** Is told how a run goes on. Standard output is the process's own while it is being told. */
    public interface Progress {
        /** Tells nobody. */
        Progress NONE = new Progress() {};

        /**
         * A cell begins.
         *
         * @param cell counted over the code cells, from 1
         * @param cells how many code cells the notebook has
         */
        default void started(int cell, int cells) {}

        /** A cell has ended, well or not. */
        default void finished(int cell, int cells, Duration time) {}
    }
}
