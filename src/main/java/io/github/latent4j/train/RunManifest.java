package io.github.latent4j.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.latent4j.data.Images;
import io.github.latent4j.internal.ComputeThread;
import io.github.latent4j.internal.MachineReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a run was and what came out of it, in a form that another run can be compared with. Immutable; prints as its table.
 *
 * @param run model, training and hashes of images, by name
 * @param machine versions, processor and threads, by name
 * @param epochs metrics of each epoch
 * @param weights SHA-256 of the model's weights afterwards
 */
public record RunManifest(Map<String, String> run, Map<String, String> machine, List<EpochLog> epochs, String weights) {
    public RunManifest {
        run = Collections.unmodifiableMap(new LinkedHashMap<>(run));
        machine = Collections.unmodifiableMap(new LinkedHashMap<>(machine));
        epochs = List.copyOf(epochs);
    }

    /**
     * Of a run that has just ended; hashes all images, which takes a second for 300 MB.
     *
     * @param model after the run, not trained since
     */
    public static RunManifest of(Trainable model, Images images, TrainSpec spec, History history) {
        Map<String, String> run = new LinkedHashMap<>();
        run.put("model", model.description());
        run.put("training", spec.withoutCheckpoints().toString());
        run.put("images", images.sha256());
        spec.validation().ifPresent(held -> run.put("validation images", held.sha256()));
        return new RunManifest(
                run,
                ComputeThread.call(MachineReport::take),
                history.epochs(),
                model.state().sha256());
    }

    /**
     * Runs it again and compares to the bit.
     *
     * @param model a new one of the same spec
     * @return what differs, one sentence each, beginning with versions and machine if these do; empty if all is equal
     */
    public List<String> verify(Trainable model, Images images, TrainSpec spec) {
        History history = Trainer.fit(model, images, spec.withoutCheckpoints());
        return of(model, images, spec, history).differences(this);
    }

    /** What is another than in {@code original}, one sentence each. */
    public List<String> differences(RunManifest original) {
        List<String> differences = new ArrayList<>();
        compare(original.run, run, differences);
        List<String> results = new ArrayList<>();
        for (int i = 0; i < Math.max(epochs.size(), original.epochs.size()); i++) {
            String was = i < original.epochs.size()
                    ? original.epochs.get(i).metrics().toString()
                    : "missing";
            String is = i < epochs.size() ? epochs.get(i).metrics().toString() : "missing";
            if (!was.equals(is)) {
                results.add("epoch " + (i + 1) + " was " + was + ", now " + is);
            }
        }
        if (!weights.equals(original.weights)) {
            results.add("the weights are others");
        }
        if (!results.isEmpty()) {
            compare(original.machine, machine, differences);
        }
        differences.addAll(results);
        return differences;
    }

    private static void compare(Map<String, String> was, Map<String, String> is, List<String> differences) {
        was.forEach((name, value) -> {
            String now = is.getOrDefault(name, "missing");
            if (!now.equals(value)) {
                differences.add(name + " was " + value + ", now " + now);
            }
        });
    }

    /** Columns {@code what} and {@code value}. */
    public Table toTable() {
        StringColumn what = StringColumn.create("what");
        StringColumn value = StringColumn.create("value");
        Map<String, String> all = new LinkedHashMap<>(run);
        all.putAll(machine);
        epochs.forEach(log -> all.put("epoch " + log.epoch(), log.metrics().toString()));
        all.put("weights", weights);
        all.forEach((name, text) -> {
            what.append(name);
            value.append(text);
        });
        return Table.create("run manifest", what, value);
    }

    /**
     * Writes it as JSON.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public void save(Path file) {
        JsonObject json = new JsonObject();
        json.add("run", json(run));
        json.add("machine", json(machine));
        JsonArray logs = new JsonArray();
        epochs.forEach(log -> logs.add(Checkpoints.json(log)));
        json.add("epochs", logs);
        json.addProperty("weights", weights);
        try {
            Files.writeString(file, json.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads what {@link #save} has written.
     *
     * @throws ModelFileException if it is no manifest
     * @throws UncheckedIOException if it cannot be read
     */
    public static RunManifest load(Path file) {
        try {
            JsonElement whole = JsonParser.parseString(Files.readString(file));
            if (!whole.isJsonObject()) {
                throw new ModelFileException("it is no object");
            }
            JsonFields json = new JsonFields(whole.getAsJsonObject());
            List<EpochLog> epochs = new ArrayList<>();
            for (JsonElement log : json.list("epochs")) {
                if (!log.isJsonObject()) {
                    throw new ModelFileException("each epoch must be an object");
                }
                epochs.add(Checkpoints.epoch(new JsonFields(log.getAsJsonObject())));
            }
            return new RunManifest(
                    texts(json.fields("run")), texts(json.fields("machine")), epochs, json.text("weights"));
        } catch (JsonParseException | ModelFileException e) {
            throw new ModelFileException(file + " is no run manifest: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static JsonObject json(Map<String, String> texts) {
        JsonObject json = new JsonObject();
        texts.forEach(json::addProperty);
        return json;
    }

    private static Map<String, String> texts(JsonFields json) {
        Map<String, String> texts = new LinkedHashMap<>();
        json.object().keySet().forEach(name -> texts.put(name, json.text(name)));
        return texts;
    }

    @Override
    public String toString() {
        return toTable().print();
    }
}
