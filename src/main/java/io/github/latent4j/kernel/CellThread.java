package io.github.latent4j.kernel;

import io.github.latent4j.kernel.StopCheck.CellStopped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that runs all cell code of a kernel, and its interrupt. One thread, because libraries keep memory and
 * random generators per thread. Whoever asks for work waits until it has ended, so an interrupted cell leaves nothing behind.
 *
 * <p>Only what neither asks a {@link StopCheck} nor heeds {@link Thread#interrupt} cannot be ended: code of the JDK and of
 * libraries that computes, or waits for a socket. Such a thread is left behind after {@value #LIMIT_MILLIS} ms and another
 * takes its place; {@link #leftRunning} names it.
 */
final class CellThread implements AutoCloseable {
    private static final long LIMIT_MILLIS = 700;
    private static final long AGAIN_MILLIS = 250;
    private static final long LOOK_MILLIS = 25;
    private static final String NAME = "cells";

    private final ClassLoader contextLoader;

    /** The cells between {@link #begin} and {@link #end}: the one that runs, and others that wait for it. */
    private final Set<RunningCell> open = new LinkedHashSet<>();

    /** Cells that have ended, but were interrupted and still have threads that have to stop. */
    private final Set<RunningCell> stopping = new LinkedHashSet<>();

    private int threads;
    private @Nullable ExecutorService executor;
    private @Nullable Job<?> running;
    private volatile @Nullable Thread thread;

    CellThread(ClassLoader contextLoader) {
        this.contextLoader = contextLoader;
    }

    private ExecutorService executor() {
        ExecutorService existing = executor;
        if (existing != null) {
            return existing;
        }
        String name = ++threads == 1 ? NAME : NAME + "-" + threads;
        ExecutorService created = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            made.setContextClassLoader(contextLoader); // services (ND4J's backends) are found through it
            thread = made;
            return made;
        });
        executor = created;
        return created;
    }

    /**
     * Opens a cell for the calling thread, or once more the one that it has open: from here on {@link #interrupt} counts, also
     * while the cell still waits or compiles.
     *
     * @throws CellStopped if the calling thread is one that an interrupted cell has started or left behind
     */
    synchronized RunningCell begin() {
        RunningCell own = RunningCell.own();
        if (own != null && own.isOpenedByThisThread() && open.contains(own)) {
            own.depth++;
            return own;
        }
        if (own != null && own.isStopped()) {
            throw new CellStopped();
        }
        RunningCell cell = new RunningCell(RunningCell.ofThread().output(), own);
        cell.depth = 1;
        open.add(cell);
        RunningCell.setOwn(cell);
        forgetStopped();
        return cell;
    }

    /** Closes what {@link #begin} opened. */
    synchronized void end() {
        RunningCell cell = cell();
        if (--cell.depth == 0) {
            open.remove(cell);
            RunningCell.setOwn(cell.outer);
            if (cell.isStopped()) {
                stopping.add(cell);
            }
            forgetStopped();
        }
    }

    private void forgetStopped() {
        stopping.removeIf(cell -> {
            boolean done = cell.background().isEmpty() && cell.timers().isEmpty();
            if (done) {
                cell.resume();
            }
            return done;
        });
        StopCheck.stop(!stopping.isEmpty() || open.stream().anyMatch(RunningCell::isStopped));
    }

    private static RunningCell cell() {
        RunningCell own = RunningCell.own();
        if (own == null) {
            throw new IllegalStateException("cell code can run in a cell only");
        }
        return own;
    }

    /** Stops the cell that runs, and those that wait; without one, nothing happens. */
    synchronized void interrupt() {
        boolean first = false;
        for (RunningCell cell : open) {
            first |= !cell.isStopped();
            cell.stop();
        }
        if (open.isEmpty()) {
            return;
        }
        StopCheck.stop(true);
        if (running != null) {
            running.interrupt();
        }
        if (first) {
            Thread enforcer = new Thread(this::enforce, "interrupter");
            enforcer.setDaemon(true);
            enforcer.start();
        }
    }

    /** Sees to it that the interrupted cells end. */
    private void enforce() {
        while (true) {
            synchronized (this) {
                if (open.stream().noneMatch(RunningCell::isStopped)) {
                    return;
                }
                if (running != null && running.cell.isStopped()) {
                    running.enforce();
                }
                open.stream()
                        .filter(RunningCell::isStopped)
                        .flatMap(cell -> cell.background().stream())
                        .forEach(Thread::interrupt);
            }
            if (!sleep()) {
                return;
            }
        }
    }

    private static boolean sleep() {
        try {
            Thread.sleep(LOOK_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits until the threads that the interrupted cell has started are out of its code; those that are not after a moment. */
    List<Thread> leftRunning() {
        RunningCell cell = cell();
        List<Thread> left = cell.background();
        while (!left.isEmpty() && cell.nanosSinceStop() < TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS) && sleep()) {
            left = cell.background();
        }
        return left;
    }

    /** Whether the calling thread's cell was interrupted. */
    boolean stopped() {
        RunningCell own = RunningCell.own();
        return own != null && own.isStopped();
    }

    /**
     * To be called before going on with JShell.
     *
     * @throws CellStopped if the calling thread was left behind
     */
    void requireNotLeft() {
        RunningCell own = RunningCell.own();
        if (own != null && own.hasAbandoned(Thread.currentThread())) {
            throw new CellStopped();
        }
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /**
     * Runs {@code work} on the cell thread and waits for it.
     *
     * @throws Throwable what {@code work} threw; {@link CellStopped} if the cell was interrupted before it began, or if it did not
     *     stop
     */
    <T extends @Nullable Object> T call(Callable<T> work) throws Throwable {
        RunningCell cell = cell();
        if (isCurrent()) {
            boolean compiling = cell.isCompiling;
            cell.isCompiling = false;
            try {
                return work.call();
            } finally {
                cell.isCompiling = compiling;
            }
        }
        Job<T> job = new Job<>(cell, work);
        synchronized (this) {
            running = job;
            executor().execute(job);
        }
        return job.await();
    }

    /** Work for the cell thread. Its fields are guarded by the thread's monitor. */
    private final class Job<T extends @Nullable Object> implements Runnable {
        private final RunningCell cell;
        private final Callable<T> work;
        private @Nullable Thread worker;
        private @Nullable T value;
        private @Nullable Throwable thrown;
        private boolean done;

        Job(RunningCell cell, Callable<T> work) {
            this.cell = cell;
            this.work = work;
        }

        @Override
        public void run() {
            T result = null;
            Throwable failure = null;
            try {
                start();
                result = work.call();
            } catch (Throwable e) {
                MemoryReserve.releaseFor(e);
                failure = e;
            }
            end(result, failure);
        }

        private void start() {
            synchronized (CellThread.this) {
                if (cell.isStopped()) {
                    throw new CellStopped();
                }
                worker = Thread.currentThread();
                cell.setThread(worker);
                cell.makeLatest();
                RunningCell.setOwn(cell);
            }
        }

        /** Without anything that needs memory, of which there may be none. */
        private void end(@Nullable T result, @Nullable Throwable failure) {
            synchronized (CellThread.this) {
                if (done) {
                    return; // left behind
                }
                done = true;
                worker = null;
                value = result;
                thrown = failure;
                cell.setThread(null);
                RunningCell.setOwn(null);
                Thread.interrupted(); // must not reach the next cell
                CellThread.this.notifyAll();
            }
        }

        void interrupt() {
            if (worker != null) {
                worker.interrupt();
            }
        }

        /** Interrupts again what waits again, as a finally block may; leaves behind what does not stop. */
        void enforce() {
            Thread working = worker;
            if (working == null) {
                return;
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(cell.nanosSinceStop());
            if (millis > LIMIT_MILLIS && !cell.isCompiling) {
                leave(working);
            } else if (millis > AGAIN_MILLIS && working.getState() != Thread.State.RUNNABLE) {
                working.interrupt();
            }
        }

        private void leave(Thread working) {
            done = true;
            thrown = new CellStopped();
            thrown.setStackTrace(working.getStackTrace());
            cell.abandon(working);
            if (executor != null) {
                executor.shutdown();
            }
            executor = null;
            thread = null;
            CellThread.this.notifyAll();
        }

        @SuppressWarnings("NullAway") // the value is that of the work, which may be null only if T may be
        T await() throws Throwable {
            boolean interrupted = false;
            synchronized (CellThread.this) {
                while (!done) {
                    try {
                        CellThread.this.wait();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
                running = null;
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (thrown != null) {
                throw thrown;
            }
            return value;
        }
    }

    @Override
    public synchronized void close() {
        if (executor != null) {
            executor.shutdownNow();
        }
    }
}
