package io.github.latent4j.kernel;

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A notebook as JSON, nbformat 4. What this class does not know is kept as it is. */
final class NotebookFile {
    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .setFormattingStyle(FormattingStyle.PRETTY.withIndent(" ").withNewline("\n"))
            .create();

    private final JsonObject notebook;
    private final List<JsonObject> codeCells;

    /**
     * A cell as it was written.
     *
     * @param isCode else it is text
     */
    record Cell(boolean isCode, String source) {}

    private NotebookFile(JsonObject notebook, List<JsonObject> codeCells) {
        this.notebook = notebook;
        this.codeCells = List.copyOf(codeCells);
    }

    /**
     * Reads a notebook.
     *
     * @throws IllegalArgumentException if there is none at {@code file}, or it is not one in Java, naming file and rule
     */
    static NotebookFile read(Path file) {
        JsonElement json;
        try {
            json = JsonParser.parseString(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("notebook " + file + " does not exist", e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("notebook " + file + " must be UTF-8 text", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("notebook " + file + " cannot be read: " + e, e);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("notebook " + file + " must be JSON: " + e.getMessage(), e);
        }
        if (!json.isJsonObject()) {
            throw new IllegalArgumentException("notebook " + file + " must be a JSON object");
        }
        JsonObject notebook = json.getAsJsonObject();
        JsonElement format = notebook.get("nbformat");
        if (format == null || !"4".equals(format.toString())) {
            throw new IllegalArgumentException("notebook " + file + " must have nbformat 4, got " + format);
        }
        String language = language(notebook);
        if (language != null && !language.equals("java")) {
            throw new IllegalArgumentException("notebook " + file + " must be in java, got " + language);
        }
        if (!(notebook.get("cells") instanceof JsonArray cells)) {
            throw new IllegalArgumentException("notebook " + file + " must have an array of cells");
        }
        List<JsonObject> codeCells = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            if (!(cells.get(i) instanceof JsonObject cell) || text(cell.get("source")) == null) {
                throw new IllegalArgumentException("notebook " + file + ": cell " + (i + 1) + " must have a source");
            }
            if (isCode(cell)) {
                codeCells.add(cell);
            }
        }
        return new NotebookFile(notebook, codeCells);
    }

    private static boolean isCode(JsonObject cell) {
        return "code".equals(text(cell.get("cell_type")));
    }

    private static @Nullable String language(JsonObject notebook) {
        if (notebook.get("metadata") instanceof JsonObject metadata) {
            if (metadata.get("kernelspec") instanceof JsonObject kernel && kernel.has("language")) {
                return text(kernel.get("language"));
            }
            if (metadata.get("language_info") instanceof JsonObject info) {
                return text(info.get("name"));
            }
        }
        return null;
    }

    /** A string, or lines of one; null if {@code json} is neither. */
    private static @Nullable String text(@Nullable JsonElement json) {
        if (json instanceof JsonArray lines) {
            StringBuilder text = new StringBuilder();
            for (JsonElement line : lines) {
                if (!line.isJsonPrimitive()) {
                    return null;
                }
                text.append(line.getAsString());
            }
            return text.toString();
        }
        return json != null && json.isJsonPrimitive() ? json.getAsString() : null;
    }

    /** All cells, in order. */
    List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (JsonElement cell : notebook.getAsJsonArray("cells")) {
            String source = text(cell.getAsJsonObject().get("source"));
            cells.add(new Cell(isCode(cell.getAsJsonObject()), source == null ? "" : source));
        }
        return cells;
    }

    /** How many code cells there are. */
    int size() {
        return codeCells.size();
    }

    /**
     * The code of one cell.
     *
     * @param cell from 0
     */
    String source(int cell) {
        String source = text(codeCells.get(cell).get("source"));
        return source == null ? "" : source;
    }

    /** Makes all code cells look as if they had never run. */
    void clear() {
        for (JsonObject cell : codeCells) {
            cell.add("execution_count", JsonNull.INSTANCE);
            cell.add("outputs", new JsonArray());
        }
    }

    void setExecutionCount(int cell, int count) {
        codeCells.get(cell).addProperty("execution_count", count);
    }

    /** The outputs of one cell, to be added to. */
    JsonArray outputs(int cell) {
        return codeCells.get(cell).getAsJsonArray("outputs");
    }

    /** Text in the form of notebook files: an array of lines, each with its line end. */
    static JsonArray lines(String text) {
        JsonArray lines = new JsonArray();
        int begin = 0;
        while (begin < text.length()) {
            int newline = text.indexOf('\n', begin);
            int end = newline < 0 ? text.length() : newline + 1;
            lines.add(text.substring(begin, end));
            begin = end;
        }
        return lines;
    }

    /**
     * Writes the notebook in Jupyter's layout, the keys of every object sorted: the same content gives the same bytes, whoever
     * wrote it last. {@code file} is there whole or not at all.
     *
     * @throws UncheckedIOException if it cannot be written, naming it
     */
    void write(Path file) {
        try {
            Path target = file.toAbsolutePath();
            Path folder = Files.createDirectories(target.getParent());
            Path unfinished = folder.resolve("." + target.getFileName() + ".unfinished");
            try {
                Files.writeString(unfinished, GSON.toJson(sorted(notebook)) + "\n");
                try {
                    Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
                } catch (AtomicMoveNotSupportedException e) {
                    Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
                }
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write notebook " + file, e);
        }
    }

    private static JsonElement sorted(JsonElement json) {
        if (json instanceof JsonObject object) {
            JsonObject sorted = new JsonObject();
            for (String key : new TreeSet<>(object.keySet())) {
                sorted.add(key, sorted(object.get(key)));
            }
            return sorted;
        }
        if (json instanceof JsonArray array) {
            JsonArray sorted = new JsonArray(array.size());
            array.forEach(element -> sorted.add(sorted(element)));
            return sorted;
        }
        return json;
    }
}
