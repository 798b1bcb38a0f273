package io.github.latent4j.nn;

import io.github.latent4j.nn.engine.CompiledLoss;
import java.util.stream.DoubleStream;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A loss of our own in Deeplearning4j's form: one value per example, computed in double from the weighted sums of the
 * output layer and not from its activations, so that nothing has to be clipped. For the packages of this library.
 */
public abstract class ExampleLoss implements ILossFunction, CompiledLoss {
    private static final long serialVersionUID = 1;

    /**
     * The loss of each example, in nats.
     *
     * @param labels shape {@code [examples, units]}, row by row; not modified
     * @param sums as {@code labels}; not modified
     * @return shape {@code [examples]}
     */
    protected abstract double[] losses(int examples, double[] labels, double[] sums);

    /**
     * The derivatives of the losses by the sums.
     *
     * @param labels shape {@code [examples, units]}, row by row; not modified
     * @param sums as {@code labels}; overwritten by the derivatives
     */
    protected abstract void differentiate(int examples, double[] labels, double[] sums);

    /** In Java, unless a subclass says something else. */
    @Override
    public Form form() {
        return new ByExample((examples, targets, sums) -> {
            double loss = DoubleStream.of(losses(examples, targets, sums)).sum();
            differentiate(examples, targets, sums);
            return loss;
        });
    }

    @Override
    public final double computeScore(
            INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
        double sum = DoubleStream.of(losses(labels.rows(), values(labels), values(preOutput)))
                .sum();
        return average ? sum / labels.rows() : sum;
    }

    @Override
    public final INDArray computeScoreArray(
            INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        return Nd4j.createFromArray(losses(labels.rows(), values(labels), values(preOutput)))
                .castTo(preOutput.dataType())
                .reshape(-1, 1);
    }

    @Override
    public final INDArray computeGradient(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        double[] sums = values(preOutput);
        differentiate(labels.rows(), values(labels), sums);
        return Nd4j.createFromArray(sums).castTo(preOutput.dataType()).reshape(preOutput.shape());
    }

    @Override
    public final Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
        return Pair.of(
                computeScore(labels, preOutput, activation, mask, average),
                computeGradient(labels, preOutput, activation, mask));
    }

    @Override
    public final String name() {
        return getClass().getSimpleName();
    }

    private static double[] values(INDArray array) {
        return array.dup('c').data().asDouble();
    }
}
