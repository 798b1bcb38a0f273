package io.github.latent4j.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Small IDX files for tests. */
final class IdxBytes {
    private IdxBytes() {}

    /** {@code n} images of 2x2, pixel {@code j} of image {@code i} being {@code i + j}. */
    static byte[] images(int n) {
        ByteBuffer file = ByteBuffer.allocate(16 + 4 * n)
                .putInt(0x803)
                .putInt(n)
                .putInt(2)
                .putInt(2);
        for (int i = 0; i < 4 * n; i++) {
            file.put((byte) (i / 4 + i % 4));
        }
        return file.array();
    }

    /** {@code n} labels, label {@code i} being {@code i % 10}. */
    static byte[] labels(int n) {
        ByteBuffer file = ByteBuffer.allocate(8 + n).putInt(0x801).putInt(n);
        for (int i = 0; i < n; i++) {
            file.put((byte) (i % 10));
        }
        return file.array();
    }

    static byte[] gzip(byte[] raw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(raw);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static String sha256(byte[] raw) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(raw));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** A set of 20 training and 10 test images with the names and hashes that its files have. */
    static PublishedSet tinySet(String... mirrors) {
        return new PublishedSet(
                "tiny",
                "Tiny",
                "none",
                PublishedSet.MNIST.classNames(),
                List.of(
                        file(0, IdxFile.Kind.IMAGES, images(20)),
                        file(1, IdxFile.Kind.LABELS, labels(20)),
                        file(2, IdxFile.Kind.IMAGES, images(10)),
                        file(3, IdxFile.Kind.LABELS, labels(10))),
                List.of(mirrors));
    }

    /** The content of file {@code i} of the tiny set. */
    static byte[] tinyFile(int i) {
        int n = i < 2 ? 20 : 10;
        return i % 2 == 0 ? images(n) : labels(n);
    }

    private static PublishedSet.PublishedFile file(int i, IdxFile.Kind kind, byte[] raw) {
        return new PublishedSet.PublishedFile(PublishedSet.MNIST.files().get(i).name(), kind, sha256(raw));
    }
}
