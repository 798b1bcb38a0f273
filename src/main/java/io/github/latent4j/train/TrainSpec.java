package io.github.latent4j.train;

import io.github.latent4j.data.Augmentation;
import io.github.latent4j.data.Images;
import io.github.latent4j.internal.Checks;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * How to train: everything about a run that is not the model or the data it learns from. Immutable: each {@code withX} returns a changed copy.
 *
 * @param epochs passes over the training images
 * @param batchSize images per optimiser step; the last batch of an epoch may be smaller
 * @param validation held-out images to judge each epoch by, if any
 * @param validationShare share of the training images to hold out for that instead, 0 for none
 * @param rate how the learning rate changes
 * @param maxGradientNorm the gradient of a step is scaled down to this Euclidean norm if it is longer (Pascanu et al. 2013); infinite for no
 *     bound
 * @param earlyStopping when to end before all epochs are done, if ever
 * @param classWeights what the loss of an image of each class is multiplied by while training; empty for ones
 * @param augmentation what happens to the images of each batch before the model learns from them
 * @param checkpoints folder for the state of the run after each epoch, if any
 * @param seed of the order of the images and of all noise drawn while training
 */
public record TrainSpec(
        int epochs,
        int batchSize,
        Optional<Images> validation,
        double validationShare,
        RateSchedule rate,
        double maxGradientNorm,
        Optional<EarlyStopping> earlyStopping,
        List<Double> classWeights,
        Augmentation augmentation,
        Optional<Path> checkpoints,
        long seed) {

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if one is out of range, naming it and its value, or validation images are given twice
     */
    public TrainSpec {
        Checks.positive("epochs", epochs);
        Checks.positive("batchSize", batchSize);
        Checks.require(
                validationShare >= 0 && validationShare < 1,
                "validationShare must be in [0, 1), got %s",
                validationShare);
        Checks.require(
                validationShare == 0 || validation.isEmpty(),
                "validationShare must be 0 where validation images are given, got %s",
                validationShare);
        Objects.requireNonNull(rate, "rate");
        Checks.require(maxGradientNorm > 0, "maxGradientNorm must be > 0, got %s", maxGradientNorm);
        Objects.requireNonNull(earlyStopping, "earlyStopping");
        classWeights = List.copyOf(classWeights);
        for (double weight : classWeights) {
            Checks.nonNegative("each class weight", weight);
        }
        Objects.requireNonNull(augmentation, "augmentation");
        Objects.requireNonNull(checkpoints, "checkpoints");
    }

    /** Batches of 128, no validation, a constant rate, no bounds, seed 42. */
    public static TrainSpec epochs(int epochs) {
        return new TrainSpec(
                epochs,
                128,
                Optional.empty(),
                0,
                RateSchedule.constant(),
                Double.POSITIVE_INFINITY,
                Optional.empty(),
                List.of(),
                Augmentation.none(),
                Optional.empty(),
                42);
    }

    public TrainSpec withBatchSize(int newBatchSize) {
        return new TrainSpec(
                epochs,
                newBatchSize,
                validation,
                validationShare,
                rate,
                maxGradientNorm,
                earlyStopping,
                classWeights,
                augmentation,
                checkpoints,
                seed);
    }

    public TrainSpec withValidation(Images images) {
        return new TrainSpec(
                epochs,
                batchSize,
                Optional.of(images),
                validationShare,
                rate,
                maxGradientNorm,
                earlyStopping,
                classWeights,
                augmentation,
                checkpoints,
                seed);
    }

    /** Holds out that share of the training images, drawn by the seed, to judge each epoch by. */
    public TrainSpec withValidationShare(double share) {
        return new TrainSpec(
                epochs,
                batchSize,
                validation,
                share,
                rate,
                maxGradientNorm,
                earlyStopping,
                classWeights,
                augmentation,
                checkpoints,
                seed);
    }

    public TrainSpec withRate(RateSchedule schedule) {
        return new TrainSpec(
                epochs,
                batchSize,
                validation,
                validationShare,
                schedule,
                maxGradientNorm,
                earlyStopping,
                classWeights,
                augmentation,
                checkpoints,
                seed);
    }

    public TrainSpec withMaxGradientNorm(double norm) {
        return new TrainSpec(
                epochs,
                batchSize,
                validation,
                validationShare,
                rate,
                norm,
                earlyStopping,
                classWeights,
                augmentation,
                checkpoints,
                seed);
    }

    public TrainSpec withEarlyStopping(EarlyStopping rule) {
        return new TrainSpec(
                epochs,
                batchSize,
                validation,
                validationShare,
                rate,
                maxGradientNorm,
                Optional.of(rule),
                classWeights,
                augmentation,
                checkpoints,
                seed);
    }

    /**
     * Same as {@code withEarlyStopping(EarlyStopping.of(metric, patience))}.
     *
     * @see EarlyStopping
     */
    public TrainSpec withEarlyStopping(String metric, int patience) {
        return new TrainSpec(
                epochs,
                batchSize,
                validation,
                validationShare,
                rate,
                maxGradientNorm,
                Optional.of(EarlyStopping.of(metric, patience)),
                classWeights,
                augmentation,
                checkpoints,
                seed);
    }

    /** For classifiers only; see {@link Images#balancedClassWeights()}. */
    public TrainSpec withClassWeights(double... weights) {
        return new TrainSpec(
                epochs,
                batchSize,
                validation,
                validationShare,
                rate,
                maxGradientNorm,
                earlyStopping,
                DoubleStream.of(weights).boxed().toList(),
                augmentation,
                checkpoints,
                seed);
    }

    public TrainSpec withAugmentation(Augmentation newAugmentation) {
        return new TrainSpec(
                epochs,
                batchSize,
                validation,
                validationShare,
                rate,
                maxGradientNorm,
                earlyStopping,
                classWeights,
                newAugmentation,
                checkpoints,
                seed);
    }

    /**
     * Writes the state of the run into a folder after each epoch, and begins with the newest state that is there: a run that was cut off, by
     * whatever, goes on where it was and ends with the same numbers, to the bit.
     */
    public TrainSpec withCheckpoints(Path folder) {
        return with(Optional.of(folder));
    }

    TrainSpec withoutCheckpoints() {
        return with(Optional.empty());
    }

    private TrainSpec with(Optional<Path> folder) {
        return new TrainSpec(
                epochs,
                batchSize,
                validation,
                validationShare,
                rate,
                maxGradientNorm,
                earlyStopping,
                classWeights,
                augmentation,
                folder,
                seed);
    }

    public TrainSpec withSeed(long newSeed) {
        return new TrainSpec(
                epochs,
                batchSize,
                validation,
                validationShare,
                rate,
                maxGradientNorm,
                earlyStopping,
                classWeights,
                augmentation,
                checkpoints,
                newSeed);
    }
}
