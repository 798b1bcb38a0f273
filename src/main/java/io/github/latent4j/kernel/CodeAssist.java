package io.github.latent4j.kernel;

import io.github.latent4j.kernel.magics.MagicCompletion;
import java.util.List;
import java.util.Optional;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/** What an editor asks about a cell while it is written. Waits while a cell runs. */
final class CodeAssist {
    private final CellShell shell;
    private final MagicCompletion magics;

    CodeAssist(CellShell shell, MagicCompletion magics) {
        this.shell = shell;
        this.magics = magics;
    }

    /** Does ahead of the first cell what would make it slow. */
    void warmUp() {
        complete("1+1", 3);
    }

    /** How complete {@code written} is as a cell. */
    Completeness completeness(String written) {
        String source = MagicCompletion.withoutMagics(written);
        shell.lock().lock();
        try {
            SourceCodeAnalysis analysis = shell.jshell().sourceCodeAnalysis();
            CompletionInfo info = analysis.analyzeCompletion(source);
            while (info.completeness().isComplete() && !info.remaining().isEmpty()) {
                info = analysis.analyzeCompletion(info.remaining());
            }
            return info.completeness();
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
                            .map(MagicCompletion.Candidate::word)
                            .toList(),
                    ofMagics.get().start(),
                    ofMagics.get().end());
        }
        String source = magics.java(written);
        shell.lock().lock();
        try {
            SourceCodeAnalysis analysis = shell.jshell().sourceCodeAnalysis();
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
            shell.lock().unlock();
        }
    }

    /**
     * What may replace a part of a cell.
     *
     * @param start of the part, in UTF-16 units
     * @param end of the part, exclusive
     */
    record Completions(List<String> words, int start, int end) {}
}
