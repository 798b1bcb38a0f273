package io.github.latent4j.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The program that started this one, if it said so: Jupyter names its process in {@code JPY_PARENT_PID}. One that dies without a
 * word must not leave a kernel behind that holds memory.
 */
public final class ParentProcess {
    /** The environment variable that names it. */
    public static final String VARIABLE = "JPY_PARENT_PID";

    private ParentProcess() {}

    /**
     * Has {@code action} run in a thread of its own once the parent has ended.
     *
     * @param id of the process, as the variable gives it; null or anything that is no process: then nothing happens
     */
    public static void whenEnded(@Nullable String id, Runnable action) {
        if (id != null && id.matches("[1-9][0-9]{0,9}")) {
            ProcessHandle.of(Long.parseLong(id)).ifPresent(parent -> {
                Thread watch = new Thread(
                        () -> {
                            parent.onExit().join();
                            action.run();
                        },
                        "parent-watch");
                watch.setDaemon(true);
                watch.start();
            });
        }
    }
}
