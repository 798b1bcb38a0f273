package io.github.latent4j.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the outputs of notebook cells as Jupyter saves them: one output per run of printed text, updates done in place. */
final class NotebookOutputs implements CellOutput {
    private final Map<String, List<JsonObject>> shown = new HashMap<>();
    private JsonArray outputs = new JsonArray();

    /** Printed text that still grows; the last of the outputs while it does. */
    private final StringBuilder text = new StringBuilder();

    private @Nullable JsonObject stream;

    /** Ends the outputs of the cell before, and adds to {@code cellOutputs} from now on. */
    synchronized void to(JsonArray cellOutputs) {
        endStream();
        outputs = cellOutputs;
    }

    @Override
    public synchronized void stream(String name, String more) {
        JsonObject current = stream;
        if (current == null || !current.get("name").getAsString().equals(name)) {
            endStream();
            current = new JsonObject();
            current.addProperty("name", name);
            current.addProperty("output_type", "stream");
            outputs.add(current);
            stream = current;
        }
        text.append(more);
    }

    /** Completes the outputs of the last cell. */
    synchronized void end() {
        endStream();
    }

    private void endStream() {
        if (stream != null) {
            stream.add("text", NotebookFile.lines(text.toString()));
            text.setLength(0);
            stream = null;
        }
    }

    @Override
    public synchronized void display(JsonObject bundle) {
        JsonObject output = new JsonObject();
        output.add("data", saved(bundle.getAsJsonObject("data")));
        output.add("metadata", bundle.get("metadata"));
        output.addProperty("output_type", "display_data");
        add(output);
        String id = displayId(bundle);
        if (id != null) {
            shown.computeIfAbsent(id, unknown -> new ArrayList<>()).add(output);
        }
    }

    @Override
    public synchronized void update(JsonObject bundle) {
        for (JsonObject output : shown.getOrDefault(displayId(bundle), List.of())) {
            output.add("data", saved(bundle.getAsJsonObject("data")));
            output.add("metadata", bundle.get("metadata"));
        }
    }

    /** The value of the cell's last statement. */
    synchronized void result(JsonObject bundle, int executionCount) {
        JsonObject output = new JsonObject();
        output.add("data", saved(bundle.getAsJsonObject("data")));
        output.addProperty("execution_count", executionCount);
        output.add("metadata", bundle.get("metadata"));
        output.addProperty("output_type", "execute_result");
        add(output);
    }

    /** What made the cell fail. */
    synchronized void error(CellException failure) {
        JsonObject output = KernelServer.error(failure);
        output.addProperty("output_type", "error");
        add(output);
    }

    private void add(JsonObject output) {
        endStream();
        outputs.add(output);
    }

    private static @Nullable String displayId(JsonObject bundle) {
        return bundle.get("transient") instanceof JsonObject passing && passing.has("display_id")
                ? passing.get("display_id").getAsString()
                : null;
    }

    /** Text as lines, which makes differences between notebooks readable; images in one string. */
    private static JsonObject saved(JsonObject data) {
        JsonObject saved = new JsonObject();
        for (Map.Entry<String, JsonElement> entry : data.entrySet()) {
            String type = entry.getKey();
            boolean isText =
                    type.startsWith("text/") || type.equals("image/svg+xml") || type.equals("application/javascript");
            boolean split = isText && entry.getValue().isJsonPrimitive();
            saved.add(type, split ? NotebookFile.lines(entry.getValue().getAsString()) : entry.getValue());
        }
        return saved;
    }
}
