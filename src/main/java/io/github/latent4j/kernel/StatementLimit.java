package io.github.latent4j.kernel;

import io.github.latent4j.kernel.CellException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Interrupts a statement that runs longer than {@code IJAVA_TIMEOUT} allows. */
final class StatementLimit {
    private final CellThread thread;
    private final @Nullable Duration limit;
    private volatile boolean exceeded;

    /** @param limit null for none */
    StatementLimit(@Nullable Duration limit, CellThread thread) {
        this.limit = limit;
        this.thread = thread;
    }

    /** Runs a statement; one that another statement runs counts as part of that. */
    <T> T within(Supplier<T> statement) {
        if (limit == null || thread.isCurrent()) {
            return statement.get();
        }
        exceeded = false;
        Future<?> end = CompletableFuture.runAsync(
                this::exceed, CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS));
        try {
            return statement.get();
        } finally {
            end.cancel(false);
        }
    }

    private void exceed() {
        exceeded = true;
        thread.interrupt();
    }

    /** The same failure; if it was the limit that interrupted, in words that say so. */
    CellException explained(CellException failure) {
        if (!exceeded || failure.kind() != Kind.INTERRUPTED || limit == null) {
            return failure;
        }
        String message = "a statement may run " + limit.toMillis() / 1000.0 + " seconds (" + KernelSettings.TIMEOUT
                + ") and was interrupted";
        List<String> traceback = new ArrayList<>(failure.traceback());
        traceback.set(0, CellErrors.red(message));
        return new CellException(
                Kind.INTERRUPTED, "EvaluationTimeoutException", message, traceback, failure.getCause());
    }
}
