package io.github.latent4j.kernel;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
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
            "import static io.github.spencerpark.ijava.runtime.Magics.*;",
            "import static io.github.latent4j.kernel.MagicCalls.*;",
            "void printf(String format, Object... args) { System.out.printf(format, args); }");

    private final ReentrantLock lock = new ReentrantLock();
    private final CellClassPath classPath = new CellClassPath();
    private final CellClassLoader loader = new CellClassLoader();
    private final List<String> compilerOptions;
    private final Consumer<ClassLoader> onNewClasses;
    private final CellThread thread;
    private final CellExecution execution;
    private @Nullable JShell jshell;

    /**
     * @param compilerOptions of javac, all of them known to it
     * @param onNewClasses is told each time the class path has grown, with the loader of its classes
     */
    CellShell(List<String> compilerOptions, Consumer<ClassLoader> onNewClasses) {
        this.compilerOptions = List.copyOf(compilerOptions);
        this.onNewClasses = onNewClasses;
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
        return classPath.added();
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
                .fileManager(classPath::ordered)
                .compilerOptions(compilerOptions.toArray(String[]::new))
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

    /**
     * Lets later statements use the classes in {@code entries}; variables stay as they are. Waits for a cell that runs, unless that
     * cell itself asks.
     *
     * @param entries jars and folders of classes; those that are there already change nothing
     * @throws IllegalArgumentException if one does not exist, naming it
     */
    void addToClassPath(List<Path> entries) {
        boolean inCell = thread.isCurrent(); // then whoever runs the cell holds the lock
        if (!inCell) {
            lock.lock();
        }
        try {
            List<Path> fresh = classPath.add(entries);
            fresh.forEach(entry -> jshell().addToClasspath(entry.toString()));
            if (!fresh.isEmpty()) {
                onNewClasses.accept(loader);
            }
        } finally {
            if (!inCell) {
                lock.unlock();
            }
        }
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
