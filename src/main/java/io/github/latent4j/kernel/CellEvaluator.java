package io.github.latent4j.kernel;

import io.github.latent4j.kernel.CellException.Kind;
import io.github.latent4j.kernel.magics.MagicCode;
import io.github.latent4j.kernel.magics.MagicParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/** Runs cells with JShell inside this JVM. The kernel and the notebook runner both stand on it. Safe to call from several threads. */
final class CellEvaluator {
    private static final long LOOK_MILLIS = 20;

    private final UnnamedValues unnamed = new UnnamedValues();
    private final SpentSnippets spent = new SpentSnippets();
    private final CellErrors errors;
    private final CellShell shell;
    private final CellThread thread;
    private final CellExecution execution;
    private final StatementLimit limit;

    /** @param timeout how long one statement may run; null for ever */
    CellEvaluator(CellShell shell, CellErrors errors, @Nullable Duration timeout) {
        this.errors = errors;
        this.shell = shell;
        this.thread = shell.thread();
        this.execution = shell.execution();
        this.limit = new StatementLimit(timeout, thread);
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
        return asCell(() -> {
            Object value = runStatements(source, cell);
            return value == null ? null : shown(value, cell, show);
        });
    }

    private <T> T shown(Object value, int cell, Function<Object, T> show) throws CellException {
        try {
            return thread.call(() -> show.apply(value));
        } catch (Throwable e) {
            throw told(e, null, () -> errors.whileShowing(e, cell));
        }
    }

    /**
     * Words for what a cell threw. They are sought on the cell thread, since the methods of an exception may be code of the cell.
     *
     * @param inCells JShell's form of {@code thrown}; null if it was not thrown through JShell
     */
    private CellException told(Throwable thrown, @Nullable Throwable inCells, Callable<CellException> words) {
        if (!thread.stopped()) {
            try {
                CellException told = thread.call(words);
                if (!thread.stopped()) {
                    return told;
                }
            } catch (Throwable e) {
                if (!thread.stopped()) {
                    return errors.untold(thrown, e);
                }
            }
        }
        return errors.interrupted(thrown, inCells);
    }

    /**
     * Runs code that is no cell as if it were one.
     *
     * @throws CellException if it threw an exception or was interrupted, and only this
     */
    <T> @Nullable T run(Callable<T> work) throws CellException {
        return asCell(() -> thread.call(work));
    }

    /** What may throw anything. */
    private interface Work<T> {
        @Nullable T run() throws Throwable;
    }

    private <T> @Nullable T asCell(Work<T> work) throws CellException {
        RunningCell cell = RunningCell.ofThread();
        if (thread.isCurrent()) { // the cell that calls this holds the lock already
            cell.isCompiling = true;
            try {
                return reported(work);
            } finally {
                cell.isCompiling = false;
            }
        }
        thread.begin();
        try {
            lock();
            try {
                MemoryReserve.refill();
                unnamed.dropOld(shell.jshell(), execution.variables());
                spent.forget(shell.jshell());
                return reported(work);
            } catch (CellException e) {
                throw e.kind() == Kind.INTERRUPTED ? errors.leaving(e, thread.leftRunning()) : e;
            } finally {
                System.err.print(execution.variables().report());
                shell.lock().unlock();
            }
        } finally {
            thread.end();
        }
    }

    /** Waits for whoever uses JShell: a cell, an editor's question, or the start. */
    private void lock() throws CellException {
        try {
            while (!shell.lock().tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (thread.stopped()) {
                    throw errors.interrupted(null, null);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw errors.interrupted(e, null);
        }
    }

    private <T> @Nullable T reported(Work<T> work) throws CellException {
        try {
            return work.run();
        } catch (CellException e) {
            throw limit.explained(e);
        } catch (Throwable e) {
            throw told(e, null, () -> errors.runtime(e, null));
        }
    }

    private @Nullable Object runStatements(String written, int cell) throws CellException {
        MagicCode code = MagicParser.translate(written, cell);
        unnamed.keepUsedIn(code.java());
        List<Waiting> waiting = new ArrayList<>();
        try {
            Object last = runStatements(code, cell, waiting);
            for (Waiting one : waiting) {
                if (!shell.jshell().status(one.snippet()).isDefined()) {
                    throw undeclared(one, code, cell);
                }
            }
            return last;
        } finally {
            settle(waiting, code, cell);
        }
    }

    /**
     * A declaration that needs one which may follow.
     *
     * @param start where it begins in the cell's code
     */
    private record Waiting(Snippet snippet, int start) {}

    /** After the last statement: what is not declared by now is not waited for. */
    private void settle(List<Waiting> waiting, MagicCode code, int cell) {
        List<Snippet> again = execution.variables().restore(shell.jshell());
        execution.takeFailure();
        for (Waiting one : waiting) {
            Snippet snippet = one.snippet();
            if (again.stream().noneMatch(before -> before.id().equals(snippet.id()))) {
                errors.places().put(snippet, cell, code.written(), code.written(one.start()));
                locate(snippet);
            }
        }
        again.forEach(this::locate);
    }

    private void locate(Snippet snippet) {
        errors.places().wrapped(snippet, shell.jshell().sourceCodeAnalysis().wrapper(snippet));
    }

    private @Nullable Object runStatements(MagicCode code, int cell, List<Waiting> waiting) throws CellException {
        String source = code.java();
        SourceCodeAnalysis analysis = shell.jshell().sourceCodeAnalysis();
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
                throw CellErrors.incomplete(cell, code.written(), code.written(start));
            }
            String statement = info.source().substring(leadingBlank(info.source()));
            if (!statement.isEmpty()) {
                last = runStatement(statement, code, start, cell, waiting);
            }
            if (info.remaining().isEmpty()) {
                return last;
            }
            rest = info.remaining();
        }
    }

