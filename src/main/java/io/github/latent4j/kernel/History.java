package io.github.latent4j.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The cells of this session, for front ends that offer them again. The newest {@value #MAX_CELLS} are kept. */
final class History {
    private static final int MAX_CELLS = 10_000;

    /** A kernel knows no sessions but its own. */
    private static final int SESSION = 1;

    private record Entry(
            int number, String source, @Nullable String output) {}

    private final List<Entry> entries = new ArrayList<>();

    /** Adds a cell; {@code output} is its value as text, null if it had none. */
    void add(int number, String source, @Nullable String output) {
        if (entries.size() == MAX_CELLS) {
            entries.remove(0);
        }
        entries.add(new Entry(number, source, output));
    }

    /**
     * The content of a {@code history_reply}.
     *
     * @throws IllegalArgumentException if the way to access it is unknown, naming it
     */
    JsonObject answer(Request request) {
        List<Entry> found = switch (request.text("hist_access_type")) {
            case "range" -> range(request);
            case "tail" -> last(entries, request.number("n", MAX_CELLS));
            case "search" -> search(request);
            default ->
                throw new IllegalArgumentException(
                        "hist_access_type must be range, tail or search, got " + request.text("hist_access_type"));
        };
        JsonArray history = new JsonArray();
        for (Entry entry : found) {
            history.add(json(entry, request.flag("output", false)));
        }
        JsonObject reply = KernelConnection.status("ok");
        reply.add("history", history);
        return reply;
    }

    /** From {@code start} to before {@code stop}; of session 0, which means this one, or its number. */
    private List<Entry> range(Request request) {
        int session = request.number("session", 0);
        int start = request.number("start", 0);
        int stop = request.number("stop", Integer.MAX_VALUE);
        if (session != 0 && session != SESSION) {
            return List.of();
        }
        return entries.stream()
                .filter(entry -> entry.number() >= start && entry.number() < stop)
                .toList();
    }

    /** The last {@code n} whose whole text matches {@code pattern}; of equal ones the last only if they must be unique. */
    private List<Entry> search(Request request) {
        Pattern pattern = glob(request.text("pattern", "*"));
        boolean unique = request.flag("unique", false);
        List<Entry> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = entries.size() - 1; i >= 0; i--) {
            Entry entry = entries.get(i);
            if (pattern.matcher(entry.source()).matches() && (seen.add(entry.source()) || !unique)) {
                found.add(entry);
            }
        }
        Collections.reverse(found);
        return last(found, request.number("n", MAX_CELLS));
    }

    private static Pattern glob(String glob) {
        String regex = glob.codePoints()
                .mapToObj(Character::toString)
                .map(c -> c.equals("*") ? ".*" : c.equals("?") ? "." : Pattern.quote(c))
                .collect(Collectors.joining());
        return Pattern.compile(regex, Pattern.DOTALL);
    }

    private static List<Entry> last(List<Entry> all, int n) {
        return all.subList(Math.max(0, all.size() - Math.max(0, n)), all.size());
    }

    /** {@code [session, number, source]}, or {@code [session, number, [source, output]]}. */
    private static JsonArray json(Entry entry, boolean withOutput) {
        JsonArray json = new JsonArray();
        json.add(SESSION);
        json.add(entry.number());
        if (withOutput) {
            JsonArray both = new JsonArray();
            both.add(entry.source());
            if (entry.output() == null) {
                both.add(JsonNull.INSTANCE);
            } else {
                both.add(entry.output());
            }
            json.add(both);
        } else {
            json.add(entry.source());
        }
        return json;
    }
}
