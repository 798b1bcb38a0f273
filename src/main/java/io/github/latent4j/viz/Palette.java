package io.github.latent4j.viz;

import java.awt.image.IndexColorModel;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * The 255 colours that stand for all colours of some pictures, and one for "as before". The cube of colours is cut in two, and each
 * part again, always the one in which colours differ most, at its mean across its longest side.
 */
final class Palette {
    /** The index that stands for no colour: a pixel that stays as it was in the picture before. */
    static final int UNCHANGED = 255;

    /** Of each channel; colours that agree in these are one. */
    private static final int BITS = 6;

    private static final int CHANNELS = 3;
    private static final int BINS = 1 << (CHANNELS * BITS);

    private final byte[] indices = new byte[BINS];
    private final byte[][] colours = new byte[CHANNELS][UNCHANGED + 1];

    private Palette(PriorityQueue<Part> parts, Histogram histogram) {
        int index = 0;
        for (Part part : parts) {
            for (int bin : part.bins) {
                indices[bin] = (byte) index;
            }
            for (int channel = 0; channel < CHANNELS; channel++) {
                colours[channel][index] = (byte) Math.round(histogram.mean(channel, part.bins));
            }
            index++;
        }
    }

    /** The index of the colour that stands for 0xRRGGBB, which was counted. */
    byte index(int rgb) {
        return indices[bin(rgb)];
    }

    IndexColorModel colorModel() {
        return new IndexColorModel(8, UNCHANGED + 1, colours[0], colours[1], colours[2], UNCHANGED);
    }

    private static int bin(int rgb) {
        int bin = 0;
        for (int channel = 0; channel < CHANNELS; channel++) {
            bin = (bin << BITS) | (level(rgb, channel) >> (8 - BITS));
        }
        return bin;
    }

    private static int level(int rgb, int channel) {
        return (rgb >> (8 * (CHANNELS - 1 - channel))) & 0xff;
    }

    /** How often each colour occurs. */
    static final class Histogram {
        private final long[] counts = new long[BINS];
        private final long[][] sums = new long[CHANNELS][BINS];

        /** Counts the pixels of a picture, each 0xRRGGBB. */
        void add(int[] pixels) {
            for (int rgb : pixels) {
                int bin = bin(rgb);
                counts[bin]++;
                for (int channel = 0; channel < CHANNELS; channel++) {
                    sums[channel][bin] += level(rgb, channel);
                }
            }
        }

        Palette palette() {
            PriorityQueue<Part> parts = new PriorityQueue<>();
            parts.add(new Part(
                    IntStream.range(0, BINS).filter(bin -> counts[bin] > 0).toArray(), this));
            while (parts.size() < UNCHANGED && parts.element().error > 0) {
                Part worst = parts.remove();
                parts.add(new Part(worst.side(true, this), this));
                parts.add(new Part(worst.side(false, this), this));
            }
            return new Palette(parts, this);
        }

        private double mean(int channel, int[] bins) {
            return (double) IntStream.of(bins)
                            .mapToLong(bin -> sums[channel][bin])
                            .sum()
                    / IntStream.of(bins).mapToLong(bin -> counts[bin]).sum();
        }

        private double average(int channel, int bin) {
            return (double) sums[channel][bin] / counts[bin];
        }

        /** Grows slower than the count, lest the thin lines of a chart have no colours beside its areas. */
        private double weight(int bin) {
            return Math.sqrt((double) counts[bin]);
        }
    }

    /** Some colours, which one may come to stand for; first those that differ most. */
    private static final class Part implements Comparable<Part> {
        final int[] bins;
        final double error;
        private final int longest;
        private final double cut;

        Part(int[] bins, Histogram histogram) {
            this.bins = bins;
            double weight = IntStream.of(bins).mapToDouble(histogram::weight).sum();
            int widestChannel = 0;
            double largest = 0;
            double sum = 0;
            double cutAt = 0;
            for (int channel = 0; channel < CHANNELS; channel++) {
                int c = channel;
                double mean = IntStream.of(bins)
                                .mapToDouble(bin -> histogram.weight(bin) * histogram.average(c, bin))
                                .sum()
                        / weight;
                double squares = IntStream.of(bins)
                        .mapToDouble(bin -> histogram.weight(bin) * Math.pow(histogram.average(c, bin) - mean, 2))
                        .sum();
                sum += squares;
                if (squares > largest) {
                    largest = squares;
                    widestChannel = channel;
                    cutAt = mean;
                }
            }
            this.error = bins.length > 1 ? sum : 0;
            this.longest = widestChannel;
            this.cut = cutAt;
        }

        int[] side(boolean isLow, Histogram histogram) {
            return IntStream.of(bins)
                    .filter(bin -> histogram.average(longest, bin) < cut == isLow)
                    .toArray();
        }

        @Override
        public int compareTo(Part other) {
            return Double.compare(other.error, error);
        }
    }
}
