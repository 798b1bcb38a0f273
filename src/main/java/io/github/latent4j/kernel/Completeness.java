package io.github.latent4j.kernel;

import io.github.latent4j.kernel.JavaTokens.Token;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * Whether a cell can run.
 *
 * @param status in the words of the message protocol
 * @param indent what the next line should begin with, if more has to be written
 */
record Completeness(String status, String indent) {
    static final Completeness UNKNOWN = new Completeness("unknown", "");
    private static final Completeness COMPLETE = new Completeness("complete", "");
    private static final Completeness INVALID = new Completeness("invalid", "");
    private static final String INDENT = "    ";

    /** To be called under the lock of the shell. */
    static Completeness of(String source, SourceCodeAnalysis analysis, JavaSyntax syntax) {
        String rest = source;
        while (true) {
            rest = rest.substring(CellEvaluator.leadingBlank(rest));
            CompletionInfo info = analysis.analyzeCompletion(rest);
            if (info.completeness() == SourceCodeAnalysis.Completeness.EMPTY) {
                return COMPLETE;
            }
            if (info.completeness() == SourceCodeAnalysis.Completeness.UNKNOWN) {
                return INVALID;
            }
            if (!info.completeness().isComplete()) {
                return new Completeness("incomplete", indent(source, rest));
            }
            String statement =
                    rest.substring(0, rest.length() - info.remaining().length()).stripTrailing();
            if (!CellDraft.isImport(statement) && !parses(statement, syntax)) {
                boolean more = info.remaining().isBlank() && parsesSoFar(statement, syntax);
                return more ? new Completeness("incomplete", indent(source, rest)) : INVALID;
            }
            rest = info.remaining();
        }
    }

    private static boolean parses(String statement, JavaSyntax syntax) {
        return syntax.errors(asStatement(statement)).isEmpty()
                || syntax.errors(asExpression(statement)).isEmpty();
    }

    /** Whether nothing is wrong with a statement but that it ends; not so if it is a class or method, which ends in a brace. */
    private static boolean parsesSoFar(String statement, JavaSyntax syntax) {
        if (CellDraft.isMember(statement)) {
            return false;
        }
        boolean atEndOfStatement = syntax.errors(asStatement(statement)).get(0) >= statement.length();
        int end = asExpression(statement).length() - 1;
        return atEndOfStatement || syntax.errors(asExpression(statement)).get(0) >= end;
    }

    private static String asStatement(String statement) {
        return CellDraft.inMethod(statement) + ";";
    }

    private static String asExpression(String statement) {
        return "Object $ = " + statement + ";";
    }

    private static String indent(String source, String last) {
        JavaTokens tokens = new JavaTokens(source + "\n");
        int depth = tokens.openBrackets().size();
        Token end = tokens.last();
        boolean afterWhole = last.startsWith("@") || (end != null && tokens.is(end, '}'));
        if (tokens.endsInside() || (depth == 0 && afterWhole)) {
            return "";
        }
        return INDENT.repeat(Math.max(1, depth));
    }
}
