package io.github.latent4j.kernel;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Memory that is kept free for the time after a cell has used up all there is: then the next cell can be compiled, and let go of
 * what the heap is full of.
 */
final class MemoryReserve {
    private static final int MAX_BYTES = 16 << 20;

    private static volatile byte @Nullable [] held;

    private MemoryReserve() {}

    /** Gives the reserve free if {@code thrown} says that there is no memory. Needs none itself. */
    static void releaseFor(Throwable thrown) {
        if (thrown instanceof OutOfMemoryError) {
            held = null;
        }
    }

    /** What {@code work} returns; where there is no memory for it, once more with the reserve. It must be safe to do twice. */
    static <T> T with(Supplier<T> work) {
        try {
            return work.get();
        } catch (OutOfMemoryError e) {
            releaseFor(e);
            return work.get();
        }
    }

    /** Runs a {@code loop} to its end, from the beginning again each time that it finds no memory. */
    static void untilDone(Runnable loop) {
        while (true) {
            try {
                loop.run();
                return;
            } catch (OutOfMemoryError e) {
                releaseFor(e);
            }
        }
    }

    /** Takes memory into reserve, if there is plenty. */
    static void refill() {
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
        int size = (int) Math.min(MAX_BYTES, runtime.maxMemory() / 16);
        if (held == null && free > 4L * size) {
            held = new byte[size];
        }
    }
}
