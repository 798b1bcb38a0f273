package io.github.latent4j.nn.engine;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_sub;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_logistic;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_soft_relu;

import io.github.latent4j.internal.OneDnn;
import io.github.latent4j.nn.engine.Program.Argument;
import java.nio.FloatBuffer;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** {@code softplus(a) - x a}, with the gradient {@code sigmoid(a) - x}: nothing is clipped. */
final class BernoulliLossStage implements LossStage {
    private static final Nonlinearity SOFTPLUS = new Nonlinearity(dnnl_eltwise_soft_relu, 1, dnnl_eltwise_soft_relu);
    private static final Nonlinearity SIGMOID = new Nonlinearity(dnnl_eltwise_logistic, 0, dnnl_eltwise_logistic);

    private final Pass pass;
    private final Program program;

    BernoulliLossStage(Pass pass) {
        this.pass = pass;
        this.program = pass.program();
    }

    @Override
    public Tensor add(Tensor sums, Tensor target) {
        RowLosses losses = new RowLosses(pass, sums.shape().length(0));
        addLosses(sums, target, losses);
        if (pass.purpose() != Pass.Purpose.TRAIN) {
            return target;
        }
        Tensor p = SIGMOID.forward(program, sums);
        if (losses.areWeighed() || !sums.shape().equals(target.shape())) {
            subtractAndWeigh(p, target, losses);
        } else {
            subtract(p, target);
        }
        return p;
    }

    private void addLosses(Tensor sums, Tensor target, RowLosses losses) {
        FloatBuffer softplus = SOFTPLUS.forward(program, sums).floats();
        FloatBuffer a = sums.floats();
        FloatBuffer x = target.floats();
        int pixels = Math.toIntExact(sums.shape().exampleSize());
        int repeated = a.capacity() / x.capacity();
        float[] sureness = new float[pixels];
        float[] picture = new float[pixels];
        FloatSum ofPixels = new FloatSum(pixels);
        program.add(() -> {
            for (int row = 0; row < losses.rows(); row++) {
                softplus.get(row * pixels, ofPixels.terms);
                a.get(row * pixels, sureness);
                x.get(row / repeated * pixels, picture);
                subtractProduct(ofPixels.terms, sureness, picture);
                losses.set(row, ofPixels.sum());
            }
            losses.finish();
        });
    }

    private static void subtractProduct(float[] from, float[] a, float[] x) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= a[i] * x[i];
        }
    }

    private void subtract(Tensor p, Tensor x) {
        dnnl_primitive_desc primitive = program.own(new dnnl_primitive_desc());
        OneDnn.check(dnnl_binary_primitive_desc_create(
                primitive, OneDnn.engine(), dnnl_binary_sub, p.layout(), x.layout(), p.layout(), program.plain()));
        program.add(
                primitive,
                new Argument(DNNL_ARG_SRC_0, p),
                new Argument(DNNL_ARG_SRC_1, x),
                new Argument(DNNL_ARG_DST, p));
    }

    private void subtractAndWeigh(Tensor p, Tensor target, RowLosses losses) {
        FloatBuffer probabilities = p.floats();
        FloatBuffer x = target.floats();
        int pixels = Math.toIntExact(p.shape().exampleSize());
        int repeated = probabilities.capacity() / x.capacity();
        float[] gradient = new float[pixels];
        float[] picture = new float[pixels];
        program.add(() -> {
            for (int row = 0; row < losses.rows(); row++) {
                probabilities.get(row * pixels, gradient);
                x.get(row / repeated * pixels, picture);
                subtractAndScale(gradient, picture, losses.areWeighed() ? losses.weight(row) : 1);
                probabilities.put(row * pixels, gradient);
            }
        });
    }

    private static void subtractAndScale(float[] from, float[] x, float factor) {
        for (int i = 0; i < from.length; i++) {
            from[i] = factor * (from[i] - x[i]);
        }
    }
}
