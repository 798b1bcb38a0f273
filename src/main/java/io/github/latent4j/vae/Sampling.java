package io.github.latent4j.vae;

import io.github.latent4j.nn.engine.SampledLayer;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The reparameterisation trick (Kingma and Welling 2014): {@code z = mean + exp(logVariance / 2) * noise} with
 * {@code noise ~ N(0, I)} while training, {@code z = mean} otherwise. The noise is drawn once per forward pass and does
 * not depend on the parameters, so the gradient flows through mean and variance.
 *
 * <p>Adds {@code beta * KL(q(z|x) || N(0, I))} to the network's score, which makes it the negative ELBO for
 * {@code beta = 1}, and the KL's gradient to the decoder's.
 */
final class Sampling extends AbstractLayer<GaussianLatent> implements SampledLayer {
    private static final long serialVersionUID = 1;

    private transient RandomGenerator random = RandomGenerator.getDefault();
    private double beta = 1;
    private double kl = Double.NaN;
    private double klSum;
    private transient @Nullable Drawn drawn;
    private transient @Nullable INDArray noise;
    private transient @Nullable INDArray sigma;

    Sampling(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    /** Where noise comes from, from now on. */
    void setRandom(RandomGenerator newRandom) {
        random = newRandom;
    }

    /** Weight of the KL term, from now on. */
    void setBeta(double newBeta) {
        beta = newBeta;
    }

    double beta() {
        return beta;
    }

    /** {@code KL(q(z|x) || N(0, I))} in nats, summed over all images since the last call. */
    double takeKl() {
        double taken = klSum;
        klSum = 0;
        return taken;
    }

    @Override
    public int outputSize() {
        return latentSize();
    }

    @Override
    public double forward(int examples, float[] inputs, float[] outputs, boolean sample) {
        int n = latentSize();
        if (!sample) {
            for (int i = 0; i < examples; i++) {
                System.arraycopy(inputs, 2 * n * i, outputs, n * i, n);
            }
            return 0;
        }
        Drawn kept = remember(inputs, outputs.length);
        double sum = 0;
        for (int k = 0; k < outputs.length; k++) {
            int mean = 2 * n * (k / n) + k % n;
            float m = inputs[mean];
            float v = inputs[mean + n];
            double deviation = Math.exp(0.5 * v);
            float standard = (float) random.nextGaussian();
            kept.deviation[k] = (float) deviation;
            kept.noise[k] = standard;
            outputs[k] = m + (float) deviation * standard;
            sum += (double) m * m + deviation * deviation - v - 1;
        }
        klSum += 0.5 * sum;
        return beta * 0.5 * sum;
    }

    @Override
    public void backward(int examples, float[] byOutput, float[] byInput) {
        Drawn forward = afterForward(drawn);
        int n = latentSize();
        float weight = (float) beta;
        for (int k = 0; k < byOutput.length; k++) {
            int mean = 2 * n * (k / n) + k % n;
            float deviation = forward.deviation[k];
            byInput[mean] = byOutput[k] + weight * forward.input[mean];
            byInput[mean + n] =
                    0.5f * (byOutput[k] * forward.noise[k] * deviation + weight * (deviation * deviation - 1));
        }
    }

    private Drawn remember(float[] inputs, int outputs) {
        Drawn kept = drawn;
        if (kept == null || kept.input != inputs) {
            kept = new Drawn(inputs, outputs);
            drawn = kept;
        }
        return kept;
    }

    /** What the last forward pass of the engine has drawn, and for which input. */
    private static final class Drawn {
        private final float[] input;
        private final float[] noise;
        private final float[] deviation;

        Drawn(float[] input, int outputs) {
            this.input = input;
            noise = new float[outputs];
            deviation = new float[outputs];
        }
    }

    @Override
    @SuppressWarnings("try") // the scope is only entered and left
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        INDArray mean = mean();
        if (!training) {
            return workspaces.dup(ArrayType.ACTIVATIONS, mean, 'c');
        }
        INDArray z;
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            sigma = Transforms.exp(logVariance().mul(0.5), false);
            noise = standardNormal(mean);
            double sum = Posterior.kl(values(mean), values(logVariance()));
            kl = sum / mean.size(0);
            klSum += sum;
            z = sigma.mul(noise).addi(mean);
        }
        return workspaces.dup(ArrayType.ACTIVATIONS, z, 'c');
    }

    private INDArray standardNormal(INDArray like) {
        double[] values = new double[(int) like.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return Nd4j.createFromArray(values).castTo(like.dataType()).reshape(like.shape());
    }

    private static double[] values(INDArray array) {
        return array.dup('c').data().asDouble();
    }

    /** Deeplearning4j adds this to the loss per example. */
    @Override
    public double calcRegularizationScore(boolean ofBackpropParametersOnly) {
        return beta * kl;
    }

    /**
     * {@code dL/dmean = e + beta mean} and {@code dL/dv = 0.5 (e sigma noise + beta (sigma^2 - 1))}, where {@code e} is
     * the decoder's gradient with respect to {@code z}; sums over the batch, as everywhere in Deeplearning4j.
     */
    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        INDArray s = afterForward(sigma);
        INDArray toMean = mean().mul(beta).addi(epsilon);
        INDArray toLogVariance = epsilon.mul(afterForward(noise))
                .muli(s)
                .addi(s.mul(s).subi(1).muli(beta))
                .muli(0.5);
        INDArray gradient =
                workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, input.dataType(), input.shape(), 'c');
        gradient.get(NDArrayIndex.all(), NDArrayIndex.interval(0, latentSize())).assign(toMean);
        gradient.get(NDArrayIndex.all(), NDArrayIndex.interval(latentSize(), 2L * latentSize()))
                .assign(toLogVariance);
        return Pair.of(new DefaultGradient(), gradient);
    }

    private static <T> T afterForward(@Nullable T array) {
        if (array == null) {
            throw new IllegalStateException("backpropGradient was called before activate(training = true)");
        }
        return array;
    }

    private INDArray mean() {
        return input.get(NDArrayIndex.all(), NDArrayIndex.interval(0, latentSize()));
    }

    private INDArray logVariance() {
        return input.get(NDArrayIndex.all(), NDArrayIndex.interval(latentSize(), 2L * latentSize()));
    }

    private int latentSize() {
        return layerConf().latentSize();
    }

    @Override
    public Type type() {
        return Type.FEED_FORWARD;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public void clearNoiseWeightParams() {}

    @Override
    public @Nullable INDArray params() {
        return null; // as Deeplearning4j's own layers without parameters
    }
}
