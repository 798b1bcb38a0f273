package io.github.latent4j.train;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.latent4j.internal.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What is kept of a model in a file: a header in JSON and vectors of floats. Nothing in a file is ever run, no class is looked up by a name
 * in it, and the memory that is taken is at most some times what the file is long.
 *
 * <pre>
 * 8 bytes   latent4j
 * 4 bytes   version, 1
 * 4 bytes   n, length of the header
 * n bytes   header, JSON in UTF-8; "arrays" maps the name of each vector to its length
 *           the vectors in that order
 * 32 bytes  SHA-256 of everything before
 * </pre>
 *
 * <p>All numbers little-endian.
 *
 * @param header without "arrays"
 * @param arrays by name, in order; not copied
 */
public record ModelFile(JsonObject header, Map<String, float[]> arrays) {
    private static final byte[] MAGIC = "latent4j".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int PREFIX = MAGIC.length + 2 * Integer.BYTES;
    private static final int CHECKSUM = 32;
    private static final int MAX_HEADER = 1 << 24;
    private static final int MAX_SIZE = Integer.MAX_VALUE - 8; // what an array can hold

    public ModelFile {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }

    /**
     * A vector.
     *
     * @throws ModelFileException if the file has none of that name
     */
    public float[] array(String name) {
        float[] array = arrays.get(name);
        if (array == null) {
            throw new ModelFileException("the file has no \"" + name + "\", only " + arrays.keySet());
        }
        return array;
    }

    /**
     * A vector of finite numbers.
     *
     * @throws ModelFileException if the file has none of that name, or one of its numbers is not finite
     */
    public float[] finiteArray(String name) {
        return finite(name, array(name));
    }

    /**
     * {@code values} themselves.
     *
     * @throws ModelFileException if one is not finite
     */
    public static float[] finite(String name, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new ModelFileException(name + " must be finite, got " + values[i] + " as number " + i);
            }
        }
        return values;
    }

    /**
     * Writes the file at once: whatever happens, afterwards it is as it was before or complete.
     *
     * @throws UncheckedIOException if it cannot be written; then it is as it was before
     * @throws ModelFileException if it would be larger than a file that can be read
     */
    public void write(Path file) {
        AtomicFile.write(file, bytes());
    }

    /** The whole file. */
    ByteBuffer bytes() {
        JsonObject lengths = new JsonObject();
        long floats = 0;
        for (Map.Entry<String, float[]> array : arrays.entrySet()) {
            lengths.addProperty(array.getKey(), array.getValue().length);
            floats += array.getValue().length;
        }
        JsonObject whole = header.deepCopy();
        whole.add("arrays", lengths);
        byte[] json = whole.toString().getBytes(StandardCharsets.UTF_8);
        long size = PREFIX + json.length + Float.BYTES * floats + CHECKSUM;
        if (json.length > MAX_HEADER || size > MAX_SIZE) {
            throw new ModelFileException(String.format(
                    Locale.ROOT,
                    "a file may have %,d bytes, %,d of them before the weights; this one would have %,d and %,d",
                    MAX_SIZE,
                    MAX_HEADER,
                    size,
                    json.length));
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).putInt(VERSION).putInt(json.length).put(json);
        for (float[] array : arrays.values()) {
            bytes.asFloatBuffer().put(array);
            bytes.position(bytes.position() + Float.BYTES * array.length);
        }
        bytes.put(sha256(bytes.array(), bytes.position()));
        return bytes.flip();
    }

    /**
     * Reads a file and checks all of it.
     *
     * @throws ModelFileException if it is not such a file, or damaged, or of another version
     * @throws UncheckedIOException if it cannot be read
     */
    public static ModelFile read(Path file) {
        try {
            long size = Files.size(file);
            if (size > MAX_SIZE) {
                throw new ModelFileException(file + " is too large, " + size + " bytes");
            }
            return of(Files.readAllBytes(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new ModelFileException("there is no file " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** What {@link #bytes} has given. */
    static ModelFile of(byte[] bytes, String name) {
        if (bytes.length < MAGIC.length || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new ModelFileException(name + " is no file of latent4j");
        }
        require(bytes.length >= PREFIX + CHECKSUM, name, "it is cut short, " + bytes.length + " bytes");
        ByteBuffer buffer =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length);
        int version = buffer.getInt();
        if (version != VERSION) {
            throw new ModelFileException(
                    name + " has version " + version + " of the format; this program reads version " + VERSION);
        }
        int end = bytes.length - CHECKSUM;
        boolean whole = MessageDigest.isEqual(sha256(bytes, end), Arrays.copyOfRange(bytes, end, bytes.length));
        require(whole, name, "its checksum is wrong");
        int length = buffer.getInt();
        require(
                length >= 0 && length <= Math.min(MAX_HEADER, end - PREFIX),
                name,
                "its header is said to have " + length + " bytes");
        JsonObject header = header(new String(bytes, PREFIX, length, StandardCharsets.UTF_8), name);
        buffer.position(PREFIX + length).limit(end);
        return new ModelFile(header, arrays(header, buffer, name));
    }

    private static JsonObject header(String json, String name) {
        try {
            return JsonFields.parse(json).object();
        } catch (ModelFileException e) {
            throw new ModelFileException(damaged(name, "its header " + e.getMessage()), e);
        }
    }

    private static Map<String, float[]> arrays(JsonObject header, ByteBuffer buffer, String name) {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        JsonElement lengths = header.remove("arrays");
        require(lengths != null && lengths.isJsonObject(), name, "its header has no lengths");
        for (Map.Entry<String, JsonElement> entry : lengths.getAsJsonObject().entrySet()) {
            int length = length(entry.getValue());
            require(
                    length >= 0 && length <= buffer.remaining() / Float.BYTES,
                    name,
                    "\"" + entry.getKey() + "\" is said to have " + entry.getValue() + " numbers");
            float[] array = new float[length];
            buffer.asFloatBuffer().get(array);
            buffer.position(buffer.position() + Float.BYTES * length);
            arrays.put(entry.getKey(), array);
        }
        require(!buffer.hasRemaining(), name, "it is longer than its header says");
        return arrays;
    }

    /** -1 for what is no length. */
    private static int length(JsonElement value) {
        try {
            return value.isJsonPrimitive() ? value.getAsBigDecimal().intValueExact() : -1;
        } catch (ArithmeticException | NumberFormatException e) {
            return -1;
        }
    }

    private static void require(boolean condition, String name, String fault) {
        if (!condition) {
            throw new ModelFileException(damaged(name, fault));
        }
    }

    private static String damaged(String name, String fault) {
        return name + " is damaged: " + fault;
    }

    private static byte[] sha256(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
