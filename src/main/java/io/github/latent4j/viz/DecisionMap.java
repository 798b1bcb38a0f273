package io.github.latent4j.viz;

import io.github.latent4j.internal.Checks;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * What a classifier of points in the plane says everywhere: the colour of its most likely class, the paler the less
 * sure it is, a dark line where that class changes, and the points it is about in the colours of their own classes.
 *
 * <p>A figure is small, so that two stand side by side in a notebook and several in a strip: {@link Figure#row}.
 */
public final class DecisionMap {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 340;
    private static final int MARGIN = 14;
    private static final int HEADER = 38;
    private static final int SIDE = WIDTH - Plane.LEFT - MARGIN;
    private static final int MIN_ROWS = 20;
    private static final int MAX_CLASSES = 10;

    /** Pixels of the map for each logical one, twice as many as the figure has, which makes the line smooth. */
    private static final int FINENESS = 4;

    /** The share of its colour where the classifier is certain, which leaves its points visible. */
    private static final double STRONGEST = 0.6;

    private static final int SMALL_DOTS_FROM = 300;

    private final String title;
    private final Range range;
    private final BufferedImage map;
    private final double[][] points;
    private final int[] labels;

    private DecisionMap(String title, Range range, BufferedImage map, double[][] points, int[] labels) {
        this.title = title;
        this.range = range;
        this.map = map;
        this.points = points;
        this.labels = labels;
    }

    /**
     * The map of the square from {@code (low, low)} to {@code (high, high)}.
     *
     * @param probabilities of the points of a grid, row by row from the top, which is at {@code y = high}, and from
     *     left to right, the first and last of which are on the edges: {@code side * side} rows, {@code side} at least
     *     {@value #MIN_ROWS}, of one number for each of 2 to {@value #MAX_CLASSES} classes. Between the points they are
     *     interpolated
     * @param points x and y of each; those outside the map are not drawn
     * @param labels the class of each point, from 0
     * @throws IllegalArgumentException if an argument has another form, naming what is wrong with it
     */
    public static DecisionMap of(
            String title, double low, double high, double[][] probabilities, double[][] points, int[] labels) {
        Checks.require(
                Double.isFinite(high - low) && low < high,
                "low must be less than high, both finite, got %s and %s",
                low,
                high);
        int side = (int) Math.round(Math.sqrt(probabilities.length));
        Checks.require(
                side >= MIN_ROWS && side * side == probabilities.length,
                "probabilities must have side * side rows, side at least %d, got %d",
                MIN_ROWS,
                probabilities.length);
        int classes = classes(probabilities);
        checkPoints(points, labels, classes);
        double[][] kept = Arrays.stream(points).map(double[]::clone).toArray(double[][]::new);
        return new DecisionMap(title, new Range(low, high), map(probabilities, side), kept, labels.clone());
    }

    /** How many numbers each row holds. */
    private static int classes(double[][] probabilities) {
        int classes = probabilities[0].length;
        Checks.require(
                classes >= 2 && classes <= MAX_CLASSES,
                "probabilities must be of 2 to %d classes, got %d",
                MAX_CLASSES,
                classes);
        for (int i = 0; i < probabilities.length; i++) {
            double[] row = probabilities[i];
            Checks.require(
                    row.length == classes, "row %d of probabilities must hold %d, got %d", i, classes, row.length);
            Checks.require(
                    DoubleStream.of(row).allMatch(p -> p >= 0)
                            && Math.abs(DoubleStream.of(row).sum() - 1) < 0.01,
                    "row %d of probabilities must hold numbers >= 0 that sum to 1, got %s",
                    i,
                    Arrays.toString(row));
        }
        return classes;
    }

    private static void checkPoints(double[][] points, int[] labels, int classes) {
        Checks.require(
                points.length == labels.length,
                "labels must hold as many as points, %d, got %d",
                points.length,
                labels.length);
        for (int i = 0; i < points.length; i++) {
            Checks.require(
                    points[i].length == 2, "row %d of points must hold x and y, got %d numbers", i, points[i].length);
            Checks.require(
                    labels[i] >= 0 && labels[i] < classes,
                    "label %d must be from 0 to %d, got %d",
                    i,
                    classes - 1,
                    labels[i]);
        }
    }

    private static BufferedImage map(double[][] probabilities, int side) {
        int size = SIDE * FINENESS;
        int[] winners = new int[size * size];
        int[] pixels = new int[size * size];
        double[] here = new double[probabilities[0].length];
        double nodes = (side - 1.0) / size;
        for (int i = 0; i < pixels.length; i++) {
            int column = i % size;
            int row = i / size;
            interpolate(here, probabilities, side, (column + 0.5) * nodes, (row + 0.5) * nodes);
            int winner = 0;
            for (int c = 1; c < here.length; c++) {
                winner = here[c] > here[winner] ? c : winner;
            }
            double chance = 1.0 / here.length;
            double sure = Math.max(0, (here[winner] - chance) / (1 - chance));
            winners[i] = winner;
            pixels[i] = ColourScale.mixed(Theme.GROUND, Theme.series(winner), STRONGEST * sure)
                    .getRGB();
        }
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, size, size, pixels, 0, size);
        Graphics2D g = image.createGraphics();
        g.setColor(Theme.INK);
        for (int i = 0; i < winners.length; i++) {
            int column = i % size;
            int row = i / size;
            boolean changesAcross = column > 0 && winners[i] != winners[i - 1];
            boolean changesDown = row > 0 && winners[i] != winners[i - size];
            if (changesAcross || changesDown) {
                g.fillRect(column - FINENESS / 2, row - FINENESS / 2, FINENESS, FINENESS);
            }
        }
        g.dispose();
        return image;
    }

    /** Sets {@code here} to the probabilities at a place between four points of the grid. */
    private static void interpolate(double[] here, double[][] probabilities, int side, double column, double row) {
        int left = Math.min((int) column, side - 2);
        int above = Math.min((int) row, side - 2);
        double right = column - left;
        double below = row - above;
        double[] a = probabilities[above * side + left];
        double[] b = probabilities[above * side + left + 1];
        double[] c = probabilities[(above + 1) * side + left];
        double[] d = probabilities[(above + 1) * side + left + 1];
        for (int i = 0; i < here.length; i++) {
            double upper = a[i] * (1 - right) + b[i] * right;
            double lower = c[i] * (1 - right) + d[i] * right;
            here[i] = upper * (1 - below) + lower * below;
        }
    }

    /** Draws it. */
    public Figure figure() {
        Plane plane = new Plane(range, range, SIDE, SIDE);
        String summary = String.format(
                Locale.ROOT, "Figure[\"%s\", %dx%d, decisions and %,d points]", title, WIDTH, HEIGHT, points.length);
        return Figure.draw(WIDTH, HEIGHT, summary, g -> {
            String shown = Theme.fitted(title, Theme.title(), WIDTH - 2 * MARGIN);
            Theme.text(g, Theme.title(), Theme.INK, shown, MARGIN, 26);
            g.translate(Plane.LEFT, HEADER);
            g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            g.drawImage(map, 0, 0, SIDE, SIDE, null);
            Graphics2D inside = (Graphics2D) g.create();
            inside.clip(plane.area());
            for (int i = 0; i < points.length; i++) {
                point(inside, plane.across(points[i][0]), plane.down(points[i][1]), Theme.series(labels[i]));
            }
            inside.dispose();
            plane.drawAxes(g);
        });
    }

    private void point(Graphics2D g, double x, double y, Color colour) {
        double radius = points.length > SMALL_DOTS_FROM ? 2 : 2.8;
        double edge = radius + (points.length > SMALL_DOTS_FROM ? 0.6 : 0.9);
        g.setColor(Theme.GROUND);
        g.fill(new Ellipse2D.Double(x - edge, y - edge, 2 * edge, 2 * edge));
        g.setColor(colour);
        g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }
}
