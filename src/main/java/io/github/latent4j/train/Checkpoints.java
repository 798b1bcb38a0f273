package io.github.latent4j.train;

import com.google.gson.JsonObject;
import io.github.latent4j.internal.AtomicFile;
import io.github.latent4j.internal.Checks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run's states on disk, one file after each whole epoch, of which the last two stay. Each holds all that the run needs to go on as if nothing
 * had happened: the model, the epochs so far, and the best of them if there is early stopping.
 */
final class Checkpoints {
    private static final int KEPT = 2;
    private static final String KIND = "checkpoint";
    private static final Pattern NAME = Pattern.compile("epoch-\\d{5,10}\\.l4j");

    private static final Comparator<String> NUMBERED =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private final Path folder;
    private final Map<String, String> run;

    /**
     * Where a run stands after an epoch.
     *
     * @param model what it had learned
     * @param begin how the run began, see {@link RunManifest#begin}
     * @param epochs what happened
     * @param best the best epoch so far, if the run looks for it
     */
    record Checkpoint(ModelState model, String begin, List<EpochLog> epochs, Optional<BestEpoch.Memory> best) {}

    Checkpoints(Path folder, Map<String, String> run) {
        this.folder = folder;
        this.run = run;
    }

    /**
     * The newest state that can be read; a damaged file is passed over for the one before. Makes the folder, and clears away what a killed process has left.
     *
     * @throws IllegalArgumentException if the files are of another run, naming what differs
     * @throws ModelFileException if there are files and none can be read
     * @throws UncheckedIOException if the folder cannot be made or listed
     */
    Optional<Checkpoint> newest() {
        try {
            Files.createDirectories(folder); // to fail now and not after an epoch
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + folder + ": " + e.getMessage(), e);
        }
        list(Checkpoints::isLeftOver).forEach(Checkpoints::delete);
        List<Path> files = files();
        @Nullable ModelFileException fault = null;
        for (Path file : files) {
            try {
                return Optional.of(checkpoint(ModelFile.read(file)));
            } catch (ModelFileException e) { // the disk's fault: each is written at once
                fault = fault == null ? e : fault;
            }
        }
        if (fault != null) {
            throw new ModelFileException(
                    "no checkpoint in " + folder + " can be read; delete them to begin anew: " + fault.getMessage(),
                    fault);
        }
        return Optional.empty();
    }

    /** From the newest to the oldest. */
    private List<Path> files() {
        return list(file -> nameOf(file).equals(String.valueOf(file.getFileName()))).stream()
                .sorted(Comparator.comparing(Checkpoints::nameOf, NUMBERED).reversed())
                .toList();
    }

    private static boolean isLeftOver(Path file) {
        String name = nameOf(file);
        return !name.isEmpty() && AtomicFile.isPartOf(file, name);
    }

    /** The name of the checkpoint that a file is, or is a part of; empty if there is none. */
    private static String nameOf(Path file) {
        Matcher matcher = NAME.matcher(String.valueOf(file.getFileName()));
        return matcher.lookingAt() ? matcher.group() : "";
    }

    private List<Path> list(Predicate<Path> wanted) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(wanted).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }

    /** After an epoch; {@link #newest} has been asked before. */
    void write(Checkpoint checkpoint) {
        ModelState model = checkpoint.model();
        JsonObject header = new JsonObject();
        header.addProperty("kind", KIND);
        JsonObject identity = new JsonObject();
        run.forEach(identity::addProperty);
        header.add("run", identity);
        header.addProperty("begin", checkpoint.begin());
        header.add("epochs", EpochJson.of(checkpoint.epochs()));
        header.addProperty("steps", model.steps());
        Map<String, float[]> arrays = new LinkedHashMap<>();
        arrays.put("weights", model.weights());
        arrays.put("optimizerState", model.optimizerState());
        checkpoint.best().ifPresent(memory -> {
            JsonObject json = new JsonObject();
            json.addProperty("epoch", memory.epoch());
            json.addProperty("value", Double.toString(memory.value()));
            json.addProperty("steps", memory.state().steps());
            header.add("best", json);
            arrays.put("bestWeights", memory.state().weights());
            arrays.put("bestOptimizerState", memory.state().optimizerState());
        });
        String name =
                String.format(Locale.ROOT, "epoch-%05d.l4j", checkpoint.epochs().size());
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
        if (!header.text("kind").equals(KIND)) {
            throw new ModelFileException("it is a " + header.text("kind") + ", not a " + KIND);
        }
        List<String> differences = RunIdentity.differences(header.fields("run").texts(), run);
        Checks.require(
                differences.isEmpty(),
                "the checkpoints in %s are of another run: %s; take another folder, or delete them to begin anew",
                folder,
                String.join("; ", differences));
        List<EpochLog> epochs = EpochJson.epochs(header.list("epochs"));
        ModelState model =
                new ModelState(file.finiteArray("weights"), file.array("optimizerState"), header.count("steps"));
        Optional<BestEpoch.Memory> best = Optional.empty();
        if (file.header().has("best")) {
            JsonFields json = header.fields("best");
            best = Optional.of(new BestEpoch.Memory(
                    json.count("epoch"),
                    json.parsedNumber("value"),
                    new ModelState(
                            file.finiteArray("bestWeights"), file.array("bestOptimizerState"), json.count("steps"))));
        }
        return new Checkpoint(model, header.text("begin"), epochs, best);
    }
}
