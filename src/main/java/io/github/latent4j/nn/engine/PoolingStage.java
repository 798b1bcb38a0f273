package io.github.latent4j.nn.engine;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_avg_exclude_padding;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_max;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_dst_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_workspace_md;

import io.github.latent4j.internal.OneDnn;
import io.github.latent4j.nn.engine.Program.Argument;
import java.util.Arrays;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/** The largest value or the mean of each window, without padding; of several that are largest the first gets the gradient. */
final class PoolingStage implements Stage {
    private static final long[] NONE = {0, 0};

    private final Pass pass;
    private final Program program;
    private final boolean max;
    private final long @Nullable [] size;
    private final long @Nullable [] strides;

    private @Nullable Built built;

    /** What the backward pass needs of the forward pass; {@code where} are the places of the largest values. */
    private record Built(
            dnnl_primitive_desc primitive,
            Tensor x,
            Tensor y,
            @Nullable Tensor where) {}

    /** {@code size} and {@code strides} are null for a window as large as the picture. */
    PoolingStage(Pass pass, boolean max, long @Nullable [] size, long @Nullable [] strides) {
        this.pass = pass;
        this.program = pass.program();
        this.max = max;
        this.size = size;
        this.strides = strides;
    }

    @Override
    public Tensor forward(Tensor x) {
        Shape shape = x.shape();
        long[] steps = steps(shape);
        long[] window = window(shape);
        Shape outputShape = Shape.of(
                shape.length(0),
                shape.length(1),
                (shape.length(2) - window[0]) / steps[0] + 1,
                (shape.length(3) - window[1]) / steps[1] + 1);
        dnnl_primitive_desc primitive = program.own(new dnnl_primitive_desc());
        OneDnn.check(dnnl_pooling_forward_primitive_desc_create(
                primitive,
                OneDnn.engine(),
                pass.kind(),
                algorithm(),
                x.layout(),
                program.any(outputShape),
                steps,
                window,
                NONE,
                NONE,
                NONE,
                program.plain()));
        Tensor y = program.tensor(outputShape, Program.chosen(primitive, dnnl_query_dst_md));
        dnnl_memory_desc places = Program.chosen(primitive, dnnl_query_workspace_md);
        Tensor where = max && pass.purpose() == Pass.Purpose.TRAIN ? program.tensor(outputShape, places) : null;
        program.add(
                primitive,
                new Argument(DNNL_ARG_SRC, x),
                new Argument(DNNL_ARG_DST, y),
                new Argument(DNNL_ARG_WORKSPACE, where));
        built = new Built(primitive, x, y, where);
        return y;
    }

    @Override
    public Tensor backward(Tensor gradient, boolean inputWanted) {
        Built forward = built;
        if (forward == null) {
            throw new IllegalStateException("backward before forward");
        }
        Tensor x = forward.x();
        Tensor byOutput = program.in(forward.y().layout(), gradient);
        Tensor byInput = program.tensor(x.shape(), x.layout());
        dnnl_primitive_desc primitive = program.own(new dnnl_primitive_desc());
        OneDnn.check(dnnl_pooling_backward_primitive_desc_create(
                primitive,
                OneDnn.engine(),
                algorithm(),
                byInput.layout(),
                byOutput.layout(),
                steps(x.shape()),
                window(x.shape()),
                NONE,
                NONE,
                NONE,
                forward.primitive(),
                program.plain()));
        program.add(
                primitive,
                new Argument(DNNL_ARG_DIFF_DST, byOutput),
                new Argument(DNNL_ARG_WORKSPACE, forward.where()),
                new Argument(DNNL_ARG_DIFF_SRC, byInput));
        return byInput;
    }

    private int algorithm() {
        return max ? dnnl_pooling_max : dnnl_pooling_avg_exclude_padding;
    }

    private long[] window(Shape x) {
        return size == null ? picture(x) : size.clone();
    }

    private long[] steps(Shape x) {
        return strides == null ? picture(x) : strides.clone();
    }

    private static long[] picture(Shape x) {
        return Arrays.copyOfRange(x.lengths(), 2, 4);
    }
}
