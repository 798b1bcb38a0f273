package io.github.latent4j.kernel.magics;

import io.github.latent4j.kernel.magics.Magic.Arguments;
import io.github.latent4j.kernel.magics.MagicParser.Form;
import io.github.latent4j.kernel.magics.MagicParser.Found;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What an editor asks about the magics of a cell while it is written. All positions are UTF-16 units from the start of the cell. */
public final class MagicCompletion {
    private static final Map<String, String> MAVEN_OPTIONS = new TreeMap<>(Map.of(
            "--from=", "look in this repository first",
            "--exclude=", "leave out a group:artifact that something else needs",
            "--offline", "take only what is on this machine"));

    private final MagicRegistry registry;
    private final Dependencies dependencies;

    /**
     * @param dependencies what knows Maven coordinates
     */
    public MagicCompletion(MagicRegistry registry, Dependencies dependencies) {
        this.registry = registry;
        this.dependencies = dependencies;
    }

    /**
     * One way to go on.
     *
     * @param word what may stand in the place of what is there
     * @param doc one line about it; may be empty
     */
    public record Candidate(String word, String doc) {}

    /**
     * Ways to go on.
     *
     * @param start of what each of them replaces
     * @param end of it, exclusive
     */
    public record Candidates(List<Candidate> all, int start, int end) {
        /** Copies the list. */
        public Candidates {
            all = List.copyOf(all);
        }
    }

    /** Ways to go on at {@code cursor}; empty if what stands there is Java. */
    public Optional<Candidates> complete(String source, int cursor) {
        for (Found magic : MagicParser.find(source)) {
            if (cursor >= magic.nameStart() && cursor <= magic.nameEnd()) {
                return Optional.of(names(source, magic));
            }
            if (magic.hasName() && cursor > magic.nameEnd() && (cursor <= magic.end() || magic.form() == Form.CELL)) {
                Arguments arguments = registry.find(ofCell(magic), name(source, magic))
                        .map(Magic::arguments)
                        .orElse(Arguments.NONE);
                if (arguments == Arguments.JAVA) {
                    return Optional.empty();
                }
                return Optional.of(
                        cursor <= magic.end()
                                ? arguments(source, magic.nameEnd(), cursor, arguments)
                                : new Candidates(List.of(), cursor, cursor));
            }
        }
        return Optional.empty();
    }

    private Candidates names(String source, Found magic) {
        List<Candidate> names = new ArrayList<>();
        String beginning = name(source, magic);
        if (!ofCell(magic)) {
            add(names, false, beginning);
        }
        if (source.substring(0, magic.start()).isBlank()) {
            add(names, true, beginning);
        }
        return new Candidates(names, magic.start(), magic.nameEnd());
    }

    private void add(List<Candidate> names, boolean ofCell, String beginning) {
        registry.names(ofCell).forEach((name, magic) -> {
            if (name.regionMatches(true, 0, beginning, 0, beginning.length())) {
                names.add(new Candidate((ofCell ? "%%" : "%") + name, magic.summary()));
            }
        });
    }

    private Candidates arguments(String source, int from, int cursor, Arguments arguments) {
        int start = from;
        boolean quoted = false;
        for (int at = from; at < cursor; at++) {
            char c = source.charAt(at);
            quoted ^= c == '"';
            if (!quoted && Character.isWhitespace(c)) {
                start = at + 1;
            }
        }
        String word = source.substring(start, cursor).replace("\"", "");
        List<Candidate> candidates = switch (arguments) {
            case FILES -> files(word, List.of(""));
            case SOURCES -> files(word, CodeMagics.EXTENSIONS);
            case COORDINATES -> coordinates(word);
            case MAGICS -> magics(word);
            case NONE, JAVA -> List.of();
        };
        return new Candidates(candidates, start, cursor);
    }

