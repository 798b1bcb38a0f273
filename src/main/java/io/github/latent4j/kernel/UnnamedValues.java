package io.github.latent4j.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.VarSnippet;

/**
 * The values of expressions, which JShell keeps as variables {@code $1}, {@code $2}, and so on. Kept for ever they would hold
 * memory, and make each later statement a little slower to compile: only the last {@value #KEPT} stay, and those that a cell uses.
 */
final class UnnamedValues {
    private static final int KEPT = 20;
    private static final Pattern NAME = Pattern.compile("\\$\\d+");

    private final Deque<VarSnippet> values = new ArrayDeque<>();
    private final Set<String> used = new HashSet<>();

    /** Keeps the values that {@code source} names. */
    void keepUsedIn(String source) {
        if (source.indexOf('$') >= 0) {
            Matcher names = NAME.matcher(source);
            while (names.find()) {
                used.add(names.group());
            }
        }
    }

    void add(VarSnippet value) {
        values.add(value);
    }

    /** Forgets the oldest. */
    void dropOld(JShell shell, KeptVariables variables) {
        while (values.size() > KEPT) {
            VarSnippet oldest = values.remove();
            if (!used.contains(oldest.name()) && shell.status(oldest).isActive()) {
                shell.drop(oldest);
                variables.forget(oldest.name());
            }
        }
    }
}
