package io.github.latent4j.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.latent4j.data.Images;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run's states on disk, one file after each whole epoch, of which the last two stay. Each holds all that the run needs to go on as if nothing
 * had happened: the model, the epochs so far, and the best of them if there is early stopping.
 */
final class Checkpoints {
    private static final int KEPT = 2;
    private static final String SUFFIX = ".l4j";

    private final Path folder;
    private final Map<String, String> run;

    /**
     * Where a run stands after an epoch.
     *
     * @param model what it had learned
     * @param epochs what happened
     * @param best the best epoch so far, if the run looks for it
     */
    record Checkpoint(ModelState model, List<EpochLog> epochs, Optional<BestEpoch.Memory> best) {}

    Checkpoints(Path folder, Trainable model, Images images, TrainSpec spec) {
        this.folder = folder;
        run = new LinkedHashMap<>();
        run.put("model", model.description());
        run.put("training", spec.withoutCheckpoints().toString());
        run.put("images", images.sha256());
        spec.validation().ifPresent(held -> run.put("validation images", held.sha256()));
    }

    /**
     * The newest state that can be read; a damaged file is passed over for the one before.
     *
     * @throws IllegalArgumentException if the files are of another run, naming what differs
     */
    Optional<Checkpoint> newest() {
        return files().stream().map(this::readable).flatMap(Optional::stream).findFirst();
    }

    /** Empty if it is damaged, which is the disk's fault: each is written at once. */
    private Optional<Checkpoint> readable(Path file) {
        try {
            return Optional.of(checkpoint(ModelFile.read(file)));
        } catch (ModelFileException e) {
            return Optional.empty();
        }
    }

    /** From the newest to the oldest. */
    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().matches("epoch-\\d{5,}\\" + SUFFIX))
                    .sorted(Comparator.comparing((Path file) -> number(file)).reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }

    private static long number(Path file) {
        return Long.parseLong(file.getFileName().toString().replaceAll("\\D", ""));
    }

    /** After an epoch. */
    void write(ModelState model, List<EpochLog> epochs, Optional<BestEpoch.Memory> best) {
        JsonObject header = new JsonObject();
        header.addProperty("kind", "checkpoint");
        JsonObject identity = new JsonObject();
        run.forEach(identity::addProperty);
        header.add("run", identity);
        JsonArray logs = new JsonArray();
        epochs.forEach(log -> logs.add(json(log)));
        header.add("epochs", logs);
        header.addProperty("steps", model.steps());
        Map<String, float[]> arrays = new LinkedHashMap<>();
        arrays.put("weights", model.weights());
        arrays.put("optimizerState", model.optimizerState());
        best.ifPresent(memory -> {
            JsonObject json = new JsonObject();
            json.addProperty("epoch", memory.epoch());
            json.addProperty("value", Double.toString(memory.value()));
            json.addProperty("steps", memory.state().steps());
            header.add("best", json);
            arrays.put("bestWeights", memory.state().weights());
            arrays.put("bestOptimizerState", memory.state().optimizerState());
        });
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder + ": " + e.getMessage(), e);
        }
        String name = String.format(Locale.ROOT, "epoch-%05d%s", epochs.size(), SUFFIX);
        new ModelFile(header, arrays).write(folder.resolve(name));
        files().stream().skip(KEPT).forEach(Checkpoints::delete);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file + ": " + e.getMessage(), e);
        }
    }

    private Checkpoint checkpoint(ModelFile file) {
        JsonFields header = new JsonFields(file.header());
        JsonFields of = header.fields("run");
        run.forEach((what, wanted) -> {
            String found = of.object().has(what) ? of.text(what) : "none";
            if (!found.equals(wanted)) {
                throw new IllegalArgumentException("the checkpoints in " + folder + " are of another run: its " + what
                        + " is " + found + ", this one's is " + wanted);
            }
        });
        List<EpochLog> epochs = new ArrayList<>();
        for (JsonElement log : header.list("epochs")) {
            epochs.add(epoch(new JsonFields(log.getAsJsonObject())));
        }
        ModelState model = new ModelState(file.array("weights"), file.array("optimizerState"), header.integer("steps"));
        Optional<BestEpoch.Memory> best = Optional.empty();
        if (file.header().has("best")) {
            JsonFields json = header.fields("best");
            best = Optional.of(new BestEpoch.Memory(
                    json.integer("epoch"),
                    Double.parseDouble(json.text("value")),
                    new ModelState(
                            file.array("bestWeights"), file.array("bestOptimizerState"), json.integer("steps"))));
        }
        return new Checkpoint(model, epochs, best);
    }

    /** Numbers as texts: JSON has no NaN. */
    static JsonObject json(EpochLog log) {
        JsonObject json = new JsonObject();
        json.addProperty("epoch", log.epoch());
        JsonObject metrics = new JsonObject();
        log.metrics().forEach((name, value) -> metrics.addProperty(name, Double.toString(value)));
        json.add("metrics", metrics);
        json.addProperty("nanos", log.time().toNanos());
        return json;
    }

    static EpochLog epoch(JsonFields json) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        JsonFields fields = json.fields("metrics");
        for (String name : fields.object().keySet()) {
            metrics.put(name, number(fields, name));
        }
        return new EpochLog(json.integer("epoch"), metrics, Duration.ofNanos(json.longInteger("nanos")));
    }

    private static double number(JsonFields fields, String name) {
        try {
            return Double.parseDouble(fields.text(name));
        } catch (NumberFormatException e) {
            throw new ModelFileException("\"" + name + "\" must be a number", e);
        }
    }
}
