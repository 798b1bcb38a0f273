package io.github.latent4j.data;

import java.util.Objects;

/**
 * Images to learn from and images to be judged by.
 *
 * @param train what a model may see
 * @param test held out
 */
public record Split(Images train, Images test) {
    public Split {
        Objects.requireNonNull(train, "train");
        Objects.requireNonNull(test, "test");
    }
}
