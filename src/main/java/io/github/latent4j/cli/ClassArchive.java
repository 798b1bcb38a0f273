package io.github.latent4j.cli;

import io.github.latent4j.kernel.KernelClient;
import io.github.latent4j.kernel.KernelSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kernel's classes in the form that the JVM has in memory, so that it need not read and check them at each start. JDK 25 and
 * newer take an AOT cache, older ones an archive of class-data sharing (CDS). It belongs to one jar in one folder and to one JDK:
 * the JVM does without it, and without a word, when either has changed.
 *
 * @param option that names the file to the JVM, up to and with the equals sign
 */
record ClassArchive(String option, Path file) {
    /** The first JDK that makes an AOT cache in one run. */
    static final int CACHE_SINCE = 25;

    /** The option that names an AOT cache. */
    static final String CACHE = "-XX:AOTCache=";

    private static final String ARCHIVE = "-XX:SharedArchiveFile=";

    /** The JVM reports an archive that it cannot use, and each class that it cannot put into one, as warnings: nobody can act on them. */
    private static final String SILENTLY = "-Xlog:disable";

    private static final String NAME = "classes.";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** What a user does first: a value, an import, a picture. */
    private static final List<String> CELLS = List.of(
            "1 + 2",
            "import java.util.stream.*;",
            "var image = new java.awt.image.BufferedImage(8, 8, 1);\nString id = display(image);",
            "System.out.println(id);\nimage");

    /** The archive of the kernel in {@code folder} for JDK {@code java}, whether it exists or not. */
    static ClassArchive in(Path folder, int java) {
        return java >= CACHE_SINCE
                ? new ClassArchive(CACHE, folder.resolve(NAME + "aot"))
                : new ClassArchive(ARCHIVE, folder.resolve(NAME + "jsa"));
    }

    /** Every file in {@code folder} that an archive of it consists of, those of an attempt that was broken off included. */
    static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(NAME))
                    .toList();
        }
    }

    /** The archive that a kernel is told to use. */
    static Optional<ClassArchive> of(KernelSpec kernel) {
        for (String option : List.of(CACHE, ARCHIVE)) {
            for (String part : kernel.command()) {
                if (part.startsWith(option)) {
                    return Optional.of(new ClassArchive(option, Path.of(part.substring(option.length()))));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Lets a kernel of the running JDK start with its archive, which is made unless there is one that fits.
     *
     * @param out is told when it is made, since that takes some seconds
     * @return the kernel as it is installed now
     * @throws Failure if it cannot be made; the kernel works without it
     */
    static KernelSpec addTo(KernelSpec kernel, PrintWriter out) {
        ClassArchive archive = in(kernel.folder(), Runtime.version().feature());
        KernelSpec fast = kernel.withFlags(archive.flags());
        if (!archive.fits(fast)) {
            out.println("Starting it once, so that it starts faster from now on ...");
            out.flush();
            try {
                archive.make(kernel);
            } catch (IOException | UncheckedIOException | IllegalStateException e) {
                throw new Failure(
                        "a file for a faster start cannot be made: " + e.getMessage() + "; the kernel works without it",
                        e);
            }
        }
        fast.write();
        return fast;
    }

    /** Lets {@code kernel}, which starts the same jar on the same JDK, use a copy of this archive; none if it cannot be copied. */
    KernelSpec copiedTo(KernelSpec kernel) {
        ClassArchive copy = new ClassArchive(option, kernel.folder().resolve(file.getFileName()));
        KernelSpec fast = kernel.withFlags(copy.flags());
        if (!copy.fits(fast)) {
            try {
                Files.copy(file, copy.unfinished(), StandardCopyOption.REPLACE_EXISTING);
                Files.move(copy.unfinished(), copy.file(), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                return kernel; // a disk may be full; Windows keeps a file that a running kernel uses from being
                // replaced
            }
        }
        fast.write();
        return fast;
    }

    List<String> flags() {
        return List.of(SILENTLY, option + file);
    }

    /** Whether the JVM of {@code kernel} would use it: only the JVM knows. */
    boolean fits(KernelSpec kernel) {
        if (!Files.exists(file)) {
            return false;
        }
        List<String> question =
                new ArrayList<>(kernel.command().subList(0, kernel.command().indexOf("-jar")));
        question.add(option.equals(CACHE) ? "-XX:AOTMode=on" : "-Xshare:on"); // refuse to start without it
        question.addAll(List.of("-cp", kernel.jar().orElseThrow().toString(), "-version"));
        return Child.answer(question.toArray(String[]::new)).isPresent();
    }

    private void make(KernelSpec kernel) throws IOException {
        Files.deleteIfExists(unfinished());
        String training = (option.equals(CACHE) ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + unfinished();
        Map<String, String> environment = new HashMap<>(Map.of(KernelLauncher.VARIABLE, ""));
        KernelSettings.VARIABLES.forEach(variable -> environment.put(variable, ""));
        try (KernelClient client =
                new KernelClient(kernel.withFlags(List.of(SILENTLY, training)).command(), environment, PATIENCE)) {
            client.awaitReady();
            CELLS.forEach(client::run);
            client.complete("image.getW");
            int code = client.shutdown();
            if (code != 0 || !Files.exists(unfinished())) {
                throw new IOException("the JVM wrote none (exit code " + code + ") " + client.log());
            }
        }
        unfinished()
                .toFile()
                .setWritable(true); // the JVM makes it read-only, and Windows keeps such files from being replaced
        Files.move(unfinished(), file, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path unfinished() {
        return file.resolveSibling(Objects.requireNonNull(file.getFileName()) + ".new");
    }
}
