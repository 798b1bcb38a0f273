package io.github.latent4j.kernel;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Adds up how long pieces of work take. */
final class RunClock {
    private Duration wall = Duration.ZERO;
    private @Nullable Duration cpu = Duration.ZERO;
    private boolean running;

    /** Runs {@code work}, and measures it unless it is part of work that is being measured. */
    <T extends @Nullable Object> T run(Callable<T> work) throws Exception {
        if (running) {
            return work.call();
        }
        running = true;
        Duration cpuBegin = cpuOfProcess();
        long begin = System.nanoTime();
        try {
            return work.call();
        } finally {
            wall = wall.plusNanos(System.nanoTime() - begin);
            Duration cpuEnd = cpuOfProcess();
            Duration before = cpu;
            cpu = before == null || cpuBegin == null || cpuEnd == null
                    ? null
                    : before.plus(cpuEnd).minus(cpuBegin);
            running = false;
        }
    }

    private static @Nullable Duration cpuOfProcess() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(null);
    }

    Duration wall() {
        return wall;
    }

    /** Processor time of all threads of the process; null where the system does not tell. */
    @Nullable Duration cpu() {
        return cpu;
    }
}
