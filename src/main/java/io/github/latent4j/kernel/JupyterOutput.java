package io.github.latent4j.kernel;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Publishes in the name of one request.
 *
 * @param request null for what no request asked for
 */
record JupyterOutput(KernelConnection connection, @Nullable Request request) implements CellOutput {

    /** May be called from any thread, and does not block. */
    void send(String type, JsonObject content) {
        send(type, new JsonObject(), content, List.of());
    }

    void send(String type, JsonObject metadata, JsonObject content, List<byte[]> buffers) {
        connection.publish(request, type, metadata, content, buffers);
    }

    /** Tells the front end that the request is being worked on ("busy") or done with ("idle"). */
    void status(String state) {
        JsonObject content = new JsonObject();
        content.addProperty("execution_state", state);
        send("status", content);
    }

    @Override
    public void stream(String name, String text) {
        JsonObject content = new JsonObject();
        content.addProperty("name", name);
        content.addProperty("text", text);
        send("stream", content);
    }

    @Override
    public void display(JsonObject bundle) {
        connection.awaitRoom();
        send("display_data", bundle);
    }

    @Override
    public void update(JsonObject bundle) {
        connection.awaitRoom();
        send("update_display_data", bundle);
    }

    @Override
    public void awaitRoom() {
        connection.awaitRoom();
    }

    @Override
    public String readLine() throws IOException, InterruptedException {
        if (request == null || !request.type().equals("execute_request")) {
            throw new IOException("System.in can be read in a cell only");
        }
        if (!request.flag("allow_stdin", true)) {
            throw new IOException("System.in cannot be read: the front end allows no input (allow_stdin is false)");
        }
        return connection.ask(request) + "\n";
    }
}
