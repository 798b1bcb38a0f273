package io.github.latent4j.train;

import io.github.latent4j.data.Images;
import io.github.latent4j.internal.Checks;
import java.util.Optional;

/**
 * How to train: everything about a run that is not the model or the data it learns from. Immutable.
 *
 * @param epochs passes over the training images
 * @param batchSize images per optimiser step; the last batch of an epoch may be smaller
 * @param validation held-out images to judge each epoch by, if any
 * @param seed of the order of the images and of all noise drawn while training
 */
public record TrainSpec(int epochs, int batchSize, Optional<Images> validation, long seed) {

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if {@code epochs} or {@code batchSize} is below 1
     */
    public TrainSpec {
        Checks.positive("epochs", epochs);
        Checks.positive("batchSize", batchSize);
    }

    /** Batches of 128, no validation, seed 42. */
    public static TrainSpec epochs(int epochs) {
        return new TrainSpec(epochs, 128, Optional.empty(), 42);
    }

    public TrainSpec withBatchSize(int newBatchSize) {
        return new TrainSpec(epochs, newBatchSize, validation, seed);
    }

    public TrainSpec withValidation(Images images) {
        return new TrainSpec(epochs, batchSize, Optional.of(images), seed);
    }

    public TrainSpec withSeed(long newSeed) {
        return new TrainSpec(epochs, batchSize, validation, newSeed);
    }
}
