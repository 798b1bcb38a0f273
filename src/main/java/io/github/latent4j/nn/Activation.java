package io.github.latent4j.nn;

import java.util.Arrays;
import java.util.Locale;

/** What a layer applies to its weighted sums {@code x}, value by value. */
public enum Activation {
    /** {@code x} */
    IDENTITY,
    /** {@code max(0, x)} (Nair and Hinton 2010). */
    RELU,
    /** {@code x} if positive, else {@code 0.01 x} (Maas et al. 2013). */
    LEAKY_RELU,
    /** {@code x} if positive, else {@code exp(x) - 1} (Clevert et al. 2016). */
    ELU,
    /** {@code log(1 + exp(x))} */
    SOFTPLUS,
    /** {@code x / (1 + exp(-x))} (Ramachandran et al. 2017); SiLU by another name. */
    SWISH,
    /** {@code x / (1 + exp(-1.702 x))}, the approximation of the Gaussian error linear unit (Hendrycks and Gimpel 2016). */
    GELU,
    /** {@code x tanh(log(1 + exp(x)))} (Misra 2020). */
    MISH,
    /** {@code 1 / (1 + exp(-x))} */
    SIGMOID,
    /** Hyperbolic tangent. */
    TANH;

    private static final double LEAK = 0.01;
    private static final double GELU_SLOPE = 1.702;

    /**
     * The function of that name, as {@link #toString} gives it.
     *
     * @throws IllegalArgumentException if there is none, listing those that there are
     */
    public static Activation named(String name) {
        return Arrays.stream(values())
                .filter(activation -> activation.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "name must be one of " + Arrays.toString(values()) + ", got \"" + name + "\""));
    }

    /** The function. */
    public double value(double x) {
        return switch (this) {
            case IDENTITY -> x;
            case RELU -> Math.max(0, x);
            case LEAKY_RELU -> x > 0 ? x : LEAK * x;
            case ELU -> x > 0 ? x : Math.expm1(x);
            case SOFTPLUS -> Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
            case SWISH -> x * sigmoid(x);
            case GELU -> x * sigmoid(GELU_SLOPE * x);
            case MISH -> x * Math.tanh(SOFTPLUS.value(x));
            case SIGMOID -> sigmoid(x);
            case TANH -> Math.tanh(x);
        };
    }

    /** Its derivative; at a corner, that of the left side. */
    public double derivative(double x) {
        return switch (this) {
            case IDENTITY -> 1;
            case RELU -> x > 0 ? 1 : 0;
            case LEAKY_RELU -> x > 0 ? 1 : LEAK;
            case ELU -> x > 0 ? 1 : Math.exp(x);
            case SOFTPLUS -> sigmoid(x);
            case SWISH -> gated(1, x);
            case GELU -> gated(GELU_SLOPE, x);
            case MISH -> {
                double t = Math.tanh(SOFTPLUS.value(x));
                yield t + x * (1 - t * t) * sigmoid(x);
            }
            case SIGMOID -> sigmoid(x) * (1 - sigmoid(x));
            case TANH -> 1 - Math.tanh(x) * Math.tanh(x);
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** Of {@code x sigmoid(slope x)}. */
    private static double gated(double slope, double x) {
        double s = sigmoid(slope * x);
        return s + slope * x * s * (1 - s);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
