package io.github.latent4j.nn.engine;

/**
 * Some examples to learn from, or to be judged by.
 *
 * @param size how many
 * @param inputs of the network
 * @param targets what its loss compares the output with
 */
public record Batch(int size, Rows inputs, Rows targets) {

    /** Whether the inputs are the targets too: the same object, for then they are copied once. */
    boolean isSelfSupervised() {
        return inputs == targets;
    }
}
