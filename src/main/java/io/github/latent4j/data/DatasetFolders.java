package io.github.latent4j.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where data sets are looked for, and where downloads go.
 *
 * @param searched folders that hold one folder per set, in the order of the search; the last one is the cache
 */
record DatasetFolders(List<Path> searched) {
    /** Names a folder that holds data sets, searched first. */
    static final String VARIABLE = "LATENT4J_DATA";

    DatasetFolders {
        searched = List.copyOf(searched);
    }

    /** The folders of this user on this system. */
    static DatasetFolders ofUser() {
        return of(System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
    }

    static DatasetFolders of(Map<String, String> environment, String os, Path home) {
        List<Path> folders = new ArrayList<>();
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isBlank()) {
            folders.add(Path.of(named));
        }
        folders.add(Path.of("/usr/share/datasets")); // Debian's packages
        folders.add(cache(environment, os.toLowerCase(Locale.ROOT), home));
        return new DatasetFolders(folders);
    }

    private static Path cache(Map<String, String> environment, String os, Path home) {
        if (os.startsWith("windows")) {
            return Path.of(environment.getOrDefault(
                            "LOCALAPPDATA", home.resolve("AppData/Local").toString()))
                    .resolve("latent4j");
        }
        if (os.startsWith("mac")) {
            return home.resolve("Library/Caches/latent4j");
        }
        return Path.of(environment.getOrDefault(
                        "XDG_CACHE_HOME", home.resolve(".cache").toString()))
                .resolve("latent4j");
    }

    /** Where downloads of {@code set} go. */
    Path cacheOf(PublishedSet set) {
        return searched.get(searched.size() - 1).resolve(set.name());
    }

    /** The first folder that holds any file of {@code set}. */
    Optional<Path> find(PublishedSet set) {
        return searched.stream()
                .map(folder -> folder.resolve(set.name()))
                .filter(folder -> set.files().stream()
                        .anyMatch(file -> fileIn(folder, file).isPresent()))
                .findFirst();
    }

    /** The file in {@code folder}, compressed or not. */
    static Optional<Path> fileIn(Path folder, PublishedSet.PublishedFile file) {
        return List.of(file.name() + ".gz", file.name()).stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
