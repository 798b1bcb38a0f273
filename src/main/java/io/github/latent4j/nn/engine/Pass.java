package io.github.latent4j.nn.engine;

import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Some consecutive layers of a network, compiled for a number of examples: put in {@link #input}, {@link #run}, and {@link #output}, or
 * {@link #loss} and the gradient, hold the result. Reads the network's parameters where they lie.
 */
final class Pass implements AutoCloseable {

    /** What is computed. */
    enum Purpose {
        /** Loss and gradients, with everything that is random. */
        TRAIN,
        /** The loss, with samples of latent variables but without dropout. */
        SCORE,
        /** What the last layer gives, with nothing random. */
        OUTPUT
    }

    private final Program program = new Program();
    private final MultiLayerNetwork net;
    private final Purpose purpose;
    private final long gradientAddress;
    private final @Nullable WeightGradients weightGradients;
    private final Tensor input;
    private final Tensor output;
    private final FloatBuffer inputs;
    private final @Nullable FloatBuffer targets;
    private SplittableRandom random = new SplittableRandom();
    private double loss;

    /**
     * Compiles.
     *
     * @param net the layers and their parameters
     * @param layers which of them; for a loss up to the last one
     * @param inputShape of all examples
     * @param selfSupervised whether the inputs are the targets of the loss too
     * @param gradientAddress where a vector like the network's parameters begins that takes the sums of the gradients over the examples; 0 if
     *     not to train
     * @param weightGradients takes those of the weights of fully connected layers upon itself; null if it is this pass that computes them
     * @throws UnsupportedOperationException if a layer cannot be compiled
     */
    Pass(
            MultiLayerNetwork net,
            LayerRange layers,
            Shape inputShape,
            Purpose purpose,
            boolean selfSupervised,
            long gradientAddress,
            @Nullable WeightGradients weightGradients) {
        this.net = net;
        this.weightGradients = weightGradients;
        this.purpose = purpose;
        this.gradientAddress = gradientAddress;
        try {
            input = program.tensor(inputShape);
            inputs = input.floats();
            List<Stage> stages = new ArrayList<>();
            for (int i = layers.first(); i <= layers.last(); i++) {
                Stages.of(net.getLayer(i), net.getLayerWiseConfigurations().getInputPreProcess(i))
                        .forEach(stage -> stages.add(stage.apply(this)));
            }
            Tensor last = input;
            for (Stage stage : stages) {
                last = stage.forward(last);
            }
            if (purpose == Purpose.OUTPUT) {
                targets = null;
                output = program.in(program.rowMajor(last.shape()), last);
            } else {
                output = last;
                Shape shape = Shape.of(inputShape.length(0), last.shape().exampleSize());
                Tensor target = selfSupervised
                        ? program.view(shape, program.rowMajor(shape), input.address())
                        : program.tensor(shape);
                targets = selfSupervised ? null : target.floats();
                Tensor gradient = LossStage.of(this).add(last, target);
                if (purpose == Purpose.TRAIN) {
                    backward(stages, gradient);
                }
            }
            program.finish();
        } catch (RuntimeException | Error e) {
            program.close();
            throw e;
        }
    }

    private static void backward(List<Stage> stages, Tensor outputGradient) {
        int firstWithParameters = 0;
        while (firstWithParameters < stages.size()
                && !stages.get(firstWithParameters).learns()) {
            firstWithParameters++;
        }
        @Nullable Tensor gradient = outputGradient;
        for (int i = stages.size() - 1; i >= firstWithParameters && gradient != null; i--) {
            gradient = stages.get(i).backward(gradient, i > firstWithParameters);
        }
    }

    /** Room for the inputs of all examples, row by row. */
    FloatBuffer inputs() {
        return inputs.clear();
    }

    /** Whether {@link #targets} wait to be filled. */
    boolean hasTargetsOfItsOwn() {
        return targets != null;
    }

    /** Room for the targets of all examples, row by row. */
    FloatBuffer targets() {
        if (targets == null) {
            throw new IllegalStateException("this pass has no targets of its own");
        }
        return targets.clear();
    }

    /** What the last layer gives, row by row. */
    FloatBuffer outputs() {
        return output.floats();
    }

    /** Number of values that the last layer gives for one example. */
    int outputSize() {
        return Math.toIntExact(output.shape().exampleSize());
    }

    /** Computes; {@code seed} is of all noise that layers do not bring themselves. */
    void run(long seed) {
        random = new SplittableRandom(seed);
        loss = 0;
        program.run();
    }

    /** The sum of the losses of all examples. */
    double loss() {
        return loss;
    }

    @Override
    public void close() {
        program.close();
    }

    // For stages

    Program program() {
        return program;
    }

    Purpose purpose() {
        return purpose;
    }

    /** oneDNN's word for whether something is kept for the backward pass. */
    int kind() {
        return purpose == Purpose.TRAIN ? dnnl_forward_training : dnnl_forward_inference;
    }

    MultiLayerNetwork net() {
        return net;
    }

    /**
     * The loss function of the last layer.
     *
     * @throws UnsupportedOperationException if it is not one of ours
     */
    CompiledLoss lossFunction() {
        org.deeplearning4j.nn.conf.layers.Layer conf =
                net.getOutputLayer().conf().getLayer();
        Object function = conf instanceof LossLayer loss ? loss.getLossFn() : ((BaseOutputLayer) conf).getLossFn();
        if (function instanceof CompiledLoss compiled) {
            return compiled;
        }
        throw new UnsupportedOperationException(
                "the loss " + function.getClass().getSimpleName());
    }

    /** How the losses of rows are weighed; null if they all count 1. */
    @Nullable RowWeights rowWeights() {
        return lossFunction().rowWeights(purpose == Purpose.TRAIN).orElse(null);
    }

    RandomGenerator random() {
        return random;
    }

    void addLoss(double more) {
        loss += more;
    }

    /** A parameter of a layer, where it lies. */
    Tensor parameter(Layer layer, String name, Shape shape, dnnl_memory_desc layout) {
        return program.view(shape, layout, address(layer.getParam(name)));
    }

    /** As {@link #parameter(Layer, String, Shape, dnnl_memory_desc)}, in a layout by oneDNN's name for it. */
    Tensor parameter(Layer layer, String name, Shape shape, int tag) {
        return parameter(layer, name, shape, program.layout(shape, tag));
    }

    /** The place for the gradient of a parameter. */
    Tensor gradient(Layer layer, String name, Shape shape, dnnl_memory_desc layout) {
        long offset = address(layer.getParam(name)) - address(net.params());
        return program.view(shape, layout, gradientAddress + offset);
    }

    /** As {@link #gradient(Layer, String, Shape, dnnl_memory_desc)}, in a layout by oneDNN's name for it. */
    Tensor gradient(Layer layer, String name, Shape shape, int tag) {
        return gradient(layer, name, shape, program.layout(shape, tag));
    }

    /** To be told of the weights of fully connected layers; null if their gradients are this pass's own. */
    @Nullable WeightGradients weightGradients() {
        return weightGradients;
    }

    /** Where the values of an array begin. */
    static long address(INDArray array) {
        return array.data().pointer().address() + array.offset() * Float.BYTES;
    }
}
