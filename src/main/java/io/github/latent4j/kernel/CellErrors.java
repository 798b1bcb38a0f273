package io.github.latent4j.kernel;

import io.github.latent4j.kernel.CellException.Kind;
import io.github.latent4j.kernel.magics.MagicException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import jdk.jshell.Diag;
import org.jspecify.annotations.Nullable;

/** Words for what goes wrong in cells, in places that a user knows: cell and line. Safe to use from several threads. */
final class CellErrors {
    /** The name of the error when a user interrupts a cell: that of Jupyter. */
    static final String INTERRUPTED = "KeyboardInterrupt";

    private static final int MAX_FRAMES = 40;
    private static final int MAX_PROBLEMS = 5;
    private static final int MAX_HINTS = 3;

    /** How much of a long line is shown on each side of a caret. */
    private static final int MARGIN = 60;

    /** What a user did not write and need not see. */
    private static final List<String> MACHINERY = List.of(
            "io.github.latent4j.kernel.",
            "io.github.spencerpark.",
            "jdk.jshell.",
            "jdk.internal.reflect.",
            "java.lang.reflect.",
            "java.lang.invoke.");

    private final CellPlaces places = new CellPlaces();
    private final Function<Throwable, @Nullable String> libraries;

    /**
     * @param libraries what the library that a problem comes from says to do about it
     */
    CellErrors(Function<Throwable, @Nullable String> libraries) {
        this.libraries = libraries;
    }

    /** Where snippets are, so that a stack trace through them can say so, also from later cells. */
    CellPlaces places() {
        return places;
    }

    /** What a cell is called in messages. */
    static String name(int cell) {
        return CellNames.of(cell);
    }

    /**
     * @param source the whole cell
     * @param place where in {@code source} a position of the statement is
     */
    static CellException compile(
            int cell, String source, IntUnaryOperator place, List<Diag> errors, List<String> hints) {
        List<String> lines = new ArrayList<>();
        lines.add(red("CompileError in " + name(cell)));
        Set<List<String>> problems = new LinkedHashSet<>();
        for (Diag error : errors) {
            problems.add(excerpt(source, positionOf(error, source, place), text(error)));
        }
        problems.stream().limit(MAX_PROBLEMS).forEach(lines::addAll);
        if (problems.size() > MAX_PROBLEMS) {
            lines.add("... " + (problems.size() - MAX_PROBLEMS) + " more");
        }
        addHints(lines, hints);
        String message = "line " + lineOf(source, positionOf(errors.get(0), source, place)) + ": "
                + text(errors.get(0)).lines().findFirst().orElse("");
        return new CellException(Kind.COMPILE, "CompileError", message, lines, null);
    }

    private static int positionOf(Diag error, String source, IntUnaryOperator place) {
        return Math.max(0, Math.min(source.length(), place.applyAsInt((int) error.getPosition())));
    }

    /** An error of the compiler's kind for which the compiler gives no position. */
    static CellException compile(int cell, String source, int start, String message, List<String> hints) {
        List<String> lines = new ArrayList<>();
        lines.add(red("CompileError in " + name(cell)));
        lines.addAll(excerpt(source, start, message));
        addHints(lines, hints);
        return new CellException(
                Kind.COMPILE, "CompileError", "line " + lineOf(source, start) + ": " + message, lines, null);
    }

    static CellException incomplete(int cell, String source, int start) {
        String message = "the cell ends before this statement does; a bracket, a quote or a semicolon may be missing";
        List<String> lines = new ArrayList<>();
        lines.add(red("IncompleteCode in " + name(cell)));
        lines.addAll(excerpt(source, start, message));
        addHints(lines, CompileHints.unclosed(source, start).stream().toList());
        return new CellException(
                Kind.INCOMPLETE, "IncompleteCode", "line " + lineOf(source, start) + ": " + message, lines, null);
    }

