package io.github.latent4j.kernel;

import io.github.latent4j.kernel.StopCheck.CellStopped;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that runs all cell code of a kernel, and its interrupt. One thread, because libraries keep memory and
 * random generators per thread. Whoever asks for work waits until it has ended, so an interrupted cell leaves nothing behind.
 */
final class CellThread implements AutoCloseable {
    private final ExecutorService executor;
    private volatile @Nullable Thread thread;

    private int cells;
    private boolean busy;
    private boolean stopped;

    CellThread(ClassLoader contextLoader) {
        executor = Executors.newSingleThreadExecutor(work -> {
            Thread created = new Thread(work, "cells");
            created.setDaemon(true);
            created.setContextClassLoader(contextLoader); // services (ND4J's backends) are found through it
            thread = created;
            return created;
        });
    }

    /** Opens a cell: from here on {@link #interrupt} counts, also while the cell still waits or compiles. */
    synchronized void begin() {
        if (cells++ == 0) {
            clear();
        }
    }

    synchronized void end() {
        if (--cells == 0) {
            clear();
        }
    }

    private void clear() {
        stopped = false;
        StopCheck.stop(false);
    }

    /** Stops the cell that runs; without one, nothing happens. */
    synchronized void interrupt() {
        Thread running = thread;
        if (cells > 0) {
            stopped = true;
            StopCheck.stop(true);
            if (busy && running != null) {
                running.interrupt();
            }
        }
    }

    /** Whether the cell was interrupted. */
    synchronized boolean stopped() {
        return stopped;
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /**
     * Runs {@code work} on the cell thread and waits for it, come what may.
     *
     * @throws Throwable what {@code work} threw; {@link CellStopped} if the cell was interrupted before it began
     */
    <T extends @Nullable Object> T call(Callable<T> work) throws Throwable {
        if (isCurrent()) {
            return work.call();
        }
        Future<T> future = executor.submit(() -> interruptibly(work));
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause == null ? e : cause;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T extends @Nullable Object> T interruptibly(Callable<T> work) throws Exception {
        synchronized (this) {
            if (stopped) {
                throw new CellStopped();
            }
            busy = true;
        }
        try {
            return work.call();
        } finally {
            synchronized (this) {
                busy = false;
                Thread.interrupted(); // must not reach the next cell
            }
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
