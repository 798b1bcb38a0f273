package io.github.latent4j.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;

/** SHA-256 of numbers. */
public final class Sha256 {
    private static final int BLOCK = 4096;

    private final MessageDigest digest;
    private final ByteBuffer block = ByteBuffer.allocate(Float.BYTES * BLOCK).order(ByteOrder.LITTLE_ENDIAN);

    private Sha256() {
        digest = create();
    }

    private static MessageDigest create() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The hash of what {@code content} puts in, in hexadecimal digits. */
    public static String of(Consumer<Sha256> content) {
        Sha256 hash = new Sha256();
        content.accept(hash);
        return HexFormat.of().formatHex(hash.digest.digest());
    }

    /** Puts in floats, little-endian. */
    public void update(float[] values) {
        update(values, 0, values.length);
    }

    /** Puts in some floats, little-endian. */
    public void update(float[] values, int from, int count) {
        for (int i = 0; i < count; i += BLOCK) {
            int n = Math.min(BLOCK, count - i);
            block.clear().asFloatBuffer().put(values, from + i, n);
            digest.update(block.limit(Float.BYTES * n));
        }
    }

    /** Puts in a number. */
    public void update(int value) {
        digest.update(block.clear().putInt(value).flip());
    }
}
