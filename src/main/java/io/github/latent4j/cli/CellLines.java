package io.github.latent4j.cli;

import io.github.latent4j.kernel.NotebookRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Prints one line for each cell of a running notebook: its code when it begins, its seconds when it has ended. */
final class CellLines implements NotebookRun.Progress {
    private static final int WIDTH = 80;

    private final Path notebook;
    private final PrintWriter out;
    private List<String> firstLines = List.of();

    CellLines(Path notebook, PrintWriter out) {
        this.notebook = notebook;
        this.out = out;
    }

    @Override
    public void started(int cell, int cells) {
        if (firstLines.isEmpty()) {
            firstLines = Notebooks.firstLines(notebook); // now that the runner has found it well-formed
        }
        String line = firstLines.get(cell - 1);
        String shown = line.length() <= WIDTH ? line : line.substring(0, WIDTH - 3) + "...";
        out.print(String.format(Locale.ROOT, "[%2d/%d] %-" + WIDTH + "s", cell, cells, shown));
        out.flush();
    }

    @Override
    public void finished(int cell, int cells, Duration time) {
        out.println(String.format(Locale.ROOT, " %6.1f s", time.toMillis() / 1000.0));
        out.flush();
    }
}
