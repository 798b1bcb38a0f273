package io.github.latent4j.viz;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import io.github.latent4j.internal.Checks;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Images as tiles of one figure, their pixels as they are: grey 0 is black, 1 is white. */
public final class ImageGrid {
    private static final int MARGIN = 12;
    private static final int GAP = 4;
    private static final int HEADING = 28;
    private static final int CAPTION = 18;

    /** The longer side of a tile in logical pixels, about. */
    private static final int TILE = 56;

    /** Larger images are drawn smaller than they are. */
    private static final int MAX_TILE = 2 * TILE;

    private static final int OVERVIEW = 32;
    private static final int OVERVIEW_COLUMNS = 8;

    private static final int MAX_IMAGES = 400;
    private static final int COMPARED = 10;

    private ImageGrid() {}

    /**
     * The first {@value #OVERVIEW} images, with the names of their classes if they are labelled.
     *
     * @param images with 1 (grey) or 3 (RGB) channels
     * @throws IllegalArgumentException if they have another number of channels
     */
    public static Figure of(Images images) {
        Images first = first(images, OVERVIEW);
        boolean wide = first.size() <= OVERVIEW_COLUMNS || first.size() == OVERVIEW;
        return grid(images, first, wide ? OVERVIEW_COLUMNS : (int) Math.ceil(Math.sqrt(first.size())));
    }

    /**
     * The images row by row, with the names of their classes if they are labelled; of more than {@value #MAX_IMAGES}
     * the first ones.
     *
     * @param images with 1 (grey) or 3 (RGB) channels
     * @param columns tiles in a row, at least 1
     * @throws IllegalArgumentException if they have another number of channels, or {@code columns < 1}
     */
    public static Figure of(Images images, int columns) {
        Checks.positive("columns", columns);
        return grid(images, first(images, MAX_IMAGES), columns);
    }

    /**
     * Sets under each other, image by image, such as originals over reconstructions: the first {@value #COMPARED} of
     * each.
     *
     * @param titles one per set, drawn to its left
     * @param sets of the same size and shape, with 1 (grey) or 3 (RGB) channels; at least one
     * @throws IllegalArgumentException if the counts or shapes differ, or the number of channels is another
     */
    public static Figure rows(List<String> titles, Images... sets) {
        Checks.require(sets.length > 0, "sets must hold at least one image set, got none");
        Checks.require(
                titles.size() == sets.length,
                "titles must have one entry per set, %d, got %d",
                sets.length,
                titles.size());
        for (Images set : sets) {
            Checks.require(
                    set.size() == sets[0].size() && set.shape().equals(sets[0].shape()),
                    "sets must have one size and shape, %d of %s, got %s",
                    sets[0].size(),
                    sets[0].shape(),
                    set);
        }
        int columns = Math.min(COMPARED, sets[0].size());
        int labels = Theme.widest(titles, Theme.text());
        Layout layout = Layout.of(sets[0].shape(), List.of(), columns);
        int left = MARGIN + labels + 2 * GAP;
        int width = left + layout.width() + MARGIN;
        int height = 2 * MARGIN + layout.height(sets.length);
        String summary =
                String.format(Locale.ROOT, "Figure[%dx%d, %d columns, rows %s]", width, height, columns, titles);
        return Figure.draw(width, height, summary, g -> {
            for (int row = 0; row < sets.length; row++) {
                int middle = MARGIN + layout.y(row) + layout.tileHeight() / 2 + 5;
                Theme.text(g, Theme.text(), Theme.INK, titles.get(row), MARGIN, middle);
                for (int column = 0; column < columns; column++) {
                    layout.draw(g, sets[row], column, left + layout.x(column), MARGIN + layout.y(row));
                }
            }
        });
    }

    private static Images first(Images images, int n) {
        return images.take(Math.min(n, images.size()));
    }