    /**
     * @param inCells JShell's form of {@code thrown}, which knows the snippets; null if it was not thrown through JShell
     */
    CellException runtime(Throwable thrown, @Nullable Throwable inCells) {
        if (thrown instanceof CellException inner) {
            StackTraceElement[] trace = (inCells == null ? thrown : inCells).getStackTrace();
            List<Frame> frames = frames(Arrays.stream(trace)
                            .dropWhile(frame -> !isCell(frame)) // of the evaluation, which has told its own
                            .toArray(StackTraceElement[]::new))
                    .stream()
                    .filter(frame -> !inner.traceback().contains("    " + frame.text()))
                    .toList();
            return inner.within(written(frames, List.of()));
        }
        List<String> lines = report(thrown, inCells);
        if (Stream.of(traceOf(thrown)).anyMatch(CellErrors::isRendering)) {
            lines.add(1, "while a value was shown");
        }
        return new CellException(Kind.RUNTIME, nameOf(thrown), messageOf(thrown), lines, thrown);
    }

    /** The use of a declaration that needs something undeclared. */
    CellException undeclared(Throwable thrown, Throwable inCells, List<String> hints) {
        List<String> lines = report(thrown, inCells);
        addHints(lines, hints);
        return new CellException(Kind.RUNTIME, nameOf(thrown), messageOf(thrown), lines, thrown);
    }

    /** An exception of the code that shows a value: its {@code toString} or what renders its type. */
    CellException whileShowing(Throwable thrown, int cell) {
        List<String> lines = report(thrown, null);
        lines.add(1, "while the value of " + name(cell) + " was shown");
        String message = messageOf(thrown);
        String words = "while the value was shown" + (message.isEmpty() ? "" : ": " + message);
        return new CellException(Kind.RUNTIME, nameOf(thrown), words, lines, thrown);
    }

    CellException interrupted(@Nullable Throwable thrown, @Nullable Throwable inCells) {
        List<String> lines = new ArrayList<>();
        lines.add(red("interrupted"));
        if (thrown != null) {
            addFrames(lines, thrown, inCells);
        }
        return new CellException(Kind.INTERRUPTED, INTERRUPTED, "interrupted", lines, thrown);
    }

    /** An exception that cannot even be asked what it is. */
    CellException untold(Throwable thrown, Throwable why) {
        String message = "(it cannot be told: " + why.getClass().getName() + ")";
        return new CellException(
                Kind.RUNTIME, nameOf(thrown), message, List.of(red(nameOf(thrown) + ": " + message)), thrown);
    }

    /** The same interrupt; if threads could not be stopped, it says where they are. */
    CellException leaving(CellException interrupted, List<Thread> threads) {
        if (threads.isEmpty()) {
            return interrupted;
        }
        List<String> lines = new ArrayList<>(interrupted.traceback());
        List<String> names = new ArrayList<>();
        for (Thread thread : threads) {
            StackTraceElement[] trace = thread.getStackTrace();
            int called = 0; // by a cell
            while (called + 1 < trace.length && !isCell(trace[called + 1])) {
                called++;
            }
            String place = trace.length == 0
                    ? ""
                    : ": it is in " + trace[called].getClassName() + "." + trace[called].getMethodName();
            names.add("thread \"" + thread.getName() + "\" cannot be stopped and runs on" + place);
        }
        lines.addAll(names);
        return new CellException(
                Kind.INTERRUPTED,
                interrupted.name(),
                interrupted.message() + "; " + String.join("; ", names),
                lines,
                interrupted.getCause());
    }

    /** The report of an exception that nobody caught in a thread of a cell. */
    String inBackground(String thread, Throwable thrown) {
        List<String> lines = report(thrown, null);
        lines.set(0, red("in thread \"" + thread + "\": " + describe(thrown)));
        return String.join("\n", lines);
    }

    private List<String> report(Throwable thrown, @Nullable Throwable inCells) {
        List<String> lines = new ArrayList<>();
        lines.add(red(describe(thrown)));
        List<Throwable> chain = addFrames(lines, thrown, inCells);
        Set<String> hints = new LinkedHashSet<>();
        for (Throwable one : chain) {
            hints.addAll(hintsOf(one));
        }
        addHints(lines, hints);
        return lines;
    }

