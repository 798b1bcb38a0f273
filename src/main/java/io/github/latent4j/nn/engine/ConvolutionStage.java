package io.github.latent4j.nn.engine;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_data_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_deconvolution_backward_data_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_deconvolution_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_deconvolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_deconvolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_diff_dst_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_diff_src_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_diff_weights_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_dst_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_src_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_weights_md;

import io.github.latent4j.internal.OneDnn;
import io.github.latent4j.nn.engine.Program.Argument;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.deeplearning4j.nn.api.Layer;
import org.jspecify.annotations.Nullable;

/**
 * A convolution or a transposed one, {@code y = f(W * x + b)}. oneDNN chooses the layouts: of pictures once, which are then left in it, and
 * of weights, which are copied once a step and small beside the pictures.
 */
final class ConvolutionStage implements Stage {
    /** A picture of so few channels is read as it is, channel by channel: there is nothing to gain from another layout. */
    private static final int FEW_CHANNELS = 4;

    private final Pass pass;
    private final Program program;
    private final Layer layer;
    private final Nonlinearity function;
    private final boolean biased;
    private final Window window;

    private @Nullable Built built;

    /** What the backward pass needs of the forward pass. */
    private record Built(
            dnnl_primitive_desc primitive,
            dnnl_memory_desc wish,
            Tensor input,
            Tensor x,
            Tensor weights,
            Tensor sums,
            Tensor y) {}

    ConvolutionStage(Pass pass, Layer layer, Window window, Nonlinearity function, boolean biased) {
        this.pass = pass;
        this.program = pass.program();
        this.layer = layer;
        this.window = window;
        this.function = function;
        this.biased = biased;
    }

    @Override
    public boolean learns() {
        return true;
    }

    @Override
    public Tensor forward(Tensor input) {
        Shape outputShape = window.output(input.shape());
        boolean ordered = Program.same(input.layout(), program.rowMajor(input.shape()));
        dnnl_memory_desc wish = input.layout();
        dnnl_primitive_desc primitive = forwardPrimitive(input.shape(), wish, outputShape);
        if (Program.isReference(primitive) || (ordered && input.shape().length(1) >= FEW_CHANNELS)) {
            wish = program.any(input.shape());
            primitive = forwardPrimitive(input.shape(), wish, outputShape);
        }
        Tensor x = program.in(Program.chosen(primitive, dnnl_query_src_md), input);
        Tensor weights = program.in(Program.chosen(primitive, dnnl_query_weights_md), weights(input.shape()));
        Tensor sums = program.tensor(outputShape, Program.chosen(primitive, dnnl_query_dst_md));
        program.add(
                primitive,
                new Argument(DNNL_ARG_SRC, x),
                new Argument(DNNL_ARG_WEIGHTS, weights),
                new Argument(DNNL_ARG_BIAS, biased ? pass.parameter(layer, "b", biasShape(), dnnl_a) : null),
                new Argument(DNNL_ARG_DST, sums));
        Tensor y = function.after(program, sums);
        built = new Built(primitive, wish, input, x, weights, sums, y);
        return y;
    }

    @Override
    public @Nullable Tensor backward(Tensor gradient, boolean inputWanted) {
        Built forward = built;
        if (forward == null) {
            throw new IllegalStateException("backward before forward");
        }
        Tensor bySums = function.backward(program, forward.sums(), forward.y(), gradient);
        Shape input = forward.input().shape();
        dnnl_primitive_desc primitive = weightPrimitive(forward, bySums.layout());
        if (Program.isReference(primitive)) {
            primitive = weightPrimitive(forward, program.any(bySums.shape()));
        }
        Tensor byWeights = pass.gradient(layer, "W", window.weights(input), weightLayout(input));
        dnnl_memory_desc chosen = Program.chosen(primitive, dnnl_query_diff_weights_md);
        boolean asTheyLie = Program.same(chosen, byWeights.layout());
        Tensor inChosen = asTheyLie ? byWeights : program.tensor(byWeights.shape(), chosen);
        program.add(
                primitive,
                new Argument(DNNL_ARG_SRC, program.in(Program.chosen(primitive, dnnl_query_src_md), forward.x())),
                new Argument(DNNL_ARG_DIFF_DST, program.in(Program.chosen(primitive, dnnl_query_diff_dst_md), bySums)),
                new Argument(DNNL_ARG_DIFF_WEIGHTS, inChosen),
                new Argument(DNNL_ARG_DIFF_BIAS, biased ? pass.gradient(layer, "b", biasShape(), dnnl_a) : null));
        if (!asTheyLie) {
            program.copy(inChosen, byWeights);
        }
        return inputWanted ? byInput(forward, bySums) : null;
    }

