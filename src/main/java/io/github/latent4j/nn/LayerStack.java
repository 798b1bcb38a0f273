package io.github.latent4j.nn;

import io.github.latent4j.data.ImageShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/**
 * Deeplearning4j's layers of a network, from input to output, and where plain units become pictures between them. For the packages of this
 * library.
 */
public final class LayerStack {
    private final List<Layer> layers = new ArrayList<>();
    private final Map<Integer, InputPreProcessor> reshapes = new LinkedHashMap<>();
    private final List<Place> places = new ArrayList<>();
    private boolean wholeBatch;

    /**
     * Where the output of a {@link LayerSpec} is to be found.
     *
     * @param layer which of Deeplearning4j's layers gives it; -1 if it is the input
     * @param rectified whether ReLU is still to be applied to it
     */
    record Place(int layer, boolean rectified) {}

    /** Number of layers so far, and so of the one that is added next. */
    public int size() {
        return layers.size();
    }

    /** A layer. */
    public LayerStack add(Layer layer) {
        layers.add(layer);
        wholeBatch |= layer instanceof BatchNormalization;
        return this;
    }

    /** What is plain units so far is from here on pictures of this shape. */
    public LayerStack reshape(ImageShape shape) {
        reshapes.put(layers.size(), new FeedForwardToCnnPreProcessor(shape.height(), shape.width(), shape.channels()));
        return this;
    }

    /**
     * Some layers, {@code softmax} with the loss that belongs to it.
     *
     * <p>ReLU before max pooling is applied after it: the two commute, in the gradient too, and what is left of the
     * picture is smaller by the square of the window.
     */
    public LayerStack addAll(List<LayerSpec> specs) {
        for (int i = 0; i < specs.size(); i++) {
            boolean pooled = i + 1 < specs.size() && specs.get(i + 1) instanceof LayerSpec.MaxPool;
            if (specs.get(i) instanceof LayerSpec.Reshape reshape) {
                reshape(reshape.shape());
                places.add(new Place(layers.size() - 1, false));
            } else if (pooled && specs.get(i) instanceof LayerSpec.Conv conv && conv.activation() == Activation.RELU) {
                add(Dl4jNets.layer(conv.withActivation(Activation.IDENTITY)));
                places.add(new Place(layers.size() - 1, true));
                add(Dl4jNets.layer(specs.get(++i)));
                add(new ActivationLayer.Builder()
                        .activation(Dl4jNets.activation(Activation.RELU))
                        .build());
                places.add(new Place(layers.size() - 1, false));
            } else {
                add(Dl4jNets.layer(specs.get(i)));
                places.add(new Place(layers.size() - 1, false));
            }
        }
        return this;
    }

    /** A batch must not be computed in parts, for what is learned of an example depends on the others. */
    public LayerStack requireWholeBatch() {
        wholeBatch = true;
        return this;
    }

    boolean needsWholeBatch() {
        return wholeBatch;
    }

    List<Layer> layers() {
        return layers;
    }

    /** Of each {@link LayerSpec} that came by {@link #addAll}, in order. */
    List<Place> places() {
        return places;
    }

    Map<Integer, InputPreProcessor> reshapes() {
        return reshapes;
    }
}
