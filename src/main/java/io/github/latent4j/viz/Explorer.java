package io.github.latent4j.viz;

import io.github.latent4j.data.Images;
import io.github.latent4j.internal.Checks;
import io.github.latent4j.internal.Markup;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * A page on which one walks through a two-dimensional latent space: a plane with the codes of real pictures as dots, and beside it what
 * is decoded at the pointer. The decoder has run before, on a grid; between its points the page mixes the four nearest pictures. So it
 * needs no kernel and, since all is in one file, no network.
 */
public final class Explorer {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

    /** Parts of the plane's side in which the page counts. */
    private static final int UNITS = 10_000;

    /** A browser holds them at once, at four bytes each. */
    private static final int MAX_PIXELS = 4_000_000;

    private static final int MARGIN = 16;
    private static final int SIZE = 420;
    private static final int LEFT = 62;
    private static final int TOP = 44;
    private static final int LEGEND_ROW = 22;

    /** More dots are drawn smaller. */
    private static final int MANY_CODES = 1000;

    private final String title;
    private final double low;
    private final double high;
    private final int side;
    private final Images grid;
    private final double[][] codes;
    private final int[] labels;
    private final List<String> classNames;

    private Explorer(
            String title,
            double low,
            double high,
            int side,
            Images grid,
            double[][] codes,
            int[] labels,
            List<String> classNames) {
        this.title = title;
        this.low = low;
        this.high = high;
        this.side = side;
        this.grid = grid;
        this.codes = Arrays.stream(codes).map(double[]::clone).toArray(double[][]::new);
        this.labels = labels.clone();
        this.classNames = List.copyOf(classNames);
    }

    /**
     * An explorer of the square {@code [low, high]} times {@code [low, high]}.
     *
     * @param low the lowest z1 (left) and z2 (bottom)
     * @param high the highest z1 (right) and z2 (top)
     * @param side points of the grid in each direction, at least 2
     * @param grid what the decoder makes of {@code side * side} points evenly spaced over the square, its border included, row by row from
     *     the top to the bottom, each from left to right; grey, at most 4,000,000 pixels in all
     * @param codes of real pictures, shape {@code [n, 2]}; those outside of the square are not drawn but counted
     * @param labels the class of each code, an index into {@code classNames}
     * @param classNames 1 to 10 of them
     * @throws IllegalArgumentException if an argument does not keep to this
     */
    public static Explorer of(
            String title,
            double low,
            double high,
            int side,
            Images grid,
            double[][] codes,
            int[] labels,
            List<String> classNames) {
        Checks.require(
                Double.isFinite(low) && Double.isFinite(high) && low < high,
                "low must be less than high and both finite, got %s and %s",
                low,
                high);
        Checks.require(side >= 2, "side must be at least 2, got %d", side);
        Checks.require(
                grid.size() == (long) side * side,
                "grid must hold side * side = %d pictures, got %d",
                (long) side * side,
                grid.size());
        Checks.require(
                grid.shape().channels() == 1,
                "the pictures of grid must have 1 channel (grey), got %d",
                grid.shape().channels());
        long pixels = (long) grid.size() * grid.shape().size();
        Checks.require(
                pixels <= MAX_PIXELS, "grid must have at most %,d pixels in all pictures, got %,d", MAX_PIXELS, pixels);
        Checks.require(
                !classNames.isEmpty() && classNames.size() <= Theme.COLOURS,
                "classNames must hold 1 to %d names, got %d",
                Theme.COLOURS,
                classNames.size());
        Checks.require(
                labels.length == codes.length,
                "labels must have one entry per code, %d, got %d",
                codes.length,
                labels.length);
        for (int i = 0; i < codes.length; i++) {
            Checks.require(
                    codes[i].length == 2 && Double.isFinite(codes[i][0]) && Double.isFinite(codes[i][1]),
                    "codes[%d] must be 2 finite numbers, got %s",
                    i,
                    Arrays.toString(codes[i]));
            Checks.require(
                    labels[i] >= 0 && labels[i] < classNames.size(),
                    "labels[%d] must be in 0..%d, got %d",
                    i,
                    classNames.size() - 1,
                    labels[i]);
        }
        return new Explorer(title, low, high, side, grid, codes, labels, classNames);
    }

    /** The page, complete in itself: style, script, pictures and codes. */
    public String html() {
        Map<String, String> values = new HashMap<>();
        values.put("title", Markup.escaped(title));
        values.put("ground", Theme.hex(Theme.GROUND));
        values.put("ink", Theme.hex(Theme.INK));
        values.put("muted", Theme.hex(Theme.MUTED));
        values.put("lines", Theme.hex(Theme.LINES));
        values.put("accent", Theme.hex(Theme.series(0)));
        values.put("legend", legend());
        values.put("note", Markup.escaped(note()));
        values.put("low", Double.toString(low));
        values.put("high", Double.toString(high));
        values.put("side", Integer.toString(side));
        values.put("width", Integer.toString(grid.shape().width()));
        values.put("height", Integer.toString(grid.shape().height()));
        values.put(
                "colours",
                IntStream.range(0, classNames.size())
                        .mapToObj(i -> '"' + Theme.hex(Theme.series(i)) + '"')
                        .collect(Collectors.joining(", ", "[", "]")));
        values.put(
                "codes",
                shown().mapToObj(i -> labels[i] + "," + Math.round(right(codes[i][0]) * UNITS) + ","
                                + Math.round(down(codes[i][1]) * UNITS))
                        .collect(Collectors.joining(",", "[", "]")));
        values.put("radius", Double.toString(radius()));
        values.put("sheet", Base64.getEncoder().encodeToString(sheet()));
        return PLACEHOLDER
                .matcher(template())
                .replaceAll(found -> Matcher.quoteReplacement(Objects.requireNonNull(values.get(found.group(1)))));
    }

