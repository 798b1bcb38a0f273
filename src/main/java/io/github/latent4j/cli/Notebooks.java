package io.github.latent4j.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.latent4j.internal.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The notebooks of a project. */
final class Notebooks {
    /** The tag of the cell whose picture stands at the top of its notebook. */
    static final String COVER = "cover";

    private Notebooks() {}

    /**
     * The file that a user means: seen from where the user is, or else from the project.
     *
     * @throws Failure naming the notebooks that there are if it does not exist
     */
    static Path find(Path named, Path project) {
        return Stream.of(named, project.resolve(named))
                .map(Path::toAbsolutePath)
                .map(Path::normalize)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new Failure("no notebook " + named + "; there are "
                        + all(project).stream().map(project::relativize).toList()));
    }

    /** Every notebook of the project, in the order of their names. */
    static List<Path> all(Path project) {
        try (Stream<Path> files = Files.walk(project.resolve("notebooks"))) {
            return files.filter(file -> file.toString().endsWith(".ipynb"))
                    .filter(file -> !file.toString().contains(".ipynb_checkpoints"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + project.resolve("notebooks") + ": " + e, e);
        }
    }

    /** The first line with text of each code cell of a notebook, in order; "" for an empty cell. */
    static List<String> firstLines(Path notebook) {
        return codeCells(notebook).stream()
                .map(cell -> firstLine(cell.get("source")))
                .toList();
    }

    /**
     * The picture that stands for a notebook, as a PNG: the last one that the cell with the tag {@value #COVER} has put out.
     *
     * @return empty if no cell has that tag
     * @throws Failure if such a cell has put out none
     */
    static Optional<byte[]> cover(Path notebook) {
        return codeCells(notebook).stream()
                .filter(cell -> tags(cell).contains(COVER))
                .findFirst()
                .map(cell -> lastPng(cell)
                        .orElseThrow(() -> new Failure(
                                "the cell with the tag " + COVER + " in " + notebook + " shows no image/png")));
    }

    /**
     * Puts an executed notebook in the place of its source. If it has a cover, that becomes {@code pictures/(name).png} beside it.
     *
     * @throws Failure as {@link #cover} does; then the source is as it was
     */
    static void keep(Path executed, Path source) {
        Optional<byte[]> cover = cover(executed);
        try {
            if (cover.isPresent()) {
                Path pictures = Files.createDirectories(source.resolveSibling("pictures"));
                String name = source.getFileName().toString().replaceFirst("\\.ipynb$", ".png");
                AtomicFile.write(pictures.resolve(name), ByteBuffer.wrap(cover.get()));
            }
            AtomicFile.write(source, ByteBuffer.wrap(Files.readAllBytes(executed)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + executed + ": " + e, e);
        }
    }

    private static List<String> tags(JsonObject cell) {
        JsonElement tags =
                cell.has("metadata") ? cell.getAsJsonObject("metadata").get("tags") : null;
        return tags == null
                ? List.of()
                : tags.getAsJsonArray().asList().stream()
                        .map(JsonElement::getAsString)
                        .toList();
    }

    private static Optional<byte[]> lastPng(JsonObject cell) {
        return cell.getAsJsonArray("outputs").asList().stream()
                .map(output -> output.getAsJsonObject().getAsJsonObject("data"))
                .filter(data -> data != null && data.has("image/png"))
                .reduce((before, last) -> last)
                .map(data -> Base64.getMimeDecoder().decode(text(data.get("image/png"))));
    }

    private static List<JsonObject> codeCells(Path notebook) {
        try {
            return JsonParser.parseString(Files.readString(notebook))
                    .getAsJsonObject()
                    .getAsJsonArray("cells")
                    .asList()
                    .stream()
                    .map(JsonElement::getAsJsonObject)
                    .filter(cell -> "code".equals(cell.get("cell_type").getAsString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + notebook + ": " + e, e);
        }
    }

    private static String firstLine(JsonElement source) {
        return text(source).strip().lines().findFirst().orElse("");
    }

    /** Notebooks hold a text as one or as its lines. */
    private static String text(JsonElement source) {
        return source.isJsonArray()
                ? source.getAsJsonArray().asList().stream()
                        .map(JsonElement::getAsString)
                        .collect(Collectors.joining())
                : source.getAsString();
    }
}
