package io.github.latent4j.viz;

import io.github.latent4j.internal.Checks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures shown one after the other, again and again, the last of them five times as long. */
public final class Animation {
    private static final Duration SHORTEST = Duration.ofMillis(10); // the unit in which a GIF counts
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int HOLD = 5;
    private static final int MAX_COLUMNS = 4;

    /** A larger GIF gets fewer pixels: it is stored in the notebook that shows it. */
    private static final int MAX_BYTES = 1_500_000;

    /** Pixels per logical pixel, the best first. */
    private static final double[] PIXEL_RATIOS = {2, 1.5, 1};

    private final List<Figure> frames;
    private final Duration perFrame;

    private Animation(List<Figure> frames, Duration perFrame) {
        this.frames = frames;
        this.perFrame = perFrame;
    }

    /**
     * An animation of at least two figures of one size.
     *
     * @param perFrame from 10 ms to 10 s, to be rounded to 10 ms; browsers take less than 20 ms for 100 ms
     * @throws IllegalArgumentException if there are fewer figures, their sizes differ, or {@code perFrame} is out of range
     */
    public static Animation of(List<Figure> frames, Duration perFrame) {
        Checks.require(frames.size() >= 2, "frames must hold at least 2 figures, got %d", frames.size());
        Figure first = frames.get(0);
        for (int i = 1; i < frames.size(); i++) {
            Figure frame = frames.get(i);
            Checks.require(
                    frame.logicalWidth() == first.logicalWidth() && frame.logicalHeight() == first.logicalHeight(),
                    "frames must have one size, %dx%d, but frame %d has %dx%d",
                    first.logicalWidth(),
                    first.logicalHeight(),
                    i,
                    frame.logicalWidth(),
                    frame.logicalHeight());
        }
        Checks.require(
                perFrame.compareTo(SHORTEST) >= 0 && perFrame.compareTo(LONGEST) <= 0,
                "perFrame must be from 10 ms to 10 s, got %s",
                perFrame);
        return new Animation(List.copyOf(frames), perFrame);
    }

    /** The width to show it at. */
    public int logicalWidth() {
        return frames.get(0).logicalWidth();
    }

    /** The height to show it at. */
    public int logicalHeight() {
        return frames.get(0).logicalHeight();
    }

    /**
     * An animated GIF that never ends, of 255 colours that all frames share. It has two pixels for each logical one in both directions, or
     * 1.5, or 1: the most with which it stays below 1.5 MB.
     */
    public byte[] gif() {
        byte[] bytes = {};
        for (double ratio : PIXEL_RATIOS) {
            bytes = new Gif(frames, ratio).encode(i -> (i == frames.size() - 1 ? HOLD : 1) * perFrame.toMillis());
            if (bytes.length < MAX_BYTES) {
                return bytes;
            }
        }
        return bytes;
    }

    /**
     * Some frames at once, the first and the last and evenly spaced ones between them, in rows of at most {@value #MAX_COLUMNS}.
     *
     * @param pictures at least 2; if there are fewer frames, all are shown
     * @throws IllegalArgumentException if {@code pictures < 2}
     */
    public Figure strip(int pictures) {
        Checks.require(pictures >= 2, "pictures must be at least 2, got %d", pictures);
        int shown = Math.min(pictures, frames.size());
        int rows = (shown + MAX_COLUMNS - 1) / MAX_COLUMNS;
        int columns = (shown + rows - 1) / rows;
        List<Figure> strip = new ArrayList<>();
        for (int from = 0; from < shown; from += columns) {
            Figure[] row = new Figure[Math.min(columns, shown - from)];
            for (int i = 0; i < row.length; i++) {
                row[i] = frames.get((int) Math.round((from + i) * (frames.size() - 1.0) / (shown - 1)));
            }
            strip.add(Figure.row(row));
        }
        return strip.size() == 1 ? strip.get(0) : Figure.column(strip);
    }

    /**
     * Writes the {@link #gif}.
     *
     * @throws UncheckedIOException if {@code file} cannot be written
     */
    public void save(Path file) {
        try {
            Files.write(file, gif());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Says how many frames there are and their logical size; the same in every run. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "Animation[%d frames, %dx%d]", frames.size(), logicalWidth(), logicalHeight());
    }
}