    /**
     * Writes the page.
     *
     * @throws UncheckedIOException if {@code file} cannot be written
     */
    public void save(Path file) {
        try {
            Files.writeString(file, html());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** The plane with the codes, for where no page is shown. */
    public Figure preview() {
        int textWidth = Theme.widest(classNames, Theme.small());
        int legend = LEFT + SIZE + 24;
        int width = Math.max(legend + 16 + textWidth, MARGIN + Theme.width(title, Theme.title())) + MARGIN;
        int height = TOP + SIZE + 52;
        String summary = String.format(
                Locale.ROOT,
                "Figure[\"%s\", %dx%d, %,d codes, classes %s]",
                title,
                width,
                height,
                shown().count(),
                classNames);
        return Figure.draw(width, height, summary, g -> {
            Theme.text(g, Theme.title(), Theme.INK, title, MARGIN, MARGIN + 14);
            drawAxes(g);
            shown().forEach(i -> {
                g.setColor(Theme.translucent(Theme.series(labels[i])));
                dot(g, LEFT + right(codes[i][0]) * SIZE, TOP + down(codes[i][1]) * SIZE, radius());
            });
            for (int i = 0; i < classNames.size(); i++) {
                int y = TOP + 8 + i * LEGEND_ROW;
                g.setColor(Theme.series(i));
                dot(g, legend + 4, y, 4);
                Theme.text(g, Theme.small(), Theme.INK, classNames.get(i), legend + 16, y + 4);
            }
        });
    }

    private void drawAxes(Graphics2D g) {
        int bottom = TOP + SIZE;
        double unit = Math.pow(10, Math.floor(Math.log10(high - low)) - 3); // of the numbers at the axes
        for (int i = 0; i <= 4; i++) {
            String label = XyPlot.label(Math.rint((low + (high - low) * i / 4) / unit) * unit + 0.0); // no -0
            int width = Theme.width(label, Theme.small());
            double x = LEFT + SIZE * i / 4.0;
            double y = bottom - SIZE * i / 4.0;
            g.setColor(Theme.LINES);
            g.draw(new Line2D.Double(x, TOP, x, bottom));
            g.draw(new Line2D.Double(LEFT, y, LEFT + SIZE, y));
            Theme.text(g, Theme.small(), Theme.MUTED, label, (int) x - width / 2, bottom + 18);
            Theme.text(g, Theme.small(), Theme.MUTED, label, LEFT - 8 - width, (int) y + 4);
        }
        Theme.text(g, Theme.text(), Theme.INK, "z1", LEFT + SIZE / 2 - 8, bottom + 38);
        Theme.text(g, Theme.text(), Theme.INK, "z2", MARGIN, TOP + SIZE / 2 - 14);
    }

    private static void dot(Graphics2D g, double x, double y, double radius) {
        g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    /** The codes inside of the square. */
    private IntStream shown() {
        return IntStream.range(0, codes.length)
                .filter(i -> Math.min(codes[i][0], codes[i][1]) >= low && Math.max(codes[i][0], codes[i][1]) <= high);
    }

    private double right(double z1) {
        return (z1 - low) / (high - low);
    }

    private double down(double z2) {
        return (high - z2) / (high - low);
    }

    private double radius() {
        return codes.length > MANY_CODES ? 2 : 3;
    }

    private String legend() {
        return IntStream.range(0, classNames.size())
                .mapToObj(i -> "<button type=\"button\" aria-pressed=\"true\"><i style=\"background:"
                        + Theme.hex(Theme.series(i)) + "\"></i>" + Markup.escaped(classNames.get(i)) + "</button>")
                .collect(Collectors.joining("\n"));
    }

    private String note() {
        long outside = codes.length - shown().count();
        String how = "Move over the plane, or use the arrow keys. A click on a class hides it.";
        return outside == 0
                ? how
                : how + String.format(Locale.ROOT, " Outside of the plane: %,d of %,d codes.", outside, codes.length);
    }

    /** All decoded pictures as one PNG, each where its point is. */
    private byte[] sheet() {
        int width = grid.shape().width();
        int height = grid.shape().height();
        BufferedImage image = new BufferedImage(side * width, side * height, BufferedImage.TYPE_BYTE_GRAY);
        WritableRaster raster = image.getRaster(); // as levels, for colours would be converted
        for (int i = 0; i < grid.size(); i++) {
            float[] levels = grid.pixels(i);
            for (int p = 0; p < levels.length; p++) {
                int x = i % side * width + p % width;
                int y = i / side * height + p / width;
                raster.setSample(x, y, 0, Math.round(levels[p] * 255));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode the decoded pictures", e);
        }
        return bytes.toByteArray();
    }

    private static String template() {
        try (InputStream in = Objects.requireNonNull(Explorer.class.getResourceAsStream("explorer.html"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the page of the explorer", e);
        }
    }

    /** Says what is to be explored; the same in every run. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "Explorer[\"%s\", %dx%d pictures of %s over [%s, %s], %,d codes, %d classes]",
                title,
                side,
                side,
                grid.shape(),
                XyPlot.label(low),
                XyPlot.label(high),
                codes.length,
                classNames.size());
    }
}
