package io.github.latent4j.kernel.magics;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of a magic.
 *
 * @param cell the number that error messages call the cell by; 0 for the one that runs
 * @param line of the cell where the code of the call begins, from 1: that of a line magic itself, or below that of a cell magic
 * @param text what stands behind the name, as written
 * @param body of a cell magic; null for a line magic
 * @param words the arguments, if they came as a list and not as {@code text}
 * @param usage the arguments as the magic's help writes them
 */
public record MagicCall(
        int cell,
        int line,
        String name,
        String text,
        @Nullable String body,
        @Nullable List<String> words,
        String usage) {
    /** A magic that stands in a cell. */
    public static MagicCall written(int cell, int line, String name, String text, @Nullable String body) {
        return new MagicCall(cell, line, name, text, body, null, "");
    }

    /** A magic that is called from Java. */
    static MagicCall called(String name, List<String> words, @Nullable String body) {
        return new MagicCall(0, 1, name, String.join(" ", words), body, List.copyOf(words), "");
    }

    MagicCall with(String usageOfMagic) {
        return new MagicCall(cell, line, name, text, body, words, usageOfMagic);
    }

    /** The name with {@code %} or {@code %%}. */
    String label() {
        return (body == null ? "%" : "%%") + name;
    }

    private String usageLine() {
        return ("usage: " + label() + " " + usage).strip();
    }

    /** The body of a cell magic. */
    String requiredBody() {
        if (body == null || body.isBlank()) {
            throw new MagicException(
                    label() + ": the lines below it must not be empty; usage: " + label() + " " + usage);
        }
        return body;
    }

    /**
     * The error for an argument that the magic cannot take.
     *
     * @param rule what it must be, as in "must be a file"
     */
    MagicException wrong(String argument, String rule, String value) {
        return new MagicException(label() + ": " + argument + " " + rule + ", got \"" + value + "\"; " + usageLine());
    }

    /**
     * The arguments: words between blanks. What stands in double quotes is one word, {@code \"} is a quote, and every other backslash
     * is itself, for the sake of Windows paths. A comment {@code // ...} behind a blank ends them.
     */
    List<String> arguments() {
        if (words != null) {
            return words;
        }
        List<String> split = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        boolean quoted = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\' && text.startsWith("\"", at + 1)) {
                word.append('"');
                inWord = true;
                at++;
            } else if (c == '"') {
                quoted = !quoted;
                inWord = true;
            } else if (quoted || !Character.isWhitespace(c)) {
                if (!quoted && !inWord && text.startsWith("//", at)) {
                    break;
                }
                word.append(c);
                inWord = true;
            } else if (inWord) {
                split.add(word.toString());
                word.setLength(0);
                inWord = false;
            }
        }
        if (quoted) {
            throw wrong("a quote", "must be closed", text);
        }
        if (inWord) {
            split.add(word.toString());
        }
        return split;
    }
}
