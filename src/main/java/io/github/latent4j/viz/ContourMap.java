package io.github.latent4j.viz;

import io.github.latent4j.internal.Checks;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A function of two variables as a map: areas between levels, the lower the lighter, lines along the levels, and paths
 * on it, such as those that optimisers take. The levels are as close as the values are many, and closer towards the
 * lowest, so that the bottom of a narrow valley shows as well as its slopes.
 *
 * <p>One unit is equally long on both axes unless one range is more than three times as long as the other: then the
 * map is nearly square.
 */
public final class ContourMap {
    private static final int MARGIN = 16;
    private static final int HEADER = 46;
    private static final int LEGEND_ROW = 22;
    private static final int SWATCH = 26;
    private static final int LONGER_SIDE = 420;
    private static final int SHORTER_SIDE = 340;
    private static final double MOST_UNEQUAL = 3;

    /** Values between the lines of the grid are interpolated. */
    private static final int NODES = 241;

    private static final int LEVELS = 14;

    /** To heights above the lowest value, of which logarithms are taken, this part of the median one is added. */
    private static final double SOFTENED = 1e-3;

    /** The weight of equal shares of the values, the rest is that of equal steps of their logarithms. */
    private static final double SHARED = 0.65;

    /** Up to so many steps a path shows each of them. */
    private static final int DOTTED_STEPS = 60;

