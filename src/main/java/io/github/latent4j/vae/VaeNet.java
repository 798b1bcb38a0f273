package io.github.latent4j.vae;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.nn.Dl4jNets;
import io.github.latent4j.nn.LayerSpec;
import io.github.latent4j.nn.LayerStack;
import io.github.latent4j.nn.engine.CompiledNetwork;
import io.github.latent4j.nn.engine.ComputedLayer;
import io.github.latent4j.nn.engine.JavaLayer;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * An autoencoder as a network of Deeplearning4j's: what is done to pictures (if anything), encoder, the step between, decoder, loss. There
 * is one for each part of a batch that is computed at the same time.
 *
 * @param input what is done to pictures
 * @param latent the step between
 * @param latentIndex number of its layer
 */
record VaeNet(Optional<EncoderInput> input, LatentLayer latent, int latentIndex) {

    /** An initialised network, the same for the same spec; throws an {@link IllegalArgumentException} if it needs too much memory. */
    static CompiledNetwork build(VaeSpec spec, DataType type) {
        ImageShape rows = new ImageShape(spec.input().size() + spec.classes(), 1, 1);
        long parameters = VaeLayout.of(spec).parameters();
        return Dl4jNets.build(rows, true, () -> layers(spec), spec.optimizer(), parameters, spec.seed(), type);
    }

    /** The parts of a network that {@link #build} has made. */
    static VaeNet of(MultiLayerNetwork net) {
        EncoderInput input = null;
        for (int i = 0; i < net.getnLayers(); i++) {
            JavaLayer function = functionOf(net.getLayer(i));
            if (function instanceof EncoderInput found) {
                input = found;
            } else if (function instanceof LatentLayer latent) {
                return new VaeNet(Optional.ofNullable(input), latent, i);
            }
        }
        throw new IllegalArgumentException("no network of an autoencoder");
    }

    private static @Nullable JavaLayer functionOf(Layer layer) {
        return layer.conf().getLayer() instanceof ComputedLayer computed ? computed.function() : null;
    }

    private static LayerStack layers(VaeSpec spec) {
        VaeLayout layout = VaeLayout.of(spec);
        LayerStack stack = new LayerStack();
        EncoderInput input = EncoderInput.isNeeded(spec) ? new EncoderInput(spec) : null;
        if (input != null) {
            stack.add(new ComputedLayer(input));
        }
        LatentLayer latent = LatentLayer.of(spec, input);
        reshape(stack, layout.encoderInput(), layout.encoder()).addAll(layout.encoder());
        stack.add(new ComputedLayer(latent));
        List<LayerSpec> hidden = layout.decoder().subList(0, layout.decoder().size() - 1);
        reshape(stack, layout.code(), layout.decoder()).addAll(hidden);
        addPixels(
                stack, layout.decoder().get(hidden.size()), spec, new NegativeLogLikelihood(spec.likelihood(), latent));
        return spec.objective().looksAtDimensions() ? stack.requireWholeBatch() : stack;
    }

    /** Rows of numbers become pictures where layers want pictures. */
    private static LayerStack reshape(LayerStack stack, ImageShape shape, List<LayerSpec> layers) {
        boolean units = shape.height() == 1 && shape.width() == 1;
        return units || layers.get(0) instanceof LayerSpec.Dense ? stack : stack.reshape(shape);
    }

    private static void addPixels(LayerStack stack, LayerSpec last, VaeSpec spec, NegativeLogLikelihood loss) {
        int numbers = spec.likelihood().numbers() * spec.input().size();
        if (last instanceof LayerSpec.Dense) {
            stack.add(Dl4jNets.output(numbers, spec.likelihood().activation(), loss));
        } else {
            stack.addAll(List.of(last));
            stack.add(Dl4jNets.loss(numbers, spec.likelihood().activation(), loss));
        }
    }

    /** For the next pass. */
    void prepare(RandomGenerator random, double beta, boolean training) {
        latent.prepare(random, beta);
        input.ifPresent(layer -> layer.prepare(random, training));
    }
}
