package io.github.latent4j.nn.engine;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * A {@link JavaLayer} as Deeplearning4j's layer. Its input is {@code [rows, values]}, pictures are flattened. Of one network only: the
 * function remembers what it was given.
 */
@SuppressWarnings("overrides") // a fault of the super class
public final class ComputedLayer extends BaseLayer {
    private static final long serialVersionUID = 1;

    private final transient JavaLayer function;
    private final transient double[] initialParameters;

    public ComputedLayer(JavaLayer function) {
        this.function = function;
        this.initialParameters = function.initialParameters();
    }

    /** What the layer computes. */
    public JavaLayer function() {
        return function;
    }

    @Override
    public org.deeplearning4j.nn.api.Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialise,
            DataType type) {
        Computation layer = new Computation(conf, type, function);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(conf, parameters, initialise));
        layer.setConf(conf);
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return new OneVector(this);
    }

    @Override
    public InputType getOutputType(int index, InputType input) {
        return InputType.feedForward(function.outputSize());
    }

    @Override
    public void setNIn(InputType input, boolean override) {} // the function knows

    @Override
    public @Nullable InputPreProcessor getPreProcessorForInputType(InputType input) {
        return input instanceof InputType.InputTypeConvolutional pictures
                ? new CnnToFeedForwardPreProcessor(pictures.getHeight(), pictures.getWidth(), pictures.getChannels())
                : null;
    }

    @Override
    public @Nullable List<Regularization> getRegularizationByParam(String name) {
        return null; // as Deeplearning4j's layers without
    }

    @Override
    public boolean isPretrainParam(String name) {
        return false;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType input) {
        return new LayerMemoryReport.Builder(getLayerName(), ComputedLayer.class, input, getOutputType(-1, input))
                .standardMemory(initialParameters.length, 0)
                .workingMemory(0, 0, MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }

    /** The parameters as one vector, if there are any. */
    private record OneVector(ComputedLayer layer) implements ParamInitializer {
        private int count() {
            return layer.initialParameters.length;
        }

        @Override
        public long numParams(NeuralNetConfiguration conf) {
            return count();
        }

        @Override
        public long numParams(Layer layer) {
            return count();
        }

        @Override
        public List<String> paramKeys(Layer layer) {
            return count() == 0 ? List.of() : List.of(JavaLayer.PARAMETERS);
        }

        @Override
        public List<String> weightKeys(Layer layer) {
            return paramKeys(layer);
        }

        @Override
        public List<String> biasKeys(Layer layer) {
            return List.of();
        }

        @Override
        public boolean isWeightParam(Layer layer, String key) {
            return key.equals(JavaLayer.PARAMETERS);
        }

        @Override
        public boolean isBiasParam(Layer layer, String key) {
            return false;
        }

        @Override
        public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray parameters, boolean initialise) {
            Map<String, INDArray> table = new LinkedHashMap<>();
            double[] values = layer.initialParameters;
            if (values.length > 0) {
                if (initialise) {
                    parameters.assign(Nd4j.createFromArray(values)
                            .castTo(parameters.dataType())
                            .reshape(parameters.shape()));
                }
                table.put(JavaLayer.PARAMETERS, parameters);
                conf.addVariable(JavaLayer.PARAMETERS);
            }
            return table;
        }

        @Override
        public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradients) {
            return count() == 0 ? Map.of() : Map.of(JavaLayer.PARAMETERS, gradients);
        }
    }

    /** How Deeplearning4j computes it. */
    @SuppressWarnings("overrides") // a fault of the super class
    private static final class Computation extends org.deeplearning4j.nn.layers.BaseLayer<ComputedLayer> {
        private static final long serialVersionUID = 1;

        private final transient JavaLayer function;
        private int examples;
        private double loss;

        Computation(NeuralNetConfiguration conf, DataType type, JavaLayer function) {
            super(conf, type);
            this.function = function;
        }

        /** Of the whole network; the rows that this layer sees may be more. */
        @Override
        public void setInputMiniBatchSize(int size) {
            examples = size;
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            assertInputSet(false);
            int rows = Math.toIntExact(input.size(0));
            double[] output = new double[function.outputRows(rows, training) * function.outputSize()];
            loss = function.forward(rows, values(input), parameters(), output, training);
            return workspaces.dup(ArrayType.ACTIVATIONS, array(output, function.outputSize()), 'c');
        }

        /** Deeplearning4j adds this to the loss per example. */
        @Override
        public double calcRegularizationScore(boolean ofBackpropParametersOnly) {
            return loss / examples;
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            int rows = Math.toIntExact(input.size(0));
            double[] byInput = new double[Math.toIntExact(input.length())];
            double[] byParameters = new double[Math.toIntExact(numParams())];
            function.backward(rows, values(epsilon), byInput, byParameters);
            DefaultGradient gradient = new DefaultGradient(gradientsFlattened);
            if (byParameters.length > 0) {
                INDArray view = Objects.requireNonNull(gradientViews.get(JavaLayer.PARAMETERS));
                view.assign(array(byParameters, byParameters.length).reshape(view.shape()));
                gradient.setGradientFor(JavaLayer.PARAMETERS, view);
            }
            INDArray toInput = array(byInput, byInput.length / rows).reshape(input.shape());
            return Pair.of(gradient, workspaces.dup(ArrayType.ACTIVATION_GRAD, toInput, 'c'));
        }

        private INDArray array(double[] values, int columns) {
            return Nd4j.createFromArray(values).castTo(dataType).reshape(values.length / columns, columns);
        }

        private double[] parameters() {
            return numParams() == 0 ? new double[0] : values(getParam(JavaLayer.PARAMETERS));
        }

        private static double[] values(INDArray array) {
            return array.dup('c').data().asDouble();
        }

        @Override
        public Type type() {
            return Type.FEED_FORWARD;
        }

        @Override
        public boolean isPretrainLayer() {
            return false;
        }

        @Override
        public long numParams() {
            return Arrays.stream(paramTable().values().toArray(INDArray[]::new))
                    .mapToLong(INDArray::length)
                    .sum();
        }

        @Override
        public @Nullable INDArray params() {
            return numParams() == 0 ? null : super.params(); // as Deeplearning4j's own layers without parameters
        }
    }
}
