package io.github.latent4j.nn;

import io.github.latent4j.nn.engine.CompiledLoss;
import io.github.latent4j.nn.engine.RowWeights;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A loss of our own in Deeplearning4j's form: one value per row, computed in double from the weighted sums of the
 * output layer and not from its activations, so that nothing has to be clipped. For the packages of this library.
 *
 * <p>There may be several rows of sums for each row of labels: samples for the same example.
 */
public abstract class ExampleLoss implements ILossFunction, CompiledLoss {
    private static final long serialVersionUID = 1;

    /**
     * The loss of each row, in nats.
     *
     * @param rows number of rows of {@code sums}
     * @param labels row by row; not modified
     * @param sums row by row; not modified
     * @return shape {@code [rows]}
     */
    protected abstract double[] losses(int rows, double[] labels, double[] sums);

    /**
     * The derivatives of the losses by the sums.
     *
     * @param rows number of rows of {@code sums}
     * @param labels row by row; not modified
     * @param sums row by row; overwritten by the derivatives
     */
    protected abstract void differentiate(int rows, double[] labels, double[] sums);

    /** In Java, unless a subclass says something else. */
    @Override
    public Form form() {
        return new ByExample((targets, sums, losses) -> {
            System.arraycopy(losses(losses.length, targets, sums), 0, losses, 0, losses.length);
            differentiate(losses.length, targets, sums);
        });
    }

    @Override
    public final double computeScore(
            INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
        double[] losses = losses(preOutput.rows(), values(labels), values(preOutput));
        Optional<RowWeights> weights = rowWeights(false);
        double loss = weights.isPresent()
                ? weights.get().weigh(losses)
                : DoubleStream.of(losses).sum();
        // Deeplearning4j divides a sum by the number of rows, and means examples
        return loss * (average ? 1 : preOutput.rows()) / labels.rows();
    }

    @Override
    public final INDArray computeScoreArray(
            INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        return Nd4j.createFromArray(losses(preOutput.rows(), values(labels), values(preOutput)))
                .castTo(preOutput.dataType())
                .reshape(-1, 1);
    }

    @Override
    public final INDArray computeGradient(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        int rows = preOutput.rows();
        double[] sums = values(preOutput);
        double[] targets = values(labels);
        Optional<RowWeights> function = rowWeights(true);
        double[] weights = function.isPresent() ? losses(rows, targets, sums) : new double[0];
        function.ifPresent(f -> f.weigh(weights));
        differentiate(rows, targets, sums);
        if (function.isPresent()) {
            int units = sums.length / rows;
            for (int i = 0; i < sums.length; i++) {
                sums[i] *= weights[i / units];
            }
        }
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
