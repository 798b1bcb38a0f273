package io.github.latent4j.kernel.maven;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A Maven repository in a folder, of jars that hold next to nothing. */
final class TinyRepository {
    private final Path folder;
    private final Map<String, List<String>> versions = new LinkedHashMap<>();

    TinyRepository(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    String url() {
        return folder.toUri().toString().replaceAll("/$", ""); // as the resolver writes it
    }

    /** Adds {@code group:artifact:version} with dependencies of that form, which may end in {@code :scope}. */
    TinyRepository add(String coordinate, String... dependencies) {
        String list =
                List.of(dependencies).stream().map(TinyRepository::dependency).collect(Collectors.joining());
        return addPom(coordinate, "<dependencies>" + list + "</dependencies>").addJar(coordinate, "");
    }

    static String dependency(String text) {
        String[] parts = text.split(":", -1);
        return "<dependency><groupId>" + parts[0] + "</groupId><artifactId>" + parts[1] + "</artifactId><version>"
                + parts[2] + "</version>" + (parts.length > 3 ? "<scope>" + parts[3] + "</scope>" : "")
                + "</dependency>";
    }

    /** Adds a POM with these elements. */
    TinyRepository addPom(String coordinate, String elements) {
        String[] parts = coordinate.split(":", -1);
        write(
                file(coordinate, ".pom"),
                ("<project><modelVersion>4.0.0</modelVersion><groupId>" + parts[0] + "</groupId><artifactId>" + parts[1]
                                + "</artifactId><version>" + parts[2] + "</version>"
                                + (elements.contains("<packaging>") ? "" : "<packaging>jar</packaging>") + elements
                                + "</project>")
                        .getBytes(UTF_8));
        List<String> known = versions.computeIfAbsent(parts[0] + ":" + parts[1], name -> new ArrayList<>());
        known.add(parts[2]);
        write(
                file(coordinate, "").getParent().getParent().resolve("maven-metadata.xml"),
                ("<metadata><groupId>" + parts[0] + "</groupId><artifactId>" + parts[1]
                                + "</artifactId><versioning><versions>"
                                + known.stream()
                                        .map(version -> "<version>" + version + "</version>")
                                        .collect(Collectors.joining())
                                + "</versions></versioning></metadata>")
                        .getBytes(UTF_8));
        return this;
    }

    TinyRepository addJar(String coordinate, String classifier) {
        write(file(coordinate, (classifier.isEmpty() ? "" : "-" + classifier) + ".jar"), jar(Map.of("a.txt", "a")));
        return this;
    }

    /** The file of an artifact, by the end of its name. */
    Path file(String coordinate, String end) {
        String[] parts = coordinate.split(":", -1);
        return folder.resolve(parts[0].replace('.', '/'))
                .resolve(parts[1])
                .resolve(parts[2])
                .resolve(parts[1] + "-" + parts[2] + end);
    }

    static byte[] jar(Map<String, String> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(UTF_8));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            try (OutputStream out = Files.newOutputStream(file)) {
                out.write(content);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
