package io.github.latent4j.notebook;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a notebook is to run small: as a test, not as a lesson. The environment variable {@value #VARIABLE} says so
 * if it is set to anything but nothing, {@code 0} or {@code false}.
 */
public final class NotebookSize {
    /** Name of the environment variable. */
    public static final String VARIABLE = "LATENT4J_FAST";

    private static final Set<String> OFF = Set.of("", "0", "false");

    private NotebookSize() {}

    /** {@code fast} if the notebook is to run small, {@code full} else. */
    public static int pick(int fast, int full) {
        return isFast() ? fast : full;
    }

    /** Whether the notebook is to run small. */
    public static boolean isFast() {
        return isFast(System.getenv(VARIABLE));
    }

    /** As {@link #pick(int, int)}, of numbers that are not whole. */
    public static double pick(double fast, double full) {
        return isFast(System.getenv(VARIABLE)) ? fast : full;
    }

    static boolean isFast(@Nullable String value) {
        return value != null && !OFF.contains(value.strip());
    }
}
