package io.github.latent4j.kernel;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.Base64;

/** Display data in the JSON form of Jupyter's messages and notebook files. */
final class MimeBundle {
    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .registerTypeHierarchyAdapter(CharSequence.class, (JsonSerializer<CharSequence>)
                    (text, type, context) -> new JsonPrimitive(text.toString()))
            .registerTypeAdapter(byte[].class, (JsonSerializer<byte[]>) (bytes, type, context) ->
                    new JsonPrimitive(Base64.getEncoder().encodeToString(bytes)))
            .create();

    private MimeBundle() {}

    /** An object with {@code data} and {@code metadata} by MIME type, and {@code transient} if there is a display id. */
    static JsonObject of(DisplayData display) {
        JsonObject bundle = GSON.toJsonTree(display, DisplayData.class).getAsJsonObject();
        for (String part : new String[] {"data", "metadata"}) {
            if (!bundle.has(part)) {
                bundle.add(part, new JsonObject());
            }
        }
        return bundle;
    }
}
