package io.github.latent4j.scratch;

import io.github.latent4j.internal.Checks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A multilayer perceptron of {@link Value}s: {@code tanh(W x + b)} layer after layer, the last one without tanh. Every weight and bias is an
 * object of its own, so keep it small.
 */
public final class ScalarMlp {
    private final List<List<Neuron>> layers;

    private ScalarMlp(List<List<Neuron>> layers) {
        this.layers = layers;
    }

    /**
     * A network with weights from a normal distribution of variance {@code 1 / inputs} (LeCun et al. 1998) and biases of 0.
     *
     * @param seed the same gives the same weights
     * @param widths number of inputs, then of neurons in each layer; at least two
     * @throws IllegalArgumentException if there are fewer, or one is below 1
     */
    public static ScalarMlp of(long seed, int... widths) {
        Checks.require(
                widths.length >= 2,
                "widths must name the inputs and at least one layer, got %s",
                Arrays.toString(widths));
        Arrays.stream(widths).forEach(width -> Checks.positive("width", width));
        Random random = new Random(seed);
        List<List<Neuron>> layers = new ArrayList<>();
        for (int i = 1; i < widths.length; i++) {
            List<Neuron> layer = new ArrayList<>();
            for (int j = 0; j < widths[i]; j++) {
                layer.add(Neuron.of(random, widths[i - 1]));
            }
            layers.add(layer);
        }
        return new ScalarMlp(layers);
    }

    /**
     * What the last layer gives.
     *
     * @throws IllegalArgumentException if there are more or fewer inputs than the network has
     */
    public List<Value> apply(Value... inputs) {
        int wanted = layers.get(0).get(0).weights().size();
        Checks.require(inputs.length == wanted, "inputs must be %d values, got %d", wanted, inputs.length);
        List<Value> values = List.of(inputs);
        for (List<Neuron> layer : layers) {
            boolean last = layer == layers.get(layers.size() - 1);
            List<Value> before = values;
            values = layer.stream()
                    .map(neuron -> neuron.sum(before))
                    .map(sum -> last ? sum : sum.tanh())
                    .toList();
        }
        return values;
    }

    /** All weights and biases, layer by layer, neuron by neuron, a neuron's bias last. */
    public List<Value> parameters() {
        return layers.stream()
                .flatMap(List::stream)
                .flatMap(neuron -> neuron.parameters().stream())
                .toList();
    }

    private record Neuron(List<Value> weights, Value bias) {
        static Neuron of(Random random, int inputs) {
            List<Value> weights = new ArrayList<>();
            for (int i = 0; i < inputs; i++) {
                weights.add(Value.of(random.nextGaussian() / Math.sqrt(inputs)));
            }
            return new Neuron(weights, Value.of(0));
        }

        /** {@code w x + b} */
        Value sum(List<Value> inputs) {
            Value sum = bias;
            for (int i = 0; i < inputs.size(); i++) {
                sum = sum.plus(weights.get(i).times(inputs.get(i)));
            }
            return sum;
        }

        List<Value> parameters() {
            List<Value> all = new ArrayList<>(weights);
            all.add(bias);
            return all;
        }
    }

    @Override
    public String toString() {
        return "ScalarMlp[" + layers.size() + " layers, " + parameters().size() + " parameters]";
    }
}
