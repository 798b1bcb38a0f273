package io.github.latent4j.nn;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.internal.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Everything that defines a classifier, and nothing that is learned. Immutable: each {@code withX} returns a changed
 * copy.
 *
 * @param input shape of one image
 * @param layers from input to output; the last one is {@link LayerSpec#softmax}
 * @param optimizer how it learns
 * @param seed of the initial weights
 */
public record NetSpec(ImageShape input, List<LayerSpec> layers, Optimizer optimizer, long seed) {
    /** Far more than any network that learns; a file could name a million layers that hold nothing. */
    private static final int MAX_LAYERS = 1000;

    /**
     * Checks that the layers fit together.
     *
     * @throws IllegalArgumentException if they do not, naming the layer
     */
    public NetSpec {
        Checks.require(layers.size() <= MAX_LAYERS, "layers must be at most %d, got %d", MAX_LAYERS, layers.size());
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(optimizer, "optimizer");
        layers = List.copyOf(layers);
        Checks.require(
                !layers.isEmpty() && layers.get(layers.size() - 1) instanceof LayerSpec.Softmax,
                "layers must end with softmax(classes), got %s",
                layers);
        Checks.require(
                layers.stream().filter(LayerSpec.Softmax.class::isInstance).count() == 1,
                "layers must have softmax only at the end, got %s",
                layers);
        parameters(input, layers);
    }

    /** Adam with rate 1e-3 and seed 42. */
    public static NetSpec of(ImageShape input, LayerSpec... layers) {
        return new NetSpec(input, List.of(layers), Optimizer.adam(1e-3), 42);
    }

    public NetSpec withOptimizer(Optimizer newOptimizer) {
        return new NetSpec(input, layers, newOptimizer, seed);
    }

    public NetSpec withSeed(long newSeed) {
        return new NetSpec(input, layers, optimizer, newSeed);
    }

    /** Number of classes that the last layer tells apart. */
    public int classes() {
        return ((LayerSpec.Softmax) layers.get(layers.size() - 1)).classes();
    }

    /** The input's shape, then the shape that each layer passes on. */
    public List<ImageShape> shapes() {
        return shapes(input, layers);
    }

    /** Number of values that the network holds. */
    public long parameters() {
        return parameters(input, layers);
    }

    private static long parameters(ImageShape input, List<LayerSpec> layers) {
        List<ImageShape> shapes = shapes(input, layers);
        return Checks.total(
                "the number of weights",
                IntStream.range(0, layers.size())
                        .mapToLong(i ->
                                ofLayer(i, layers.get(i), () -> layers.get(i).parameters(shapes.get(i)))));
    }

    private static List<ImageShape> shapes(ImageShape input, List<LayerSpec> layers) {
        List<ImageShape> shapes = new ArrayList<>(List.of(input));
        for (int i = 0; i < layers.size(); i++) {
            LayerSpec layer = layers.get(i);
            ImageShape shape = shapes.get(i);
            shapes.add(ofLayer(i, layer, () -> layer.output(shape)));
        }
        return shapes;
    }

    /** What is asked of a layer, whose faults are told with its number and name. */
    private static <T> T ofLayer(int i, LayerSpec layer, Supplier<T> question) {
        try {
            return question.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("layer " + (i + 1) + ", " + layer + ": " + e.getMessage(), e);
        }
    }
}
