package io.github.latent4j.kernel;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Display data in the JSON form of Jupyter's messages and notebook files. */
final class MimeBundle {
    private static final String TEXT = "text/plain";

    /** Forms that can be read as they are, the most readable first. */
    private static final List<String> READABLE = List.of("text/markdown", "text/latex", "application/json");

    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .registerTypeHierarchyAdapter(CharSequence.class, (JsonSerializer<CharSequence>)
                    (text, type, context) -> new JsonPrimitive(text.toString()))
            .registerTypeAdapter(byte[].class, (JsonSerializer<byte[]>) (bytes, type, context) ->
                    new JsonPrimitive(Base64.getEncoder().encodeToString(bytes)))
            .create();

    private MimeBundle() {}

    /**
     * An object with {@code data} and {@code metadata} by MIME type, and {@code transient} if there is a display id. The data
     * has a text in any case; what is of a JSON type is JSON, not a text that holds some.
     *
     * @throws IllegalArgumentException if a text of a JSON type is not JSON
     */
    static JsonObject of(DisplayData display) {
        JsonObject bundle = GSON.toJsonTree(display, DisplayData.class).getAsJsonObject();
        for (String part : new String[] {"data", "metadata", "transient"}) {
            if (!bundle.has(part) || bundle.get(part).isJsonNull()) {
                bundle.add(part, new JsonObject());
            }
        }
        if (bundle.getAsJsonObject("transient").isEmpty()) {
            bundle.remove("transient");
        }
        JsonObject data = bundle.getAsJsonObject("data");
        for (Map.Entry<String, JsonElement> form : data.entrySet()) {
            if (isJson(form.getKey()) && isString(form.getValue())) {
                form.setValue(JsonValue.parse(form.getValue().getAsString()));
            }
        }
        if (!data.has(TEXT)) {
            data.addProperty(TEXT, textOf(data));
        }
        return bundle;
    }

    private static boolean isJson(String type) {
        return type.equals("application/json") || (type.startsWith("application/") && type.endsWith("+json"));
    }

    private static boolean isString(JsonElement value) {
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
    }

    /** A twin for those who see texts only. */
    private static String textOf(JsonObject data) {
        for (String type : READABLE) {
            if (data.has(type)) {
                JsonElement value = data.get(type);
                return PlainText.of(isString(value) ? value.getAsString() : value.toString());
            }
        }
        return data.isEmpty() ? "" : "shown as " + String.join(", ", data.keySet());
    }
}
