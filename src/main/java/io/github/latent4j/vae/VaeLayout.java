package io.github.latent4j.vae;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.internal.Checks;
import io.github.latent4j.nn.Activation;
import io.github.latent4j.nn.LayerShapes;
import io.github.latent4j.nn.LayerSpec;
import io.github.latent4j.nn.LayerSpec.Padding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The layers of an autoencoder and the shapes between them.
 *
 * @param encoderInput what the encoder takes: the picture, and with labels a plane or a number more for each class
 * @param encoder its layers, the last of which gives the numbers of the code
 * @param codeNumbers the shape of these
 * @param code what the decoder takes
 * @param decoder its layers, the last of which gives the numbers of the pixels
 * @param latentParameters what the model holds outside of encoder and decoder
 */
record VaeLayout(
        ImageShape encoderInput,
        List<LayerSpec> encoder,
        ImageShape codeNumbers,
        ImageShape code,
        List<LayerSpec> decoder,
        long latentParameters) {

    static VaeLayout of(VaeSpec spec) {
        return of(spec.input(), spec.classes(), spec.coders(), spec.latent(), spec.likelihood());
    }

    /** Throws an {@link IllegalArgumentException} if the parts do not fit together. */
    static VaeLayout of(ImageShape input, int classes, Coders coders, Latent latent, Likelihood likelihood) {
        ImageShape encoderInput = encoderInput(input, classes, coders);
        List<LayerSpec> encoder = new ArrayList<>(coders.encoder(encoderInput));
        ImageShape features =
                LayerShapes.of("encoder layer", encoderInput, encoder).output();
        ImageShape code;
        if (latent instanceof Latent.Quantized && features.height() * features.width() > 1) {
            encoder.add(LayerSpec.conv(latent.size(), 1).withActivation(Activation.IDENTITY));
            code = new ImageShape(latent.size(), features.height(), features.width());
            Checks.require(classes == 0, "a grid of codes has no place for the label, got %d classes", classes);
        } else {
            int numbers = latent instanceof Latent.Gaussian ? 2 * latent.size() : latent.size();
            encoder.add(LayerSpec.dense(numbers).withActivation(Activation.IDENTITY));
            code = units(latent.size() + classes);
        }
        List<LayerSpec> decoder = new ArrayList<>(coders.decoder(code, input));
        ImageShape last = LayerShapes.of("decoder layer", code, decoder).output();
        decoder.add(pixels(last, input, likelihood.numbers()));
        return new VaeLayout(
                encoderInput,
                List.copyOf(encoder),
                LayerShapes.of("encoder layer", encoderInput, encoder).output(),
                code,
                List.copyOf(decoder),
                latentParameters(latent, encoderInput));
    }

    private static ImageShape encoderInput(ImageShape input, int classes, Coders coders) {
        if (classes == 0) {
            return input;
        }
        boolean flat = coders instanceof Coders.Dense
                || (coders instanceof Coders.Own own && own.encoder().layers().get(0) instanceof LayerSpec.Dense);
        return flat
                ? units(Math.addExact(input.size(), classes))
                : new ImageShape(input.channels() + classes, input.height(), input.width());
    }

    private static ImageShape units(int count) {
        return new ImageShape(count, 1, 1);
    }

    private static LayerSpec pixels(ImageShape last, ImageShape picture, int numbers) {
        boolean spatial = last.height() == picture.height()
                && last.width() == picture.width()
                && picture.height() * picture.width() > 1;
        try {
            return spatial
                    ? LayerSpec.conv(Math.multiplyExact(numbers, picture.channels()), 3)
                            .withPadding(Padding.SAME)
                            .withActivation(Activation.IDENTITY)
                    : LayerSpec.dense(Math.multiplyExact(numbers, picture.size()))
                            .withActivation(Activation.IDENTITY);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "the likelihood has " + numbers + " numbers for each pixel of " + picture
                            + ", more than can be counted",
                    e);
        }
    }

    private static long latentParameters(Latent latent, ImageShape encoderInput) {
        if (latent instanceof Latent.Quantized quantized) {
            return (long) quantized.codewords() * quantized.size();
        }
        if (latent instanceof Latent.Gaussian gaussian) {
            if (gaussian.prior() instanceof Prior.Mixture mixture) {
                return mixture.components() * (2L * gaussian.size() + 1);
            }
            if (gaussian.prior() instanceof Prior.Vamp vamp) {
                return (long) vamp.pseudoInputs() * encoderInput.size();
            }
        }
        return 0;
    }

    LayerShapes encoderShapes() {
        return LayerShapes.of("encoder layer", encoderInput, encoder);
    }

    LayerShapes decoderShapes() {
        return LayerShapes.of("decoder layer", code, decoder);
    }

    /** Number of values that the model holds. */
    long parameters() {
        return Checks.total(
                "the number of weights",
                LongStream.of(
                        encoderShapes().total(),
                        latentParameters,
                        decoderShapes().total()));
    }
}
