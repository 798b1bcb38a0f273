package io.github.latent4j.kernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;

/**
 * A message from a front end.
 *
 * @param identities where a reply on the same socket goes to
 * @param header has {@code msg_id} and {@code msg_type}
 * @param parent the header of the message that this one answers; empty if there is none
 * @param buffers binary parts that the content speaks of
 */
record Request(
        List<byte[]> identities, JsonObject header, JsonObject parent, JsonObject content, List<byte[]> buffers) {
    String id() {
        return header.get("msg_id").getAsString();
    }

    String type() {
        return header.get("msg_type").getAsString();
    }

    /**
     * A string of the content.
     *
     * @throws IllegalArgumentException if it is missing or something else, as in the methods below if it is something else
     */
    String text(String name) {
        if (content.get(name) instanceof JsonPrimitive value && value.isString()) {
            return value.getAsString();
        }
        throw wrong(name, "a string");
    }

    String text(String name, String otherwise) {
        return isMissing(name) ? otherwise : text(name);
    }

    boolean flag(String name, boolean otherwise) {
        if (isMissing(name)) {
            return otherwise;
        }
        if (content.get(name) instanceof JsonPrimitive value && value.isBoolean()) {
            return value.getAsBoolean();
        }
        throw wrong(name, "true or false");
    }

    int number(String name, int otherwise) {
        if (isMissing(name)) {
            return otherwise;
        }
        if (content.get(name) instanceof JsonPrimitive value && value.isNumber()) {
            return value.getAsInt();
        }
        throw wrong(name, "a number");
    }

    JsonObject object(String name) {
        if (isMissing(name)) {
            return new JsonObject();
        }
        if (content.get(name) instanceof JsonObject value) {
            return value;
        }
        throw wrong(name, "an object");
    }

    private boolean isMissing(String name) {
        JsonElement value = content.get(name);
        return value == null || value.isJsonNull();
    }

    private IllegalArgumentException wrong(String name, String rule) {
        return new IllegalArgumentException(name + " of " + type() + " must be " + rule + ", got " + content.get(name));
    }
}
