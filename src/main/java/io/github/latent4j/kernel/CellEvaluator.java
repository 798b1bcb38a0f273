package io.github.latent4j.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/**
 * Runs cells with JShell inside this JVM. The kernel and the notebook runner both stand on it.
 *
 * <p>Safe to call from several threads: JShell is not, so one lock is around every use of it. {@link #interrupt} does
 * not need that lock.
 */
final class CellEvaluator implements AutoCloseable {
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
    private final CellErrors errors = new CellErrors();
    private final CellThread thread;
    private final CellExecution execution;
    private @Nullable JShell shell;

    CellEvaluator() {
        CellClassLoader loader = new CellClassLoader();
        thread = new CellThread(loader);
        execution = new CellExecution(loader, thread);
    }

    /** Does ahead of the first cell what would make it slow. */
    void warmUp() {
        lock.lock();
        try {
            shell().sourceCodeAnalysis().completionSuggestions("1+1", 3, new int[1]);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs a cell.
     *
     * @param cell the number that error messages call it by
     * @param show what to make of the value of the last statement; runs as part of the cell, since it calls user code
     * @return what {@code show} returned; null if the last statement has no value, or null as its value
     * @throws CellException if the cell did not run to its end, and only this
     */
    <T> @Nullable T evaluate(String source, int cell, Function<Object, T> show) throws CellException {
        if (thread.isCurrent()) {
            return runAndShow(source, cell, show); // the cell that calls this holds the lock already
        }
        thread.begin();
        lock.lock();
        try {
            return runAndShow(source, cell, show);
        } finally {
            lock.unlock();
            thread.end();
        }
    }

    private <T> @Nullable T runAndShow(String source, int cell, Function<Object, T> show) throws CellException {
        try {
            Object value = run(source, cell);
            return value == null ? null : thread.call(() -> show.apply(value));
        } catch (CellException e) {
            throw e;
        } catch (Throwable e) {
            throw thread.stopped() ? errors.interrupted(e, null) : errors.runtime(e, null);
        }
    }

    private @Nullable Object run(String source, int cell) throws CellException {
        SourceCodeAnalysis analysis = shell().sourceCodeAnalysis();
        Object last = null;
        String rest = source;
        while (true) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            int start = source.length() - rest.length();
            start += leadingBlank(source.substring(start));
            if (info.completeness() == Completeness.EMPTY) {
                return last;
            }
            if (!info.completeness().isComplete()) {
                throw CellErrors.incomplete(cell, source, start);
            }
            String statement = info.source().substring(leadingBlank(info.source()));
            if (!statement.isEmpty()) {
                last = runStatement(statement, source, start, cell);
            }
            if (info.remaining().isEmpty()) {
                return last;
            }
            rest = info.remaining();
        }
    }

    private @Nullable Object runStatement(String statement, String source, int start, int cell) throws CellException {
        execution.takeFailure();
        List<SnippetEvent> events = shell().eval(statement);
        Throwable failure = execution.takeFailure();
        Object value = null;
        for (SnippetEvent event : events) {
            Object eventValue = execution.takeValue(event.value());
            if (event.causeSnippet() == null) {
                errors.locate(event.snippet().id(), cell, CellErrors.lineOf(source, start));
                value = isResult(event.snippet()) ? eventValue : null;
            }
        }
        for (SnippetEvent event : events) {
            if (event.causeSnippet() == null) {
                check(event, failure, source, start, cell);
            }
        }
        if (thread.stopped()) {
            throw errors.interrupted(failure, null);
        }
        return value;
    }

    private void check(SnippetEvent event, @Nullable Throwable failure, String source, int start, int cell)
            throws CellException {
        Snippet snippet = event.snippet();
        if (!event.status().isDefined()) {
            List<Diag> problems =
                    shell().diagnostics(snippet).filter(Diag::isError).toList();
            if (!problems.isEmpty()) {
                throw CellErrors.compile(cell, source, start, problems);
            }
            throw CellErrors.compile(cell, source, start, "not declared: " + unresolved(snippet));
        }
        JShellException thrown = event.exception();
        if (thrown instanceof UnresolvedReferenceException reference) {
            DeclarationSnippet declaration = reference.getSnippet();
            IllegalStateException cause =
                    new IllegalStateException("not declared: " + unresolved(declaration) + ", which this needs: "
                            + declaration.source().lines().findFirst().orElse(""));
            cause.setStackTrace(reference.getStackTrace());
            throw errors.runtime(cause, reference);
        }
        if (failure != null) {
            throw thread.stopped() ? errors.interrupted(failure, thrown) : errors.runtime(failure, thrown);
        }
    }

    private String unresolved(Snippet snippet) {
        if (!(snippet instanceof DeclarationSnippet declaration)) {
            return snippet.source();
        }
        List<String> names = shell().unresolvedDependencies(declaration).toList();
        List<String> all = new ArrayList<>(names);
        shell().diagnostics(snippet)
                .map(problem -> problem.getMessage(null).lines().collect(Collectors.joining(" ")))
                .forEach(all::add);
        return String.join(", ", all);
    }

    private static boolean isResult(Snippet snippet) {
        return switch (snippet.subKind()) {
            case VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND, TEMP_VAR_EXPRESSION_SUBKIND -> true;
            default -> false;
        };
    }

    /**
     * How much of the text is blank or comment. JShell gives a statement that begins so another wrapper class, and with
     * it earlier variables: so it never sees these.
     */
    static int leadingBlank(String text) {
        int at = 0;
        while (true) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            int end;
            if (text.startsWith("//", at)) {
                int newline = text.indexOf('\n', at);
                end = newline < 0 ? text.length() : newline + 1;
            } else if (text.startsWith("/*", at)) {
                int close = text.indexOf("*/", at + 2);
                end = close < 0 ? at : close + 2;
            } else {
                return at;
            }
            if (end == at) {
                return at;
            }
            at = end;
        }
    }

