package io.github.latent4j.kernel;

import io.github.latent4j.kernel.magics.MagicCode;
import io.github.latent4j.kernel.magics.MagicParser;
import java.util.ArrayList;
import java.util.List;
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
import org.jspecify.annotations.Nullable;

/** Runs cells with JShell inside this JVM. The kernel and the notebook runner both stand on it. Safe to call from several threads. */
final class CellEvaluator {
    private final CellErrors errors = new CellErrors();
    private final CellShell shell;
    private final CellThread thread;
    private final CellExecution execution;

    CellEvaluator(CellShell shell) {
        this.shell = shell;
        this.thread = shell.thread();
        this.execution = shell.execution();
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
        shell.lock().lock();
        try {
            return runAndShow(source, cell, show);
        } finally {
            shell.lock().unlock();
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

    private @Nullable Object run(String written, int cell) throws CellException {
        MagicCode code = MagicParser.translate(written, cell);
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
                throw CellErrors.incomplete(cell, written, code.written(start));
            }
            String statement = info.source().substring(leadingBlank(info.source()));
            if (!statement.isEmpty()) {
                last = runStatement(statement, code, start, cell);
            }
            if (info.remaining().isEmpty()) {
                return last;
            }
            rest = info.remaining();
        }
    }

    private @Nullable Object runStatement(String statement, MagicCode code, int start, int cell) throws CellException {
        execution.takeFailure();
        List<SnippetEvent> events = shell.jshell().eval(statement);
        Throwable failure = execution.takeFailure();
        Object value = null;
        for (SnippetEvent event : events) {
            Object eventValue = execution.takeValue(event.value());
            if (event.causeSnippet() == null) {
                errors.locate(event.snippet().id(), cell, CellErrors.lineOf(code.java(), start));
                value = isResult(event.snippet()) ? eventValue : null;
            }
        }
        for (SnippetEvent event : events) {
            if (event.causeSnippet() == null) {
                check(event, failure, code, start, cell);
            }
        }
        if (thread.stopped()) {
            throw errors.interrupted(failure, null);
        }
        return value;
    }

    private void check(SnippetEvent event, @Nullable Throwable failure, MagicCode code, int start, int cell)
            throws CellException {
        Snippet snippet = event.snippet();
        if (!event.status().isDefined()) {
            List<Diag> problems =
                    shell.jshell().diagnostics(snippet).filter(Diag::isError).toList();
            if (!problems.isEmpty()) {
                throw CellErrors.compile(cell, code.written(), at -> code.written(start + at), problems);
            }
            throw CellErrors.compile(cell, code.written(), code.written(start), "not declared: " + unresolved(snippet));
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
        List<String> names = shell.jshell().unresolvedDependencies(declaration).toList();
        List<String> all = new ArrayList<>(names);
        shell.jshell()
                .diagnostics(snippet)
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
}
