package io.github.latent4j.kernel;

import io.github.latent4j.kernel.CellException.Kind;
import io.github.latent4j.kernel.magics.MagicException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import jdk.jshell.Diag;
import org.jspecify.annotations.Nullable;

/** Words for what goes wrong in cells, in places that a user knows: cell and line. */
final class CellErrors {
    private static final int MAX_FRAMES = 40;

    /** What a user did not write and need not see. */
    private static final List<String> MACHINERY = List.of(
            "io.github.latent4j.kernel.",
            "io.github.spencerpark.",
            "jdk.jshell.",
            "jdk.internal.reflect.",
            "java.lang.reflect.");

    /** Where the first line of a snippet stands. */
    private record Place(int cell, int line) {}

    private final Map<String, Place> places = new HashMap<>();

    /** Notes where a snippet is, so that a stack trace through it can say so, also from later cells. */
    void locate(String snippetId, int cell, int line) {
        places.put(snippetId, new Place(cell, line));
    }

    /** What a cell is called in messages. */
    static String name(int cell) {
        return CellNames.of(cell);
    }

    /**
     * @param source the whole cell
     * @param place where in {@code source} a position of the statement is
     */
    static CellException compile(int cell, String source, IntUnaryOperator place, List<Diag> errors) {
        List<String> lines = new ArrayList<>();
        lines.add(red("CompileError in " + name(cell)));
        for (Diag error : errors) {
            lines.addAll(excerpt(source, positionOf(error, source, place), text(error)));
        }
        String message = "line " + lineOf(source, positionOf(errors.get(0), source, place)) + ": "
                + text(errors.get(0)).lines().findFirst().orElse("");
        return new CellException(Kind.COMPILE, "CompileError", message, lines, null);
    }

    private static int positionOf(Diag error, String source, IntUnaryOperator place) {
        return Math.max(0, Math.min(source.length(), place.applyAsInt((int) error.getPosition())));
    }

    /** An error of the compiler's kind for which the compiler gives no position. */
    static CellException compile(int cell, String source, int start, String message) {
        List<String> lines = new ArrayList<>();
        lines.add(red("CompileError in " + name(cell)));
        lines.addAll(excerpt(source, start, message));
        return new CellException(
                Kind.COMPILE, "CompileError", "line " + lineOf(source, start) + ": " + message, lines, null);
    }

    static CellException incomplete(int cell, String source, int start) {
        String message = "the cell ends before this statement does; a bracket, a quote or a semicolon may be missing";
        List<String> lines = new ArrayList<>();
        lines.add(red("IncompleteCode in " + name(cell)));
        lines.addAll(excerpt(source, start, message));
        return new CellException(
                Kind.INCOMPLETE, "IncompleteCode", "line " + lineOf(source, start) + ": " + message, lines, null);
    }

    /**
     * @param inCells JShell's form of {@code thrown}, which knows the snippets; null if it was not thrown through JShell
     */
    CellException runtime(Throwable thrown, @Nullable Throwable inCells) {
        if (thrown instanceof CellException inner) {
            StackTraceElement[] trace = (inCells == null ? thrown : inCells).getStackTrace();
            return inner.within(frames(Arrays.stream(trace)
                    .dropWhile(frame -> !isCell(frame)) // of the evaluation, which has told its own
                    .toArray(StackTraceElement[]::new)));
        }
        List<String> lines = new ArrayList<>();
        lines.add(red(describe(thrown)));
        addFrames(lines, thrown, inCells);
        return new CellException(Kind.RUNTIME, thrown.getClass().getSimpleName(), messageOf(thrown), lines, thrown);
    }

    CellException interrupted(@Nullable Throwable thrown, @Nullable Throwable inCells) {
        List<String> lines = new ArrayList<>();
        lines.add(red("interrupted"));
        if (thrown != null) {
            addFrames(lines, thrown, inCells);
        }
        return new CellException(Kind.INTERRUPTED, "KeyboardInterrupt", "interrupted", lines, thrown);
    }

