package io.github.latent4j.nn.engine;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_accurate;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_forward_primitive_desc_create;

import io.github.latent4j.internal.OneDnn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;

/** Which {@link Stage} computes which of Deeplearning4j's layers, and which layers none does. */
final class Stages {
    private Stages() {}

    /**
     * The stages of one layer of a network, to be made for a pass.
     *
     * @throws UnsupportedOperationException saying what about the layer cannot be compiled
     */
    static List<Function<Pass, Stage>> of(Layer layer, @Nullable InputPreProcessor before) {
        List<Function<Pass, Stage>> stages = new ArrayList<>();
        if (before != null) {
            stages.add(reshape(before));
        }
        org.deeplearning4j.nn.conf.layers.Layer conf = layer.conf().getLayer();
        if (conf instanceof ComputedLayer computed) {
            stages.add(pass -> new JavaStage(pass, layer, computed.function()));
            return stages;
        }
        if (!(conf instanceof DropoutLayer)) {
            require(conf.getIDropout() == null, "dropout of its own");
        }
        require(conf.getConstraints() == null || conf.getConstraints().isEmpty(), "constraints");
        if (conf instanceof BaseLayer base) {
            require(base.getWeightNoise() == null, "weight noise");
        }
        stages.add(stage(layer, conf));
        return stages;
    }

    private static Function<Pass, Stage> stage(Layer layer, org.deeplearning4j.nn.conf.layers.Layer conf) {
        Class<?> kind = conf.getClass(); // exactly: a subclass computes something else
        if (kind == DenseLayer.class) {
            DenseLayer dense = (DenseLayer) conf;
            require(!dense.hasLayerNorm(), "layer normalisation");
            Nonlinearity function = nonlinearity(dense.getActivationFn());
            return pass -> new DenseStage(pass, layer, function, dense.hasBias());
        }
        if (kind == OutputLayer.class) {
            return output(layer, (OutputLayer) conf);
        }
        if (kind == LossLayer.class) {
            return loss((LossLayer) conf);
        }
        if (kind == ConvolutionLayer.class || kind == Deconvolution2D.class) {
            ConvolutionLayer convolution = (ConvolutionLayer) conf;
            requireChannelsFirst(convolution.getCnn2dDataFormat());
            requireTruncateOrSame(convolution.getConvolutionMode());
            Nonlinearity function = nonlinearity(convolution.getActivationFn());
            Window window = Window.of(convolution);
            boolean oneMap = OneMapStage.suits(window, convolution.getNIn());
            return pass -> oneMap
                    ? new OneMapStage(pass, layer, window, function, convolution.hasBias())
                    : new ConvolutionStage(pass, layer, window, function, convolution.hasBias());
        }
        if (kind == SubsamplingLayer.class) {
            return pooling((SubsamplingLayer) conf);
        }
        if (kind == GlobalPoolingLayer.class) {
            return globalPooling((GlobalPoolingLayer) conf);
        }
        if (kind == BatchNormalization.class) {
            BatchNormalization normalization = (BatchNormalization) conf;
            require(!normalization.isLockGammaBeta(), "locked gamma and beta");
            requireChannelsFirst(normalization.getCnn2DFormat());
            return pass -> new BatchNormStage(pass, layer);
        }
        if (kind == ActivationLayer.class) {
            Nonlinearity function = nonlinearity(((ActivationLayer) conf).getActivationFn());
            return pass -> new ActivationStage(pass, function);
        }
        if (kind == DropoutLayer.class) {
            require(conf.getIDropout() instanceof Dropout, "a kind of dropout other than Dropout");
            Dropout dropout = (Dropout) conf.getIDropout();
            require(dropout.getPSchedule() == null, "a schedule of dropout");
            return pass -> new DropoutStage(pass, dropout.getP());
        }
        throw new UnsupportedOperationException("the layer " + kind.getSimpleName());
    }

    /** The activation belongs to the loss, except where the output itself is asked for. */
    private static Function<Pass, Stage> output(Layer layer, OutputLayer conf) {
        require(conf.getLossFn() instanceof CompiledLoss, "the loss " + conf.getLossFn());
        boolean softmax = conf.getActivationFn() instanceof ActivationSoftmax;
        Nonlinearity function = softmax ? Nonlinearity.IDENTITY : nonlinearity(conf.getActivationFn());
        return pass -> {
            boolean asked = pass.purpose() == Pass.Purpose.OUTPUT;
            Stage sums = new DenseStage(pass, layer, asked ? function : Nonlinearity.IDENTITY, conf.hasBias());
            return asked && softmax ? new SoftmaxOutput(pass, sums) : sums;
        };
    }