    private static List<Candidate> files(String word, List<String> extensions) {
        String typed = word.replace(File.separatorChar, '/');
        String folder = typed.substring(0, typed.lastIndexOf('/') + 1);
        String beginning = typed.substring(folder.length());
        List<Path> content;
        try {
            content = Glob.content(Path.of(folder));
        } catch (InvalidPathException e) {
            return List.of();
        }
        List<Candidate> candidates = new ArrayList<>();
        for (Path path : content) {
            String name = String.valueOf(path.getFileName());
            boolean isFolder = Files.isDirectory(path);
            boolean hidden = name.startsWith(".") && !beginning.startsWith(".");
            if (name.startsWith(beginning)
                    && !hidden
                    && (isFolder || extensions.stream().anyMatch(name::endsWith))) {
                String whole = folder + name + (isFolder ? "/" : "");
                candidates.add(
                        new Candidate(whole.contains(" ") ? "\"" + whole + "\"" : whole, isFolder ? "folder" : "file"));
            }
        }
        return candidates;
    }

    private List<Candidate> coordinates(String word) {
        if (word.startsWith("-")) {
            return MAVEN_OPTIONS.entrySet().stream()
                    .filter(option -> option.getKey().startsWith(word))
                    .map(option -> new Candidate(option.getKey(), option.getValue()))
                    .toList();
        }
        return dependencies.complete(word).stream()
                .map(each -> new Candidate(each, ""))
                .toList();
    }

    private List<Candidate> magics(String word) {
        return Stream.of(registry.names(false), registry.names(true))
                .flatMap(names -> names.entrySet().stream())
                .filter(entry -> entry.getKey().startsWith(word.replaceFirst("^%%?", "")))
                .map(entry -> new Candidate(entry.getKey(), entry.getValue().summary()))
                .distinct()
                .toList();
    }

    /** The help for the magic whose name or arguments are at {@code cursor}; empty if Java stands there, or no known magic. */
    public Optional<String> inspect(String source, int cursor) {
        for (Found magic : MagicParser.find(source)) {
            if (magic.hasName() && cursor >= magic.start() && cursor <= magic.end()) {
                Optional<Magic> known = registry.find(ofCell(magic), name(source, magic));
                return known.filter(each -> cursor <= magic.nameEnd() || each.arguments() != Arguments.JAVA)
                        .map(Magic::help);
            }
        }
        return Optional.empty();
    }

    /**
     * A cell as Java for an editor: of the same length, with blanks in the place of magics but for the code behind {@code %time}
     * and the like, which stays where it is.
     */
    public String java(String source) {
        StringBuilder java = new StringBuilder(source);
        for (Found magic : MagicParser.find(source)) {
            if (magic.hasName()) {
                boolean keepsCode = registry.find(ofCell(magic), name(source, magic))
                        .filter(each -> each.arguments() == Arguments.JAVA)
                        .isPresent();
                if (magic.form() == Form.CELL) {
                    blank(java, magic.start(), keepsCode ? magic.end() : source.length());
                } else if (keepsCode) {
                    blank(java, magic.start(), magic.nameEnd());
                } else {
                    blankStatement(java, magic);
                }
            }
        }
        return java.toString();
    }

    /**
     * A cell as Java for the question whether it is complete, of the same length and without any magic: a line of a magic is complete
     * as it is, and so is a cell of one.
     */
    public static String withoutMagics(String source) {
        StringBuilder java = new StringBuilder(source);
        for (Found magic : MagicParser.find(source)) {
            if (magic.hasName() && magic.form() == Form.CELL) {
                blank(java, magic.start(), source.length());
            } else if (magic.hasName()) {
                blankStatement(java, magic);
            }
        }
        return java.toString();
    }

    private static void blankStatement(StringBuilder java, Found magic) {
        blank(java, magic.start(), magic.end());
        if (magic.form() == Form.VALUE) {
            String value = magic.end() - magic.start() < 5 ? "0;" : "null;";
            java.replace(magic.start(), magic.start() + value.length(), value);
        }
    }

    private static void blank(StringBuilder java, int start, int end) {
        for (int at = start; at < end; at++) {
            if (java.charAt(at) != '\n') {
                java.setCharAt(at, ' ');
            }
        }
    }

    private static boolean ofCell(Found magic) {
        return magic.form() == Form.CELL;
    }

    private static String name(String source, Found magic) {
        return source.substring(magic.nameStart(), magic.nameEnd());
    }
}
