package io.github.latent4j.kernel.magics;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A pattern for files and folders: {@code *} stands for any characters within a name, {@code ?} for one, and a name {@code **} for
 * any number of folders, also none. Names are separated by {@code /}, on Windows too.
 *
 * @param folder where the search begins, absolute
 * @param names the names below it, of which the first has a wildcard unless there is only one name
 */
public record Glob(Path folder, List<String> names) {
    /** Copies the list. */
    public Glob {
        names = List.copyOf(names);
    }

    static Glob of(String pattern) {
        return of(pattern, Path.of(""));
    }

    /**
     * Reads a pattern.
     *
     * @param base where a relative pattern begins
     */
    public static Glob of(String pattern, Path base) {
        List<String> names =
                new ArrayList<>(List.of(pattern.replace(File.separatorChar, '/').split("/+")));
        StringBuilder literal = new StringBuilder();
        while (names.size() > 1 && !isWild(names.get(0))) {
            literal.append(names.remove(0)).append('/');
        }
        return new Glob(base.resolve(literal.toString()).toAbsolutePath().normalize(), names);
    }

    private static boolean isWild(String name) {
        return name.contains("*") || name.contains("?");
    }

    /**
     * What exists and matches, in the order of the names.
     *
     * @throws UncheckedIOException if a folder cannot be listed, naming it
     */
    public List<Path> matches() {
        TreeSet<Path> found = new TreeSet<>();
        collect(folder, names, found);
        return List.copyOf(found);
    }

    private static void collect(Path at, List<String> names, TreeSet<Path> found) {
        if (names.isEmpty()) {
            found.add(at);
            return;
        }
        String name = names.get(0);
        List<String> rest = names.subList(1, names.size());
        if (name.equals("**")) {
            collect(at, rest, found);
            content(at).stream()
                    .filter(path -> Files.isDirectory(path) && !Files.isSymbolicLink(path))
                    .forEach(path -> collect(path, names, found));
        } else if (isWild(name)) {
            Pattern pattern = Pattern.compile(
                    Pattern.quote(name).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"), Pattern.DOTALL);
            content(at).stream()
                    .filter(path ->
                            pattern.matcher(String.valueOf(path.getFileName())).matches())
                    .forEach(path -> collect(path, rest, found));
        } else if (Files.exists(at.resolve(name))) {
            collect(at.resolve(name).normalize(), rest, found);
        }
    }

    /** The content of a folder in the order of the names; nothing if it is none. */
    public static List<Path> content(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> content = Files.list(folder)) {
            return content.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }
}
