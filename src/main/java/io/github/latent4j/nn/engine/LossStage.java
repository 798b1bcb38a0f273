package io.github.latent4j.nn.engine;

/** The loss of the last layer as operations of a {@link Program}. */
interface LossStage {

    /**
     * Adds the operations that compute the losses.
     *
     * @param sums the weighted sums of the output layer
     * @param target row by row; of the same shape, or with one row for every few of {@code sums}
     * @return the gradient of the sum of the losses by {@code sums}; of no meaning if the pass is not to train
     */
    Tensor add(Tensor sums, Tensor target);

    /**
     * As the network's loss function wants it.
     *
     * @throws UnsupportedOperationException if it is not one of ours
     */
    static LossStage of(Pass pass) {
        CompiledLoss.Form form = pass.lossFunction().form();
        if (form instanceof CompiledLoss.SoftmaxCrossEntropy softmax) {
            return new SoftmaxLossStage(pass, softmax);
        }
        if (form instanceof CompiledLoss.Bernoulli) {
            return new BernoulliLossStage(pass);
        }
        if (form instanceof CompiledLoss.Gaussian gaussian) {
            return new GaussianLossStage(pass, gaussian.sigma());
        }
        return new ExampleLossStage(pass, ((CompiledLoss.ByExample) form).function());
    }
}
