package io.github.latent4j.data;

import java.util.Locale;

/** The line that a download writes over and over on standard output, in a terminal and under a notebook cell alike. */
final class DownloadLine implements Mirrors.Progress, AutoCloseable {
    private static final long NANOS_BETWEEN = 250_000_000;

    private final String set;
    private String last = "";
    private long lastTime;

    DownloadLine(String set) {
        this.set = set;
    }

    @Override
    public void bytes(String file, long done, long total) {
        long now = System.nanoTime();
        if (now - lastTime < NANOS_BETWEEN && done != total) {
            return;
        }
        lastTime = now;
        String of = total < 0 ? "" : String.format(Locale.ROOT, " of %.1f", total / 1e6);
        String line = String.format(Locale.ROOT, "downloading %s: %s %.1f%s MB", set, file, done / 1e6, of);
        print("\r" + line + " ".repeat(Math.max(0, last.length() - line.length())));
        last = line;
    }

    /** Ends the line, if there was one. */
    @Override
    public void close() {
        if (!last.isEmpty()) {
            print(System.lineSeparator());
        }
    }

    @SuppressWarnings("SystemOut")
    private static void print(String text) {
        System.out.print(text);
        System.out.flush();
    }
}
