package io.github.latent4j.kernel.magics;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the kernel's own magics. Help, completion and the hints of error messages are made of what is said here.
 *
 * @param ofCell whether it is a cell magic
 * @param aliases other names for it
 * @param usage its arguments; empty if there are none
 * @param arguments what they are, for completion
 * @param summary one line, without a full stop
 * @param details more lines for its own help; may be empty
 */
record Magic(
        boolean ofCell,
        String name,
        List<String> aliases,
        String usage,
        Arguments arguments,
        String summary,
        String details,
        Action action) {
    /** What can be completed behind the name. */
    enum Arguments {
        /** Nothing. */
        NONE,
        /** Java code: the rest of the line, or the lines below. */
        JAVA,
        /** Any file or folder. */
        FILES,
        /** A file that {@code %load} takes. */
        SOURCES,
        /** Maven coordinates. */
        COORDINATES,
        /** The name of a magic. */
        MAGICS
    }

    /** What a magic does. */
    interface Action {
        /** Returns its value, or null. */
        @Nullable Object run(MagicCall call) throws Exception;
    }

    static Magic line(String name, String usage, Arguments arguments, String summary, Action action) {
        return new Magic(false, name, List.of(), usage, arguments, summary, "", action);
    }

    static Magic cell(String name, String usage, Arguments arguments, String summary, Action action) {
        return new Magic(true, name, List.of(), usage, arguments, summary, "", action);
    }

    Magic withAliases(String... names) {
        return new Magic(ofCell, name, List.of(names), usage, arguments, summary, details, action);
    }

    Magic withDetails(String lines) {
        return new Magic(ofCell, name, aliases, usage, arguments, summary, lines.strip(), action);
    }

    /** Its name and the aliases. */
    List<String> names() {
        List<String> names = new ArrayList<>(List.of(name));
        names.addAll(aliases);
        return names;
    }

    String label() {
        return (ofCell ? "%%" : "%") + name;
    }

    /** Its full help. */
    String help() {
        String call = (label() + " " + usage).strip();
        String others = aliases.isEmpty()
                ? ""
                : "\nAlso: "
                        + String.join(
                                ", ",
                                aliases.stream()
                                        .map(alias -> (ofCell ? "%%" : "%") + alias)
                                        .toList());
        return call + "\n    " + summary + others + (details.isEmpty() ? "" : "\n" + details);
    }
}
