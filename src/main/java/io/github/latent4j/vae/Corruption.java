package io.github.latent4j.vae;

import io.github.latent4j.data.Images;
import io.github.latent4j.internal.Checks;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** What is done to a picture while training before the encoder sees it; it is the clean one that is to be reconstructed (Vincent et al. 2008). */
public sealed interface Corruption {

    /** Nothing. */
    static Corruption none() {
        return new None();
    }

    /**
     * Adds Gaussian noise to each pixel.
     *
     * @param sigma its standard deviation in pixel units
     * @throws IllegalArgumentException if {@code sigma} is not finite or negative
     */
    static Corruption noise(double sigma) {
        return new Noise(sigma);
    }

    /**
     * Sets pixels to zero.
     *
     * @param rate probability of each pixel, in {@code [0, 1)}
     * @throws IllegalArgumentException if it is not
     */
    static Corruption masking(double rate) {
        return new Masking(rate);
    }

    /** One pixel {@code x} as the encoder sees it. */
    double corrupt(double x, RandomGenerator random);

    /**
     * Corrupted copies of images, with their labels. What leaves {@code [0, 1]} is cut, as it is in every picture.
     *
     * @param seed the same gives the same noise
     */
    default Images apply(Images images, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] pixels = images.pixels();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) Math.max(0, Math.min(1, corrupt(pixels[i], random)));
        }
        String name = images.name() + ", " + this;
        return images.hasLabels()
                ? Images.labelled(name, images.shape(), pixels, images.labels(), images.classNames())
                : Images.unlabelled(name, images.shape(), pixels);
    }

    /** See {@link #none}. */
    record None() implements Corruption {
        @Override
        public double corrupt(double x, RandomGenerator random) {
            return x;
        }

        @Override
        public String toString() {
            return "none()";
        }
    }

    /** See {@link #noise}. */
    record Noise(double sigma) implements Corruption {
        public Noise {
            Checks.nonNegative("sigma", sigma);
        }

        @Override
        public double corrupt(double x, RandomGenerator random) {
            return x + sigma * random.nextGaussian();
        }

        @Override
        public String toString() {
            return "noise(" + sigma + ")";
        }
    }

    /** See {@link #masking}. */
    record Masking(double rate) implements Corruption {
        public Masking {
            Checks.require(rate >= 0 && rate < 1, "rate must be in [0, 1), got %s", rate);
        }

        @Override
        public double corrupt(double x, RandomGenerator random) {
            return random.nextDouble() < rate ? 0 : x;
        }

        @Override
        public String toString() {
            return "masking(" + rate + ")";
        }
    }
}
