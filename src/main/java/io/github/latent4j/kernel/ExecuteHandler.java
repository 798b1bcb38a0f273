package io.github.latent4j.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the cells that front ends send, counts and remembers them. Called by one thread. */
final class ExecuteHandler implements KernelConnection.Handler {
    private final KernelConnection connection;
    private final JavaKernel kernel;
    private final History history;
    private int nextCell = 1;

    ExecuteHandler(KernelConnection connection, JavaKernel kernel, History history) {
        this.connection = connection;
        this.kernel = kernel;
        this.history = history;
    }

    @Override
    public void begin() {
        kernel.begin();
    }

    /**
     * Runs a cell. A silent one shows nothing and is neither counted nor remembered. If it fails, the cells that wait behind it
     * are aborted, as "Run all" expects: but not those that are sent in knowledge of the reply.
     */
    @Override
    public JsonObject answer(Request request, JupyterOutput iopub) {
        try {
            return execute(request, iopub);
        } finally {
            kernel.end();
        }
    }

    private JsonObject execute(Request request, JupyterOutput iopub) {
        String source = request.text("code");
        boolean silent = request.flag("silent", false);
        boolean stored = request.flag("store_history", true) && !silent;
        boolean stopOnError = request.flag("stop_on_error", true);
        JsonObject expressions = request.object("user_expressions");
        int number = nextCell;
        if (stored) {
            nextCell++;
        }
        if (!silent) {
            JsonObject input = new JsonObject();
            input.addProperty("code", source);
            input.addProperty("execution_count", number);
            iopub.send("execute_input", input);
        }
        kernel.comms().to(iopub);
        CellOutput output = silent ? CellOutput.NOWHERE : iopub;
        JsonObject result = null;
        JsonObject reply;
        try {
            result = kernel.execute(source, number, output);
            if (result != null && !silent) {
                result.addProperty("execution_count", number);
                iopub.send("execute_result", result);
            }
            reply = KernelConnection.status("ok");
            reply.add("payload", new JsonArray());
            reply.add("user_expressions", evaluate(expressions, number, output));
        } catch (CellException e) {
            reply = failed(e);
            if (!silent) {
                iopub.send("error", KernelServer.error(e));
                if (stopOnError) {
                    connection.abortWaitingCells();
                }
            }
        }
        if (stored) {
            history.add(number, source, plainText(result));
        }
        reply.addProperty("execution_count", number);
        return reply;
    }

    /** Each expression's value as a display, or its error; one that fails does not keep the others from being evaluated. */
    private JsonObject evaluate(JsonObject expressions, int number, CellOutput output) {
        JsonObject values = new JsonObject();
        for (Map.Entry<String, JsonElement> expression : expressions.entrySet()) {
            JsonObject value;
            try {
                JsonObject bundle = kernel.execute(expression.getValue().getAsString(), number, output);
                value = KernelConnection.status("ok");
                value.add("data", bundle == null ? new JsonObject() : bundle.get("data"));
                value.add("metadata", bundle == null ? new JsonObject() : bundle.get("metadata"));
            } catch (CellException e) {
                value = failed(e);
            }
            values.add(expression.getKey(), value);
        }
        return values;
    }

    private static JsonObject failed(CellException failure) {
        JsonObject reply = KernelConnection.status("error");
        KernelServer.error(failure).entrySet().forEach(part -> reply.add(part.getKey(), part.getValue()));
        return reply;
    }

    private static @Nullable String plainText(@Nullable JsonObject result) {
        JsonElement text =
                result == null ? null : result.getAsJsonObject("data").get("text/plain");
        return text == null || !text.isJsonPrimitive() ? null : text.getAsString();
    }
}
