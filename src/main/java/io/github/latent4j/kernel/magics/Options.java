package io.github.latent4j.kernel.magics;

import java.util.ArrayList;
import java.util.List;

/** The arguments of a call, from which options are taken one by one. */
final class Options {
    private final MagicCall call;
    private final List<String> left;

    Options(MagicCall call) {
        this.call = call;
        this.left = new ArrayList<>(call.arguments());
    }

    /** Takes {@code --name}; says whether it was there. */
    boolean flag(String name) {
        return left.removeIf(word -> word.equals("--" + name));
    }

    /** Takes the values of all {@code --name=value}. */
    List<String> values(String name) {
        String start = "--" + name + "=";
        List<String> values = new ArrayList<>();
        for (String word : left) {
            if (word.equals("--" + name) || word.equals(start)) {
                throw call.wrong("--" + name, "must have a value behind =", word);
            }
            if (word.startsWith(start)) {
                values.add(word.substring(start.length()));
            }
        }
        left.removeIf(word -> word.startsWith(start));
        return values;
    }

    /** Takes IJava's {@code -v}, {@code -vv} and so on. */
    void ignoreVerbosity() {
        left.removeIf(word -> word.matches("-v+|--verbose"));
    }

    /** What is left, none of it an option. A {@code ;} behind the last word is dropped, since Java has one there. */
    List<String> words() {
        for (String word : left) {
            if (word.startsWith("-")) {
                throw call.wrong("an option", "must be one of those in the usage", word);
            }
        }
        if (left.isEmpty() || !left.get(left.size() - 1).endsWith(";")) {
            return left;
        }
        String last = left.remove(left.size() - 1);
        if (last.length() > 1) {
            left.add(last.substring(0, last.length() - 1));
        }
        return left;
    }

    /** The same, at least one. */
    List<String> someWords(String what) {
        List<String> words = words();
        if (words.isEmpty()) {
            throw call.wrong(what, "must be given", call.text());
        }
        return words;
    }

    /** The only word. */
    String oneWord(String what) {
        List<String> words = words();
        if (words.size() != 1) {
            throw call.wrong(what, "must be given, and nothing else", call.text());
        }
        return words.get(0);
    }
}
