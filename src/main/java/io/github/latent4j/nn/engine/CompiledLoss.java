package io.github.latent4j.nn.engine;

import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** A loss function of ours for Deeplearning4j that says how the engine is to compute it. */
public interface CompiledLoss {

    Form form();

    /**
     * How the losses of rows are weighed; empty if they all count 1.
     *
     * @param training whether gradients are wanted
     */
    default Optional<RowWeights> rowWeights(boolean training) {
        return Optional.empty();
    }

    /** What is computed from the weighted sums {@code a} of the output layer and the targets {@code x} of an example, in nats. */
    sealed interface Form {}

    /**
     * {@code -w[label] log softmax(a)[label]}; the target is one-hot.
     *
     * @param weights {@code w} of each class, asked for once in each pass; empty for ones
     * @param right is told how many examples have their largest {@code a} at the label
     */
    record SoftmaxCrossEntropy(Supplier<double[]> weights, IntConsumer right) implements Form {}

    /** {@code sum(log(1 + exp(a)) - x a)}, from the weighted sums and so exact for any of them. */
    record Bernoulli() implements Form {}

    /** {@code sum(0.5 ((x - a) / sigma)^2 + log sigma + 0.5 log(2 pi))}. */
    record Gaussian(double sigma) implements Form {}

    /** Anything else, in Java. */
    record ByExample(Function function) implements Form {}

    /** Computes the losses of some examples. */
    @FunctionalInterface
    interface Function {
        /**
         * Computes the loss of each row and its derivatives.
         *
         * @param targets row by row, as many rows as {@code sums} or one for every few of them; not modified
         * @param sums row by row; overwritten by the derivatives of the losses
         * @param losses one for each row of {@code sums}; is overwritten
         */
        void lossesAndGradients(double[] targets, double[] sums, double[] losses);
    }
}
