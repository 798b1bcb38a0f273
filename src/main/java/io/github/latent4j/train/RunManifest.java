package io.github.latent4j.train;

import com.google.gson.JsonObject;
import io.github.latent4j.data.Images;
import io.github.latent4j.internal.AtomicFile;
import io.github.latent4j.internal.Checks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a run was and what came out of it, in a form that another run can be compared with. Every {@link Trainer#fit} leaves one with its model.
 * Immutable; prints one line for each part, of the epochs the last.
 *
 * @param run model, training and hashes of images, by name
 * @param begin SHA-256 of the weights that the run began with, and how many steps they had behind them
 * @param machine versions, processor and threads, by name
 * @param epochs metrics of each epoch
 * @param end why the run ended
 * @param weights SHA-256 of the model's weights afterwards
 */
public record RunManifest(
        Map<String, String> run,
        String begin,
        Map<String, String> machine,
        List<EpochLog> epochs,
        String end,
        String weights) {
    private static final int VERSION = 1;
    private static final int MAX_SIZE = 1 << 24;

    public RunManifest {
        run = Collections.unmodifiableMap(new LinkedHashMap<>(run));
        machine = Collections.unmodifiableMap(new LinkedHashMap<>(machine));
        epochs = List.copyOf(epochs);
        Checks.require(!epochs.isEmpty(), "epochs must hold at least one, got none");
    }

    /**
     * Runs it again, without checkpoints, and compares to the bit.
     *
     * @param model as it was before the run: a new one of the same spec, if the run was its first; trained in place
     * @return what differs, one sentence each, beginning with the likely reasons: what was asked for, then versions and machine; empty if the
     *     numbers are equal and asked for in the same way
     */
    public List<String> verify(Trainable model, Images images, TrainSpec spec) {
        return Trainer.manifestOf(model, images, spec.withoutCheckpoints()).differences(this);
    }

    /** What is another than in {@code original}, one sentence each; versions and machine only count where numbers differ. */
    public List<String> differences(RunManifest original) {
        List<String> results = new ArrayList<>();
        for (int i = 0; i < Math.max(epochs.size(), original.epochs.size()); i++) {
            String was = metrics(original.epochs, i);
            String is = metrics(epochs, i);
            if (!was.equals(is)) {
                results.add("epoch " + (i + 1) + " was " + was + ", now " + is);
            }
        }
        if (!end.equals(original.end)) {
            results.add("the end was \"" + original.end + "\", now \"" + end + "\"");
        }
        if (!weights.equals(original.weights)) {
            results.add("the weights are others");
        }
        List<String> differences = RunIdentity.differences(original.run, run);
        if (!begin.equals(original.begin)) {
            differences.add("the weights to begin with were " + original.begin + ", now " + begin);
        }
        if (!results.isEmpty()) {
            differences.addAll(RunIdentity.differences(original.machine, machine));
        }
        differences.addAll(results);
        return differences;
    }

    private static String metrics(List<EpochLog> epochs, int i) {
        return i < epochs.size() ? epochs.get(i).metrics().toString() : "missing";
    }

    /** Whether that is what the run has ended in. */
    public boolean endedIn(ModelState state) {
        return weights.equals(state.sha256());
    }

    /** Columns {@code what} and {@code value}. */
    public Table toTable() {
        StringColumn what = StringColumn.create("what");
        StringColumn value = StringColumn.create("value");
        parts(epochs).forEach((name, text) -> {
            what.append(name);
            value.append(text);
        });
        return Table.create("run manifest", what, value);
    }

    private Map<String, String> parts(List<EpochLog> shown) {
        Map<String, String> parts = new LinkedHashMap<>(run);
        parts.put("begin", begin);
        parts.putAll(machine);
        shown.forEach(log -> parts.put("epoch " + log.epoch(), log.metrics().toString()));
        parts.put("end", end);
        parts.put("weights", weights);
        return parts;
    }

    /**
     * Writes it as JSON. The file is replaced at once: whatever happens, it is the old one or the new one.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public void save(Path file) {
        AtomicFile.write(file, ByteBuffer.wrap(toJson().toString().getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Reads what {@link #save} has written.
     *
     * @throws ModelFileException if it is no manifest
     * @throws UncheckedIOException if it cannot be read
     */
    public static RunManifest load(Path file) {
        try {
            long size = Files.size(file);
            if (size > MAX_SIZE) {
                throw new ModelFileException(file + " is no run manifest: it has " + size + " bytes");
            }
            return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8), file.toString());
        } catch (NoSuchFileException e) {
            throw new ModelFileException("there is no file " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    static RunManifest parse(String text, String name) {
        JsonFields json;
        try {
            json = JsonFields.parse(text);
        } catch (ModelFileException e) {
            throw new ModelFileException(name + " is no run manifest: it " + e.getMessage(), e);
        }
        try {
            return of(json);
        } catch (ModelFileException e) {
            throw new ModelFileException(name + " is no run manifest: " + e.getMessage(), e);
        }
    }

    /** For the packages of this library. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("version", VERSION);
        json.add("run", json(run));
        json.addProperty("begin", begin);
        json.add("machine", json(machine));
        json.add("epochs", EpochJson.of(epochs));
        json.addProperty("end", end);
        json.addProperty("weights", weights);
        return json;
    }

    /**
     * What {@link #toJson} has given; for the packages of this library.
     *
     * @throws ModelFileException if it is not that
     */
    public static RunManifest of(JsonFields json) {
        if (json.integer("version") != VERSION) {
            throw new ModelFileException(
                    "it has version " + json.integer("version") + "; this program reads version " + VERSION);
        }
        return new RunManifest(
                json.fields("run").texts(),
                json.text("begin"),
                json.fields("machine").texts(),
                EpochJson.epochs(json.list("epochs")),
                json.text("end"),
                json.text("weights"));
    }

    private static JsonObject json(Map<String, String> texts) {
        JsonObject json = new JsonObject();
        texts.forEach(json::addProperty);
        return json;
    }

    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder("run manifest");
        parts(epochs.subList(epochs.size() - 1, epochs.size()))
                .forEach((name, text) -> lines.append(String.format(Locale.ROOT, "%n  %-16s %s", name, text)));
        return lines.toString();
    }
}
