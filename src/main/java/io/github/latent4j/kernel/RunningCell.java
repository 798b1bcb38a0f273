package io.github.latent4j.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A cell for the threads that run its code: where their output goes, and whether they are to stop. It is the cell of the thread
 * that runs it and of every thread that its code starts, directly or by the JDK's executors, also after it has ended.
 *
 * <p>Threads that a library starts for itself, and the workers of the common pool, serve one cell after another: they belong to
 * the cell that runs now.
 */
final class RunningCell {
    /** How long a cell that is being stopped may still be called back, to be told how far its work came. */
    private static final long CALLBACK_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final InheritableThreadLocal<@Nullable RunningCell> OWN = new InheritableThreadLocal<>() {
        @Override
        protected @Nullable RunningCell childValue(@Nullable RunningCell parent) {
            return parent != null && isCalledByCellCode() ? parent : null;
        }
    };

    private static volatile RunningCell latest = new RunningCell(CellOutput.NOWHERE, null);

    private final Thread opener = Thread.currentThread();
    private final Set<Long> before = Arrays.stream(threads()).map(Thread::getId).collect(Collectors.toSet());
    private final List<Thread> abandoned = new CopyOnWriteArrayList<>();
    private volatile CellOutput output;
    private volatile @Nullable Thread thread;
    private volatile boolean stopped;
    private volatile long stoppedAt;

    /** The cell that the thread which opened this one belonged to before. */
    final @Nullable RunningCell outer;

    /** How often it was opened and not closed since. Used by {@link #opener} only. */
    int depth;

    /** Whether its thread works for JShell, which must not be left in the middle, rather than for the cell. */
    volatile boolean isCompiling;

    /**
     * Opened by the calling thread.
     *
     * @param outer the cell that this thread belongs to otherwise; null for none
     */
    RunningCell(CellOutput output, @Nullable RunningCell outer) {
        this.output = output;
        this.outer = outer;
    }

    /** The cell that the calling thread works for. */
    static RunningCell ofThread() {
        RunningCell own = own();
        return own == null ? latest : own;
    }

    /** Null for a thread that belongs to no cell in particular. */
    static @Nullable RunningCell own() {
        return isCommon(Thread.currentThread()) ? null : OWN.get();
    }

    /** Makes this the calling thread's cell; null for none. */
    static void setOwn(@Nullable RunningCell cell) {
        if (cell == null) {
            OWN.remove();
        } else {
            OWN.set(cell);
        }
    }

    private static boolean isCommon(Thread thread) {
        return thread instanceof ForkJoinWorkerThread worker && worker.getPool() == ForkJoinPool.commonPool();
    }

    /** Whether the innermost caller that is neither of the JDK nor this class is code of a cell. */
    private static boolean isCalledByCellCode() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.map(StackWalker.StackFrame::getDeclaringClass)
                        .filter(type ->
                                !type.getModule().isNamed() && !type.getName().startsWith(RunningCell.class.getName()))
                        .findFirst()
                        .map(type -> CellClassLoader.isCellCode(type.getName())))
                .orElse(false);
    }

    /** From now on the cell of threads that have none. */
    void makeLatest() {
        latest = this;
    }

    boolean isOpenedByThisThread() {
        return opener == Thread.currentThread();
    }

    CellOutput output() {
        return output;
    }

    void setOutput(CellOutput newOutput) {
        output = newOutput;
    }

    /** Notes which thread runs the code of the cell; null when none does. */
    void setThread(@Nullable Thread running) {
        thread = running;
    }

    /** From now on its threads end at their next {@link StopCheck}. */
    void stop() {
        if (!stopped) {
            stoppedAt = System.nanoTime();
            stopped = true;
        }
    }

    /** Lets threads that it started, and that are idle, work again for later cells. */
    void resume() {
        stopped = false;
    }

    boolean isStopped() {
        return stopped;
    }

    long nanosSinceStop() {
        return System.nanoTime() - stoppedAt;
    }

    /**
     * Whether the calling thread must end what it does.
     *
     * @param inLoop at a loop or a static method, which can run for ever; else at a callback
     */
    static boolean mustEnd(boolean inLoop) {
        RunningCell own = own();
        if (own != null) {
            boolean isCalledBack = !inLoop && Thread.currentThread() == own.thread;
            return own.stopped && !(isCalledBack && own.nanosSinceStop() < CALLBACK_NANOS);
        }
        RunningCell cell = latest;
        return cell.stopped && (isCommon(Thread.currentThread()) || (inLoop && cell.nanosSinceStop() > CALLBACK_NANOS));
    }

    /** Leaves a thread behind that does not stop. */
    void abandon(Thread running) {
        abandoned.add(running);
        thread = null; // no more callbacks there
    }

    boolean hasAbandoned(Thread running) {
        return abandoned.contains(running);
    }

    /** The threads in code of this cell beside the one that runs it: those that it started, and those of the common pool. */
    List<Thread> background() {
        List<Thread> found = new ArrayList<>();
        for (Thread other : threads()) {
            boolean isOwn = !before.contains(other.getId()) && other != thread && !isCommon(other);
            if ((isOwn || isCommon(other)) && isInCellCode(other)) {
                found.add(other);
            }
        }
        abandoned.stream()
                .filter(other -> other.isAlive() && !found.contains(other))
                .forEach(found::add);
        return found;
    }

    /** Threads that run code of this cell again by themselves after a while. */
    List<Thread> timers() {
        return Arrays.stream(threads())
                .filter(other -> !before.contains(other.getId()))
                .filter(other -> Arrays.stream(other.getStackTrace())
                        .map(StackTraceElement::getClassName)
                        .anyMatch(name -> name.startsWith("java.util.concurrent.ScheduledThreadPoolExecutor")
                                || name.equals("java.util.TimerThread")))
                .toList();
    }

    static boolean isInCellCode(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> CellClassLoader.isCellCode(frame.getClassName()));
    }

    /** All threads of the process that are alive. */
    private static Thread[] threads() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] found = new Thread[root.activeCount() + 64];
        int count = root.enumerate(found);
        while (count == found.length) {
            found = new Thread[2 * found.length];
            count = root.enumerate(found);
        }
        return Arrays.copyOf(found, count);
    }
}
