package io.github.latent4j.nn;

import com.google.gson.JsonObject;
import io.github.latent4j.train.JsonFields;
import io.github.latent4j.train.ModelFile;
import io.github.latent4j.train.ModelFileException;
import io.github.latent4j.train.ModelState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A model in a {@link ModelFile}: its spec, and the state that it was in. For the packages of this library.
 *
 * @param <S> the kind of spec
 */
public record StoredModel<S>(S spec, ModelState state) {
    private static final String KIND = "kind";
    private static final String SPEC = "spec";
    private static final String STEPS = "steps";
    private static final String WEIGHTS = "weights";
    private static final String OPTIMIZER_STATE = "optimizerState";

    /** A file with this model. */
    public static ModelFile file(String kind, JsonObject spec, ModelState state) {
        JsonObject header = new JsonObject();
        header.addProperty(KIND, kind);
        header.add(SPEC, spec);
        header.addProperty(STEPS, state.steps());
        Map<String, float[]> arrays = new LinkedHashMap<>();
        arrays.put(WEIGHTS, state.weights());
        arrays.put(OPTIMIZER_STATE, state.optimizerState());
        return new ModelFile(header, arrays);
    }

    /**
     * The model of a file, nothing of it built yet.
     *
     * @param kind that it must be
     * @param reader of the spec
     * @param parameters that a model of a spec has
     * @throws ModelFileException if it is of another kind, or no spec, or its weights are not as many as the spec's
     */
    public static <S> StoredModel<S> of(
            ModelFile file, String name, String kind, Function<JsonFields, S> reader, ToLongFunction<S> parameters) {
        try {
            JsonFields header = new JsonFields(file.header());
            if (!header.text(KIND).equals(kind)) {
                throw new ModelFileException("it is a " + header.text(KIND) + ", not a " + kind);
            }
            S spec = reader.apply(header.fields(SPEC));
            float[] weights = file.array(WEIGHTS);
            if (parameters.applyAsLong(spec) != weights.length) {
                throw new ModelFileException("a model of its spec has " + parameters.applyAsLong(spec)
                        + " weights, the file has " + weights.length);
            }
            int steps = header.integer(STEPS);
            if (steps < 0) {
                throw new ModelFileException("\"steps\" must not be negative, got " + steps);
            }
            return new StoredModel<>(spec, new ModelState(weights, file.array(OPTIMIZER_STATE), steps));
        } catch (IllegalArgumentException | ArithmeticException | ModelFileException e) {
            throw new ModelFileException(name + " cannot be loaded: " + e.getMessage(), e);
        }
    }
}
