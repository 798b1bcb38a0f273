package io.github.latent4j.notebooks;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A notebook as it is committed, for the rules of {@link NotebookForm}. */
final class CourseNotebook {
    private final Path file;
    private final JsonObject json;
    private final List<Cell> cells = new ArrayList<>();

    CourseNotebook(Path file) {
        this.file = file;
        try {
            json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        String section = "";
        for (JsonElement each : json.getAsJsonArray("cells")) {
            JsonObject cell = each.getAsJsonObject();
            String type = cell.get("cell_type").getAsString();
            String source = text(cell.get("source"));
            String heading = source.lines().findFirst().orElse("");
            if (type.equals("markdown") && heading.startsWith("## ")) {
                section = heading.substring(3).strip();
            }
            cells.add(new Cell(cells.size() + 1, type, source, section, cell));
        }
    }

    /**
     * A cell.
     *
     * @param number counted over all cells, from 1
     * @param section the heading of the second level that stands above it or at its own top; "" above the first
     */
    record Cell(int number, String type, String source, String section, JsonObject json) {
        boolean isCode() {
            return type.equals("code");
        }

        boolean isText() {
            return type.equals("markdown");
        }

        boolean beginsSection() {
            return isText() && source.startsWith("## ");
        }

        JsonObject metadata() {
            return json.has("metadata") ? json.getAsJsonObject("metadata") : new JsonObject();
        }

        List<String> tags() {
            return metadata().has("tags")
                    ? metadata().getAsJsonArray("tags").asList().stream()
                            .map(JsonElement::getAsString)
                            .toList()
                    : List.of();
        }

        List<JsonObject> outputs() {
            JsonArray outputs = json.getAsJsonArray("outputs");
            return outputs == null
                    ? List.of()
                    : outputs.asList().stream()
                            .map(JsonElement::getAsJsonObject)
                            .toList();
        }

        /** All outputs that are not pictures, as they are in the file, by MIME type. */
        List<Map.Entry<String, String>> outputTexts() {
            List<Map.Entry<String, String>> texts = new ArrayList<>();
            for (JsonObject output : outputs()) {
                if (output.has("text")) {
                    texts.add(Map.entry("text/plain", text(output.get("text"))));
                }
                if (output.has("data")) {
                    for (Map.Entry<String, JsonElement> data :
                            output.getAsJsonObject("data").entrySet()) {
                        if (!data.getKey().startsWith("image/") || data.getKey().endsWith("+xml")) {
                            texts.add(Map.entry(data.getKey(), text(data.getValue())));
                        }
                    }
                }
            }
            return texts;
        }

        /** The pictures among the outputs, in base 64. */
        List<String> pngs() {
            return outputs().stream()
                    .map(output -> output.getAsJsonObject("data"))
                    .filter(data -> data != null && data.has("image/png"))
                    .map(data -> text(data.get("image/png")))
                    .toList();
        }
    }

    private static String text(JsonElement json) {
        if (json instanceof JsonArray lines) {
            return lines.asList().stream().map(JsonElement::getAsString).collect(Collectors.joining());
        }
        return json.isJsonPrimitive() ? json.getAsString() : json.toString();
    }

    Path file() {
        return file;
    }

    /** Without folder and ending. */
    String name() {
        return file.getFileName().toString().replaceFirst("\\.ipynb$", "");
    }

    JsonObject json() {
        return json;
    }

    List<Cell> cells() {
        return cells;
    }

    List<Cell> code() {
        return cells.stream().filter(Cell::isCode).toList();
    }

    List<Cell> texts() {
        return cells.stream().filter(Cell::isText).toList();
    }
}
