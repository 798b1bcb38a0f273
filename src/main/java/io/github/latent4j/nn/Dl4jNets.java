package io.github.latent4j.nn;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import io.github.latent4j.internal.NativeThreads;
import io.github.latent4j.nn.engine.CompiledNetwork;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * The one place that speaks to Deeplearning4j's builders. For the packages of this library; all methods are called on
 * the compute thread.
 */
public final class Dl4jNets {
    private Dl4jNets() {}

    /**
     * An initialised network with float weights.
     *
     * @param flat whether the input is {@code [batch, channels * height * width]} and not
     *     {@code [batch, channels, height, width]}
     * @param layers called once for each part of a batch that is computed at the same time, so that parts share no loss
     *     and no layer that remembers something
     * @throws IllegalArgumentException if its weights need more memory than the process may take
     */
    public static CompiledNetwork build(
            ImageShape input,
            boolean flat,
            Supplier<LayerStack> layers,
            Optimizer optimizer,
            long parameters,
            long seed) {
        return build(input, flat, layers, optimizer, parameters, seed, DataType.FLOAT);
    }

    /** The same with weights of another type; double is for gradient checks, it does not run on oneDNN. */
    public static CompiledNetwork build(
            ImageShape input,
            boolean flat,
            Supplier<LayerStack> layers,
            Optimizer optimizer,
            long parameters,
            long seed,
            DataType type) {
        requireMemory(parameters);
        int parts = layers.get().needsWholeBatch() ? 1 : NativeThreads.available();
        CompiledNetwork net = new CompiledNetwork(
                Stream.generate(() -> configuration(input, flat, layers.get(), optimizer, seed, type))
                        .limit(parts)
                        .toList(),
                optimizer.weightDecay(),
                flat ? new long[] {input.size()} : new long[] {input.channels(), input.height(), input.width()});
        net.init();
        return net;
    }

