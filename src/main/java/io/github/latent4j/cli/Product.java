package io.github.latent4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The packaged jar and the JDK that runs it: what a new JVM of ours is started from.
 *
 * @param jar absolute path of latent4j.jar, with its libraries in {@code lib/} beside it
 * @param java absolute path of the java program of the running JDK
 */
record Product(Path jar, Path java) {
    /** Names the jar where this class is not loaded from it, as under {@code mvn -Plab}. */
    private static final String JAR_PROPERTY = "latent4j.jar";

    /**
     * The product that is running now.
     *
     * @throws Failure if it is not packaged, lacks its libraries, or runs on a JRE
     */
    static Product running() {
        requireCompiler();
        Path jar = jarOf(Optional.ofNullable(System.getProperty(JAR_PROPERTY))
                .map(Path::of)
                .orElseGet(Product::origin));
        return new Product(
                jar,
                Path.of(
                        System.getProperty("java.home"),
                        "bin",
                        OperatingSystem.current().program("java")));
    }

    /**
     * Checks that what this class needs is beside its jar; other places of classes are somebody else's to keep complete.
     *
     * @throws Failure naming a library that is missing
     */
    static void requireLibraries() {
        Path origin = origin();
        if (Files.isRegularFile(origin)) {
            jarOf(origin);
        }
    }

    /** Checks that {@code origin} is a jar whose manifest's class path is there. */
    static Path jarOf(Path origin) {
        Path jar = origin.toAbsolutePath().normalize();
        if (!Files.isRegularFile(jar)) {
            throw new Failure("this command needs the packaged jar, but runs from " + jar
                    + "; build it with `mvn package` and start it with `java -jar target/latent4j.jar`");
        }
        List<Path> missing = libraries(jar).stream()
                .filter(library -> !Files.exists(library))
                .toList();
        if (!missing.isEmpty()) {
            throw new Failure(missing.size() + " libraries of " + jar + " are missing, among them " + missing.get(0)
                    + "; the jar works only beside its folder lib/: move both, or build again with `mvn package`");
        }
        return jar;
    }

    /** The jar and every library that its manifest names, in that order. */
    List<Path> classPath() {
        List<Path> path = new ArrayList<>(List.of(jar));
        path.addAll(libraries(jar));
        return path;
    }

    /** The folder of the project that the jar was built in: it holds {@code notebooks/} and {@code target/}. */
    Path project() {
        Path target = jar.getParent();
        Path project = target == null ? null : target.getParent();
        if (project == null || !Files.isDirectory(project.resolve("notebooks"))) {
            throw new Failure("no folder notebooks/ belongs to " + jar
                    + "; keep the jar in the folder target/ of the project that it was built in");
        }
        return project;
    }

    /** A command that runs {@code args} in a new JVM with the flags of {@link JvmFlags}. */
    List<String> command(String... args) {
        return Stream.of(
                        Stream.of(java.toString()),
                        JvmFlags.all().stream(),
                        Stream.of("-jar", jar.toString()),
                        Stream.of(args))
                .flatMap(part -> part)
                .toList();
    }

    private static void requireCompiler() {
        if (!hasCompiler()) {
            throw new Failure("the Java in " + System.getProperty("java.home")
                    + " is a runtime without compiler and jshell; install a JDK 17 or newer and set JAVA_HOME to it");
        }
    }

    static boolean hasCompiler() {
        ModuleLayer modules = ModuleLayer.boot();
        return modules.findModule("jdk.compiler").isPresent()
                && modules.findModule("jdk.jshell").isPresent();
    }

    private static Path origin() {
        try {
            return Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of this class is no URI", e);
        }
    }

    private static List<Path> libraries(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            String names = file.getManifest() == null
                    ? null
                    : file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return names == null
                    ? List.of()
                    : Stream.of(names.split(" ")).map(jar::resolveSibling).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + jar + ": " + e.getMessage(), e);
        }
    }
}