    private List<String> hintsOf(Throwable thrown) {
        try {
            return Stream.of(libraries.apply(thrown), RuntimeHints.of(thrown))
                    .filter(Objects::nonNull)
                    .toList();
        } catch (Throwable e) { // of the exception itself, which may do anything
            return List.of();
        }
    }

    private static void addHints(List<String> lines, Collection<String> hints) {
        hints.stream().limit(MAX_HINTS).forEach(hint -> lines.add("hint: " + hint));
    }

    /** Adds the stack traces of an exception, its causes and what they suppressed; returns all of these. */
    private List<Throwable> addFrames(List<String> lines, Throwable thrown, @Nullable Throwable inCells) {
        List<Throwable> chain = new ArrayList<>();
        addFrames(lines, thrown, inCells, "", Collections.newSetFromMap(new IdentityHashMap<>()), chain);
        return chain;
    }

    private void addFrames(
            List<String> lines,
            Throwable thrown,
            @Nullable Throwable inCells,
            String indent,
            Set<Throwable> seen,
            List<Throwable> chain) {
        Throwable one = thrown;
        Throwable translated = inCells;
        List<Frame> outer = List.of();
        while (true) {
            seen.add(one);
            chain.add(one);
            List<Frame> frames = frames(traceOf(translated == null ? one : translated));
            for (String line : written(frames, outer)) {
                lines.add(indent + line);
            }
            outer = frames;
            for (Throwable suppressed : one.getSuppressed()) {
                if (!seen.contains(suppressed)) {
                    lines.add(indent + "    " + red("Suppressed: " + describe(suppressed)));
                    addFrames(lines, suppressed, null, indent + "    ", seen, chain);
                }
            }
            one = causeOf(one);
            translated = translated == null ? null : translated.getCause();
            if (one == null || seen.contains(one)) {
                return;
            }
            lines.add(indent + red("Caused by: " + describe(one)));
        }
    }

    /**
     * One line of a stack trace.
     *
     * @param source what stands there, if it is in a cell
     */
    private record Frame(String text, @Nullable String source) {}

    /** The lines of a trace without what it shares with {@code outer}; below the innermost one in a cell, its source. */
    private static List<String> written(List<Frame> frames, List<Frame> outer) {
        List<String> lines = new ArrayList<>();
        boolean shown = false;
        for (Frame frame : withoutCommonEnd(frames, outer)) {
            lines.add("    " + frame.text());
            if (!shown && frame.source() != null) {
                lines.add("        " + frame.source());
                shown = true;
            }
        }
        return lines;
    }

    /** What a cause has in common with its consequence is said once. */
    private static List<Frame> withoutCommonEnd(List<Frame> frames, List<Frame> outer) {
        int common = 0;
        while (common < Math.min(frames.size(), outer.size()) - 1
                && frames.get(frames.size() - 1 - common).equals(outer.get(outer.size() - 1 - common))) {
            common++;
        }
        if (common < 2) {
            return frames;
        }
        List<Frame> own = new ArrayList<>(frames.subList(0, frames.size() - common));
        own.add(new Frame("... " + common + " more", null));
        return own;
    }

