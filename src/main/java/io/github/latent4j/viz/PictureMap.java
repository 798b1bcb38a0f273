package io.github.latent4j.viz;

import io.github.latent4j.data.Images;
import io.github.latent4j.internal.Checks;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A plane of which each place is a picture, such as what a model decodes there, and points on it in the colours of their classes. */
public final class PictureMap {
    private static final int SIDE = 560;
    private static final int MARGIN = 14;
    private static final int HEADER = 38;
    private static final int LEGEND_ROW = 20;
    private static final double RADIUS = 2.4;
    private static final double EDGE = 3.2;

    private PictureMap() {}

    /**
     * The map of a rectangle.
     *
     * @param xLow the left side, below {@code xHigh}; both are finite, as {@code yLow} and {@code yHigh} are
     * @param pictures {@code side * side} of them, row by row from the top, which is at {@code yHigh}, and from left to right, each drawn around
     *     its place, the first and last of which are on the edges; {@code side} at least 2
     * @param points x and y of each; those outside the map are not drawn
     * @param labels the class of each point, an index into {@code classNames}
     * @throws IllegalArgumentException if an argument has another form, naming what is wrong with it
     */
    public static Figure of(
            String title,
            double xLow,
            double xHigh,
            double yLow,
            double yHigh,
            Images pictures,
            double[][] points,
            int[] labels,
            List<String> classNames) {
        Checks.require(
                xLow < xHigh && yLow < yHigh && Double.isFinite(xHigh - xLow) && Double.isFinite(yHigh - yLow),
                "xLow and yLow must be below xHigh and yHigh, all finite, got %s, %s and %s, %s",
                xLow,
                yLow,
                xHigh,
                yHigh);
        int side = (int) Math.round(Math.sqrt(pictures.size()));
        Checks.require(
                side >= 2 && side * side == pictures.size(),
                "pictures must be side * side, side at least 2, got %d",
                pictures.size());
        Checks.require(
                pictures.shape().channels() == 1 || pictures.shape().channels() == 3,
                "pictures must have 1 channel (grey) or 3 (RGB) to be drawn, got %d",
                pictures.shape().channels());
        checkPoints(points, labels, classNames.size());
        double xHalf = (xHigh - xLow) / (side - 1) / 2;
        double yHalf = (yHigh - yLow) / (side - 1) / 2;
        Plane plane =
                new Plane(new Range(xLow - xHalf, xHigh + xHalf), new Range(yLow - yHalf, yHigh + yHalf), SIDE, SIDE);
        int legend = points.length == 0 ? 0 : 24 + Theme.widest(classNames, Theme.small()) + MARGIN;
        int width = MARGIN + Plane.LEFT + SIDE + MARGIN + legend;
        int height = HEADER + SIDE + Plane.BELOW + MARGIN;
        String summary = String.format(
                Locale.ROOT,
                "Figure[\"%s\", %dx%d, %d x %d pictures and %,d points]",
                title,
                width,
                height,
                side,
                side,
                points.length);
        return Figure.draw(width, height, summary, g -> {
            Theme.text(g, Theme.title(), Theme.INK, title, MARGIN, 26);
            g.translate(MARGIN + Plane.LEFT, HEADER);
            drawPictures(g, pictures, side);
            drawPoints(g, plane, points, labels);
            plane.drawAxes(g, "z1", "z2");
            for (int c = 0; c < classNames.size() && legend > 0; c++) {
                double middle = LEGEND_ROW * (c + 0.5);
                dot(g, SIDE + MARGIN + 6, middle, Theme.series(c));
                Theme.text(g, Theme.small(), Theme.INK, classNames.get(c), SIDE + MARGIN + 16, (int) middle + 4);
            }
        });
    }

    private static void checkPoints(double[][] points, int[] labels, int classes) {
        Checks.require(
                points.length == labels.length,
                "labels must hold as many as points, %d, got %d",
                points.length,
                labels.length);
        Checks.require(
                Arrays.stream(points).allMatch(point -> point.length == 2), "points must have 2 numbers each, x and y");
        Checks.require(
                Arrays.stream(labels).allMatch(label -> label >= 0 && label < classes),
                "labels must be in 0..%d, got %s",
                classes - 1,
                Arrays.toString(labels));
    }

    private static void drawPictures(Graphics2D g, Images pictures, int side) {
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        for (int i = 0; i < pictures.size(); i++) {
            int left = i % side * SIDE / side;
            int top = i / side * SIDE / side;
            int right = (i % side + 1) * SIDE / side;
            int bottom = (i / side + 1) * SIDE / side;
            g.drawImage(ImageGrid.pixels(pictures, i), left, top, right - left, bottom - top, null);
        }
    }

    private static void drawPoints(Graphics2D g, Plane plane, double[][] points, int[] labels) {
        Graphics2D inside = (Graphics2D) g.create();
        inside.clip(plane.area());
        for (int i = 0; i < points.length; i++) {
            dot(inside, plane.across(points[i][0]), plane.down(points[i][1]), Theme.series(labels[i]));
        }
        inside.dispose();
    }

    private static void dot(Graphics2D g, double x, double y, Color colour) {
        g.setColor(Theme.GROUND);
        g.fill(new Ellipse2D.Double(x - EDGE, y - EDGE, 2 * EDGE, 2 * EDGE));
        g.setColor(colour);
        g.fill(new Ellipse2D.Double(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS));
    }
}
