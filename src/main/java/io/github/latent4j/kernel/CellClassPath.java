package io.github.latent4j.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * What cells compile against: the application's class path, then the jars and folders that cells added. Of the kernel's
 * {@link PrivateLibraries} a cell's own version comes first; {@link CellClassLoader} follows the same rule when they run.
 */
final class CellClassPath {
    private final List<Path> added = new ArrayList<>();

    /** Sees nothing but what cells added. */
    private final StandardJavaFileManager addedFiles =
            ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null);

    /**
     * Notes new entries.
     *
     * @param entries jars and folders of classes
     * @return those that were not there yet, absolute and in order
     * @throws IllegalArgumentException if one does not exist, naming it
     */
    List<Path> add(List<Path> entries) {
        List<Path> fresh = new ArrayList<>();
        for (Path entry : entries) {
            Path absolute = entry.toAbsolutePath().normalize();
            if (!Files.exists(absolute)) {
                throw new IllegalArgumentException("a class path entry must exist, got " + absolute);
            }
            if (!added.contains(absolute) && !fresh.contains(absolute)) {
                fresh.add(absolute);
            }
        }
        added.addAll(fresh);
        try {
            addedFiles.setLocationFromPaths(StandardLocation.CLASS_PATH, added);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + fresh + " as class path", e);
        }
        return fresh;
    }

    /** The jars and folders that cells have added, absolute and in order. */
    List<Path> added() {
        return List.copyOf(added);
    }

    /** The compiler's view of {@code files}, in the order that this class promises. */
    StandardJavaFileManager ordered(StandardJavaFileManager files) {
        return (StandardJavaFileManager) Proxy.newProxyInstance(
                StandardJavaFileManager.class.getClassLoader(),
                new Class<?>[] {StandardJavaFileManager.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("list")
                            && arguments[0] == StandardLocation.CLASS_PATH
                            && PrivateLibraries.contains((String) arguments[1])) {
                        Iterable<JavaFileObject> own = listAdded((String) arguments[1], arguments[2], arguments[3]);
                        if (own.iterator().hasNext()) {
                            return own;
                        }
                    }
                    try {
                        return method.invoke(files, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @SuppressWarnings("unchecked") // the arguments of JavaFileManager.list
    private Iterable<JavaFileObject> listAdded(String packageName, Object kinds, Object recurse) throws IOException {
        return addedFiles.list(
                StandardLocation.CLASS_PATH, packageName, (Set<JavaFileObject.Kind>) kinds, (Boolean) recurse);
    }
}
