package io.github.latent4j.nn.engine;

/** How much the loss of each row counts, where that depends on the losses themselves, or where somebody wants to see them. */
@FunctionalInterface
public interface RowWeights {

    /**
     * Weighs.
     *
     * @param losses of the rows of a part of a batch; overwritten by the derivatives of the result by them
     * @return what the losses amount to
     */
    double weigh(double[] losses);
}
