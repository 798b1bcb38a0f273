package io.github.latent4j.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder {@code kernels/java} whose file kernel.json tells Jupyter how to start a kernel named {@code java}: the name that
 * notebooks of IJava and its successors ask for.
 *
 * @param folder that holds kernel.json
 * @param command the program and its arguments
 */
record KernelSpec(Path folder, List<String> command) {
    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /** On any system. */
    private static final Pattern OUR_JAR = Pattern.compile("(.*[/\\\\])?latent4j[^/\\\\]*");

    /** What Jupyter shows for a kernel, under names that it knows. */
    private static final List<String> LOGOS = List.of("logo-32x32.png", "logo-64x64.png", "logo-svg.svg");

    KernelSpec {
        command = List.copyOf(command);
    }

    /** Where the kernel named {@code java} belongs below a Jupyter data folder. */
    static Path folderIn(Path data) {
        return data.resolve("kernels").resolve("java");
    }

    /**
     * The kernel named {@code java} of a Jupyter data folder, whoever put it there.
     *
     * @throws Failure if kernel.json is there and cannot be understood
     */
    static Optional<KernelSpec> readIn(Path data) {
        Path folder = folderIn(data);
        Path file = folder.resolve("kernel.json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<String> command = new ArrayList<>();
            for (JsonElement part :
                    JSON.fromJson(Files.readString(file), JsonObject.class).getAsJsonArray("argv")) {
                command.add(part.getAsString());
            }
            return Optional.of(new KernelSpec(folder, command));
        } catch (IOException | JsonParseException | NullPointerException | ClassCastException e) {
            throw new Failure(
                    file + " is no kernel description that can be read; remove its folder with "
                            + "`jupyter kernelspec remove java`",
                    e);
        }
    }

    /**
     * Writes our kernel into a Jupyter data folder, over an older one of ours.
     *
     * @throws Failure if somebody else's kernel of that name is there
     */
    static KernelSpec install(Product product, Path data) {
        readIn(data).filter(found -> !found.isOurs()).ifPresent(found -> {
            throw new Failure(
                    "another Java kernel is installed in " + found.folder()
                            + " and is left alone; remove it with `jupyter kernelspec remove java`, or install into another place with --prefix DIR");
        });
        KernelSpec spec = new KernelSpec(folderIn(data), product.command("kernel", "{connection_file}"));
        spec.write();
        return spec;
    }

    /**
     * Removes our kernel from a Jupyter data folder: what {@link #install} and {@link ClassArchive} have put there.
     *
     * @return the kernel that was there; empty if there was none
     * @throws Failure if it is somebody else's, which stays as it was
     */
    static Optional<KernelSpec> uninstall(Path data) {
        Optional<KernelSpec> found = readIn(data);
        if (found.isEmpty()) {
            return found;
        }
        KernelSpec kernel = found.get();
        if (!kernel.isOurs()) {
            throw new Failure("the Java kernel in " + kernel.folder()
                    + " is somebody else's and is left alone; `jupyter kernelspec remove java` removes it");
        }
        try {
            List<Path> files = new ArrayList<>(ClassArchive.filesIn(kernel.folder()));
            LOGOS.forEach(logo -> files.add(kernel.folder().resolve(logo)));
            files.add(kernel.file()); // last: while it is there, this can be tried again
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            try (Stream<Path> others = Files.list(kernel.folder())) {
                if (others.findAny().isEmpty()) {
                    Files.delete(kernel.folder());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the kernel in " + kernel.folder() + ": " + e, e);
        }
        return found;
    }

    /** Whether it starts a jar of ours, of this build or of another one. */
    boolean isOurs() {
        return jar().filter(jar -> OUR_JAR.matcher(jar.toString()).matches()).isPresent();
    }

    /** The jar that it starts. */
    Optional<Path> jar() {
        int option = command.indexOf("-jar");
        return option >= 0 && option + 1 < command.size()
                ? Optional.of(Path.of(command.get(option + 1)))
                : Optional.empty();
    }

    /** The java program and the jar: without them it cannot start. */
    List<Path> parts() {
        return Stream.concat(command.stream().limit(1).map(Path::of), jar().stream())
                .toList();
    }

    /** The same kernel with more options for its JVM, not written yet. */
    KernelSpec withFlags(List<String> flags) {
        List<String> longer = new ArrayList<>(command);
        longer.addAll(longer.indexOf("-jar"), flags);
        return new KernelSpec(folder, longer);
    }

    /** The files without which a front end shows less; empty if none is missing. */
    List<String> missingLogos() {
        return LOGOS.stream()
                .filter(logo -> !Files.exists(folder.resolve(logo)))
                .toList();
    }

    private Path file() {
        return folder.resolve("kernel.json");
    }

    /** The text of kernel.json. */
    String json() {
        JsonObject json = new JsonObject();
        json.add("argv", JSON.toJsonTree(command));
        json.addProperty("display_name", "Java (latent4j)");
        json.addProperty("language", "java");
        json.addProperty("interrupt_mode", "message");
        JsonObject metadata = new JsonObject();
        metadata.addProperty("debugger", false);
        json.add("metadata", metadata);
        return JSON.toJson(json) + "\n";
    }

    /** Writes all but the archive. */
    void write() {
        try {
            Files.createDirectories(folder);
            for (String logo : LOGOS) {
                try (InputStream drawing = Objects.requireNonNull(KernelSpec.class.getResourceAsStream(logo), logo)) {
                    Files.copy(drawing, folder.resolve(logo), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            // through a second file: a Jupyter that is reading never sees half of it
            Path written = folder.resolve("kernel.json.new");
            Files.writeString(written, json());
            Files.move(written, file(), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write " + file() + ": " + e + "; choose another place with --prefix DIR", e);
        }
    }
}
