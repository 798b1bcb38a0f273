package io.github.latent4j.kernel;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/**
 * The JShell of a kernel, its imports and its way to run code. JShell is not thread-safe: whoever uses {@link #jshell} holds
 * {@link #lock}. Built at first use, which takes about a second.
 */
final class CellShell implements AutoCloseable {
    /** What IJava imports, and its statics; one snippet each. */
    private static final List<String> STARTUP = List.of(
            "import java.util.*;",
            "import java.io.*;",
            "import java.math.*;",
            "import java.net.*;",
            "import java.util.concurrent.*;",
            "import java.util.prefs.*;",
            "import java.util.regex.*;",
            "import static io.github.spencerpark.ijava.runtime.Display.*;",
            "import static io.github.spencerpark.ijava.runtime.Kernel.*;",
            "void printf(String format, Object... args) { System.out.printf(format, args); }");

    private final ReentrantLock lock = new ReentrantLock();
    private final CellClassLoader loader = new CellClassLoader();
    private final CellThread thread;
    private final CellExecution execution;
    private @Nullable JShell jshell;

    CellShell() {
        thread = new CellThread(loader);
        execution = new CellExecution(loader, thread);
    }

    ReentrantLock lock() {
        return lock;
    }

    CellThread thread() {
        return thread;
    }

    CellExecution execution() {
        return execution;
    }

    /** The jars that cells have added. */
    List<Path> addedJars() {
        return loader.entries();
    }

    /** To be called under the lock. */
    JShell jshell() {
        JShell existing = jshell;
        if (existing != null) {
            return existing;
        }
        JShell built = JShell.builder()
                .executionEngine(
                        new ExecutionControlProvider() {
                            @Override
                            public String name() {
                                return "cells";
                            }

                            @Override
                            public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
                                return execution;
                            }
                        },
                        Map.of())
                .build();
        for (String statement : STARTUP) {
            for (SnippetEvent event : built.eval(statement)) {
                if (!event.status().isDefined()) {
                    throw new IllegalStateException("JShell refuses \"" + statement + "\": "
                            + built.diagnostics(event.snippet())
                                    .map(problem -> problem.getMessage(null))
                                    .collect(Collectors.joining("; ")));
                }
            }
        }
        jshell = built;
        return built;
    }

    /** Stops what runs. */
    @Override
    public void close() {
        thread.interrupt();
        lock.lock();
        try {
            if (jshell != null) {
                jshell.close();
            }
            thread.close();
        } finally {
            lock.unlock();
        }
    }
}
