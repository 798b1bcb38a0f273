package io.github.latent4j.kernel;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageContext;
import io.github.spencerpark.jupyter.messages.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages whose content is given as JSON, all as children of one request.
 *
 * @param socket safe to send on from any thread
 * @param request the parent; null for a message that no request asked for
 */
record JupyterOutput(JupyterSocket socket, @Nullable MessageContext request) implements CellOutput {

    @SuppressWarnings("unchecked") // the type is only written into the header
    void send(MessageType<?> type, JsonObject content) {
        socket.sendMessage(new Message<>(request, (MessageType<JsonObject>) type, content));
    }

    /** Tells the front end that the request is being worked on ("busy") or done with ("idle"). */
    void status(String state) {
        JsonObject content = new JsonObject();
        content.addProperty("execution_state", state);
        send(MessageType.PUBLISH_STATUS, content);
    }

    @Override
    public void stream(String name, String text) {
        JsonObject content = new JsonObject();
        content.addProperty("name", name);
        content.addProperty("text", text);
        send(MessageType.PUBLISH_STREAM, content);
    }

    @Override
    public void display(JsonObject bundle) {
        send(MessageType.PUBLISH_DISPLAY_DATA, bundle);
    }

    @Override
    public void update(JsonObject bundle) {
        send(MessageType.PUBLISH_UPDATE_DISPLAY_DATA, bundle);
    }
}
