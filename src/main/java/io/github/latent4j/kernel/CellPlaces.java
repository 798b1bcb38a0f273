package io.github.latent4j.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis.SnippetWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cell and line of a stack frame. JShell names a snippet in the stack traces that it has seen itself, and the class
 * that it wrapped the snippet in appears in all others. Remembers the last {@value #MAX_SNIPPETS} snippets.
 */
final class CellPlaces {
    private static final int MAX_SNIPPETS = 5_000;
    private static final Pattern WRAPPER = Pattern.compile("REPL\\.\\$JShell\\$\\w+");

    /** A snippet in its cell; the source is the whole cell's. */
    private record Origin(int cell, String source, int start) {}

    /**
     * Part of a wrapper class.
     *
     * @param lines from a line of the class to the line of the snippet that stands there
     */
    private record Part(Origin origin, Map<Integer, Integer> lines) {}

    /**
     * A line of a cell.
     *
     * @param text what stands there
     */
    record Place(int cell, int line, String text) {}

    private final Map<String, Origin> snippets = bounded();
    private final Map<String, List<Part>> wrappers = bounded();

    private static <T> Map<String, T> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > MAX_SNIPPETS;
            }
        };
    }

    /**
     * Notes where a new snippet is.
     *
     * @param source of the whole cell
     * @param start where the snippet begins in it
     */
    synchronized void put(Snippet snippet, int cell, String source, int start) {
        snippets.put(snippet.id(), new Origin(cell, source, start));
    }

    /** Notes the class that a snippet is compiled in from now on; one class may hold several snippets. */
    synchronized void wrapped(Snippet snippet, SnippetWrapper wrapper) {
        Origin origin = snippets.get(snippet.id());
        String name = wrapper.fullClassName();
        if (origin == null || name == null || snippet.source().isEmpty()) {
            return;
        }
        Map<Integer, Integer> lines = linesIn(wrapper);
        List<Part> parts = wrappers.computeIfAbsent(name, absent -> new ArrayList<>());
        parts.removeIf(known -> known.lines().keySet().stream().anyMatch(lines::containsKey));
        parts.add(new Part(origin, lines));
    }

    private static Map<Integer, Integer> linesIn(SnippetWrapper wrapper) {
        Map<Integer, Integer> lines = new HashMap<>();
        String code = wrapper.wrapped();
        int begin = 0;
        for (int line = 1; begin < code.length(); line++) {
            int newline = code.indexOf('\n', begin);
            int end = newline < 0 ? code.length() : newline;
            OptionalInt known = positionInSnippet(wrapper, begin, end);
            if (known.isPresent()) {
                lines.put(line, CellErrors.lineOf(wrapper.source(), known.getAsInt()));
            }
            begin = end + 1;
        }
        return lines;
    }

    /** A position of the snippet that is between two of the class: JShell gives one for any, but only these lead back. */
    private static OptionalInt positionInSnippet(SnippetWrapper wrapper, int begin, int end) {
        int first = begin;
        while (first < end && Character.isWhitespace(wrapper.wrapped().charAt(first))) {
            first++;
        }
        return IntStream.of(end - 1, end - 2, first)
                .filter(at -> at >= begin && at < end)
                .map(wrapper::wrappedToSourcePosition)
                .filter(at -> at >= 0 && at < wrapper.source().length())
                .filter(at -> {
                    int back = wrapper.sourceToWrappedPosition(at);
                    return back >= begin && back < end;
                })
                .findFirst();
    }

    /** Null if the frame is not in a cell. */
    synchronized @Nullable Place of(StackTraceElement frame) {
        String file = frame.getFileName();
        if (file != null && file.startsWith("#")) {
            Origin origin = snippets.get(file.substring(1));
            return origin == null ? null : place(origin, frame.getLineNumber());
        }
        Matcher wrapper = WRAPPER.matcher(frame.getClassName());
        if (wrapper.lookingAt()) {
            for (Part part : wrappers.getOrDefault(wrapper.group(), List.of())) {
                Integer line = part.lines().get(frame.getLineNumber());
                if (line != null) {
                    return place(part.origin(), line);
                }
            }
        }
        return null;
    }

    private static Place place(Origin origin, int lineOfSnippet) {
        int line = CellErrors.lineOf(origin.source(), origin.start()) + lineOfSnippet - 1;
        String text = origin.source().lines().skip(line - 1L).findFirst().orElse("");
        return new Place(origin.cell(), line, text);
    }
}
