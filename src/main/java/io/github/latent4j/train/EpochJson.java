package io.github.latent4j.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The epochs of a run as JSON and back, to the bit. Numbers are texts, for JSON has no NaN. */
final class EpochJson {
    private EpochJson() {}

    static JsonArray of(List<EpochLog> epochs) {
        JsonArray logs = new JsonArray();
        for (EpochLog log : epochs) {
            JsonObject json = new JsonObject();
            JsonObject metrics = new JsonObject();
            log.metrics().forEach((name, value) -> metrics.addProperty(name, Double.toString(value)));
            json.add("metrics", metrics);
            json.addProperty("nanos", log.time().toNanos());
            logs.add(json);
        }
        return logs;
    }

    /**
     * What {@link #of} has given.
     *
     * @throws ModelFileException if it is not that, or holds no epoch
     */
    static List<EpochLog> epochs(JsonArray logs) {
        List<EpochLog> epochs = new ArrayList<>();
        for (JsonElement log : logs) {
            if (!log.isJsonObject()) {
                throw new ModelFileException("each epoch must be an object, got " + log);
            }
            JsonFields json = new JsonFields(log.getAsJsonObject());
            Map<String, Double> metrics = new LinkedHashMap<>();
            JsonFields values = json.fields("metrics");
            values.object().keySet().forEach(name -> metrics.put(name, values.parsedNumber(name)));
            epochs.add(new EpochLog(epochs.size() + 1, metrics, Duration.ofNanos(json.longInteger("nanos"))));
        }
        if (epochs.isEmpty()) {
            throw new ModelFileException("there must be at least one epoch");
        }
        return epochs;
    }
}
