package io.github.latent4j.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of a JSON object that came from a file, each asked for by name and type. For the packages of this library. */
public record JsonFields(JsonObject object) {
    private static final int FREE_VALUES = 1000;
    private static final int CHARACTERS_PER_VALUE = 8;

    /**
     * The object that a text is. Values in memory are larger than in the text, {@code 0,} by fifty times: what has more of them than any file
     * of ours is refused before it is read.
     *
     * @throws ModelFileException if it is something else
     */
    public static JsonFields parse(String text) {
        if (values(text) > FREE_VALUES + text.length() / CHARACTERS_PER_VALUE) {
            throw new ModelFileException("has too many values for its length");
        }
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonElement whole = JsonParser.parseReader(reader);
            if (reader.peek() == JsonToken.END_DOCUMENT && whole.isJsonObject()) {
                return new JsonFields(whole.getAsJsonObject());
            }
        } catch (JsonParseException | IOException e) {
            throw new ModelFileException("is no JSON", e);
        }
        throw new ModelFileException("is no object of JSON");
    }

    /** How many values there are outside of quotes, or more. */
    private static int values(String text) {
        int values = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && c == '\\') {
                i++;
            } else if (!quoted && (c == ',' || c == '[' || c == '{')) {
                values++;
            }
        }
        return values;
    }

    /**
     * A number.
     *
     * @throws ModelFileException if it is none or is missing
     */
    public double number(String name) {
        try {
            return field(name).getAsDouble();
        } catch (RuntimeException e) {
            throw wrong(name, "a number", e);
        }
    }

    /**
     * A whole number.
     *
     * @throws ModelFileException if it is none, too large or missing
     */
    public int integer(String name) {
        try {
            return field(name).getAsBigDecimal().intValueExact();
        } catch (RuntimeException e) {
            throw wrong(name, "a whole number", e);
        }
    }

    /**
     * Whole numbers.
     *
     * @throws ModelFileException if one is none or too large, or they are missing
     */
    public List<Integer> integers(String name) {
        List<Integer> numbers = new ArrayList<>();
        for (JsonElement element : list(name)) {
            JsonObject field = new JsonObject();
            field.add(name, element);
            numbers.add(new JsonFields(field).integer(name));
        }
        return numbers;
    }

    /**
     * A whole number that is not negative.
     *
     * @throws ModelFileException if it is none, too large or missing
     */
    public int count(String name) {
        int count = integer(name);
        if (count < 0) {
            throw new ModelFileException("\"" + name + "\" must not be negative, got " + count);
        }
        return count;
    }

    /**
     * A whole number of 64 bits.
     *
     * @throws ModelFileException if it is none, too large or missing
     */
    public long longInteger(String name) {
        try {
            return field(name).getAsBigDecimal().longValueExact();
        } catch (RuntimeException e) {
            throw wrong(name, "a whole number", e);
        }
    }

    /**
     * A number that is written as a text, which may be infinite or NaN.
     *
     * @throws ModelFileException if it is none or is missing
     */
    double parsedNumber(String name) {
        try {
            return Double.parseDouble(text(name));
        } catch (NumberFormatException e) {
            throw wrong(name, "a number", e);
        }
    }

    /**
     * A text.
     *
     * @throws ModelFileException if it is none or is missing
     */
    public String text(String name) {
        try {
            return field(name).getAsString();
        } catch (RuntimeException e) {
            throw wrong(name, "a text", e);
        }
    }

    /**
     * All fields, each a text, in order.
     *
     * @throws ModelFileException if one is none
     */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        object.keySet().forEach(name -> texts.put(name, text(name)));
        return texts;
    }

    /**
     * An object.
     *
     * @throws ModelFileException if it is none or is missing
     */
    public JsonFields fields(String name) {
        try {
            return new JsonFields(field(name).getAsJsonObject());
        } catch (RuntimeException e) {
            throw wrong(name, "an object", e);
        }
    }

    /**
     * A list.
     *
     * @throws ModelFileException if it is none or is missing
     */
    public JsonArray list(String name) {
        try {
            return field(name).getAsJsonArray();
        } catch (RuntimeException e) {
            throw wrong(name, "a list", e);
        }
    }

    private JsonElement field(String name) {
        JsonElement value = object.get(name);
        if (value == null) {
            throw new IllegalStateException("missing");
        }
        return value;
    }

    private static ModelFileException wrong(String name, String wanted, RuntimeException cause) {
        return new ModelFileException("\"" + name + "\" must be " + wanted, cause);
    }
}