    private List<Frame> frames(StackTraceElement[] trace) {
        List<Frame> lines = new ArrayList<>();
        int end = endOfUserCode(trace);
        for (int i = 0; i < end; i++) {
            StackTraceElement frame = trace[i];
            boolean isRepeated = i > 0 && trace[i - 1].getMethodName().equals("do_it$Aux");
            if (!isRepeated && MACHINERY.stream().noneMatch(frame.getClassName()::startsWith)) {
                lines.add(describe(frame));
            }
        }
        if (lines.size() > MAX_FRAMES) {
            int cut = lines.size() - MAX_FRAMES;
            lines.subList(MAX_FRAMES / 2, MAX_FRAMES / 2 + cut).clear();
            lines.add(MAX_FRAMES / 2, new Frame("... " + cut + " more", null));
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

    private static boolean isRendering(StackTraceElement frame) {
        return frame.getClassName().equals(JavaKernel.class.getName())
                && frame.getMethodName().equals("render");
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

    private Frame describe(StackTraceElement frame) {
        CellPlaces.Place place = places.of(frame);
        if (place == null) {
            return new Frame("at " + PlainText.withoutWrappers(frame.toString()), null);
        }
        String source = place.text().strip();
        String shown = source.length() > 2 * MARGIN ? source.substring(0, 2 * MARGIN) + "..." : source;
        String where = name(place.cell()) + ", line " + place.line();
        String method = frame.getMethodName().startsWith("lambda$") ? "lambda" : frame.getMethodName();
        if (method.isEmpty() || method.startsWith("do_it$")) {
            return new Frame("at " + where, shown);
        }
        String type = PlainText.withoutWrappers(frame.getClassName() + ".").replaceFirst("\\.$", "");
        return new Frame("at " + (type.isEmpty() ? method : type + "." + method) + " (" + where + ")", shown);
    }

    private static String describe(Throwable thrown) {
        String message = messageOf(thrown);
        String name = thrown instanceof MagicException
                ? MagicException.class.getSimpleName()
                : PlainText.withoutWrappers(thrown.getClass().getName());
        return message.isEmpty() ? name : name + ": " + message;
    }

    /** The simple name, or that of the nearest named superclass of an anonymous class. */
    private static String nameOf(Throwable thrown) {
        Class<?> type = thrown.getClass();
        while (type.getSimpleName().isEmpty()) {
            type = type.getSuperclass();
        }
        return type.getSimpleName();
    }

    private static StackTraceElement[] traceOf(Throwable thrown) {
        try {
            StackTraceElement[] trace = thrown.getStackTrace();
            return trace == null ? new StackTraceElement[0] : trace;
        } catch (Throwable e) {
            return new StackTraceElement[0];
        }
    }

    private static @Nullable Throwable causeOf(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (Throwable e) {
            return null;
        }
    }

    /** The message; a word about it if asking for it fails, since exceptions of cells may do anything. */
    private static String messageOf(Throwable thrown) {
        try {
            String message = thrown.getLocalizedMessage();
            return message == null ? "" : withoutLoaders(PlainText.withoutWrappers(message));
        } catch (Throwable e) {
            return "(its message cannot be read: " + e.getClass().getName() + ")";
        }
    }

    /** A cast's message without the class loaders, which say nothing to a user and hold an address. */
    private static String withoutLoaders(String message) {
        return message.replaceFirst(" \\([^()]* in (unnamed module|module [\\w.]+) of loader [^()]*\\)$", "");
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
        int newline = source.indexOf('\n', at);
        int end = newline < 0 ? source.length() : newline;
        boolean isCutBefore = at - begin > MARGIN && end - begin > 2 * MARGIN;
        boolean isCutAfter = end - at > MARGIN && end - begin > 2 * MARGIN;
        int from = isCutBefore ? at - MARGIN : begin;
        String before = (isCutBefore ? "..." : "") + source.substring(from, at);
        String after = isCutAfter ? source.substring(at, at + MARGIN) + "..." : source.substring(at, end);
        List<String> words = message.lines().toList();
        List<String> lines = new ArrayList<>();
        lines.add("line " + lineOf(source, at) + ": " + (words.isEmpty() ? "" : words.get(0)));
        lines.add("    " + before + after);
        lines.add("    " + before.replaceAll("[^\t]", " ") + "^");
        if (words.size() > 1) {
            lines.addAll(words.subList(1, words.size()));
        }
        return lines;
    }

    /** Counted from 1. */
    static int lineOf(String source, int at) {
        return 1 + (int) source.substring(0, at).chars().filter(c -> c == '\n').count();
    }

    static String red(String text) {
        return "\u001b[1;31m" + text + "\u001b[0m";
    }
}
