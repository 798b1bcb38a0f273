package io.github.latent4j.kernel;

import java.io.File;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import jdk.jshell.SourceCodeAnalysis;

/**
 * Where JShell looks for the Javadoc of what cells use. By itself it knows the JDK's source only, and has no way to be told of more:
 * so this adds to its own list, which the {@code Add-Opens} of our manifest allows. Where it is not allowed, or the list is not
 * there, Javadoc of libraries is not found, and nothing else changes.
 */
final class JavadocSources {
    private JavadocSources() {}

    /** Lets {@code analysis} find {@code x-sources.jar} beside each {@code x.jar} of the application's class path and of {@code added}. */
    static void addTo(SourceCodeAnalysis analysis, Collection<Path> added) {
        Stream<Path> own = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of);
        List<Path> sources = Stream.concat(own, added.stream())
                .filter(entry -> entry.toString().endsWith(".jar"))
                .map(entry -> Path.of(entry.toString().replaceFirst("\\.jar$", "-sources.jar")))
                .filter(Files::isReadable)
                .toList();
        try {
            Method find = analysis.getClass().getDeclaredMethod("findSources");
            Field known = analysis.getClass().getDeclaredField("availableSources");
            find.setAccessible(true);
            known.setAccessible(true);
            List<Object> all = new ArrayList<>((Collection<?>) find.invoke(analysis));
            for (Path jar : sources) {
                if (!all.contains(jar)) {
                    all.add(jar);
                }
            }
            known.set(analysis, all);
        } catch (ReflectiveOperationException | InaccessibleObjectException notInThisJdk) {
            return;
        }
    }

    /** Whether the JDK has its source with it. */
    static boolean ofJdkExist() {
        Path home = Path.of(System.getProperty("java.home"));
        return Files.isReadable(home.resolve("lib").resolve("src.zip"))
                || Files.isReadable(home.resolveSibling("src.zip"));
    }
}