    /** Stops the cell that runs, waits or compiles; without one, nothing happens. Returns at once. */
    void interrupt() {
        thread.interrupt();
    }

    /** How complete {@code source} is as a cell. */
    Completeness completeness(String source) {
        lock.lock();
        try {
            SourceCodeAnalysis analysis = shell().sourceCodeAnalysis();
            CompletionInfo info = analysis.analyzeCompletion(source);
            while (info.completeness().isComplete() && !info.remaining().isEmpty()) {
                info = analysis.analyzeCompletion(info.remaining());
            }
            return info.completeness();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ways to go on at {@code cursor}.
     *
     * @param cursor in UTF-16 units from the start of {@code source}
     */
    Completions complete(String source, int cursor) {
        lock.lock();
        try {
            SourceCodeAnalysis analysis = shell().sourceCodeAnalysis();
            int start = 0;
            CompletionInfo info = analysis.analyzeCompletion(source);
            while (info.completeness().isComplete()
                    && source.length() - info.remaining().length() < cursor) {
                start = source.length() - info.remaining().length();
                info = analysis.analyzeCompletion(info.remaining());
            }
            int[] anchor = new int[1];
            List<String> words =
                    analysis.completionSuggestions(source.substring(start, cursor), cursor - start, anchor).stream()
                            .map(Suggestion::continuation)
                            .distinct()
                            .toList();
            return new Completions(words, start + anchor[0], cursor);
        } finally {
            lock.unlock();
        }
    }

    /**
     * What may replace a part of a cell.
     *
     * @param start of the part, in UTF-16 units
     * @param end of the part, exclusive
     */
    record Completions(List<String> words, int start, int end) {}

    /** Built at first use, which takes about a second; call under the lock. */
    private JShell shell() {
        JShell existing = shell;
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
        shell = built;
        return built;
    }

    @Override
    public void close() {
        interrupt();
        lock.lock();
        try {
            if (shell != null) {
                shell.close();
            }
            thread.close();
        } finally {
            lock.unlock();
        }
    }
}
