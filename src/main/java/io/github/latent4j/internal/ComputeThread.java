package io.github.latent4j.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that everything of Deeplearning4j runs on. Its random generator and its workspaces are per thread,
 * and its nets are not thread-safe: with one owner, numbers do not depend on which thread asks.
 */
public final class ComputeThread {
    private static final ExecutorService EXECUTOR = Executors.newSingleThreadExecutor(ComputeThread::create);

    private static volatile @Nullable Thread thread;

    private ComputeThread() {}

    private static Thread create(Runnable loop) {
        Thread created = new Thread(loop, "latent4j-compute");
        created.setDaemon(true);
        created.setContextClassLoader(ComputeThread.class.getClassLoader());
        thread = created;
        return created;
    }

    /**
     * Runs {@code task} on the compute thread and waits for it; on the compute thread itself, runs it at once.
     * Deeplearning4j is started before the first task.
     *
     * <p>An interrupt of the waiting caller is handed to the task: long tasks look at {@link Thread#isInterrupted()}
     * after each batch. The caller waits until the task has ended, so nothing runs on behind its back, and keeps its
     * interrupt flag.
     *
     * @return what the task returns
     * @throws RuntimeException or an {@code Error}, what the task throws; a checked exception is wrapped
     * @throws CancellationException if the caller is interrupted before the task has begun
     */
    public static <T> T call(Callable<T> task) {
        if (Thread.currentThread() == thread) {
            return direct(task);
        }
        Task<T> owned = new Task<>(task);
        Future<T> result = EXECUTOR.submit(owned);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    if (owned.cancelOrInterrupt()) {
                        throw new CancellationException("interrupted while waiting for another computation");
                    }
                } catch (ExecutionException e) {
                    throw withCallersTrace(Objects.requireNonNull(e.getCause()));
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** {@link #call} for a task without a result. */
    public static void run(Runnable task) {
        call(() -> {
            task.run();
            return true;
        });
    }

    private static <T> T direct(Callable<T> task) {
        try {
            return task.call();
        } catch (Exception e) {
            throw unchecked(e);
        }
    }

    /** Makes the trace read as if the caller had made the call itself, so that it shows the user's own line. */
    private static RuntimeException withCallersTrace(Throwable thrown) {
        List<StackTraceElement> trace = new ArrayList<>();
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (frame.getClassName().split("\\$", 2)[0].equals(ComputeThread.class.getName())) {
                break;
            }
            trace.add(frame);
        }
        StackTraceElement[] caller = Thread.currentThread().getStackTrace();
        trace.addAll(List.of(caller).subList(Math.min(3, caller.length), caller.length));
        thrown.setStackTrace(trace.toArray(StackTraceElement[]::new));
        return unchecked(thrown);
    }

    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException runtime ? runtime : new IllegalStateException(thrown);
    }

    /** A task that is cancelled while it waits for its turn, and interrupted while it runs. */
    private static final class Task<T> implements Callable<T> {
        private enum State {
            WAITING,
            RUNNING,
            ENDED
        }

        private final Callable<T> work;
        private State state = State.WAITING;

        Task(Callable<T> work) {
            this.work = work;
        }

        @Override
        public T call() throws Exception {
            synchronized (this) {
                if (state == State.ENDED) {
                    throw new CancellationException("the caller does not wait any more");
                }
                state = State.RUNNING;
            }
            try {
                Dl4j.start();
                return work.call();
            } finally {
                synchronized (this) {
                    state = State.ENDED;
                    Thread.interrupted(); // the next task starts without it
                }
            }
        }

        /** Interrupts the running task, or takes the waiting task out of the queue: true if it will never run. */
        synchronized boolean cancelOrInterrupt() {
            boolean cancelled = state == State.WAITING;
            if (cancelled) {
                state = State.ENDED;
            } else if (state == State.RUNNING && thread != null) {
                thread.interrupt();
            }
            return cancelled;
        }
    }
}
