package io.github.latent4j.train;

import java.util.Optional;

/** Looks on while a model trains. Called on the library's compute thread; a slow listener slows training. */
public interface TrainListener {

    default void onStart(TrainSpec spec) {}

    default void onStep(StepLog log) {}

    /** Called after each epoch, validation included. */
    default void onEpoch(EpochLog log) {}

    /** A reason to stop after this epoch, or empty to go on. */
    default Optional<String> stopAfter(EpochLog log) {
        return Optional.empty();
    }

    /** Called once at the end, however the run ended, unless it failed. */
    default void onEnd(History history) {}
}
