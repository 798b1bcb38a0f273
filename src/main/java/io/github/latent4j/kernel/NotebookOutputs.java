package io.github.latent4j.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds the outputs of a notebook cell as Jupyter saves them: one output per run of printed text, updates done in place. Threads
 * of the cell may add to them until {@link #end}, also while later cells run.
 */
final class NotebookOutputs implements CellOutput {
    private final JsonArray outputs;

    /** By display id, the outputs of all cells. Also the lock of all, since an update reaches into other cells. */
    private final Map<String, List<JsonObject>> shown;

    /** Printed text that still grows; the last of the outputs while it does. */
    private final StringBuilder text = new StringBuilder();

    private @Nullable JsonObject stream;
    private boolean ended;

    /**
     * @param outputs of the cell; it is added to
     * @param shown what cells have shown under an id; the same map for all cells of a notebook
     */
    NotebookOutputs(JsonArray outputs, Map<String, List<JsonObject>> shown) {
        this.outputs = outputs;
        this.shown = shown;
    }

    @Override
    public void stream(String name, String more) {
        synchronized (shown) {
            if (ended) {
                return;
            }
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
    }

    /** Completes the outputs; what comes later is dropped. */
    void end() {
        synchronized (shown) {
            endStream();
            ended = true;
        }
    }

    private void endStream() {
        if (stream != null) {
            stream.add("text", NotebookFile.lines(text.toString()));
            text.setLength(0);
            stream = null;
        }
    }

    @Override
    public void display(JsonObject bundle) {
        JsonObject output = new JsonObject();
        output.add("data", saved(bundle.getAsJsonObject("data")));
        output.add("metadata", bundle.get("metadata"));
        output.addProperty("output_type", "display_data");
        add(output);
        String id = displayId(bundle);
        if (id != null) {
            synchronized (shown) {
                shown.computeIfAbsent(id, unknown -> new ArrayList<>()).add(output);
            }
        }
    }

    @Override
    public void update(JsonObject bundle) {
        synchronized (shown) {
            if (ended) {
                return;
            }
            for (JsonObject output : shown.getOrDefault(displayId(bundle), List.of())) {
                output.add("data", saved(bundle.getAsJsonObject("data")));
                output.add("metadata", bundle.get("metadata"));
            }
        }
    }

    /** The value of the cell's last statement. */
    void result(JsonObject bundle, int executionCount) {
        JsonObject output = new JsonObject();
        output.add("data", saved(bundle.getAsJsonObject("data")));
        output.addProperty("execution_count", executionCount);
        output.add("metadata", bundle.get("metadata"));
        output.addProperty("output_type", "execute_result");
        add(output);
    }

    /** What made the cell fail. */
    void error(CellException failure) {
        JsonObject output = KernelServer.error(failure);
        output.addProperty("output_type", "error");
        add(output);
    }

    private void add(JsonObject output) {
        synchronized (shown) {
            if (!ended) {
                endStream();
                outputs.add(output);
            }
        }
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