    private static MultiLayerConfiguration configuration(
            ImageShape input, boolean flat, LayerStack layers, Optimizer optimizer, long seed, DataType type) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(usable(seed))
                .dataType(type)
                .updater(updater(optimizer))
                .weightInit(WeightInit.XAVIER_UNIFORM)
                .cacheMode(
                        CacheMode.DEVICE) // a convolution keeps its sums for the backward pass: no second forward pass
                .list();
        layers.layers().forEach(list::layer);
        layers.reshapes().forEach(list::inputPreProcessor);
        list.setInputType(
                flat
                        ? InputType.feedForward(input.size())
                        : InputType.convolutional(input.height(), input.width(), input.channels()));
        return list.build();
    }

    /** Deeplearning4j's form of some layers. */
    public static LayerStack layers(List<LayerSpec> specs) {
        return new LayerStack().addAll(specs);
    }

    /** Deeplearning4j's form of a layer; {@link LayerSpec.Reshape} is none. */
    static Layer layer(LayerSpec spec) {
        if (spec instanceof LayerSpec.Conv conv) {
            return new ConvolutionLayer.Builder(conv.kernel(), conv.kernel())
                    .nOut(conv.filters())
                    .stride(conv.stride(), conv.stride())
                    .convolutionMode(mode(conv.padding()))
                    .activation(activation(conv.activation()))
                    .build();
        }
        if (spec instanceof LayerSpec.ConvTransposed conv) {
            return new Deconvolution2D.Builder(conv.kernel(), conv.kernel())
                    .nOut(conv.filters())
                    .stride(conv.stride(), conv.stride())
                    .convolutionMode(mode(conv.padding()))
                    .activation(activation(conv.activation()))
                    .build();
        }
        if (spec instanceof LayerSpec.MaxPool pool) {
            return pooling(SubsamplingLayer.PoolingType.MAX, pool.size());
        }
        if (spec instanceof LayerSpec.AvgPool pool) {
            return pooling(SubsamplingLayer.PoolingType.AVG, pool.size());
        }
        if (spec instanceof LayerSpec.GlobalAvgPool) {
            return new GlobalPoolingLayer.Builder(PoolingType.AVG).build();
        }
        if (spec instanceof LayerSpec.Dense dense) {
            return new DenseLayer.Builder()
                    .nOut(dense.units())
                    .activation(activation(dense.activation()))
                    .build();
        }
        if (spec instanceof LayerSpec.Dropout dropout) {
            return new DropoutLayer.Builder(1 - dropout.rate()).build(); // DL4J wants the probability to keep
        }
        if (spec instanceof LayerSpec.BatchNorm) {
            return new BatchNormalization.Builder().build();
        }
        if (spec instanceof LayerSpec.Softmax softmax) {
            return new OutputLayer.Builder(new CrossEntropy())
                    .nOut(softmax.classes())
                    .activation(org.nd4j.linalg.activations.Activation.SOFTMAX)
                    .build();
        }
        throw new AssertionError("unknown layer " + spec);
    }

    private static ConvolutionMode mode(LayerSpec.Padding padding) {
        return padding == LayerSpec.Padding.SAME ? ConvolutionMode.Same : ConvolutionMode.Truncate;
    }

    private static Layer pooling(SubsamplingLayer.PoolingType type, int size) {
        return new SubsamplingLayer.Builder(type)
                .kernelSize(size, size)
                .stride(size, size)
                .build();
    }

    /** A fully connected output layer with a loss of our own. */
    public static Layer output(int units, Activation activation, ILossFunction loss) {
        return new OutputLayer.Builder(loss)
                .nOut(units)
                .activation(activation(activation))
                .build();
    }

    /** A loss of our own on what the layer before gives, which is {@code size} values for each example. */
    public static Layer loss(int size, Activation activation, ILossFunction loss) {
        LossLayer layer =
                new LossLayer.Builder(loss).activation(activation(activation)).build();
        layer.setNIn(size);
        layer.setNOut(size);
        return layer;
    }

    /** The pixels as an array {@code [size, channels, height, width]}, or flat; the caller closes it. */
    public static INDArray pixels(Images images, boolean flat) {
        ImageShape shape = images.shape();
        INDArray array = Nd4j.createFromArray(images.pixels());
        return flat
                ? array.reshape(images.size(), shape.size())
                : array.reshape(images.size(), shape.channels(), shape.height(), shape.width());
    }

    /** Seeds what Deeplearning4j draws on this thread: dropout masks, noise. */
    public static void seed(long seed) {
        Nd4j.getRandom().setSeed(usable(seed));
    }

    /** Seed 0 of ND4J means another seed each time. */
    private static long usable(long seed) {
        return seed == 0 ? 0x5eed : seed;
    }

    private static IUpdater updater(Optimizer optimizer) {
        if (optimizer instanceof Optimizer.Sgd sgd) {
            return new Sgd(sgd.rate());
        }
        if (optimizer instanceof Optimizer.Momentum momentum) {
            return new Nesterovs(momentum.rate(), momentum.momentum());
        }
        if (optimizer instanceof Optimizer.Adam adam) {
            return new Adam(adam.rate());
        }
        throw new AssertionError("unknown optimizer " + optimizer);
    }

    static org.nd4j.linalg.activations.Activation activation(Activation activation) {
        // ND4J writes some names without the underscore
        return org.nd4j.linalg.activations.Activation.valueOf(
                activation == Activation.LEAKY_RELU ? "LEAKYRELU" : activation.name());
    }

    /** ND4J ends the process when an allocation is far too large. */
    private static void requireMemory(long parameters) {
        int copies = 4; // weights, gradient, two moments
        double bytes = (double) parameters * copies * Float.BYTES;
        long limit = Pointer.maxPhysicalBytes();
        if (limit > 0 && bytes > limit) {
            throw new IllegalArgumentException(String.format(
                    java.util.Locale.ROOT,
                    "the layers hold %,d values, which need %,.0f MB while training; this process may take %,d MB",
                    parameters,
                    bytes / 1e6,
                    limit / 1_000_000));
        }
    }
}
