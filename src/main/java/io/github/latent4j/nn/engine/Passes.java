package io.github.latent4j.nn.engine;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Pass} for each part of a batch, and what is computed for all parts together.
 *
 * @param parts in the order of their examples
 * @param weights null if each part computes all of its gradients
 */
record Passes(List<Pass> parts, @Nullable WeightGradients weights) implements AutoCloseable {

    /** Number of the first example of a part; of all examples for the one after the last. */
    static int begin(int examples, int part, int parts) {
        return (int) ((long) examples * part / parts);
    }

    /** Computes all, each part on a processor. */
    void run(Batch batch, long seed) {
        Workers.run(parts.size(), part -> {
            Pass pass = parts.get(part);
            int from = begin(batch.size(), part, parts.size());
            int to = begin(batch.size(), part + 1, parts.size());
            batch.inputs().copyTo(pass.inputs(), from, to);
            if (pass.hasTargetsOfItsOwn()) {
                batch.targets().copyTo(pass.targets(), from, to);
            }
            pass.run(seed + part);
        });
        if (weights != null) {
            Workers.run(weights.workers(), weights::run);
        }
    }

    /** The sum of the losses of all examples. */
    double loss() {
        return parts.stream().mapToDouble(Pass::loss).sum();
    }

    /** Where in the vector of the first part the gradients of all parts are already added up. */
    Set<Integer> whole() {
        return weights == null ? Set.of() : weights.offsets();
    }

    @Override
    public void close() {
        if (weights != null) {
            weights.close();
        }
        parts.forEach(Pass::close);
    }
}