    private static Figure grid(Images all, Images shown, int columns) {
        List<String> captions = shown.hasLabels()
                ? IntStream.of(shown.labels()).mapToObj(shown.classNames()::get).toList()
                : List.of();
        Layout layout = Layout.of(shown.shape(), captions, Math.min(columns, shown.size()));
        String count = shown.size() < all.size()
                ? String.format(Locale.ROOT, "%,d of %,d images", shown.size(), all.size())
                : all.size() == 1 ? "1 image" : String.format(Locale.ROOT, "%,d images", all.size());
        int nameWidth = Theme.width(all.name(), Theme.title());
        int headingWidth = nameWidth + 2 * GAP + Theme.width(count, Theme.small());
        int width = 2 * MARGIN + Math.max(layout.width(), headingWidth);
        int rows = (shown.size() + layout.columns() - 1) / layout.columns();
        int height = 2 * MARGIN + HEADING + layout.height(rows);
        String summary = String.format(Locale.ROOT, "Figure[\"%s\", %dx%d, %s]", all.name(), width, height, count);
        return Figure.draw(width, height, summary, g -> {
            Theme.text(g, Theme.title(), Theme.INK, all.name(), MARGIN, MARGIN + 14);
            Theme.text(g, Theme.small(), Theme.MUTED, count, MARGIN + nameWidth + 2 * GAP, MARGIN + 14);
            for (int i = 0; i < shown.size(); i++) {
                int x = MARGIN + layout.x(i % layout.columns());
                int y = MARGIN + HEADING + layout.y(i / layout.columns());
                layout.draw(g, shown, i, x, y);
                if (!captions.isEmpty()) {
                    layout.caption(g, captions.get(i), x, y);
                }
            }
        });
    }

    /** Where the tiles are, in logical pixels. */
    private record Layout(int columns, int tileWidth, int tileHeight, int columnWidth, int rowHeight) {

        static Layout of(ImageShape shape, List<String> captions, int columns) {
            int channels = shape.channels();
            Checks.require(
                    channels == 1 || channels == 3,
                    "images must have 1 channel (grey) or 3 (RGB) to be drawn, got %d",
                    channels);
            int longer = Math.max(shape.height(), shape.width());
            double scale =
                    longer > MAX_TILE ? (double) MAX_TILE / longer : Math.max(1, Math.round((double) TILE / longer));
            int width = Math.max(1, (int) Math.round(shape.width() * scale));
            int height = Math.max(1, (int) Math.round(shape.height() * scale));
            int caption = captions.isEmpty() ? 0 : Theme.widest(captions, Theme.small());
            return new Layout(
                    columns,
                    width,
                    height,
                    Math.max(width, caption) + GAP,
                    height + (captions.isEmpty() ? GAP : CAPTION + GAP));
        }

        int width() {
            return columns * columnWidth - GAP;
        }

        int height(int rows) {
            return rows * rowHeight - GAP;
        }

        int x(int column) {
            return column * columnWidth + (columnWidth - GAP - tileWidth) / 2;
        }

        int y(int row) {
            return row * rowHeight;
        }

        void draw(Graphics2D g, Images images, int i, int x, int y) {
            boolean smaller = tileWidth * 2 < images.shape().width();
            g.setRenderingHint(
                    RenderingHints.KEY_INTERPOLATION,
                    smaller
                            ? RenderingHints.VALUE_INTERPOLATION_BILINEAR
                            : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
            g.drawImage(pixels(images, i), x, y, tileWidth, tileHeight, null);
        }

        void caption(Graphics2D g, String text, int x, int y) {
            int centred = x + (tileWidth - Theme.width(text, Theme.small())) / 2;
            Theme.text(g, Theme.small(), Theme.MUTED, text, centred, y + tileHeight + 13);
        }
    }

    /** One image, which has 1 or 3 channels. */
    static BufferedImage pixels(Images images, int i) {
        ImageShape shape = images.shape();
        float[] values = images.pixels(i);
        int plane = shape.height() * shape.width();
        int green = shape.channels() == 3 ? plane : 0;
        BufferedImage image = new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < plane; p++) {
            int rgb = new Color(values[p], values[green + p], values[2 * green + p]).getRGB();
            image.setRGB(p % shape.width(), p / shape.width(), rgb);
        }
        return image;
    }
}
