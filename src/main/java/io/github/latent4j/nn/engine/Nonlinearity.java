package io.github.latent4j.nn.engine;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_elu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_elu_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_tanh;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_logistic;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_logistic_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_mish;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_soft_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_swish;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_tanh;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_tanh_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_eltwise;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;

import io.github.latent4j.internal.OneDnn;
import io.github.latent4j.nn.engine.Program.Argument;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * A function of each value by itself, by oneDNN's name for it.
 *
 * @param function the algorithm
 * @param alpha its parameter
 * @param backward the algorithm of the derivative; where it is another one than {@code function}, it takes the function's value, and the
 *     function can be part of the operation before it
 */
record Nonlinearity(int function, float alpha, int backward) {
    /** {@code x}. */
    static final Nonlinearity IDENTITY = new Nonlinearity(dnnl_eltwise_linear, 1, dnnl_eltwise_linear);

    /** Deeplearning4j's, if oneDNN has it. */
    static Optional<Nonlinearity> of(IActivation activation) {
        if (activation instanceof ActivationIdentity) {
            return Optional.of(IDENTITY);
        }
        if (activation instanceof ActivationReLU relu) {
            boolean plain = is(relu.getMax(), 0) && is(relu.getThreshold(), 0) && is(relu.getNegativeSlope(), 0);
            return plain
                    ? Optional.of(new Nonlinearity(dnnl_eltwise_relu, 0, dnnl_eltwise_relu_use_dst_for_bwd))
                    : Optional.empty();
        }
        if (activation instanceof ActivationLReLU leaky) {
            return Optional.of(
                    new Nonlinearity(dnnl_eltwise_relu, (float) leaky.getAlpha(), dnnl_eltwise_relu_use_dst_for_bwd));
        }
        if (activation instanceof ActivationELU elu) {
            return Optional.of(
                    new Nonlinearity(dnnl_eltwise_elu, (float) elu.getAlpha(), dnnl_eltwise_elu_use_dst_for_bwd));
        }
        if (activation instanceof ActivationSigmoid) {
            return Optional.of(new Nonlinearity(dnnl_eltwise_logistic, 0, dnnl_eltwise_logistic_use_dst_for_bwd));
        }
        if (activation instanceof ActivationTanH) {
            return Optional.of(new Nonlinearity(dnnl_eltwise_tanh, 0, dnnl_eltwise_tanh_use_dst_for_bwd));
        }
        if (activation instanceof ActivationSoftPlus) {
            return Optional.of(new Nonlinearity(dnnl_eltwise_soft_relu, 1, dnnl_eltwise_soft_relu));
        }
        if (activation instanceof ActivationSwish) {
            return Optional.of(new Nonlinearity(dnnl_eltwise_swish, 1, dnnl_eltwise_swish));
        }
        if (activation instanceof ActivationMish) {
            return Optional.of(new Nonlinearity(dnnl_eltwise_mish, 0, dnnl_eltwise_mish));
        }
        if (activation instanceof ActivationGELU gelu) {
            // Deeplearning4j's form that is not called precise is x * sigmoid(1.702 x)
            return Optional.of(
                    gelu.isPrecise()
                            ? new Nonlinearity(dnnl_eltwise_gelu_tanh, 0, dnnl_eltwise_gelu_tanh)
                            : new Nonlinearity(dnnl_eltwise_swish, 1.702f, dnnl_eltwise_swish));
        }
        return Optional.empty();
    }

    private static boolean is(@Nullable Double value, double number) {
        return value == null || value == number;
    }

    private boolean isIdentity() {
        return equals(IDENTITY);
    }

    /** Whether the derivative can be had from the function's value. */
    private boolean fromOutput() {
        return function != backward;
    }

    /** What makes a primitive apply this function to its result, unless it is applied afterwards or not at all. */
    dnnl_primitive_attr fused(Program program) {
        if (isIdentity() || !fromOutput()) {
            return program.plain();
        }
        dnnl_post_ops after = new dnnl_post_ops();
        OneDnn.check(dnnl_post_ops_create(after));
        program.own(() -> dnnl_post_ops_destroy(after));
        OneDnn.check(dnnl_post_ops_append_eltwise(after, function, alpha, 0));
        dnnl_primitive_attr attribute = program.attribute();
        OneDnn.check(dnnl_primitive_attr_set_post_ops(attribute, after));
        return attribute;
    }

    /** Adds the function after a primitive that {@link #fused} could not be given to; the same tensor if nothing is to do. */
    Tensor after(Program program, Tensor sums) {
        return isIdentity() || fromOutput() ? sums : forward(program, sums);
    }

    /** Adds the function. */
    Tensor forward(Program program, Tensor x) {
        Tensor y = program.tensor(x.shape(), x.layout());
        program.add(
                forwardPrimitive(program, function, x), new Argument(DNNL_ARG_SRC, x), new Argument(DNNL_ARG_DST, y));
        return y;
    }

    /**
     * Adds the multiplication of {@code gradient} by the derivative.
     *
     * @param x what the function was applied to; not needed where {@link #fused} was possible
     * @param y its values
     * @return the product, in the layout of {@code y}
     */
    Tensor backward(Program program, @Nullable Tensor x, Tensor y, Tensor gradient) {
        if (isIdentity()) {
            return gradient;
        }
        Tensor known = fromOutput() || x == null ? y : x;
        Tensor product = program.in(known.layout(), gradient);
        dnnl_primitive_desc primitive = program.own(new dnnl_primitive_desc());
        OneDnn.check(dnnl_eltwise_backward_primitive_desc_create(
                primitive,
                OneDnn.engine(),
                backward,
                product.layout(),
                product.layout(),
                known.layout(),
                alpha,
                0,
                forwardPrimitive(program, backward, known),
                program.plain()));
        program.add(
                primitive,
                new Argument(fromOutput() ? DNNL_ARG_DST : DNNL_ARG_SRC, known),
                new Argument(DNNL_ARG_DIFF_DST, product),
                new Argument(DNNL_ARG_DIFF_SRC, product));
        return product;
    }

    private dnnl_primitive_desc forwardPrimitive(Program program, int algorithm, Tensor x) {
        dnnl_primitive_desc primitive = program.own(new dnnl_primitive_desc());
        OneDnn.check(dnnl_eltwise_forward_primitive_desc_create(
                primitive,
                OneDnn.engine(),
                dnnl_forward_training,
                algorithm,
                x.layout(),
                x.layout(),
                alpha,
                0,
                program.plain()));
        return primitive;
    }
}
