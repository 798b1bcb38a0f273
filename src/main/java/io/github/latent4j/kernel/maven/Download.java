package io.github.latent4j.kernel.maven;

import java.util.List;
import java.util.Locale;

/**
 * How far a download is.
 *
 * @param running names of the files that are arriving; empty at the end
 * @param finished how many files have arrived
 * @param bytes how much has arrived of both
 * @param totalBytes how much that will be; -1 if a server does not say
 */
public record Download(List<String> running, int finished, long bytes, long totalBytes) {
    public Download {
        running = List.copyOf(running);
    }

    /** One line for the user, such as {@code downloading guava-33.0.0-jre.jar (1.2 of 3.0 MB)}. */
    public String text() {
        if (running.isEmpty()) {
            return "downloaded " + finished + (finished == 1 ? " file (" : " files (") + megabytes(bytes) + " MB)";
        }
        String of = totalBytes < 0 ? "" : " of " + megabytes(totalBytes);
        String more = running.size() == 1 ? "" : " and " + (running.size() - 1) + " more";
        return "downloading " + running.get(0) + more + " (" + megabytes(bytes) + of + " MB)";
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
    }
}
