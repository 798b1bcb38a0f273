package io.github.latent4j.viz;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/** What tests ask of an image. */
final class Pixels {
    private Pixels() {}

    /** Row by row, as 0xAARRGGBB. */
    static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    static long count(BufferedImage image, int rgb) {
        return Arrays.stream(pixels(image)).filter(p -> p == rgb).count();
    }
}
