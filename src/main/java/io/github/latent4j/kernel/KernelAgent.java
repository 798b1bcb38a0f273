package io.github.latent4j.kernel;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * Receives the JVM's {@link Instrumentation}, which is what lets a cell be redefined without losing its variables.
 * Named as {@code Launcher-Agent-Class} in the jar's manifest, so that {@code java -jar} needs no option for it.
 */
public final class KernelAgent {
    private static volatile @Nullable Instrumentation instrumentation;

    private KernelAgent() {}

    /** Called by the JVM before {@code main}. */
    public static void agentmain(String arguments, Instrumentation given) {
        instrumentation = given;
    }

    /** Null when the JVM was not started from the jar, as in most tests. */
    static @Nullable Instrumentation instrumentation() {
        return instrumentation;
    }
}
