package io.github.latent4j.viz;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Draws the ground of a {@link ContourMap}: areas between levels, and lines along these. */
final class Contours {
    private static final int PIXEL_RATIO = 2;
    private static final BasicStroke LINE = new BasicStroke(0.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final Color LINE_COLOUR = new Color(0x5f, 0x73, 0x82, 150);

    /** Of a square grid: by row from the lowest y, then by column; NaN where there is nothing. */
    private final double[][] values;

    private final int last;

    /** Ascending. */
    private final double[] levels;

    Contours(double[][] values, double[] levels) {
        this.values = values;
        this.last = values.length - 1;
        this.levels = levels;
    }

    /** Two pixels for each logical one. */
    BufferedImage image(Plane plane) {
        BufferedImage image = areas(plane);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.scale(PIXEL_RATIO, PIXEL_RATIO);
        g.setStroke(LINE);
        g.setColor(LINE_COLOUR);
        for (double level : levels) {
            g.draw(contour(level, plane));
        }
        g.dispose();
        return image;
    }

    private BufferedImage areas(Plane plane) {
        int[] colours = IntStream.rangeClosed(0, levels.length)
                .map(i -> ColourScale.SLATE
                        .at((double) i / Math.max(1, levels.length))
                        .getRGB())
                .toArray();
        int width = PIXEL_RATIO * plane.width();
        int height = PIXEL_RATIO * plane.height();
        int[] pixels = new int[width * height];
        for (int i = 0; i < pixels.length; i++) {
            int column = i % width;
            int row = i / width;
            double value = value((column + 0.5) / width, 1 - (row + 0.5) / height);
            int place = Arrays.binarySearch(levels, value);
            pixels[i] = Double.isNaN(value) ? Theme.GROUND.getRGB() : colours[place < 0 ? -place - 1 : place];
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, pixels, 0, width);
        return image;
    }

    /** Between the four nearest nodes; both arguments are from 0 to 1. */
    private double value(double across, double up) {
        int column = Math.min((int) (across * last), last - 1);
        int row = Math.min((int) (up * last), last - 1);
        double right = across * last - column;
        double above = up * last - row;
        double lower = values[row][column] * (1 - right) + values[row][column + 1] * right;
        double upper = values[row + 1][column] * (1 - right) + values[row + 1][column + 1] * right;
        return lower * (1 - above) + upper * above;
    }

    /** Marching squares (Lorensen and Cline 1987 in the plane): a line through each cell with corners on both sides. */
    private Path2D contour(double level, Plane plane) {
        Path2D lines = new Path2D.Double();
        for (int row = 0; row < last; row++) {
            for (int column = 0; column < last; column++) {
                double[] corners = {
                    values[row][column], values[row][column + 1], values[row + 1][column + 1], values[row + 1][column],
                };
                double[] crossings = crossings(corners, level);
                for (int i = 0; i + 3 < crossings.length; i += 4) {
                    lines.moveTo(across(column + crossings[i], plane), down(row + crossings[i + 1], plane));
                    lines.lineTo(across(column + crossings[i + 2], plane), down(row + crossings[i + 3], plane));
                }
            }
        }
        return lines;
    }

    /**
     * Where the level crosses the sides of a unit square whose corners go round from the origin, as x, y, x, y. Of four
     * crossings those are joined that lie beside the corner which differs from the middle.
     */
    private static double[] crossings(double[] corners, double level) {
        double[] found = new double[8];
        int n = 0;
        for (int side = 0; side < 4; side++) {
            double from = corners[side];
            double to = corners[(side + 1) % 4];
            if ((from < level) != (to < level)) {
                double part = (level - from) / (to - from);
                found[n++] = side == 0 ? part : side == 1 ? 1 : side == 2 ? 1 - part : 0;
                found[n++] = side == 0 ? 0 : side == 1 ? part : side == 2 ? 1 : 1 - part;
            }
        }
        double middle = DoubleStream.of(corners).sum() / 4;
        if (Double.isNaN(middle)) {
            return new double[0];
        }
        boolean firstIsApart = n == found.length && (corners[0] < level) != (middle < level);
        return firstIsApart
                ? new double[] {found[2], found[3], found[4], found[5], found[6], found[7], found[0], found[1]}
                : Arrays.copyOf(found, n);
    }

    private double across(double column, Plane plane) {
        return column / last * plane.width();
    }

    private double down(double row, Plane plane) {
        return (1 - row / last) * plane.height();
    }
}
