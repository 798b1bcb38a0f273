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
        FloatBuffer softplus = SOFTPLUS.forward(program, sums).floats();
        FloatBuffer a = sums.floats();
        FloatBuffer x = target.floats();
        int pixels = Math.toIntExact(sums.shape().length(1));
        float[][] row = new float[3][pixels];
        program.add(() -> {
            double loss = 0;
            for (int from = 0; from < a.capacity(); from += pixels) {
                softplus.get(from, row[0]);
                a.get(from, row[1]);
                x.get(from, row[2]);
                loss += sum(row[0], row[1], row[2]);
            }
            pass.addLoss(loss);
        });
        return pass.purpose() == Pass.Purpose.TRAIN ? difference(SIGMOID.forward(program, sums), target) : target;
    }

    /** {@code sum(softplus - a x)} in four sums, which the processor adds up at the same time. */
    private static double sum(float[] softplus, float[] a, float[] x) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            s0 += softplus[i] - a[i] * x[i];
            s1 += softplus[i + 1] - a[i + 1] * x[i + 1];
            s2 += softplus[i + 2] - a[i + 2] * x[i + 2];
            s3 += softplus[i + 3] - a[i + 3] * x[i + 3];
        }
        for (; i < a.length; i++) {
            s0 += softplus[i] - a[i] * x[i];
        }
        return s0 + s1 + s2 + s3;
    }

    private Tensor difference(Tensor p, Tensor x) {
        dnnl_primitive_desc primitive = program.own(new dnnl_primitive_desc());
        OneDnn.check(dnnl_binary_primitive_desc_create(
                primitive, OneDnn.engine(), dnnl_binary_sub, p.layout(), x.layout(), p.layout(), null));
        program.add(
                primitive,
                new Argument(DNNL_ARG_SRC_0, p),
                new Argument(DNNL_ARG_SRC_1, x),
                new Argument(DNNL_ARG_DST, p));
        return p;
    }
}
