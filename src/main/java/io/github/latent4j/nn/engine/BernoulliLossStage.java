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
import java.util.Arrays;
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
        Row row = new Row(pixels);
        program.add(() -> {
            Arrays.fill(row.sums, 0);
            for (int from = 0; from < a.capacity(); from += pixels) {
                softplus.get(from, row.softplus);
                a.get(from, row.a);
                x.get(from, row.x);
                row.add();
            }
            pass.addLoss(row.sum());
        });
        return pass.purpose() == Pass.Purpose.TRAIN ? difference(SIGMOID.forward(program, sums), target) : target;
    }

    /** The numbers of one picture, and the losses so far, pixel by pixel: the processor adds them up side by side. */
    private static final class Row {
        private final float[] softplus;
        private final float[] a;
        private final float[] x;
        private final float[] sums;

        Row(int pixels) {
            softplus = new float[pixels];
            a = new float[pixels];
            x = new float[pixels];
            sums = new float[pixels];
        }

        void add() {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += softplus[i] - a[i] * x[i];
            }
        }

        double sum() {
            double sum = 0;
            for (float ofPixel : sums) {
                sum += ofPixel;
            }
            return sum;
        }
    }

    private Tensor difference(Tensor p, Tensor x) {
        dnnl_primitive_desc primitive = program.own(new dnnl_primitive_desc());
        OneDnn.check(dnnl_binary_primitive_desc_create(
                primitive, OneDnn.engine(), dnnl_binary_sub, p.layout(), x.layout(), p.layout(), program.plain()));
        program.add(
                primitive,
                new Argument(DNNL_ARG_SRC_0, p),
                new Argument(DNNL_ARG_SRC_1, x),
                new Argument(DNNL_ARG_DST, p));
        return p;
    }
}
