package io.github.latent4j.train;

import io.github.latent4j.internal.Sha256;
import java.util.Arrays;

/** All that training changes in a model. Immutable. */
public final class ModelState {
    private final float[] weights;
    private final float[] optimizerState;
    private final int steps;

    /**
     * Copies the arrays.
     *
     * @param weights shape {@code [parameters]}
     * @param optimizerState moments or velocities, in an order of the model's own
     * @param steps that the optimiser has taken
     */
    public ModelState(float[] weights, float[] optimizerState, int steps) {
        this.weights = weights.clone();
        this.optimizerState = optimizerState.clone();
        this.steps = steps;
    }

    /** Shape {@code [parameters]}; a copy. */
    public float[] weights() {
        return weights.clone();
    }

    /** Moments or velocities; a copy. */
    public float[] optimizerState() {
        return optimizerState.clone();
    }

    /** How many steps the optimiser has taken. */
    public int steps() {
        return steps;
    }

    /** SHA-256 of the weights, in hexadecimal digits. */
    public String sha256() {
        return Sha256.of(digest -> digest.update(weights));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelState state
                && steps == state.steps
                && Arrays.equals(weights, state.weights)
                && Arrays.equals(optimizerState, state.optimizerState);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(weights) + steps;
    }

    @Override
    public String toString() {
        return "ModelState[" + weights.length + " weights, " + steps + " steps]";
    }
}