    private void addFrames(List<String> lines, Throwable thrown, @Nullable Throwable inCells) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Throwable one = thrown;
        Throwable translated = inCells;
        List<String> outer = List.of();
        while (true) {
            seen.add(one);
            List<String> frames = frames((translated == null ? one : translated).getStackTrace());
            lines.addAll(withoutCommonEnd(frames, outer));
            outer = frames;
            one = causeOf(one);
            translated = translated == null ? null : translated.getCause();
            if (one == null || seen.contains(one)) {
                return;
            }
            lines.add(red("Caused by: " + describe(one)));
        }
    }

    /** What a cause has in common with its consequence is said once. */
    private static List<String> withoutCommonEnd(List<String> frames, List<String> outer) {
        int common = 0;
        while (common < Math.min(frames.size(), outer.size()) - 1
                && frames.get(frames.size() - 1 - common).equals(outer.get(outer.size() - 1 - common))) {
            common++;
        }
        if (common < 2) {
            return frames;
        }
        List<String> own = new ArrayList<>(frames.subList(0, frames.size() - common));
        own.add("    ... " + common + " more");
        return own;
    }

    private List<String> frames(StackTraceElement[] trace) {
        List<String> lines = new ArrayList<>();
        int end = endOfUserCode(trace);
        for (int i = 0; i < end; i++) {
            StackTraceElement frame = trace[i];
            if (MACHINERY.stream().noneMatch(frame.getClassName()::startsWith)) {
                lines.add("    at " + describe(frame));
            }
        }
        if (lines.size() > MAX_FRAMES) {
            int cut = lines.size() - MAX_FRAMES;
            lines.subList(MAX_FRAMES / 2, MAX_FRAMES / 2 + cut).clear();
            lines.add(MAX_FRAMES / 2, "    ... " + cut + " more");
        }
        return lines;
    }

    /** Below the last frame of a cell there is only the kernel; without one, below the first of the kernel. */
    private static int endOfUserCode(StackTraceElement[] trace) {
        for (int i = endOfEvaluation(trace) - 1; i >= 0; i--) {
            if (isCell(trace[i])) {
                return i + 1;
            }
        }
        for (int i = 0; i < trace.length; i++) {
            if (trace[i].getClassName().startsWith(MACHINERY.get(0))) {
                return i;
            }
        }
        return trace.length;
    }

    /** Code that a cell evaluates is reported for itself: then what stands below belongs to the cell. */
    private static int endOfEvaluation(StackTraceElement[] trace) {
        int at = 0;
        while (at < trace.length && !trace[at].getClassName().equals(CellEvaluator.class.getName())) {
            at++;
        }
        return at;
    }

    private static boolean isCell(StackTraceElement frame) {
        String file = frame.getFileName();
        return (file != null && file.startsWith("#")) || frame.getClassName().startsWith("REPL.");
    }

    private String describe(StackTraceElement frame) {
        String file = frame.getFileName();
        Place place = file != null && file.startsWith("#") ? places.get(file.substring(1)) : null;
        if (place == null) {
            return frame.toString().replaceAll("REPL\\.\\$JShell\\$\\w+[.$]", "");
        }
        String where = name(place.cell()) + ", line " + (place.line() + frame.getLineNumber() - 1);
        String method = frame.getMethodName().startsWith("lambda$") ? "lambda" : frame.getMethodName();
        if (method.isEmpty()) {
            return where;
        }
        String type = frame.getClassName();
        return (type.isEmpty() ? method : type + "." + method) + " (" + where + ")";
    }

    private static String describe(Throwable thrown) {
        String message = messageOf(thrown);
        String name = thrown instanceof MagicException
                ? MagicException.class.getSimpleName()
                : thrown.getClass().getName().replaceAll("REPL\\.\\$JShell\\$\\w+[.$]", "");
        return message.isEmpty() ? name : name + ": " + message;
    }

    private static @Nullable Throwable causeOf(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (RuntimeException | StackOverflowError e) {
            return null;
        }
    }

    /** The message; a word about it if asking for it fails, since exceptions of cells may do anything. */
    private static String messageOf(Throwable thrown) {
        try {
            String message = thrown.getMessage();
            return message == null ? "" : message;
        } catch (RuntimeException | StackOverflowError e) {
            return "(its message cannot be read: " + e.getClass().getName() + ")";
        }
    }

    private static String text(Diag error) {
        return String.join(
                "\n",
                error.getMessage(Locale.ROOT)
                        .lines()
                        .filter(line -> !line.matches("\\s*location:\\s*class\\s*(\\$JShell\\$.*)?"))
                        .toList());
    }

    /** The line of {@code source} that holds position {@code at}, with a caret under it and the message around it. */
    private static List<String> excerpt(String source, int at, String message) {
        int begin = source.lastIndexOf('\n', at - 1) + 1;
        int end = source.indexOf('\n', at);
        String line = source.substring(begin, end < 0 ? source.length() : end);
        String indent = source.substring(begin, at).replaceAll("[^\t]", " ");
        List<String> words = message.lines().toList();
        List<String> lines = new ArrayList<>();
        lines.add("line " + lineOf(source, at) + ": " + (words.isEmpty() ? "" : words.get(0)));
        lines.add("    " + line);
        lines.add("    " + indent + "^");
        if (words.size() > 1) {
            lines.addAll(words.subList(1, words.size()));
        }
        return lines;
    }

    /** Counted from 1. */
    static int lineOf(String source, int at) {
        return 1 + (int) source.substring(0, at).chars().filter(c -> c == '\n').count();
    }

    private static String red(String text) {
        return "\u001b[1;31m" + text + "\u001b[0m";
    }
}
