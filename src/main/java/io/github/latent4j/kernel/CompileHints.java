package io.github.latent4j.kernel;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.Diag;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.QualifiedNames;
import org.jspecify.annotations.Nullable;

/** What to do about errors of the compiler that have the same remedy each time. To add one, add a row to the table. */
final class CompileHints {
    private static final int MAX_IMPORTS = 3;
    private static final long MAX_WAIT_NANOS = 2_000_000_000L;
    private static final long POLL_NANOS = 20_000_000L;

    /** Where a name that several packages have is looked for, in this order; else by length, the shortest first. */
    private static final List<String> USUAL = List.of("java.util.", "java.nio.", "java.time.", "java.", "javax.");

    /** Packages that nobody means. */
    private static final Pattern INTERNAL =
            Pattern.compile("(sun|com\\.sun|jdk|REPL)\\..*|.*\\.(internal|impl|shade)\\..*");

    private static final Pattern TYPE = Pattern.compile("(?:class|variable) (\\w+)");

    /** A sentence for what the pattern found in the compiler's message; null for none. */
    private interface Sentence {
        @Nullable String about(Matcher found, Problem problem);
    }

    private record Hint(Pattern message, Sentence sentence) {}

    /** An error in a snippet. */
    private record Problem(SourceCodeAnalysis analysis, String snippet, int position) {}

    private static final List<Hint> TABLE = List.of(
            hint("symbol: +(?:class|variable) (\\w+)", (found, problem) -> imports(found.group(1), problem.analysis())),
            hint(
                    "package ([\\w.]+) does not exist",
                    (found, problem) -> problem.snippet().startsWith("import")
                            ? "%maven group:artifact:version adds the library that has the package " + found.group(1)
                            : null),
            hint(
                    "unreported exception ([\\w.$]+)",
                    (found, problem) -> isInLambda(problem)
                            ? "a lambda must catch it: try { ... } catch (" + simpleName(found.group(1))
                                    + " e) { throw new RuntimeException(e); }"
                            : "let the method say it: throws " + simpleName(found.group(1)) + ", or catch it"),
            hint(
                    "local variables referenced from (a lambda expression|an inner class) must be final",
                    (found, problem) -> "copy it into a variable that does not change, or declare it at the top of the"
                            + " cell, where it is no local variable"),
            hint(
                    "possible lossy conversion from (\\w+) to (\\w+)",
                    (found, problem) -> "if that is meant, cast: (" + found.group(2) + ") ..."));

    private CompileHints() {}

    private static Hint hint(String message, Sentence sentence) {
        return new Hint(Pattern.compile(message), sentence);
    }

    /** One sentence for each remedy, in the order of the errors. */
    static List<String> of(SourceCodeAnalysis analysis, String snippet, List<Diag> errors) {
        Set<String> hints = new LinkedHashSet<>();
        for (Diag error : errors) {
            Problem problem = new Problem(analysis, snippet, (int) error.getPosition());
            for (Hint hint : TABLE) {
                Matcher found = hint.message().matcher(error.getMessage(Locale.ROOT));
                String sentence = found.find() ? hint.sentence().about(found, problem) : null;
                if (sentence != null) {
                    hints.add(sentence);
                }
            }
        }
        return List.copyOf(hints);
    }

    /**
     * One sentence for each type that is not declared but exists.
     *
     * @param names as JShell gives them: "class Stream, variable Files"
     */
    static List<String> ofNames(SourceCodeAnalysis analysis, String names) {
        return TYPE.matcher(names)
                .results()
                .map(found -> imports(found.group(1), analysis))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** Where a type of that name is; null if nowhere on the class path. */
    private static @Nullable String imports(String name, SourceCodeAnalysis analysis) {
        if (!Character.isUpperCase(name.charAt(0))) {
            return null;
        }
        List<String> known = qualifiedNames(name, analysis).stream()
                .filter(found -> !INTERNAL.matcher(found).matches())
                .sorted(Comparator.comparing(CompileHints::rank)
                        .thenComparing(String::length)
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        boolean isOfJdk = known.stream().anyMatch(found -> found.startsWith("java"));
        String choice = known.stream()
                .filter(found -> !isOfJdk || found.startsWith("java"))
                .limit(MAX_IMPORTS)
                .collect(Collectors.joining("; or import "));
        return choice.isEmpty() ? null : "import " + choice + ";";
    }

    /** JShell looks through the class path in the background, and is asked for its result until it has one. */
    private static List<String> qualifiedNames(String name, SourceCodeAnalysis analysis) {
        long end = System.nanoTime() + MAX_WAIT_NANOS;
        QualifiedNames names = analysis.listQualifiedNames(name, name.length());
        while (!names.isUpToDate()
                && System.nanoTime() < end
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(POLL_NANOS);
            names = analysis.listQualifiedNames(name, name.length());
        }
        return names.getNames();
    }

    private static int rank(String name) {
        int rank = 0;
        while (rank < USUAL.size() && !name.startsWith(USUAL.get(rank))) {
            rank++;
        }
        return rank;
    }

    private static boolean isInLambda(Problem problem) {
        int at = Math.max(0, Math.min(problem.snippet().length(), problem.position()));
        String before = problem.snippet().substring(0, at);
        for (int arrow = before.lastIndexOf("->"); arrow >= 0; arrow = before.lastIndexOf("->", arrow - 1)) {
            String body = before.substring(arrow + 2);
            long depth = count(body, '{') - count(body, '}');
            if (body.strip().startsWith("{") ? depth > 0 : depth >= 0 && !body.contains(";")) {
                return true;
            }
        }
        return false;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }

    private static String simpleName(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /**
     * Which bracket of an unfinished statement is open.
     *
     * @param source the whole cell
     * @param start where the statement begins
     */
    static Optional<String> unclosed(String source, int start) {
        Deque<Integer> open = new ArrayDeque<>();
        int at = start;
        while (at < source.length()) {
            int end = endOfTextOrComment(source, at);
            if (end > source.length()) {
                return Optional.of(
                        "the " + opening(source, at) + " of line " + CellErrors.lineOf(source, at) + " is not closed");
            }
            if (end > at) {
                at = end;
                continue;
            }
            char c = source.charAt(at);
            if ("([{".indexOf(c) >= 0) {
                open.push(at);
            } else if (")]}".indexOf(c) >= 0 && !open.isEmpty()) {
                open.pop();
            }
            at++;
        }
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of("the " + source.charAt(open.peek()) + " of line " + CellErrors.lineOf(source, open.peek())
                        + " is not closed");
    }

    /** The end of the text, character or comment that begins here; {@code at} if none does, beyond the source if it has no end. */
    private static int endOfTextOrComment(String source, int at) {
        String opening = opening(source, at);
        if (opening.isEmpty()) {
            return at;
        }
        if (opening.equals("//")) {
            int newline = source.indexOf('\n', at);
            return newline < 0 ? source.length() : newline;
        }
        String closing = opening.equals("/*") ? "*/" : opening;
        for (int i = at + opening.length(); i < source.length(); i++) {
            if (source.charAt(i) == '\\' && !closing.equals("*/")) {
                i++;
            } else if (source.startsWith(closing, i)) {
                return i + closing.length();
            } else if (source.charAt(i) == '\n' && closing.length() == 1) {
                break; // a quote ends in its line
            }
        }
        return source.length() + 1;
    }

    private static String opening(String source, int at) {
        for (String opening : List.of("//", "/*", "\"\"\"", "\"", "'")) {
            if (source.startsWith(opening, at)) {
                return opening;
            }
        }
        return "";
    }
}
