package io.github.latent4j.scratch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A number that remembers what it was computed from, so that {@link #backward()} can find its derivative by each of its ingredients: reverse
 * mode differentiation (Linnainmaa 1970; Rumelhart, Hinton and Williams 1986). Each operation states its own derivative; the chain rule does the rest.
 *
 * <p>Made to be read: one object for each operation, for up to some hundred thousand of them. Not thread-safe: {@link #backward()} writes
 * into every node.
 */
public final class Value {
    private double data;
    private double gradient;
    private final String operation;
    private final List<Value> inputs;
    private Runnable chainRule = () -> {};
    private String label = "";

    private Value(double data, String operation, Value... inputs) {
        this.data = data;
        this.operation = operation;
        this.inputs = List.of(inputs);
    }

    /** A leaf: an input, or a parameter. */
    public static Value of(double data) {
        return new Value(data, "");
    }

    /** {@code a + b}: the gradient goes to both as it is. */
    public Value plus(Value b) {
        Value y = new Value(data + b.data, "+", this, b);
        y.chainRule = () -> {
            gradient += y.gradient;
            b.gradient += y.gradient;
        };
        return y;
    }

    /** {@code a b}: each gets the gradient times the other. */
    public Value times(Value b) {
        Value y = new Value(data * b.data, "×", this, b);
        y.chainRule = () -> {
            gradient += b.data * y.gradient;
            b.gradient += data * y.gradient;
        };
        return y;
    }

    /** {@code a^n}, with the derivative {@code n a^(n-1)}. */
    public Value power(double n) {
        Value y = new Value(Math.pow(data, n), "^" + number(n), this);
        y.chainRule = () -> gradient += n * Math.pow(data, n - 1) * y.gradient;
        return y;
    }

    /** {@code e^a}, its own derivative. */
    public Value exp() {
        Value y = new Value(Math.exp(data), "exp", this);
        y.chainRule = () -> gradient += y.data * y.gradient;
        return y;
    }

    /** The natural logarithm, with the derivative {@code 1 / a}. */
    public Value log() {
        Value y = new Value(Math.log(data), "log", this);
        y.chainRule = () -> gradient += y.gradient / data;
        return y;
    }

    /** The hyperbolic tangent, with the derivative {@code 1 - tanh(a)^2}. */
    public Value tanh() {
        Value y = new Value(Math.tanh(data), "tanh", this);
        y.chainRule = () -> gradient += (1 - y.data * y.data) * y.gradient;
        return y;
    }

    /** {@code max(0, a)}, with the derivative 1 above 0 and 0 elsewhere. */
    public Value relu() {
        Value y = new Value(Math.max(0, data), "relu", this);
        y.chainRule = () -> gradient += data > 0 ? y.gradient : 0;
        return y;
    }

    public Value plus(double b) {
        return plus(of(b));
    }

    public Value times(double b) {
        return times(of(b));
    }

    public Value minus(Value b) {
        return plus(b.times(-1));
    }

    public Value minus(double b) {
        return plus(-b);
    }

    public Value dividedBy(Value b) {
        return times(b.power(-1));
    }

    /** {@code 1 / (1 + e^-a)}, as {@code (1 + tanh(a / 2)) / 2}, which no number can overflow. */
    public Value sigmoid() {
        return times(0.5).tanh().plus(1).times(0.5);
    }

    /**
     * Computes the derivative of this value by every value that it was computed from, itself included: their {@link #gradient()}. From the end
     * to the beginning, so that a value's own gradient is complete before it is passed on. Twice gives the same as once.
     */
    public void backward() {
        List<Value> order = inOrder();
        order.forEach(value -> value.gradient = 0);
        gradient = 1;
        Collections.reverse(order);
        order.forEach(value -> value.chainRule.run());
    }

    /** One step of gradient descent, for a leaf: {@code a <- a - rate * gradient}. What was computed from it stays as it is. */
    public void descend(double rate) {
        if (!inputs.isEmpty()) {
            throw new IllegalStateException("only a leaf can be moved, and this is the result of " + operation);
        }
        data -= rate * gradient;
    }

    /** This value and all that it was computed from, inputs first. Without recursion, which a long computation would overflow. */
    private List<Value> inOrder() {
        List<Value> order = new ArrayList<>();
        Set<Value> opened = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Value> done = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Value> open = new ArrayDeque<>(List.of(this));
        while (!open.isEmpty()) {
            Value value = open.peek();
            if (opened.add(value)) {
                value.inputs.forEach(open::push);
            } else if (done.add(open.pop())) {
                order.add(value);
            }
        }
        return order;
    }

    /** Names it, for {@link #graph}; the same value. */
    public Value named(String name) {
        label = name;
        return this;
    }

    /**
     * One value of a computation.
     *
     * @param label its name; empty if it has none
     * @param operation that made it; empty for a leaf
     * @param data the number
     * @param gradient as of the last {@link Value#backward()}
     * @param inputs where the values that it was computed from stand in the list, before it
     */
    public record Node(String label, String operation, double data, double gradient, List<Integer> inputs) {
        public Node {
            inputs = List.copyOf(inputs);
        }
    }

    /** What this value was computed from, itself at the end. */
    public List<Node> graph() {
        List<Value> order = inOrder();
        IdentityHashMap<Value, Integer> places = new IdentityHashMap<>();
        order.forEach(value -> places.put(value, places.size()));
        return order.stream()
                .map(value -> new Node(
                        value.label,
                        value.operation,
                        value.data,
                        value.gradient,
                        value.inputs.stream().map(places::get).toList()))
                .toList();
    }

    public double data() {
        return data;
    }

    /** The derivative by this value of the one whose {@link #backward()} was called last. */
    public double gradient() {
        return gradient;
    }

    private static String number(double n) {
        return n == Math.rint(n) ? Long.toString((long) n) : Double.toString(n);
    }

    @Override
    public String toString() {
        String name = label.isEmpty() ? "Value" : label;
        return String.format(Locale.ROOT, "%s[data %.4f, gradient %.4f]", name, data, gradient);
    }
}
