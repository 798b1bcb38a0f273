package io.github.latent4j.kernel.maven;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Coordinates that the local repository can give without a network, by their beginning. */
final class Completion {
    private static final int MAX_RESULTS = 50;
    private static final int MAX_FOLDERS = 2_000;

    private final Path repository;
    private final List<String> results = new ArrayList<>();
    private int folders;

    private Completion(Path repository) {
        this.repository = repository;
    }

    /** Groups, or artifacts of a group, or versions of an artifact, newest first; never more than a front end can show. */
    static List<String> of(Path repository, String prefix) {
        Completion completion = new Completion(repository);
        String[] parts = prefix.split(":", -1);
        if (parts.length == 1) {
            completion.groups(parts[0]);
        } else if (parts.length == 2) {
            completion.artifacts(parts[0], parts[1]);
        } else if (parts.length == 3) {
            completion.versions(parts[0], parts[1], parts[2]);
        }
        return completion.results;
    }

    private void groups(String prefix) {
        int dot = prefix.lastIndexOf('.');
        Path above = folderOf(prefix.substring(0, Math.max(0, dot)));
        for (Path folder : foldersIn(above)) {
            if (name(folder).startsWith(prefix.substring(dot + 1))) {
                addGroups(folder);
            }
        }
    }

    private void addGroups(Path folder) {
        List<Path> inside = foldersIn(folder);
        if (inside.stream().anyMatch(this::isArtifact)) {
            add(repository.relativize(folder).toString().replaceAll("[/\\\\]", ".") + ":");
        }
        for (Path one : inside) {
            if (results.size() < MAX_RESULTS && !isVersion(one)) {
                addGroups(one);
            }
        }
    }

    private void artifacts(String group, String prefix) {
        for (Path folder : foldersIn(folderOf(group))) {
            if (name(folder).startsWith(prefix) && isArtifact(folder)) {
                add(group + ":" + name(folder) + ":");
            }
        }
    }

    private void versions(String group, String artifact, String prefix) {
        foldersIn(folderOf(group).resolve(artifact)).stream()
                .filter(this::isVersion)
                .map(Completion::name)
                .filter(version -> version.startsWith(prefix))
                .sorted(((Comparator<String>) Versions::compare).reversed())
                .forEach(version -> add(group + ":" + artifact + ":" + version));
    }

    private void add(String result) {
        if (results.size() < MAX_RESULTS) {
            results.add(result);
        }
    }

    private boolean isArtifact(Path folder) {
        return foldersIn(folder).stream().anyMatch(this::isVersion);
    }

    private boolean isVersion(Path folder) {
        Path artifact = folder.getParent();
        return artifact != null && Files.exists(folder.resolve(name(artifact) + "-" + name(folder) + ".pom"));
    }

    private Path folderOf(String group) {
        return repository.resolve(group.replace('.', '/'));
    }

    /** Sorted by name; none if the folder is not there or cannot be read, or if too many were looked into already. */
    private List<Path> foldersIn(Path folder) {
        if (folders++ >= MAX_FOLDERS || !Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> result = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
            entries.forEach(result::add);
        } catch (IOException e) {
            return List.of();
        }
        result.sort(Comparator.comparing(Completion::name));
        return result;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
