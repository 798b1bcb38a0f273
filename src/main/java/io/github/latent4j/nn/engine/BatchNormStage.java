package io.github.latent4j.nn.engine;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_batch_normalization_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_batch_normalization_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_global_stats;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import io.github.latent4j.internal.OneDnn;
import io.github.latent4j.nn.engine.Program.Argument;
import java.nio.FloatBuffer;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation (Ioffe and Szegedy 2015): by mean and variance of the batch while training, by their running means otherwise. Like
 * Deeplearning4j, it moves the running means by what it puts in the place of their gradients, and keeps the logarithm of the deviation if
 * so configured.
 */
final class BatchNormStage implements Stage {
    private final Pass pass;
    private final Program program;
    private final Layer layer;
    private final BatchNormalization conf;

    private @Nullable Built built;

    /** What the backward pass needs of the forward pass. */
    private record Built(dnnl_primitive_desc primitive, Tensor x, Tensor mean, Tensor variance) {}

    BatchNormStage(Pass pass, Layer layer) {
        this.pass = pass;
        this.program = pass.program();
        this.layer = layer;
        this.conf = (BatchNormalization) layer.conf().getLayer();
    }

    @Override
    public boolean learns() {
        return true;
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor x = asPicture(input);
        Shape channels = channels(x);
        boolean training = pass.purpose() == Pass.Purpose.TRAIN;
        dnnl_primitive_desc primitive = program.own(new dnnl_primitive_desc());
        OneDnn.check(dnnl_batch_normalization_forward_primitive_desc_create(
                primitive,
                OneDnn.engine(),
                pass.kind(),
                x.layout(),
                x.layout(),
                (float) conf.getEps(),
                dnnl_use_scale | dnnl_use_shift | (training ? 0 : dnnl_use_global_stats),
                program.plain()));
        Tensor mean = training
                ? program.tensor(channels)
                : parameter(BatchNormalizationParamInitializer.GLOBAL_MEAN, channels);
        Tensor variance = training ? program.tensor(channels) : runningVariance(channels);
        Tensor y = program.tensor(x.shape(), x.layout());
        program.add(
                primitive,
                new Argument(DNNL_ARG_SRC, x),
                new Argument(DNNL_ARG_SCALE, parameter(BatchNormalizationParamInitializer.GAMMA, channels)),
                new Argument(DNNL_ARG_SHIFT, parameter(BatchNormalizationParamInitializer.BETA, channels)),
                new Argument(DNNL_ARG_MEAN, mean),
                new Argument(DNNL_ARG_VARIANCE, variance),
                new Argument(DNNL_ARG_DST, y));
        built = new Built(primitive, x, mean, variance);
        return program.reshaped(y, input.shape());
    }

    @Override
    public Tensor backward(Tensor gradient, boolean inputWanted) {
        Built forward = built;
        if (forward == null) {
            throw new IllegalStateException("backward before forward");
        }
        Tensor x = forward.x();
        Shape channels = channels(x);
        Tensor byOutput = program.in(x.layout(), asPicture(gradient));
        dnnl_primitive_desc primitive = program.own(new dnnl_primitive_desc());
        OneDnn.check(dnnl_batch_normalization_backward_primitive_desc_create(
                primitive,
                OneDnn.engine(),
                dnnl_backward,
                x.layout(),
                x.layout(),
                x.layout(),
                (float) conf.getEps(),
                dnnl_use_scale | dnnl_use_shift,
                forward.primitive(),
                program.plain()));
        program.add(
                primitive,
                new Argument(DNNL_ARG_SRC, x),
                new Argument(DNNL_ARG_MEAN, forward.mean()),
                new Argument(DNNL_ARG_VARIANCE, forward.variance()),
                new Argument(DNNL_ARG_SCALE, parameter(BatchNormalizationParamInitializer.GAMMA, channels)),
                new Argument(DNNL_ARG_DIFF_DST, byOutput),
                new Argument(DNNL_ARG_DIFF_SRC, byOutput),
                new Argument(DNNL_ARG_DIFF_SCALE, gradient(BatchNormalizationParamInitializer.GAMMA, channels)),
                new Argument(DNNL_ARG_DIFF_SHIFT, gradient(BatchNormalizationParamInitializer.BETA, channels)));
        moveRunningMeans(forward, channels);
        return program.reshaped(byOutput, gradient.shape());
    }

    private void moveRunningMeans(Built forward, Shape channels) {
        float rate = (float) (1 - conf.getDecay());
        FloatBuffer mean = forward.mean().floats();
        FloatBuffer variance = forward.variance().floats();
        FloatBuffer runningMean = parameter(BatchNormalizationParamInitializer.GLOBAL_MEAN, channels)
                .floats();
        FloatBuffer meanStep = gradient(BatchNormalizationParamInitializer.GLOBAL_MEAN, channels)
                .floats();
        FloatBuffer spread = parameter(spreadName(), channels).floats();
        FloatBuffer spreadStep = gradient(spreadName(), channels).floats();
        program.add(() -> {
            for (int i = 0; i < mean.capacity(); i++) {
                meanStep.put(i, (runningMean.get(i) - mean.get(i)) * rate);
                spreadStep.put(i, spreadStep(spread.get(i), variance.get(i), rate));
            }
        });
    }

    /** What to subtract from the running variance {@code v} to make it {@code (1 - rate) v + rate * variance}. */
    private float spreadStep(float spread, float variance, float rate) {
        if (!conf.isUseLogStd()) {
            return (spread - variance) * rate;
        }
        double before = Math.pow(10, 2.0 * spread);
        double after = before + (variance - before) * rate;
        return (float) (0.5 * Math.log10(before / after));
    }

    private Tensor runningVariance(Shape channels) {
        Tensor spread = parameter(spreadName(), channels);
        if (!conf.isUseLogStd()) {
            return spread;
        }
        Tensor variance = program.tensor(channels);
        FloatBuffer from = spread.floats();
        FloatBuffer to = variance.floats();
        program.add(() -> {
            for (int i = 0; i < to.capacity(); i++) {
                to.put(i, (float) Math.pow(10, 2.0 * from.get(i)));
            }
        });
        return variance;
    }

    private String spreadName() {
        return conf.isUseLogStd()
                ? BatchNormalizationParamInitializer.GLOBAL_LOG_STD
                : BatchNormalizationParamInitializer.GLOBAL_VAR;
    }

    private Tensor parameter(String name, Shape channels) {
        return pass.parameter(layer, name, channels, dnnl_a);
    }

    private Tensor gradient(String name, Shape channels) {
        return pass.gradient(layer, name, channels, dnnl_a);
    }

    /** Rows are pictures of one pixel. */
    private Tensor asPicture(Tensor tensor) {
        Shape shape = tensor.shape();
        return shape.rank() == 4 ? tensor : program.reshaped(tensor, Shape.of(shape.length(0), shape.length(1), 1, 1));
    }

    private static Shape channels(Tensor x) {
        return Shape.of(x.shape().length(1));
    }
}
