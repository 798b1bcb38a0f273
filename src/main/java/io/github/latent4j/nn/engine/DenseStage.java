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
import static org.bytedeco.dnnl.global.dnnl.dnnl_ab;
import static org.bytedeco.dnnl.global.dnnl.dnnl_inner_product_backward_data_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_inner_product_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_inner_product_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;

import io.github.latent4j.internal.OneDnn;
import io.github.latent4j.nn.engine.Program.Argument;
import java.nio.FloatBuffer;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.jspecify.annotations.Nullable;

/**
 * A fully connected layer, {@code y = f(x W + b)}. Deeplearning4j's weights, column by column, are what oneDNN calls {@code [outputs,
 * inputs]}: they are used as they lie.
 */
final class DenseStage implements Stage {
    private final Program program;
    private final Nonlinearity function;
    private final long outputs;
    private final Pass pass;
    private final Layer layer;
    private final boolean biased;

    private @Nullable Built built;

    /** What the backward pass needs of the forward pass. */
    private record Built(dnnl_primitive_desc primitive, Tensor x, Tensor sums, Tensor y) {}

    DenseStage(Pass pass, Layer layer, Nonlinearity function, boolean biased) {
        this.pass = pass;
        this.program = pass.program();
        this.layer = layer;
        this.function = function;
        this.biased = biased;
        this.outputs = ((FeedForwardLayer) layer.conf().getLayer()).getNOut();
    }

    @Override
    public boolean learns() {
        return true;
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor x = program.in(program.rowMajor(input.shape()), input);
        Tensor weights = pass.parameter(layer, "W", weightShape(x), dnnl_ab);
        Tensor sums = program.tensor(Shape.of(x.shape().length(0), outputs));
        Tensor bias = biased ? pass.parameter(layer, "b", Shape.of(outputs), dnnl_a) : null;
        dnnl_primitive_desc primitive = program.own(new dnnl_primitive_desc());
        OneDnn.check(dnnl_inner_product_forward_primitive_desc_create(
                primitive,
                OneDnn.engine(),
                pass.kind(),
                x.layout(),
                weights.layout(),
                bias == null ? null : bias.layout(),
                sums.layout(),
                function.fused(program)));
        program.add(
                primitive,
                new Argument(DNNL_ARG_SRC, x),
                new Argument(DNNL_ARG_WEIGHTS, weights),
                new Argument(DNNL_ARG_BIAS, bias),
                new Argument(DNNL_ARG_DST, sums));
        Tensor y = function.after(program, sums);
        built = new Built(primitive, x, sums, y);
        return y;
    }

    @Override
    public @Nullable Tensor backward(Tensor gradient, boolean inputWanted) {
        Built forward = built;
        if (forward == null) {
            throw new IllegalStateException("backward before forward");
        }
        Tensor x = forward.x();
        Tensor bySums =
                program.in(forward.sums().layout(), function.backward(program, forward.sums(), forward.y(), gradient));
        WeightGradients together = pass.weightGradients();
        if (together == null) {
            addGradients(forward, bySums);
        } else {
            together.add(Pass.address(layer.getParam("W")), x, bySums);
            if (biased) {
                addBiasGradient(bySums);
            }
        }
        return inputWanted ? byInput(forward, bySums) : null;
    }

    private void addGradients(Built forward, Tensor bySums) {
        Tensor x = forward.x();
        Tensor byWeights = pass.gradient(layer, "W", weightShape(x), dnnl_ab);
        Tensor byBias = biased ? pass.gradient(layer, "b", Shape.of(outputs), dnnl_a) : null;
        dnnl_primitive_desc primitive = program.own(new dnnl_primitive_desc());
        OneDnn.check(dnnl_inner_product_backward_weights_primitive_desc_create(
                primitive,
                OneDnn.engine(),
                x.layout(),
                byWeights.layout(),
                byBias == null ? null : byBias.layout(),
                bySums.layout(),
                forward.primitive(),
                program.plain()));
        program.add(
                primitive,
                new Argument(DNNL_ARG_SRC, x),
                new Argument(DNNL_ARG_DIFF_DST, bySums),
                new Argument(DNNL_ARG_DIFF_WEIGHTS, byWeights),
                new Argument(DNNL_ARG_DIFF_BIAS, byBias));
    }

    /** The sum over the examples: a product with ones, for oneDNN's sums are slow. */
    private void addBiasGradient(Tensor bySums) {
        Tensor ones = program.tensor(Shape.of(1, bySums.shape().length(0)));
        FloatBuffer values = ones.floats();
        while (values.hasRemaining()) {
            values.put(1);
        }
        Tensor byBias = pass.gradient(layer, "b", Shape.of(1, outputs), dnnl_ab);
        dnnl_primitive_desc product = program.own(new dnnl_primitive_desc());
        OneDnn.check(dnnl_matmul_primitive_desc_create(
                product, OneDnn.engine(), ones.layout(), bySums.layout(), null, byBias.layout(), program.plain()));
        program.add(
                product,
                new Argument(DNNL_ARG_SRC, ones),
                new Argument(DNNL_ARG_WEIGHTS, bySums),
                new Argument(DNNL_ARG_DST, byBias));
    }

    private Tensor byInput(Built forward, Tensor bySums) {
        Tensor x = forward.x();
        Tensor weights = pass.parameter(layer, "W", weightShape(x), dnnl_ab);
        Tensor byInput = program.tensor(x.shape());
        dnnl_primitive_desc primitive = program.own(new dnnl_primitive_desc());
        OneDnn.check(dnnl_inner_product_backward_data_primitive_desc_create(
                primitive,
                OneDnn.engine(),
                byInput.layout(),
                weights.layout(),
                bySums.layout(),
                forward.primitive(),
                program.plain()));
        program.add(
                primitive,
                new Argument(DNNL_ARG_DIFF_DST, bySums),
                new Argument(DNNL_ARG_WEIGHTS, weights),
                new Argument(DNNL_ARG_DIFF_SRC, byInput));
        return byInput;
    }

    private Shape weightShape(Tensor x) {
        return Shape.of(outputs, x.shape().exampleSize());
    }
}
