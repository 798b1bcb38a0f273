package io.github.latent4j.viz;

import io.github.latent4j.internal.Checks;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/**
 * Maps of numbers of any range as tiles of one figure, such as the kernels of a layer or what it makes of an image.
 * All have one scale, whose ends are written under the title: from black, the least number of all maps, to white, the
 * largest; if any is negative, from blue over white, which is zero, to red, equally far to both sides.
 */
public final class Tiles {
    private static final int MARGIN = 16;
    private static final int HEADER = 48;
    private static final int GAP = 8;
    private static final int CAPTION = 18;

    /** The longer side of a tile in logical pixels, about: as many whole pixels for each number as fit. */
    private static final int TILE = 72;

    private static final int MIN_TILE = 56;
    private static final int MAX_TILES = 400;

    private Tiles() {}

    /**
     * The maps row by row.
     *
     * @param captions one under each tile, or none at all
     * @param values 1 to {@value #MAX_TILES} maps of {@code height * width} finite numbers each, row by row from the
     *     top
     * @param height rows of each map, at least 1
     * @param width columns of each map, at least 1
     * @param columns tiles in a row, at least 1
     * @throws IllegalArgumentException if an argument has another form, naming what is wrong with it
     */
    public static Figure of(
            String title, List<String> captions, double[][] values, int height, int width, int columns) {
        check(captions, values, height, width, columns);
        Range range = range(values);
        int shown = Math.min(columns, values.length);
        int rows = (values.length + shown - 1) / shown;
        double scale = scale(Math.max(height, width));
        int tileWidth = Math.max(1, (int) Math.round(width * scale));
        int tileHeight = Math.max(1, (int) Math.round(height * scale));
        int captionWidth = captions.isEmpty() ? 0 : Theme.widest(captions, Theme.small());
        int columnWidth = Math.max(tileWidth, captionWidth) + GAP;
        int rowHeight = tileHeight + GAP + (captions.isEmpty() ? 0 : CAPTION);
        String note = String.format(
                Locale.ROOT,
                range.low() < 0 ? "blue: %s, white: 0, red: %s" : "black: %s, white: %s",
                XyPlot.rounded(range.low(), 3),
                XyPlot.rounded(range.high(), 3));
        int heading = Math.max(Theme.width(title, Theme.title()), Theme.width(note, Theme.small()));
        int figureWidth = 2 * MARGIN + Math.max(shown * columnWidth - GAP, heading);
        int figureHeight = 2 * MARGIN + HEADER + rows * rowHeight - GAP;
        String summary = String.format(
                Locale.ROOT,
                "Figure[\"%s\", %dx%d, %d tiles of %dx%d, %s]",
                title,
                figureWidth,
                figureHeight,
                values.length,
                height,
                width,
                note);
        return Figure.draw(figureWidth, figureHeight, summary, g -> {
            Theme.text(g, Theme.title(), Theme.INK, title, MARGIN, MARGIN + 14);
            Theme.text(g, Theme.small(), Theme.MUTED, note, MARGIN, MARGIN + 33);
            for (int i = 0; i < values.length; i++) {
                int x = MARGIN + i % shown * columnWidth + (columnWidth - GAP - tileWidth) / 2;
                int y = MARGIN + HEADER + i / shown * rowHeight;
                tile(g, pixels(values[i], height, width, range), x, y, tileWidth, tileHeight);
                if (!captions.isEmpty()) {
                    int middle = x + tileWidth / 2;
                    Theme.centred(g, Theme.small(), Theme.MUTED, captions.get(i), middle, y + tileHeight + 14);
                }
            }
        });
    }

    private static void check(List<String> captions, double[][] values, int height, int width, int columns) {
        Checks.positive("height", height);
        Checks.positive("width", width);
        Checks.positive("columns", columns);
        Checks.require(
                values.length >= 1 && values.length <= MAX_TILES,
                "values must hold 1 to %d maps, got %d",
                MAX_TILES,
                values.length);
        Checks.require(
                captions.isEmpty() || captions.size() == values.length,
                "captions must have one entry per map, %d, or none, got %d",
                values.length,
                captions.size());
        for (int i = 0; i < values.length; i++) {
            Checks.require(
                    values[i].length == (long) height * width,
                    "map %d must hold height * width numbers, %d, got %d",
                    i,
                    (long) height * width,
                    values[i].length);
            for (int j = 0; j < values[i].length; j++) {
                Checks.require(
                        Double.isFinite(values[i][j]),
                        "map %d must hold finite numbers only, got %s at %d",
                        i,
                        values[i][j],
                        j);
            }
        }
    }

    /** Of all maps; symmetric about zero if any number is negative. */
    private static Range range(double[][] values) {
        Range range = Range.EMPTY;
        for (double[] map : values) {
            range = range.including(map);
        }
        double size = Math.max(-range.low(), range.high());
        return range.low() < 0 ? new Range(-size, size) : range;
    }

    /** Logical pixels for each number: of small maps whole ones, so that all squares are equal. */
    private static double scale(int longer) {
        if (longer > TILE) {
            return (double) TILE / longer;
        }
        int filling = TILE / longer;
        int atLeast = (MIN_TILE + longer - 1) / longer;
        return Math.max(filling, atLeast);
    }

    private static BufferedImage pixels(double[] map, int height, int width, Range range) {
        ColourScale colours = range.low() < 0 ? ColourScale.DIVERGING : ColourScale.GREY;
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < map.length; i++) {
            double part = range.low() < range.high() ? range.part(map[i]) : 0;
            image.setRGB(i % width, i / width, colours.at(part).getRGB());
        }
        return image;
    }

    private static void tile(Graphics2D g, BufferedImage image, int x, int y, int width, int height) {
        g.setColor(Theme.FAINT); // white tiles end somewhere
        g.drawRect(x - 1, y - 1, width + 1, height + 1);
        boolean smaller = width * 2 < image.getWidth();
        g.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION,
                smaller
                        ? RenderingHints.VALUE_INTERPOLATION_BILINEAR
                        : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        g.drawImage(image, x, y, width, height, null);
    }
}
