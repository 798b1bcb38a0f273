package io.github.latent4j.vae;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.internal.Checks;
import io.github.latent4j.nn.LayerSpec;
import io.github.latent4j.nn.LayerSpec.Padding;
import io.github.latent4j.nn.NetSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The hidden layers of encoder and decoder. What comes behind them is added: after the encoder a layer that gives the numbers of the code;
 * after the decoder one that gives the numbers of the pixels, a 3 x 3 convolution if the decoder's output is as high and wide as the picture,
 * else a dense one.
 */
public sealed interface Coders {

    /**
     * Dense layers with ReLU. Without any, encoder and decoder are linear.
     *
     * @param widths of the encoder's layers; the decoder mirrors them
     * @throws IllegalArgumentException if one is below 1 or there are more than 1000
     */
    static Coders dense(Integer... widths) {
        return new Dense(List.of(widths));
    }

    /**
     * 3 x 3 convolutions with stride 2 and ReLU, each of which halves the picture; the decoder mirrors them with transposed ones.
     *
     * @param filters of the encoder's convolutions
     * @throws IllegalArgumentException if one is below 1, there is none or there are more than 1000
     */
    static Coders convolutional(Integer... filters) {
        return new Convolutional(List.of(filters));
    }

    /**
     * Layers of your own; optimiser and seed of the two are not looked at.
     *
     * @param encoder takes pictures, and with labels a plane (or, if it begins with a dense layer, a number) more for each class
     * @param decoder takes codes as plain units, and with labels a unit more for each class
     * @throws IllegalArgumentException if one of them ends with softmax
     */
    static Coders of(NetSpec encoder, NetSpec decoder) {
        return new Own(encoder, decoder);
    }

    /**
     * The encoder's hidden layers.
     *
     * @param input what the encoder takes
     * @throws IllegalArgumentException if they do not fit it
     */
    List<LayerSpec> encoder(ImageShape input);

    /**
     * The decoder's hidden layers.
     *
     * @param code what it takes: plain units, or pictures where each place of a grid has a code
     * @param picture that comes out in the end
     * @throws IllegalArgumentException if they do not fit these
     */
    List<LayerSpec> decoder(ImageShape code, ImageShape picture);

    private static List<Integer> checked(String name, List<Integer> sizes) {
        int most = 1000; // far more than any autoencoder that learns; a file could name a million
        Checks.require(sizes.size() <= most, "%s must be at most %d, got %d", name + "s", most, sizes.size());
        sizes.forEach(size -> Checks.positive(name, size));
        return List.copyOf(sizes);
    }

    private static <T> List<T> reversed(List<T> list) {
        List<T> reversed = new ArrayList<>();
        list.forEach(item -> reversed.add(0, item));
        return reversed;
    }

    /** See {@link #dense}. */
    record Dense(List<Integer> widths) implements Coders {
        public Dense {
            widths = checked("hidden width", widths);
        }

        @Override
        public List<LayerSpec> encoder(ImageShape input) {
            return layers(widths);
        }

        @Override
        public List<LayerSpec> decoder(ImageShape code, ImageShape picture) {
            return layers(reversed(widths));
        }

        private static List<LayerSpec> layers(List<Integer> widths) {
            return widths.stream().<LayerSpec>map(LayerSpec::dense).toList();
        }

        @Override
        public String toString() {
            return "dense" + Coders.list(widths);
        }
    }

    /** See {@link #convolutional}. */
    record Convolutional(List<Integer> filters) implements Coders {
        public Convolutional {
            filters = checked("filters", filters);
            Checks.require(!filters.isEmpty(), "convolutional coders must have at least one convolution");
        }

        @Override
        public List<LayerSpec> encoder(ImageShape input) {
            return filters.stream()
                    .<LayerSpec>map(n -> LayerSpec.conv(n, 3).withStride(2).withPadding(Padding.SAME))
                    .toList();
        }

        @Override
        public List<LayerSpec> decoder(ImageShape code, ImageShape picture) {
            int smaller = 1 << Math.min(filters.size(), 30);
            Checks.require(
                    picture.height() % smaller == 0 && picture.width() % smaller == 0,
                    "%d convolutions halve the picture as often: height and width must be divisible by %d, got %s",
                    filters.size(),
                    smaller,
                    picture);
            List<LayerSpec> layers = new ArrayList<>();
            ImageShape smallest = new ImageShape(
                    filters.get(filters.size() - 1), picture.height() / smaller, picture.width() / smaller);
            if (code.height() * code.width() == 1) {
                layers.add(LayerSpec.dense(smallest.size()));
                layers.add(new LayerSpec.Reshape(smallest));
            }
            reversed(filters)
                    .forEach(n -> layers.add(
                            LayerSpec.convTransposed(n, 3).withStride(2).withPadding(Padding.SAME)));
            return layers;
        }

        @Override
        public String toString() {
            return "convolutional" + Coders.list(filters);
        }
    }

    /** See {@link #of}. */
    record Own(NetSpec encoder, NetSpec decoder) implements Coders {
        public Own {
            requireHidden("encoder", encoder);
            requireHidden("decoder", decoder);
        }

        private static void requireHidden(String name, NetSpec net) {
            Checks.require(
                    net.layers().stream().noneMatch(LayerSpec.Softmax.class::isInstance),
                    "the %s must have hidden layers only, got %s",
                    name,
                    net.layers());
        }

        @Override
        public List<LayerSpec> encoder(ImageShape input) {
            Checks.require(
                    encoder.input().equals(input),
                    "the encoder must take what the model does, %s, got an encoder %s and a decoder %s",
                    input,
                    way(encoder),
                    way(decoder));
            return encoder.layers();
        }

        @Override
        public List<LayerSpec> decoder(ImageShape code, ImageShape picture) {
            Checks.require(
                    decoder.input().equals(code),
                    "the decoder must take the code of the encoder, %s, got an encoder %s and a decoder %s",
                    code,
                    way(encoder),
                    way(decoder));
            return decoder.layers();
        }

        private static String way(NetSpec net) {
            return "from " + net.input() + " to "
                    + net.shapes().get(net.layers().size());
        }

        @Override
        public String toString() {
            return "of(" + encoder.input() + " -> " + encoder.layers() + ", " + decoder.input() + " -> "
                    + decoder.layers() + ")";
        }
    }

    private static String list(List<Integer> sizes) {
        return sizes.toString().replace('[', '(').replace(']', ')');
    }
}
