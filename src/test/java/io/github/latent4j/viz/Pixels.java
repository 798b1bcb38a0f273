package io.github.latent4j.viz;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.stream.IntStream;

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

    /** The columns that hold that colour. */
    static IntSummaryStatistics columns(BufferedImage image, int rgb) {
        return IntStream.range(0, image.getWidth())
                .filter(x -> rows(image, x, rgb).getCount() > 0)
                .summaryStatistics();
    }

    /** The rows that hold that colour in column {@code x}. */
    static IntSummaryStatistics rows(BufferedImage image, int x, int rgb) {
        return IntStream.range(0, image.getHeight())
                .filter(y -> image.getRGB(x, y) == rgb)
                .summaryStatistics();
    }

    /** What a colour of some transparency looks like on white ground. */
    static int onWhite(Color colour) {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, 1, 1);
        g.setColor(colour);
        g.fillRect(0, 0, 1, 1);
        g.dispose();
        return image.getRGB(0, 0);
    }
}
