package io.github.latent4j.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** The fields of a JSON object that came from a file, each asked for by name and type. For the packages of this library. */
public record JsonFields(JsonObject object) {

    /** A number. @throws ModelFileException if it is none or is missing */
    public double number(String name) {
        try {
            return field(name).getAsDouble();
        } catch (RuntimeException e) {
            throw wrong(name, "a number", e);
        }
    }

    /** A whole number. @throws ModelFileException if it is none, too large or missing */
    public int integer(String name) {
        try {
            return field(name).getAsBigDecimal().intValueExact();
        } catch (RuntimeException e) {
            throw wrong(name, "a whole number", e);
        }
    }

    /** A whole number of 64 bits. @throws ModelFileException if it is none, too large or missing */
    public long longInteger(String name) {
        try {
            return field(name).getAsBigDecimal().longValueExact();
        } catch (RuntimeException e) {
            throw wrong(name, "a whole number", e);
        }
    }

    /** A text. @throws ModelFileException if it is none or is missing */
    public String text(String name) {
        try {
            return field(name).getAsString();
        } catch (RuntimeException e) {
            throw wrong(name, "a text", e);
        }
    }

    /** An object. @throws ModelFileException if it is none or is missing */
    public JsonFields fields(String name) {
        try {
            return new JsonFields(field(name).getAsJsonObject());
        } catch (RuntimeException e) {
            throw wrong(name, "an object", e);
        }
    }

    /** A list. @throws ModelFileException if it is none or is missing */
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
