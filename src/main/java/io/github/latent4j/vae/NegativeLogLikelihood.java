package io.github.latent4j.vae;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A {@link Likelihood} as Deeplearning4j's loss: {@code -log p(x|z)} in nats, summed over the pixels of an image.
 *
 * @param likelihood of one pixel
 */
record NegativeLogLikelihood(Likelihood likelihood) implements ILossFunction {

    @Override
    public double computeScore(
            INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
        double sum = 0;
        for (double loss : losses(labels, preOutput)) {
            sum += loss;
        }
        return average ? sum / labels.rows() : sum;
    }

    @Override
    public INDArray computeScoreArray(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        return Nd4j.createFromArray(losses(labels, preOutput))
                .castTo(preOutput.dataType())
                .reshape(-1, 1);
    }

    @Override
    public INDArray computeGradient(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        double[] x = values(labels);
        double[] a = values(preOutput);
        for (int i = 0; i < a.length; i++) {
            a[i] = -likelihood.gradient(x[i], a[i]);
        }
        return Nd4j.createFromArray(a).castTo(preOutput.dataType()).reshape(preOutput.shape());
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
        return Pair.of(
                computeScore(labels, preOutput, activation, mask, average),
                computeGradient(labels, preOutput, activation, mask));
    }

    @Override
    public String name() {
        return likelihood.toString();
    }

    /** One value per image. */
    private double[] losses(INDArray labels, INDArray preOutput) {
        double[] x = values(labels);
        double[] a = values(preOutput);
        int rows = labels.rows();
        int pixels = x.length / rows;
        double[] losses = new double[rows];
        for (int i = 0; i < x.length; i++) {
            losses[i / pixels] -= likelihood.logLikelihood(x[i], a[i]);
        }
        return losses;
    }

    private static double[] values(INDArray array) {
        return array.dup('c').data().asDouble();
    }
}