    private static final BasicStroke PATH = new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final BasicStroke HALO = new BasicStroke(4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final Color HALO_COLOUR = new Color(255, 255, 255, 170);

    private final String title;
    private final String xName;
    private final String yName;
    private final Plane plane;

    /** Of the values of the function that are finite. */
    private final Range heights;

    /** Areas and lines, which are the same whatever paths there are. */
    private final BufferedImage ground;

    private final List<Path> paths;

    private ContourMap(
            String title,
            String xName,
            String yName,
            Plane plane,
            Range heights,
            BufferedImage ground,
            List<Path> paths) {
        this.title = title;
        this.xName = xName;
        this.yName = yName;
        this.plane = plane;
        this.heights = heights;
        this.ground = ground;
        this.paths = paths;
    }

    /** A named line; all of its points are finite. */
    private static final class Path {
        private final String name;
        private final double[] xs;
        private final double[] ys;

        Path(String name, double[] xs, double[] ys) {
            int end = IntStream.range(0, xs.length)
                    .filter(i -> !Double.isFinite(xs[i]) || !Double.isFinite(ys[i]))
                    .findFirst()
                    .orElse(xs.length);
            this.name = name;
            this.xs = Arrays.copyOf(xs, end);
            this.ys = Arrays.copyOf(ys, end);
        }
    }

    /**
     * The map of {@code f} without paths. Where {@code f} is NaN the map is white; infinite values count as the highest
     * or lowest finite one.
     *
     * @param f is asked for {@value #NODES} times {@value #NODES} points
     * @throws IllegalArgumentException if a range is empty or not finite, or {@code f} is finite at fewer than two
     *     points
     */
    public static ContourMap of(
            String title, DoubleBinaryOperator f, double xLow, double xHigh, double yLow, double yHigh) {
        Plane plane = plane(range("x", xLow, xHigh), range("y", yLow, yHigh));
        double[][] values = new double[NODES][NODES];
        for (int row = 0; row < NODES; row++) {
            double atY = yLow + (yHigh - yLow) * row / (NODES - 1);
            for (int column = 0; column < NODES; column++) {
                values[row][column] = f.applyAsDouble(xLow + (xHigh - xLow) * column / (NODES - 1), atY);
            }
        }
        double[] sorted = Arrays.stream(values)
                .flatMapToDouble(DoubleStream::of)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        Checks.require(
                sorted.length > 1,
                "f must be finite at two points of the map at least, got finite values at %d of %d",
                sorted.length,
                NODES * NODES);
        Range heights = new Range(sorted[0], sorted[sorted.length - 1]);
        for (double[] row : values) {
            Arrays.setAll(row, i -> Math.max(heights.low(), Math.min(heights.high(), row[i]))); // NaN stays
        }
        BufferedImage ground = new Contours(values, levels(sorted)).image(plane);
        return new ContourMap(title, "x", "y", plane, heights, ground, List.of());
    }

    private static Range range(String axis, double low, double high) {
        Checks.require(
                Double.isFinite(high - low) && low < high,
                "%sLow must be less than %sHigh, both finite, got %s and %s",
                axis,
                axis,
                low,
                high);
        return new Range(low, high);
    }

    private static Plane plane(Range x, Range y) {
        double unequal = (x.high() - x.low()) / (y.high() - y.low());
        if (unequal > MOST_UNEQUAL || unequal < 1 / MOST_UNEQUAL) {
            return new Plane(x, y, LONGER_SIDE, SHORTER_SIDE);
        }
        double width = Math.min(LONGER_SIDE, SHORTER_SIDE * unequal);
        return new Plane(x, y, (int) Math.round(width), (int) Math.round(width / unequal));
    }

    /**
     * Between equal shares of the values, which would leave a valley without lines, and equal steps of the logarithm of
     * the height above the lowest, which would leave all else without.
     */
    private static double[] levels(double[] sorted) {
        double lowest = sorted[0];
        double highest = sorted[sorted.length - 1];
        if (lowest == highest) {
            return new double[0];
        }
        double softening =
                Math.max((sorted[sorted.length / 2] - lowest) * SOFTENED, (highest - lowest) * SOFTENED * SOFTENED);
        double bottom = Math.log(softening);
        double top = Math.log(highest - lowest + softening);
        return IntStream.rangeClosed(1, LEVELS)
                .mapToDouble(i -> (double) i / (LEVELS + 1))
                .map(part -> {
                    double shared = Math.log(sorted[(int) Math.round(part * (sorted.length - 1))] - lowest + softening);
                    double even = bottom + part * (top - bottom);
                    return lowest + Math.exp(SHARED * shared + (1 - SHARED) * even) - softening;
                })
                .distinct()
                .toArray();
    }

    /**
     * The map with one more path: a ring at its start, a line through its points, a dot at each of them if there are
     * at most {@value #DOTTED_STEPS} steps, and a larger dot at its end. What is outside the map is not drawn; a point
     * that is not finite ends the path.
     *
     * @param name its text in the legend
     * @param xs at least one
     * @param ys as many
     * @throws IllegalArgumentException if there are no points or not as many of both, or {@code name} is used already
     */
    public ContourMap withPath(String name, double[] xs, double[] ys) {
        Checks.require(xs.length > 0, "xs must hold at least one number, got none");
        Checks.require(xs.length == ys.length, "ys must hold as many numbers as xs, %d, got %d", xs.length, ys.length);
        Checks.require(
                paths.stream().noneMatch(path -> path.name.equals(name)),
                "name must be one that no other path has, got \"%s\"",
                name);
        List<Path> more = new ArrayList<>(paths);
        more.add(new Path(name, xs, ys));
        return new ContourMap(title, xName, yName, plane, heights, ground, List.copyOf(more));
    }

    /** The map with other names at its axes than {@code x} and {@code y}. */
    public ContourMap withAxes(String newXName, String newYName) {
        return new ContourMap(title, newXName, newYName, plane, heights, ground, paths);
    }

    /** Draws it. */
    public Figure figure() {
        List<String> names = paths.stream().map(path -> path.name).toList();
        int entry = names.isEmpty() ? 1 : SWATCH + 8 + Theme.widest(names, Theme.small()) + MARGIN;
        int columns = Math.max(1, plane.width() / entry);
        int rows = (names.size() + columns - 1) / columns;
        String note = String.format(
                Locale.ROOT,
                "from %s (light) to %s; the steps between lines are not equal",
                XyPlot.rounded(heights.low(), 3),
                XyPlot.rounded(heights.high(), 3));
        int heading = Math.max(Theme.width(title, Theme.title()), Theme.width(note, Theme.small()));
        int width = MARGIN + Math.max(Plane.LEFT + Math.max(plane.width() + Plane.RIGHT, entry), heading) + MARGIN;
        int below = MARGIN + HEADER + plane.height() + Plane.BELOW + MARGIN / 2;
        int height = below + rows * LEGEND_ROW;
        String summary =
                String.format(Locale.ROOT, "Figure[\"%s\", %dx%d, contours, paths %s]", title, width, height, names);
        return Figure.draw(width, height, summary, g -> {
            Theme.text(g, Theme.title(), Theme.INK, title, MARGIN, MARGIN + 14);
            Theme.text(g, Theme.small(), Theme.MUTED, note, MARGIN, MARGIN + 33);
            g.translate(MARGIN + Plane.LEFT, MARGIN + HEADER);
            drawMap(g);
            plane.drawAxes(g, xName, yName);
            g.translate(0, plane.height() + Plane.BELOW + MARGIN / 2 + LEGEND_ROW / 2);
            for (int i = 0; i < paths.size(); i++) {
                drawLegend(g, names.get(i), Theme.series(i), 4 + i % columns * entry, i / columns * LEGEND_ROW);
            }
        });
    }

    private void drawMap(Graphics2D g) {
        Graphics2D map = (Graphics2D) g.create();
        map.clip(plane.area());
        map.drawImage(ground, 0, 0, plane.width(), plane.height(), null);
        for (int i = 0; i < paths.size(); i++) {
            drawPath(map, plane, paths.get(i), Theme.series(i));
        }
        map.dispose();
    }

    private static void drawPath(Graphics2D g, Plane plane, Path path, Color colour) {
        int last = path.xs.length - 1;
        double[] across = DoubleStream.of(path.xs).map(plane::across).toArray();
        double[] down = DoubleStream.of(path.ys).map(plane::down).toArray();
        Path2D line = new Path2D.Double();
        for (int i = 0; i < last; i++) {
            append(line, plane, across[i], down[i], across[i + 1], down[i + 1]);
        }
        g.setStroke(HALO);
        g.setColor(HALO_COLOUR);
        g.draw(line);
        g.setStroke(PATH);
        g.setColor(colour);
        g.draw(line);
        for (int i = 1; i < last && last <= DOTTED_STEPS; i++) {
            g.fill(circle(across[i], down[i], 2.6));
        }
        if (last >= 0) {
            g.fill(circle(across[last], down[last], 5));
            g.setColor(Theme.GROUND);
            g.fill(circle(across[0], down[0], 4.5));
            g.setColor(colour);
            g.draw(circle(across[0], down[0], 4.5));
        }
    }

    private static Ellipse2D circle(double x, double y, double radius) {
        return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    /**
     * The part of a step that is on the map or just beside it (Liang and Barsky 1984): what diverges soon has
     * coordinates that cannot be drawn.
     */
    private static void append(Path2D line, Plane plane, double x, double y, double toX, double toY) {
        double beside = 10;
        double[] slopes = {x - toX, toX - x, y - toY, toY - y};
        double[] rooms = {x + beside, plane.width() + beside - x, y + beside, plane.height() + beside - y};
        double from = 0;
        double to = 1;
        for (int side = 0; side < 4; side++) {
            double part = rooms[side] / slopes[side];
            if (slopes[side] < 0) {
                from = Math.max(from, part);
            } else if (slopes[side] > 0) {
                to = Math.min(to, part);
            } else if (rooms[side] < 0) {
                return;
            }
        }
        if (from < to) {
            line.moveTo(x + from * (toX - x), y + from * (toY - y));
            line.lineTo(x + to * (toX - x), y + to * (toY - y));
        }
    }

    private static void drawLegend(Graphics2D g, String name, Color colour, int x, int y) {
        g.setColor(colour);
        g.setStroke(PATH);
        g.drawLine(x, y, x + SWATCH, y);
        g.fill(circle(x + SWATCH / 2.0, y, 3));
        Theme.text(g, Theme.small(), Theme.INK, name, x + SWATCH + 8, y + 4);
    }
}
