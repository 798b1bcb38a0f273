package io.github.latent4j.data;

import io.github.latent4j.internal.Checks;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A change of images that leaves their meaning as it is, drawn anew for each image and each time: what a model has not seen twice it cannot
 * learn by heart. Applied to the batches that a model learns from, never to those that it is judged by.
 */
public sealed interface Augmentation {

    /** Images as they are. */
    static Augmentation none() {
        return new Sequence(List.of());
    }

    /**
     * Moves each image by up to so many pixels down or up and right or left, every distance alike; what comes in at the edge is 0.
     *
     * @param pixels at least 1
     */
    static Augmentation shift(int pixels) {
        return new Shift(pixels);
    }

    /** Mirrors each image left to right with probability one half. */
    static Augmentation flip() {
        return new Flip();
    }

    /**
     * Makes each pixel white with its grey level as the probability, else black: with an autoencoder the same as learning from all black and
     * white images that a grey one stands for (Burda et al. 2016).
     */
    static Augmentation binarize() {
        return new Binarize();
    }

    /** This change, then {@code next}. */
    default Augmentation then(Augmentation next) {
        return new Sequence(List.of(this, next));
    }

    /**
     * Changed copies of the images, with their labels.
     *
     * @param seed the same gives the same changes
     */
    default Images apply(Images images, long seed) {
        ImageShape shape = images.shape();
        float[] pixels = images.pixels();
        RandomGenerator random = new SplittableRandom(seed);
        float[] image = new float[shape.size()];
        for (int from = 0; from < pixels.length; from += image.length) {
            System.arraycopy(pixels, from, image, 0, image.length);
            image = apply(image, shape, random);
            System.arraycopy(image, 0, pixels, from, image.length);
        }
        return images.withPixels(pixels);
    }

    /** A changed image; may be {@code image} itself, overwritten. */
    float[] apply(float[] image, ImageShape shape, RandomGenerator random);

    /** See {@link #shift}. */
    record Shift(int pixels) implements Augmentation {
        public Shift {
            Checks.positive("pixels", pixels);
        }

        @Override
        public float[] apply(float[] image, ImageShape shape, RandomGenerator random) {
            int down = random.nextInt(-pixels, pixels + 1);
            int right = random.nextInt(-pixels, pixels + 1);
            int height = shape.height();
            int width = shape.width();
            float[] moved = new float[image.length];
            int kept = width - Math.abs(right);
            for (int row = 0; row < shape.channels() * height && kept > 0; row++) {
                int from = row % height - down;
                if (from >= 0 && from < height) {
                    int source = (row - down) * width + Math.max(0, -right);
                    System.arraycopy(image, source, moved, row * width + Math.max(0, right), kept);
                }
            }
            return moved;
        }
    }

    /** See {@link #flip}. */
    record Flip() implements Augmentation {
        @Override
        public float[] apply(float[] image, ImageShape shape, RandomGenerator random) {
            if (random.nextBoolean()) {
                int width = shape.width();
                for (int row = 0; row < image.length; row += width) {
                    for (int i = 0; i < width / 2; i++) {
                        float swap = image[row + i];
                        image[row + i] = image[row + width - 1 - i];
                        image[row + width - 1 - i] = swap;
                    }
                }
            }
            return image;
        }
    }

    /** See {@link #binarize}. */
    record Binarize() implements Augmentation {
        @Override
        public float[] apply(float[] image, ImageShape shape, RandomGenerator random) {
            for (int i = 0; i < image.length; i++) {
                image[i] = random.nextFloat() < image[i] ? 1 : 0;
            }
            return image;
        }
    }

    /** One after the other. */
    record Sequence(List<Augmentation> steps) implements Augmentation {
        public Sequence {
            steps = List.copyOf(steps);
        }

        @Override
        public Images apply(Images images, long seed) {
            return steps.isEmpty() ? images : Augmentation.super.apply(images, seed);
        }

        @Override
        public float[] apply(float[] image, ImageShape shape, RandomGenerator random) {
            float[] changed = image;
            for (Augmentation step : steps) {
                changed = step.apply(changed, shape, random);
            }
            return changed;
        }
    }
}
