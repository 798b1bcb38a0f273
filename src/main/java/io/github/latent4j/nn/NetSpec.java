package io.github.latent4j.nn;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.internal.Checks;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Everything that defines a network, and nothing that is learned. Immutable: each {@code withX} returns a changed
 * copy. A classifier ends with {@link LayerSpec#softmax}; what does not is a part of something larger, such as the encoder of an autoencoder.
 *
 * @param input shape of one image
 * @param layers from input to output
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
        Checks.require(!layers.isEmpty(), "layers must not be empty");
        Checks.require(
                layers.subList(0, layers.size() - 1).stream().noneMatch(LayerSpec.Softmax.class::isInstance),
                "layers must have softmax only at the end, got %s",
                layers);
        LayerShapes.of("layer", input, layers).total();
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

    /**
     * A multilayer perceptron: dense layers with one activation function, then softmax.
     *
     * @param activation of the hidden layers
     * @param classes to tell apart
     * @param widths of the hidden layers, from the input on
     * @throws IllegalArgumentException if a size is below 1
     */
    public static NetSpec mlp(ImageShape input, Activation activation, int classes, int... widths) {
        Stream<LayerSpec> hidden =
                IntStream.of(widths).mapToObj(width -> LayerSpec.dense(width).withActivation(activation));
        return of(
                input,
                Stream.concat(hidden, Stream.of(LayerSpec.softmax(classes))).toArray(LayerSpec[]::new));
    }

    /**
     * The same with a layer, such as {@code batchNorm()}, behind each of the layers but the last one.
     *
     * @throws IllegalArgumentException if it does not fit there
     */
    public NetSpec withBehindEach(LayerSpec layer) {
        Stream<LayerSpec> hidden =
                layers.subList(0, layers.size() - 1).stream().flatMap(each -> Stream.of(each, layer));
        Stream<LayerSpec> last = Stream.of(layers.get(layers.size() - 1));
        return new NetSpec(input, Stream.concat(hidden, last).toList(), optimizer, seed);
    }

    /**
     * Number of classes that the last layer tells apart.
     *
     * @throws IllegalArgumentException if it is no {@link LayerSpec#softmax}
     */
    public int classes() {
        if (layers.get(layers.size() - 1) instanceof LayerSpec.Softmax softmax) {
            return softmax.classes();
        }
        throw new IllegalArgumentException("the layers of a classifier must end with softmax(classes), got " + layers);
    }

    /** The input's shape, then the shape that each layer passes on. */
    public List<ImageShape> shapes() {
        return LayerShapes.of("layer", input, layers).shapes();
    }

    /** Number of values that the network holds. */
    public long parameters() {
        return LayerShapes.of("layer", input, layers).total();
    }
}
