package io.github.latent4j.nn.engine;

import org.jspecify.annotations.Nullable;

/** One layer of a network as operations of a {@link Program}: made anew for each program, forward first. */
interface Stage {

    /** Whether the layer has parameters. */
    default boolean learns() {
        return false;
    }

    /** Adds the operations that compute the layer's output. */
    Tensor forward(Tensor input);

    /**
     * Adds the operations that compute the gradients of the layer's parameters, and of its input.
     *
     * @param gradient of the sum of all losses by the output; is overwritten
     * @param inputWanted whether the gradient by the input is needed
     * @return that gradient; null if it is not wanted
     */
    @Nullable Tensor backward(Tensor gradient, boolean inputWanted);
}
