package io.github.latent4j.kernel.magics;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Jars and folders of this machine for the class path. */
final class ClassPathMagics {
    private final Session session;

    ClassPathMagics(Session session) {
        this.session = session;
    }

    List<Magic> all() {
        return List.of(
                Magic.line(
                                "jars",
                                "GLOB...",
                                Magic.Arguments.FILES,
                                "adds jars to the class path",
                                call -> add(call, ClassPathMagics::jars))
                        .withAliases("jar")
                        .withDetails("""
                                A glob is a path with * (any characters), ? (one character) or ** (any folders).
                                Of a folder, all jars directly in it are added. The value is the list of their paths.
                                Variables keep their values.
                                Example: %jars lib/*.jar"""),
                Magic.line(
                                "classpath",
                                "GLOB...",
                                Magic.Arguments.FILES,
                                "adds jars and folders of classes to the class path",
                                call -> add(call, path -> List.of(path)))
                        .withDetails("""
                                A glob is a path with * (any characters), ? (one character) or ** (any folders).
                                The value is the list of the paths. Variables keep their values.
                                Example: %classpath target/classes lib/*.jar"""));
    }

    private List<String> add(MagicCall call, Function<Path, List<Path>> entriesOf) {
        List<Path> entries = new ArrayList<>();
        for (String pattern : new Options(call).someWords("a glob")) {
            Glob glob = Glob.of(pattern);
            List<Path> found =
                    glob.matches().stream().map(entriesOf).flatMap(List::stream).toList();
            if (found.isEmpty()) {
                throw call.wrong("a glob", "must match something in " + glob.folder(), pattern);
            }
            entries.addAll(found);
        }
        session.addToClassPath(entries);
        return entries.stream().map(Path::toString).toList();
    }

    private static List<Path> jars(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        return Glob.content(path).stream()
                .filter(file -> file.toString().endsWith(".jar"))
                .toList();
    }
}
