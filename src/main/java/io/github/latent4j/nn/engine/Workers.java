package io.github.latent4j.nn.engine;

import io.github.latent4j.internal.NativeThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share short pieces of work with the compute thread, for all networks. Between two pieces they wait awake for a moment: to put
 * a thread to sleep and wake it takes longer than many a piece. Each uses one processor.
 */
final class Workers {
    /** How often to look for the next piece before going to sleep; some tens of microseconds. */
    private static final int LOOKS = 2000;

    /** How long the compute thread sleeps at a time while others are not done by then: other programs want the processors too. */
    private static final long NAP_NANOS = 20_000;

    private static final List<Worker> WORKERS = new ArrayList<>();

    private Workers() {}

    /**
     * Runs {@code piece} with 0, on this thread, and with each other number below {@code count} on another, and waits for all. Only called
     * on the compute thread.
     *
     * @throws RuntimeException or an {@code Error}, what one of them has thrown
     */
    static void run(int count, IntConsumer piece) {
        Share share = new Share(piece, new AtomicInteger(count - 1), new AtomicReference<>());
        for (int i = 1; i < count; i++) {
            worker(i).give(share);
        }
        share.run(0);
        for (int looks = 0; share.unfinished.get() > 0; looks++) {
            if (looks < LOOKS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(NAP_NANOS);
            }
        }
        Throwable thrown = share.failure.get();
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private static Worker worker(int number) {
        while (WORKERS.size() < number) {
            WORKERS.add(new Worker(WORKERS.size() + 1));
        }
        return WORKERS.get(number - 1);
    }

    /** Work that several do. */
    private record Share(IntConsumer piece, AtomicInteger unfinished, AtomicReference<@Nullable Throwable> failure) {
        void run(int number) {
            try {
                piece.accept(number);
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        }
    }

    private static final class Worker {
        private final int number;
        private final AtomicReference<@Nullable Share> given = new AtomicReference<>();
        private final Thread thread;

        Worker(int number) {
            this.number = number;
            thread = NativeThreads.start("latent4j-worker-" + number, this::serve);
        }

        void give(Share share) {
            given.set(share);
            LockSupport.unpark(thread);
        }

        private void serve() {
            while (true) {
                Share share = next();
                share.run(number);
                share.unfinished.decrementAndGet();
            }
        }

        private Share next() {
            for (int looks = 0; ; looks++) {
                Share share = given.getAndSet(null);
                if (share != null) {
                    return share;
                }
                if (looks < LOOKS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
        }
    }
}
