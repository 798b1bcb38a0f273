package io.github.latent4j.train;

/**
 * How one step of the optimiser is taken.
 *
 * @param seed of all noise that the model draws in this step
 * @param rateFactor multiplies the optimiser's learning rate
 * @param maxNorm the gradient is scaled down to this Euclidean norm if it is longer; infinite to leave it as it is
 */
public record StepRule(long seed, double rateFactor, double maxNorm) {

    /** The optimiser's own rate, and the gradient as it is. */
    public static StepRule plain(long seed) {
        return new StepRule(seed, 1, Double.POSITIVE_INFINITY);
    }
}
