package io.github.latent4j.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file {@code kernels/java/kernel.json} that tells Jupyter how to start a kernel named {@code java}: the name that notebooks
 * of IJava and its successors ask for.
 *
 * @param folder that holds kernel.json
 * @param command the program and its arguments
 */
record KernelSpec(Path folder, List<String> command) {
    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

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

    /** Whether it starts a jar of ours, of this build or of another one. */
    boolean isOurs() {
        return jar().map(Path::getFileName)
                .filter(name -> name.toString().startsWith("latent4j"))
                .isPresent();
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

    private void write() {
        JsonObject json = new JsonObject();
        json.add("argv", JSON.toJsonTree(command));
        json.addProperty("display_name", "Java (latent4j)");
        json.addProperty("language", "java");
        json.addProperty("interrupt_mode", "message");
        Path file = folder.resolve("kernel.json");
        try {
            Files.createDirectories(folder);
            // through a second file: a Jupyter that is reading never sees half of it
            Path written = folder.resolve("kernel.json.new");
            Files.writeString(written, JSON.toJson(json) + "\n");
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write " + file + ": " + e + "; choose another place with --prefix DIR", e);
        }
    }
}
