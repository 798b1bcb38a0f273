package io.github.latent4j.kernel;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Patterns for files and folders, as in IJava: {@code *} stands for any characters within a name, {@code ?} for one, and a
 * {@code /} at the end for the folder and everything directly in it.
 */
final class ClassPathGlob {
    private static final String SEPARATOR = "/";

    private ClassPathGlob() {}

    /**
     * The files and folders that exist and match, in the order of their names.
     *
     * @param glob with {@code /} between names; the system's own separator is taken too
     * @param folder that a relative pattern starts from
     * @throws UncheckedIOException if a folder cannot be listed, naming it
     */
    static List<Path> expand(String glob, Path folder) {
        String pattern = glob.replace(File.separator, SEPARATOR);
        Path root =
                folder.getFileSystem().getPath(pattern.replaceAll("[*?].*", "")).getRoot();
        List<Path> found = List.of(root == null ? folder : root);
        for (String name :
                (root == null ? pattern : pattern.substring(root.toString().length())).split(SEPARATOR, -1)) {
            if (!name.isEmpty()) {
                found = found.stream().flatMap(at -> matches(name, at)).toList();
            }
        }
        if (!pattern.endsWith(SEPARATOR)) {
            return found;
        }
        List<Path> withContent = new ArrayList<>();
        for (Path each : found) {
            withContent.add(each);
            withContent.addAll(list(each));
        }
        return withContent;
    }

    private static Stream<Path> matches(String name, Path folder) {
        if (!name.contains("*") && !name.contains("?")) {
            return Stream.of(folder.resolve(name).normalize()).filter(Files::exists);
        }
        Pattern pattern =
                Pattern.compile(Pattern.quote(name).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"), Pattern.DOTALL);
        return list(folder).stream()
                .filter(path ->
                        pattern.matcher(String.valueOf(path.getFileName())).matches());
    }

    private static List<Path> list(Path folder) {
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
