package io.github.latent4j.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * One IDX file of unsigned bytes, the format of MNIST: a big-endian magic number, one count per dimension, the values.
 * It may be compressed with gzip.
 */
final class IdxFile {
    /** What a file holds; each kind has its own magic number. */
    enum Kind {
        IMAGES(0x803, 3),
        LABELS(0x801, 1);

        private final int magic;
        private final int rank;

        Kind(int magic, int rank) {
            this.magic = magic;
            this.rank = rank;
        }
    }

    /** No set that this library is for comes near; a header that claims more is damaged. */
    private static final long MAX_VALUES = 1L << 30;

    private final String source;
    private final int[] dimensions;
    private final byte[] values;
    private final String sha256;

    private IdxFile(String source, int[] dimensions, byte[] values, String sha256) {
        this.source = source;
        this.dimensions = dimensions;
        this.values = values;
        this.sha256 = sha256;
    }

    /**
     * Reads a file.
     *
     * @throws UncheckedIOException if it is missing, truncated, damaged, longer than it says, or of another kind
     */
    static IdxFile read(Path file, Kind kind) {
        try {
            return read(file.toString(), Files.newInputStream(file), kind);
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("there is no file " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a stream and closes it.
     *
     * @param source what messages call it
     * @throws UncheckedIOException as {@link #read(Path, Kind)}
     */
    static IdxFile read(String source, InputStream stream, Kind kind) {
        try (stream) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            DataInputStream in = new DataInputStream(new DigestInputStream(decompressed(stream), digest));
            int[] dimensions = header(source, in, kind);
            int expected = product(source, dimensions);
            byte[] values = in.readNBytes(expected);
            if (values.length < expected) {
                throw fault(
                        source, "is truncated: its header promises " + expected + " values, it has " + values.length);
            }
            if (in.read() >= 0) {
                throw fault(source, "is longer than the " + expected + " values that its header promises");
            }
            return new IdxFile(source, dimensions, values, HexFormat.of().formatHex(digest.digest()));
        } catch (EOFException e) {
            throw fault(source, "is truncated");
        } catch (ZipException e) {
            throw fault(source, "is damaged: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + source + ": " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static InputStream decompressed(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, 1 << 16);
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip ? new BufferedInputStream(new GZIPInputStream(in), 1 << 16) : in;
    }

    private static int[] header(String source, DataInputStream in, Kind kind) throws IOException {
        int magic = in.readInt();
        if (magic != kind.magic) {
            throw fault(
                    source,
                    String.format(
                            "is no IDX file of %s: it begins with 0x%08x, expected 0x%08x",
                            kind.name().toLowerCase(java.util.Locale.ROOT), magic, kind.magic));
        }
        int[] dimensions = new int[kind.rank];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = in.readInt();
        }
        return dimensions;
    }

    private static int product(String source, int[] dimensions) {
        long product = 1;
        for (int dimension : dimensions) {
            if (dimension < 1 || product * dimension > MAX_VALUES) {
                throw fault(
                        source,
                        "is damaged: its header claims the dimensions " + java.util.Arrays.toString(dimensions));
            }
            product *= dimension;
        }
        return (int) product;
    }

    private static UncheckedIOException fault(String source, String what) {
        return new UncheckedIOException(source + " " + what, new IOException(what));
    }

    /** Where it was read from. */
    String source() {
        return source;
    }

    /** Number of images or labels. */
    int count() {
        return dimensions[0];
    }

    /** The shape of one of the images. */
    ImageShape imageShape() {
        return ImageShape.grey(dimensions[1], dimensions[2]);
    }

    /** The values as they were read, not copied; label {@code i} is value {@code i}. */
    byte[] values() {
        return values;
    }

    /** The values as grey levels, {@code value / 255}. */
    float[] greyLevels() {
        float[] levels = new float[values.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (values[i] & 0xff) / 255f;
        }
        return levels;
    }

    /** Hash of the decompressed file, in hexadecimal: another compression does not change it. */
    String sha256() {
        return sha256;
    }
}
