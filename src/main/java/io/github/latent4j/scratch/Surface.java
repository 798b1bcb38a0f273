package io.github.latent4j.scratch;

import java.util.function.BinaryOperator;

/**
 * A function of two numbers to walk down on, with its gradient by {@link Value#backward()}.
 *
 * @param name for charts
 * @param function as a computation with {@link Value}s
 */
public record Surface(String name, BinaryOperator<Value> function) {

    /** Where it was looked at, and what was found there. */
    record Slope(double value, double byX, double byY) {}

    /** {@code (a x^2 + b y^2) / 2}: a valley, and a ravine if {@code a} and {@code b} differ much. Its largest curvature is the larger of them. */
    public static Surface bowl(double a, double b) {
        return new Surface(
                "bowl", (x, y) -> x.power(2).times(a / 2).plus(y.power(2).times(b / 2)));
    }

    /** {@code (1 - x)^2 + 100 (y - x^2)^2}: a bent ravine with its lowest point at {@code (1, 1)} (Rosenbrock 1960). */
    public static Surface rosenbrock() {
        return new Surface("Rosenbrock's ravine", (x, y) -> {
            Value along = x.times(-1).plus(1).power(2);
            return along.plus(y.minus(x.power(2)).power(2).times(100));
        });
    }

    /** {@code x^2 / 2 - y^2 / 4 + y^4 / 16}: a saddle at {@code (0, 0)} between two lowest points, at {@code y = ±√2}. */
    public static Surface saddle() {
        return new Surface(
                "saddle",
                (x, y) -> x.power(2)
                        .times(0.5)
                        .plus(y.power(2).times(-0.25))
                        .plus(y.power(4).times(1.0 / 16)));
    }

    /** {@code 1 - exp(-(x^2 + y^2) / 2)}: a hole in a plain, where far away there is hardly any slope. */
    public static Surface plateau() {
        return new Surface(
                "plateau",
                (x, y) ->
                        x.power(2).plus(y.power(2)).times(-0.5).exp().times(-1).plus(1));
    }

    /** The function. */
    public double at(double x, double y) {
        return function.apply(Value.of(x), Value.of(y)).data();
    }

    Slope slope(double x, double y) {
        Value byX = Value.of(x);
        Value byY = Value.of(y);
        Value value = function.apply(byX, byY);
        value.backward();
        return new Slope(value.data(), byX.gradient(), byY.gradient());
    }

    @Override
    public String toString() {
        return "Surface[" + name + "]";
    }
}