    /** Nothing is computed before the loss, except where the output itself is asked for. */
    private static Function<Pass, Stage> loss(LossLayer conf) {
        require(conf.getLossFn() instanceof CompiledLoss, "the loss " + conf.getLossFn());
        Nonlinearity function = nonlinearity(conf.getActivationFn());
        return pass ->
                new ActivationStage(pass, pass.purpose() == Pass.Purpose.OUTPUT ? function : Nonlinearity.IDENTITY);
    }

    private static Function<Pass, Stage> pooling(SubsamplingLayer conf) {
        boolean max = conf.getPoolingType() == PoolingType.MAX;
        require(max || conf.getPoolingType() == PoolingType.AVG, "pooling by " + conf.getPoolingType());
        requireChannelsFirst(conf.getCnn2dDataFormat());
        require(conf.getConvolutionMode() == ConvolutionMode.Truncate, "mode " + conf.getConvolutionMode());
        require(isAll(conf.getPadding(), 0), "padding");
        require(isAll(conf.getDilation(), 1), "dilation");
        long[] size = Window.Pair.of(conf.getKernelSize()).values();
        long[] strides = Window.Pair.of(conf.getStride()).values();
        return pass -> new PoolingStage(pass, max, size, strides);
    }

    private static Function<Pass, Stage> globalPooling(GlobalPoolingLayer conf) {
        boolean max = conf.getPoolingType() == PoolingType.MAX;
        require(max || conf.getPoolingType() == PoolingType.AVG, "pooling by " + conf.getPoolingType());
        require(conf.isCollapseDimensions(), "dimensions of length 1");
        return pass -> new GlobalPooling(pass, new PoolingStage(pass, max, null, null));
    }

    private static Function<Pass, Stage> reshape(InputPreProcessor before) {
        if (before instanceof CnnToFeedForwardPreProcessor rows) {
            requireChannelsFirst(rows.getFormat());
            long size = rows.getNumChannels() * rows.getInputHeight() * rows.getInputWidth();
            return pass -> new ReshapeStage(pass, Shape.of(1, size));
        }
        if (before instanceof FeedForwardToCnnPreProcessor pictures) {
            Shape picture = Shape.of(1, pictures.getNumChannels(), pictures.getInputHeight(), pictures.getInputWidth());
            return pass -> new ReshapeStage(pass, picture);
        }
        throw new UnsupportedOperationException(
                "the preprocessor " + before.getClass().getSimpleName());
    }

    private static Nonlinearity nonlinearity(IActivation activation) {
        return Nonlinearity.of(activation)
                .orElseThrow(() -> new UnsupportedOperationException("the activation " + activation));
    }

    private static void requireChannelsFirst(CNN2DFormat format) {
        require(format == CNN2DFormat.NCHW, "the format " + format);
    }

    private static void requireTruncateOrSame(ConvolutionMode mode) {
        require(mode == ConvolutionMode.Truncate || mode == ConvolutionMode.Same, "mode " + mode);
    }

    private static boolean isAll(int[] values, int wanted) {
        for (int value : values) {
            if (value != wanted) {
                return false;
            }
        }
        return true;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new UnsupportedOperationException(otherwise);
        }
    }

    /** Probabilities, where they are asked for; nothing is learned through them. */
    private record SoftmaxOutput(Pass pass, Stage sums) implements Stage {
        @Override
        public Tensor forward(Tensor input) {
            Tensor a = sums.forward(input);
            Program program = pass.program();
            Tensor p = program.tensor(a.shape(), a.layout());
            dnnl_primitive_desc primitive = program.own(new dnnl_primitive_desc());
            OneDnn.check(dnnl_softmax_forward_primitive_desc_create(
                    primitive,
                    OneDnn.engine(),
                    dnnl_forward_inference,
                    dnnl_softmax_accurate,
                    a.layout(),
                    p.layout(),
                    1,
                    program.plain()));
            program.add(primitive, new Program.Argument(DNNL_ARG_SRC, a), new Program.Argument(DNNL_ARG_DST, p));
            return p;
        }

        @Override
        public Tensor backward(Tensor gradient, boolean inputWanted) {
            throw new IllegalStateException("probabilities are not trained through");
        }
    }

    /** Pooling over the whole picture, of which one value per channel is left. */
    private record GlobalPooling(Pass pass, PoolingStage pooling) implements Stage {
        @Override
        public Tensor forward(Tensor input) {
            Tensor y = pooling.forward(input);
            return pass.program()
                    .reshaped(y, Shape.of(y.shape().length(0), y.shape().length(1)));
        }

        @Override
        public Tensor backward(Tensor gradient, boolean inputWanted) {
            Shape rows = gradient.shape();
            return pooling.backward(
                    pass.program().reshaped(gradient, Shape.of(rows.length(0), rows.length(1), 1, 1)), inputWanted);
        }
    }
}
