package io.github.latent4j.kernel;

import io.github.latent4j.kernel.StopCheck.CellStopped;
import java.lang.Thread.UncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;

/** Tells of exceptions that end a thread which a cell started, on standard error and in the words of {@link CellErrors}. */
final class UncaughtErrors implements UncaughtExceptionHandler, AutoCloseable {
    private final CellErrors errors;
    private @Nullable UncaughtExceptionHandler before;

    UncaughtErrors(CellErrors errors) {
        this.errors = errors;
    }

    /** From now on, until {@link #close}, every thread without a handler of its own is heard. */
    void install() {
        before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler(this);
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        MemoryReserve.releaseFor(thrown);
        if (!(thrown instanceof CellStopped)) { // the user wanted that one to end
            System.err.println(errors.inBackground(thread.getName(), thrown));
        }
    }

    /** Gives the process back the handler that it had, unless a cell has set its own. */
    @Override
    public void close() {
        if (Thread.getDefaultUncaughtExceptionHandler() == this) {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }
}