    private @Nullable Object runStatement(String statement, MagicCode code, int start, int cell, List<Waiting> waiting)
            throws CellException {
        execution.takeFailure();
        List<SnippetEvent> events = limit.within(() -> shell.jshell().eval(statement));
        Throwable failure = execution.takeFailure();
        List<Snippet> again = execution.variables().after(shell.jshell(), events);
        execution.takeFailure();
        Object value = null;
        spent.made();
        for (SnippetEvent event : events) {
            Object eventValue = execution.takeValue(event.value());
            if (event.causeSnippet() == null && event.status().isDefined()) {
                errors.places().put(event.snippet(), cell, code.written(), code.written(start));
                value = isResult(event.snippet()) ? eventValue : null;
                if (event.snippet() instanceof VarSnippet made
                        && made.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
                    unnamed.add(made);
                }
            }
            if (event.status().isDefined()) {
                locate(event.snippet());
            }
        }
        again.forEach(this::locate);
        for (SnippetEvent event : events) {
            if (event.causeSnippet() == null) {
                check(event, failure, code, start, cell, waiting);
            }
        }
        if (thread.stopped()) {
            throw errors.interrupted(failure, null);
        }
        return value;
    }

    private CellException undeclared(Waiting waiting, MagicCode code, int cell) {
        String names = unresolved(waiting.snippet());
        List<String> hints = CompileHints.ofNames(shell.jshell().sourceCodeAnalysis(), names);
        return CellErrors.compile(cell, code.written(), code.written(waiting.start()), "not declared: " + names, hints);
    }

    private void check(
            SnippetEvent event, @Nullable Throwable failure, MagicCode code, int start, int cell, List<Waiting> waiting)
            throws CellException {
        Snippet snippet = event.snippet();
        if (!event.status().isDefined()) {
            List<Diag> problems =
                    shell.jshell().diagnostics(snippet).filter(Diag::isError).toList();
            if (!problems.isEmpty()) {
                List<String> hints = CompileHints.of(shell.jshell().sourceCodeAnalysis(), snippet.source(), problems);
                throw CellErrors.compile(cell, code.written(), at -> code.written(start + at), problems, hints);
            }
            Waiting one = new Waiting(snippet, start);
            if (event.status() != Snippet.Status.RECOVERABLE_NOT_DEFINED) {
                throw undeclared(one, code, cell);
            }
            waiting.add(one);
            return;
        }
        JShellException thrown = event.exception();
        if (thrown instanceof UnresolvedReferenceException reference) {
            DeclarationSnippet declaration = reference.getSnippet();
            String names = unresolved(declaration);
            IllegalStateException cause = new IllegalStateException("not declared: " + names + ", which this needs: "
                    + declaration.source().lines().findFirst().orElse(""));
            cause.setStackTrace(reference.getStackTrace());
            List<String> hints = CompileHints.ofNames(shell.jshell().sourceCodeAnalysis(), names);
            throw errors.undeclared(cause, reference, hints);
        }
        if (failure != null) {
            throw told(failure, thrown, () -> errors.runtime(failure, thrown));
        }
    }

    private String unresolved(Snippet snippet) {
        if (!(snippet instanceof DeclarationSnippet declaration)) {
            return snippet.source();
        }
        List<String> names = shell.jshell().unresolvedDependencies(declaration).toList();
        List<String> all = new ArrayList<>(names);
        shell.jshell()
                .diagnostics(snippet)
                .map(problem -> problem.getMessage(null).lines().collect(Collectors.joining(" ")))
                .forEach(all::add);
        return String.join(", ", all);
    }

    /** Whether the value of a statement is shown if it is the last of its cell. */
    static boolean isResult(Snippet snippet) {
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
}
