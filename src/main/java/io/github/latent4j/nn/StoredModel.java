package io.github.latent4j.nn;

import com.google.gson.JsonObject;
import io.github.latent4j.train.JsonFields;
import io.github.latent4j.train.ModelFile;
import io.github.latent4j.train.ModelFileException;
import io.github.latent4j.train.ModelState;
import io.github.latent4j.train.RunManifest;
import io.github.latent4j.train.Trainable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * How a kind of model is kept in a {@link ModelFile}: its spec, the state that it was in, and what its last run was. For the packages of this
 * library.
 *
 * @param kind its name in files
 * @param reader of its spec
 * @param parameters that a model of a spec has
 * @param maker of a new model; may rely on it that the file has as many weights
 * @param <S> the kind of spec
 * @param <M> the kind of model
 */
public record StoredModel<S, M extends Trainable>(
        String kind, Function<JsonFields, S> reader, ToLongFunction<S> parameters, Function<S, M> maker) {
    private static final String KIND = "kind";
    private static final String SPEC = "spec";
    private static final String STEPS = "steps";
    private static final String LAST_RUN = "lastRun";
    private static final String WEIGHTS = "weights";
    private static final String OPTIMIZER_STATE = "optimizerState";

    /**
     * A file with a model.
     *
     * @param lastRun is left out if the model is not as that run has left it
     * @throws ModelFileException if a weight is not finite: it could not be loaded
     */
    public ModelFile file(JsonObject spec, ModelState state, Optional<RunManifest> lastRun) {
        JsonObject header = new JsonObject();
        header.addProperty(KIND, kind);
        header.add(SPEC, spec);
        header.addProperty(STEPS, state.steps());
        lastRun.filter(run -> run.endedIn(state)).ifPresent(run -> header.add(LAST_RUN, run.toJson()));
        Map<String, float[]> arrays = new LinkedHashMap<>();
        arrays.put(WEIGHTS, ModelFile.finite(WEIGHTS, state.weights()));
        arrays.put(OPTIMIZER_STATE, state.optimizerState());
        return new ModelFile(header, arrays);
    }

    /**
     * The model of a file. Nothing of it is built before its weights are known to be as many as its spec's.
     *
     * @throws ModelFileException if it is of another kind, or no spec, or its weights do not fit it
     * @throws CancellationException if the caller is interrupted
     */
    public M load(Path file) {
        return model(ModelFile.read(file), file.toString());
    }

    M model(ModelFile file, String name) {
        try {
            JsonFields header = new JsonFields(file.header());
            if (!header.text(KIND).equals(kind)) {
                throw new ModelFileException("it is a " + header.text(KIND) + ", not a " + kind);
            }
            S spec = reader.apply(header.fields(SPEC));
            float[] weights = file.finiteArray(WEIGHTS);
            long wanted = parameters.applyAsLong(spec);
            if (wanted != weights.length) {
                throw new ModelFileException(
                        "a model of its spec has " + wanted + " weights, the file has " + weights.length);
            }
            ModelState state = new ModelState(weights, file.array(OPTIMIZER_STATE), header.count(STEPS));
            Optional<RunManifest> lastRun = file.header().has(LAST_RUN)
                    ? Optional.of(RunManifest.of(header.fields(LAST_RUN)))
                    : Optional.empty();
            M model = maker.apply(spec);
            model.restore(state);
            lastRun.ifPresent(model::end);
            return model;
        } catch (CancellationException e) {
            throw e; // the file has no part in it
        } catch (RuntimeException e) { // a spec that is allowed may still be refused by what builds it
            throw new ModelFileException(name + " cannot be loaded: " + e.getMessage(), e);
        }
    }

    /**
     * The run that a model is the outcome of.
     *
     * @throws IllegalStateException if it was not trained, or its weights were changed after the run
     */
    public static RunManifest lastRun(Optional<RunManifest> lastRun, ModelState state) {
        return lastRun.filter(run -> run.endedIn(state))
                .orElseThrow(
                        () -> new IllegalStateException(
                                "the model is not what a run has ended in: it was not trained, or its weights were changed later"));
    }
}
