package io.github.latent4j.nn;

/** What a layer applies to its weighted sums {@code x}, value by value. */
public enum Activation {
    /** {@code x} */
    IDENTITY,
    /** {@code max(0, x)} */
    RELU,
    /** {@code 1 / (1 + exp(-x))} */
    SIGMOID,
    /** Hyperbolic tangent. */
    TANH;

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
