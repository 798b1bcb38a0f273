package io.github.latent4j.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * Options in an environment variable, by the rules of the JDK's own {@code JDK_JAVA_OPTIONS}: words are separated by white space;
 * between double or single quotes everything stands for itself, white space and backslashes too.
 */
public final class OptionWords {
    private OptionWords() {}

    /**
     * The words of a line, without their quotes.
     *
     * @throws IllegalArgumentException if a quote is not closed
     */
    public static List<String> of(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == '"' || c == '\'') {
                int close = line.indexOf(c, at + 1);
                if (close < 0) {
                    throw new IllegalArgumentException("a quote must be closed, got " + line.substring(at));
                }
                word.append(line, at + 1, close);
                inWord = true;
                at = close;
            } else if (!Character.isWhitespace(c)) {
                word.append(c);
                inWord = true;
            } else if (inWord) {
                words.add(word.toString());
                word.setLength(0);
                inWord = false;
            }
            at++;
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
