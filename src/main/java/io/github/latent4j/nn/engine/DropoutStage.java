package io.github.latent4j.nn.engine;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_primitive_desc_create;

import io.github.latent4j.internal.OneDnn;
import io.github.latent4j.nn.engine.Program.Argument;
import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/**
 * Dropout (Srivastava et al. 2014): while training, each value is multiplied by {@code 1 / keep} with probability {@code keep}, else by
 * zero. In turn two values are decided by one number of the generator.
 */
final class DropoutStage implements Stage {
    private final Pass pass;
    private final Program program;
    private final double keep;

    private @Nullable Tensor mask;

    DropoutStage(Pass pass, double keep) {
        this.pass = pass;
        this.program = pass.program();
        this.keep = keep;
    }

    @Override
    public Tensor forward(Tensor input) {
        if (pass.purpose() != Pass.Purpose.TRAIN) {
            return input;
        }
        Tensor drawn = program.tensor(input.shape(), input.layout());
        FloatBuffer values = drawn.floats();
        float[] row = new float[values.capacity()];
        program.add(() -> {
            draw(row, pass.random());
            values.put(0, row);
        });
        mask = drawn;
        return product(input, drawn, program.tensor(input.shape(), input.layout()));
    }

    private void draw(float[] row, RandomGenerator random) {
        float kept = (float) (1 / keep);
        long threshold = (long) (keep * (1L << 32));
        for (int i = 0; i < row.length; i += 2) {
            long bits = random.nextLong();
            row[i] = (bits >>> 32) < threshold ? kept : 0;
            if (i + 1 < row.length) {
                row[i + 1] = (bits & 0xffffffffL) < threshold ? kept : 0;
            }
        }
    }

    @Override
    public Tensor backward(Tensor gradient, boolean inputWanted) {
        if (mask == null) {
            throw new IllegalStateException("backward before forward");
        }
        Tensor byOutput = program.in(mask.layout(), gradient);
        return product(byOutput, mask, byOutput);
    }

    private Tensor product(Tensor a, Tensor b, Tensor result) {
        dnnl_primitive_desc primitive = program.own(new dnnl_primitive_desc());
        OneDnn.check(dnnl_binary_primitive_desc_create(
                primitive, OneDnn.engine(), dnnl_binary_mul, a.layout(), b.layout(), result.layout(), program.plain()));
        program.add(
                primitive,
                new Argument(DNNL_ARG_SRC_0, a),
                new Argument(DNNL_ARG_SRC_1, b),
                new Argument(DNNL_ARG_DST, result));
        return result;
    }
}
