package io.github.latent4j.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values as JSON: maps and records are objects, collections and arrays are arrays, numbers, booleans and null are themselves, and
 * all else is its text. NaN and the infinities, which JSON does not have, are null.
 */
final class JsonValue {
    private static final int MAX_SHOWN = 60;
    private static final Pattern PLACE = Pattern.compile("line \\d+ column \\d+");

    private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());

    private JsonValue() {}

    /**
     * A value that is to be shown as JSON; a text, and the tree of any JSON library whose classes are named like Gson's, is JSON already.
     *
     * @throws IllegalArgumentException if a text is not JSON, or a value contains itself
     */
    static JsonElement of(Object value) {
        return value instanceof CharSequence text ? parse(text.toString()) : new JsonValue().convert(value);
    }

    /**
     * Reads JSON by the letter of its standard.
     *
     * @throws IllegalArgumentException if {@code text} is something else, with its beginning
     */
    static JsonElement parse(String text) {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonElement parsed = JsonParser.parseReader(reader);
            if (reader.peek() == JsonToken.END_DOCUMENT) {
                return parsed;
            }
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw notJson(text, e.getMessage());
        }
        throw notJson(text, null);
    }

    /** The reader's own words are for programmers who use it; of them only the place is of use here. */
    private static IllegalArgumentException notJson(String text, @Nullable String reason) {
        String shown = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text;
        Matcher place = PLACE.matcher(reason == null ? "" : reason);
        return new IllegalArgumentException("text shown as JSON must be JSON, got \"" + shown + "\""
                + (place.find() ? ", which is not from " + place.group() + " on" : ""));
    }

    private JsonElement convert(@Nullable Object value) {
        if (value == null) {
            return JsonNull.INSTANCE;
        }
        if (value instanceof JsonElement tree) {
            return tree;
        }
        if (value instanceof Boolean truth) {
            return new JsonPrimitive(truth);
        }
        if (value instanceof Number number) {
            return Double.isFinite(number.doubleValue()) || !isFloating(number)
                    ? new JsonPrimitive(number)
                    : JsonNull.INSTANCE;
        }
        if (isForeignTree(value.getClass())) {
            return parse(value.toString());
        }
        if (!open.add(value)) {
            throw new IllegalArgumentException("a value shown as JSON must not contain itself, got a "
                    + value.getClass().getSimpleName() + " that does");
        }
        JsonElement result = structure(value);
        open.remove(value);
        return result;
    }

    private static boolean isFloating(Number number) {
        return number instanceof Double || number instanceof Float;
    }

    /** A cell may use another version of Gson, whose classes are not the kernel's. */
    private static boolean isForeignTree(Class<?> type) {
        Class<?> parent = type.getSuperclass();
        return parent != null && parent.getName().equals(JsonElement.class.getName());
    }

    private JsonElement structure(Object value) {
        if (value instanceof Map<?, ?> map) {
            JsonObject object = new JsonObject();
            map.forEach((key, element) -> object.add(String.valueOf(key), convert(element)));
            return object;
        }
        if (value instanceof Record composed) {
            return ofRecord(composed);
        }
        if (value instanceof Optional<?> optional) {
            return convert(optional.orElse(null));
        }
        JsonArray array = new JsonArray();
        if (value instanceof Iterable<?> elements && !(value instanceof java.nio.file.Path)) {
            elements.forEach(element -> array.add(convert(element)));
            return array;
        }
        if (value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                array.add(convert(Array.get(value, i)));
            }
            return array;
        }
        return new JsonPrimitive(PlainText.of(value));
    }

    private JsonObject ofRecord(Record value) {
        JsonObject object = new JsonObject();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                object.add(component.getName(), convert(component.getAccessor().invoke(value)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException(
                        "the component " + component.getName() + " of a record shown as JSON must be readable", e);
            }
        }
        return object;
    }
}
