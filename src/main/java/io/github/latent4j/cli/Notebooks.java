package io.github.latent4j.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The notebooks of a project. */
final class Notebooks {
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
                .orElseThrow(() -> new Failure("no notebook " + named + "; there are " + in(project)));
    }

    private static List<Path> in(Path project) {
        try (Stream<Path> files = Files.walk(project.resolve("notebooks"))) {
            return files.filter(file -> file.toString().endsWith(".ipynb"))
                    .filter(file -> !file.toString().contains(".ipynb_checkpoints"))
                    .map(project::relativize)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + project.resolve("notebooks") + ": " + e, e);
        }
    }

    /** The first line with text of each code cell of a notebook, in order; "" for an empty cell. */
    static List<String> firstLines(Path notebook) {
        try {
            List<String> lines = new ArrayList<>();
            for (JsonElement cell : JsonParser.parseString(Files.readString(notebook))
                    .getAsJsonObject()
                    .getAsJsonArray("cells")) {
                if ("code".equals(cell.getAsJsonObject().get("cell_type").getAsString())) {
                    lines.add(firstLine(cell.getAsJsonObject().get("source")));
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + notebook + ": " + e, e);
        }
    }

    /** Notebooks hold a source as one text or as its lines. */
    private static String firstLine(JsonElement source) {
        String text = source.isJsonArray()
                ? source.getAsJsonArray().asList().stream()
                        .map(JsonElement::getAsString)
                        .collect(Collectors.joining())
                : source.getAsString();
        return text.strip().lines().findFirst().orElse("");
    }
}
