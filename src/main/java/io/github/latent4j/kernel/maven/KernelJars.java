package io.github.latent4j.kernel.maven;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The libraries that cells see because the kernel runs with them. They are loaded already, so no other version of them can come.
 * The kernel's private libraries are not among them: cells do not see those.
 */
final class KernelJars {
    private static final Pattern NAME_AND_VERSION = Pattern.compile("(.+?)-(\\d.*)\\.jar");

    private final Map<String, String> versions = new HashMap<>();

    private KernelJars() {}

    /**
     * Reads which artifacts the jars are.
     *
     * @param classPath jars and folders; what a jar's manifest adds to the class path counts too
     * @param isPrivate whether a class, by its name with dots, is one that cells do not see
     */
    static KernelJars read(Iterable<Path> classPath, Predicate<String> isPrivate) {
        KernelJars result = new KernelJars();
        Deque<Path> open = new ArrayDeque<>();
        classPath.forEach(open::add);
        Set<Path> seen = new LinkedHashSet<>();
        while (!open.isEmpty()) {
            Path jar = open.remove().toAbsolutePath().normalize();
            if (Files.isRegularFile(jar) && seen.add(jar)) {
                try (JarFile file = new JarFile(jar.toFile())) {
                    open.addAll(referred(jar, file.getManifest()));
                    result.add(jar.getFileName().toString(), file, isPrivate);
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot read " + jar, e);
                }
            }
        }
        return result;
    }

    /** The class path that this JVM was started with. */
    static Set<Path> classPathOfThisJvm() {
        Set<Path> entries = new LinkedHashSet<>();
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                entries.add(Path.of(entry));
            }
        }
        return entries;
    }

    private static Set<Path> referred(Path jar, @Nullable Manifest manifest) {
        Set<Path> result = new LinkedHashSet<>();
        String classPath =
                manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
        if (classPath != null) {
            for (String entry : classPath.strip().split("\\s+", -1)) {
                URI location = jar.toUri().resolve(entry);
                if ("file".equals(location.getScheme())) {
                    result.add(Path.of(location));
                }
            }
        }
        return result;
    }

    private void add(String fileName, JarFile jar, Predicate<String> isPrivate) throws IOException {
        boolean described = false;
        boolean classSeen = false;
        Map<String, String> found = new HashMap<>();
        for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
            String name = entry.getName();
            if (name.startsWith("META-INF/maven/") && name.endsWith("/pom.properties")) {
                described = true;
                Properties pom = new Properties();
                try (InputStream in = jar.getInputStream(entry)) {
                    pom.load(in);
                }
                String version = pom.getProperty("version", "");
                String start = pom.getProperty("artifactId", "") + "-" + version;
                // a jar that repackages others has their descriptions too, but not their name
                if (fileName.startsWith(start)) {
                    String classifier = fileName.substring(start.length(), fileName.length() - ".jar".length());
                    String group = pom.getProperty("groupId", "");
                    found.put(key(group, pom.getProperty("artifactId", ""), withoutDash(classifier)), version);
                }
            } else if (!classSeen && isOrdinaryClass(name)) {
                classSeen = true;
                if (isPrivate.test(
                        name.substring(0, name.length() - ".class".length()).replace('/', '.'))) {
                    return;
                }
            }
        }
        Matcher byName = NAME_AND_VERSION.matcher(fileName);
        if (!described && byName.matches()) { // built without Maven: only the file's name tells
            found.put(key("", byName.group(1), ""), byName.group(2));
        }
        versions.putAll(found);
    }

    private static boolean isOrdinaryClass(String entry) {
        return entry.endsWith(".class") && !entry.startsWith("META-INF/") && !entry.endsWith("module-info.class");
    }

    private static String withoutDash(String classifier) {
        return classifier.startsWith("-") ? classifier.substring(1) : classifier;
    }

    /** The version that the kernel runs with; null if the artifact is none of its own. */
    @Nullable String version(String group, String artifact, String classifier) {
        String version = versions.get(key(group, artifact, classifier));
        return version == null ? versions.get(key("", artifact, classifier)) : version;
    }

    private static String key(String group, String artifact, String classifier) {
        return group + ":" + artifact + ":" + classifier;
    }
}
