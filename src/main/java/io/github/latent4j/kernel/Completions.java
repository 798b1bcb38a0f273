package io.github.latent4j.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * What may replace a part of a cell.
 *
 * @param start of the part, in UTF-16 units
 * @param end of the part, exclusive
 */
record Completions(List<Completion> all, int start, int end) {
    /**
     * One way to go on.
     *
     * @param type {@code function}, {@code class}, {@code instance}, {@code keyword} or {@code module}, as front ends know them
     */
    record Completion(String text, String type) {}

    Completions {
        all = List.copyOf(all);
    }

    static Completions none(int cursor) {
        return new Completions(List.of(), cursor, cursor);
    }

    List<String> words() {
        return all.stream().map(Completion::text).toList();
    }

    /** The content of a {@code complete_reply}, which counts in code points of {@code source}. */
    JsonObject reply(String source) {
        int first = source.codePointCount(0, start);
        int last = source.codePointCount(0, end);
        JsonArray matches = new JsonArray();
        JsonArray types = new JsonArray();
        for (Completion completion : all) {
            matches.add(completion.text());
            JsonObject type = new JsonObject();
            type.addProperty("start", first);
            type.addProperty("end", last);
            type.addProperty("text", completion.text());
            type.addProperty("type", completion.type());
            types.add(type);
        }
        JsonObject metadata = new JsonObject();
        metadata.add("_jupyter_types_experimental", types);
        JsonObject reply = new JsonObject();
        reply.addProperty("status", "ok");
        reply.add("matches", matches);
        reply.addProperty("cursor_start", first);
        reply.addProperty("cursor_end", last);
        reply.add("metadata", metadata);
        return reply;
    }
}
