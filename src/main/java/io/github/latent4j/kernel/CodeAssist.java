package io.github.latent4j.kernel;

import io.github.latent4j.kernel.Completions.Completion;
import io.github.latent4j.kernel.magics.MagicCompletion;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import jdk.jshell.JShell;

/**
 * What an editor asks about a cell while it is written. Runs nothing and changes nothing. While a cell runs, JShell cannot be asked:
 * then, as after an error of JShell's own, the answer is that nothing is known.
 */
final class CodeAssist {
    private static final long PATIENCE_SECONDS = 3;

    private final CellShell shell;
    private final MagicCompletion magics;
    private final JavaSyntax syntax = new JavaSyntax();

    CodeAssist(CellShell shell, MagicCompletion magics) {
        this.shell = shell;
        this.magics = magics;
    }

    /** Does ahead of the first cell what would make it slow. */
    void warmUp() {
        shell.lock().lock();
        try {
            shell.jshell().sourceCodeAnalysis().completionSuggestions("1+1", 3, new int[1]);
        } finally {
            shell.lock().unlock();
        }
    }

    /**
     * Ways to go on at {@code cursor}.
     *
     * @param cursor in UTF-16 units from the start of {@code written}
     */
    Completions complete(String written, int cursor) {
        Optional<MagicCompletion.Candidates> ofMagics = magics.complete(written, cursor);
        if (ofMagics.isPresent()) {
            return new Completions(
                    ofMagics.get().all().stream()
                            .map(magic -> new Completion(magic.word(), "magic"))
                            .toList(),
                    ofMagics.get().start(),
                    ofMagics.get().end());
        }
        String source = magics.java(written);
        return ask(jshell -> new CodeCompletion(jshell, syntax, source, cursor).find(), Completions.none(cursor));
    }

    /**
     * What there is to say about what stands at {@code cursor}, as text and as HTML.
     *
     * @param cursor in UTF-16 units from the start of {@code written}
     * @param detailed whether the Javadoc of all overloads is wanted in full, rather than that of the first
     */
    Optional<DisplayData> inspect(String written, int cursor, boolean detailed) {
        Optional<String> ofMagic = magics.inspect(written, cursor);
        if (ofMagic.isPresent()) {
            return ofMagic.map(DisplayData::new);
        }
        String source = magics.java(written);
        return ask(
                jshell -> {
                    JavadocSources.addTo(jshell.sourceCodeAnalysis(), shell.addedJars());
                    SessionVariables variables = new SessionVariables(jshell, shell.execution());
                    return new CodeInspection(jshell, syntax, variables, source, cursor).find(detailed);
                },
                Optional.empty());
    }

    /** Whether {@code written} can run as a cell, or what would have to be written yet. */
    Completeness completeness(String written) {
        String source = MagicCompletion.withoutMagics(written);
        return ask(jshell -> Completeness.of(source, jshell.sourceCodeAnalysis(), syntax), Completeness.UNKNOWN);
    }

    private <T> T ask(Function<JShell, T> question, T otherwise) {
        if (shell.thread().isCurrent()) {
            return otherwise; // a cell asks, while it runs
        }
        try {
            if (!shell.lock().tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return otherwise;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        }
        try {
            return question.apply(shell.jshell());
        } catch (RuntimeException
                | AssertionError
                | StackOverflowError e) { // javac's, of source that it does not expect
            return otherwise;
        } finally {
            shell.lock().unlock();
        }
    }
}