    private Tensor byInput(Built forward, Tensor bySums) {
        dnnl_primitive_desc primitive = inputPrimitive(forward);
        Tensor byInput = program.tensor(forward.input().shape(), Program.chosen(primitive, dnnl_query_diff_src_md));
        program.add(
                primitive,
                new Argument(DNNL_ARG_DIFF_DST, program.in(Program.chosen(primitive, dnnl_query_diff_dst_md), bySums)),
                new Argument(
                        DNNL_ARG_WEIGHTS,
                        program.in(Program.chosen(primitive, dnnl_query_weights_md), forward.weights())),
                new Argument(DNNL_ARG_DIFF_SRC, byInput));
        return byInput;
    }

    private dnnl_primitive_desc forwardPrimitive(Shape input, dnnl_memory_desc wish, Shape output) {
        dnnl_primitive_desc primitive = program.own(new dnnl_primitive_desc());
        dnnl_memory_desc weights = program.any(window.weights(input));
        dnnl_memory_desc bias = biased ? program.rowMajor(biasShape()) : null;
        OneDnn.check(
                window.transposed()
                        ? dnnl_deconvolution_forward_primitive_desc_create(
                                primitive,
                                OneDnn.engine(),
                                pass.kind(),
                                dnnl_deconvolution_direct,
                                wish,
                                weights,
                                bias,
                                program.any(output),
                                window.strides(),
                                window.dilations(),
                                window.paddingBefore(input),
                                window.paddingAfter(input),
                                function.fused(program))
                        : dnnl_convolution_forward_primitive_desc_create(
                                primitive,
                                OneDnn.engine(),
                                pass.kind(),
                                dnnl_convolution_direct,
                                wish,
                                weights,
                                bias,
                                program.any(output),
                                window.strides(),
                                window.dilations(),
                                window.paddingBefore(input),
                                window.paddingAfter(input),
                                function.fused(program)));
        return primitive;
    }

    private dnnl_primitive_desc weightPrimitive(Built forward, dnnl_memory_desc output) {
        dnnl_primitive_desc primitive = program.own(new dnnl_primitive_desc());
        Shape input = forward.input().shape();
        dnnl_memory_desc weights = program.any(window.weights(input));
        dnnl_memory_desc bias = biased ? program.rowMajor(biasShape()) : null;
        OneDnn.check(
                window.transposed()
                        ? dnnl_deconvolution_backward_weights_primitive_desc_create(
                                primitive,
                                OneDnn.engine(),
                                dnnl_deconvolution_direct,
                                forward.wish(),
                                weights,
                                bias,
                                output,
                                window.strides(),
                                window.dilations(),
                                window.paddingBefore(input),
                                window.paddingAfter(input),
                                forward.primitive(),
                                program.plain())
                        : dnnl_convolution_backward_weights_primitive_desc_create(
                                primitive,
                                OneDnn.engine(),
                                dnnl_convolution_direct,
                                forward.wish(),
                                weights,
                                bias,
                                output,
                                window.strides(),
                                window.dilations(),
                                window.paddingBefore(input),
                                window.paddingAfter(input),
                                forward.primitive(),
                                program.plain()));
        return primitive;
    }

    private dnnl_primitive_desc inputPrimitive(Built forward) {
        dnnl_primitive_desc primitive = program.own(new dnnl_primitive_desc());
        Shape input = forward.input().shape();
        dnnl_memory_desc weights = program.any(window.weights(input));
        dnnl_memory_desc output = program.any(forward.sums().shape());
        OneDnn.check(
                window.transposed()
                        ? dnnl_deconvolution_backward_data_primitive_desc_create(
                                primitive,
                                OneDnn.engine(),
                                dnnl_deconvolution_direct,
                                program.any(input),
                                weights,
                                output,
                                window.strides(),
                                window.dilations(),
                                window.paddingBefore(input),
                                window.paddingAfter(input),
                                forward.primitive(),
                                program.plain())
                        : dnnl_convolution_backward_data_primitive_desc_create(
                                primitive,
                                OneDnn.engine(),
                                dnnl_convolution_direct,
                                program.any(input),
                                weights,
                                output,
                                window.strides(),
                                window.dilations(),
                                window.paddingBefore(input),
                                window.paddingAfter(input),
                                forward.primitive(),
                                program.plain()));
        return primitive;
    }

    private Tensor weights(Shape input) {
        return pass.parameter(layer, "W", window.weights(input), weightLayout(input));
    }

    private dnnl_memory_desc weightLayout(Shape input) {
        return program.strided(window.weights(input), window.weightStrides(input));
    }

    private Shape biasShape() {
        return Shape.of(window.channels());
    }
}
