package io.github.latent4j.nn;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.internal.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * How layers fit together. For the packages of this library.
 *
 * @param shapes the input's, then the one that each layer passes on
 * @param parameters number of values that each layer holds
 */
public record LayerShapes(List<ImageShape> shapes, List<Long> parameters) {

    public LayerShapes {
        shapes = List.copyOf(shapes);
        parameters = List.copyOf(parameters);
    }

    /**
     * Follows an input through layers.
     *
     * @param name what messages call a layer
     * @throws IllegalArgumentException if a layer does not fit what comes before it, naming both
     */
    public static LayerShapes of(String name, ImageShape input, List<LayerSpec> layers) {
        List<ImageShape> shapes = new ArrayList<>(List.of(input));
        List<Long> parameters = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            LayerSpec layer = layers.get(i);
            ImageShape shape = shapes.get(i);
            String place = name + " " + (i + 1) + ", " + layer;
            shapes.add(ask(place, () -> layer.output(shape)));
            parameters.add(ask(place, () -> layer.parameters(shape)));
        }
        return new LayerShapes(shapes, parameters);
    }

    /** What the last layer passes on. */
    public ImageShape output() {
        return shapes.get(shapes.size() - 1);
    }

    /**
     * Number of values that all layers hold.
     *
     * @throws IllegalArgumentException if they are more than a long can count
     */
    public long total() {
        return Checks.total("the number of weights", parameters.stream().mapToLong(Long::longValue));
    }

    /** What is asked of a layer, whose faults are told with its place. */
    private static <T> T ask(String place, Supplier<T> question) {
        try {
            return question.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
        }
    }
}
