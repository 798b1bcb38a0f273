package io.github.latent4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
    @TempDir
    private Path folder;

    private static ModelFile file() {
        JsonObject header = new JsonObject();
        header.addProperty("kind", "network");
        header.addProperty("steps", 7);
        Map<String, float[]> arrays = new LinkedHashMap<>();
        arrays.put("weights", new float[] {1.5f, -2, Float.MIN_VALUE, Float.MAX_VALUE});
        arrays.put("none", new float[0]);
        arrays.put("more", new float[] {-0f});
        return new ModelFile(header, arrays);
    }

    private static byte[] bytes() {
        ByteBuffer buffer = file().bytes();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** A file with this header and these bytes behind it, its checksum right. */
    private static byte[] forged(int headerLength, String header, byte[] rest) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer =
                ByteBuffer.allocate(16 + json.length + rest.length + 32).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put("latent4j".getBytes(StandardCharsets.US_ASCII))
                .putInt(1)
                .putInt(headerLength)
                .put(json)
                .put(rest);
        return sealed(buffer.array());
    }

    private static byte[] forged(String header, int restLength) {
        return forged(header.getBytes(StandardCharsets.UTF_8).length, header, new byte[restLength]);
    }

    /** The bytes with the checksum that belongs to them. */
    private static byte[] sealed(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, bytes.length - 32);
            System.arraycopy(digest.digest(), 0, bytes, bytes.length - 32, 32);
            return bytes;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertRefused(byte[] bytes, String message) {
        assertThatThrownBy(() -> ModelFile.of(bytes, "x.l4j"))
                .isInstanceOf(ModelFileException.class)
                .hasMessage(message);
    }

    @Test
    void whatIsWrittenIsReadToTheBit() {
        Path file = folder.resolve("x.l4j");

        file().write(file);

        ModelFile read = ModelFile.read(file);
        assertThat(read.header()).isEqualTo(file().header());
        assertThat(read.arrays().keySet()).containsExactly("weights", "none", "more");
        assertThat(read.array("weights")).isEqualTo(file().array("weights"));
        assertThat(Float.floatToRawIntBits(read.array("more")[0])).isEqualTo(Float.floatToRawIntBits(-0f));
    }

    @Test
    void writingLeavesNothingBesideTheFileAndReplacesIt() throws IOException {
        Path file = folder.resolve("x.l4j");
        Files.writeString(file, "old");

        file().write(file);

        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
        assertThatCode(() -> ModelFile.read(file)).doesNotThrowAnyException();
    }

    @Test
    void whatCouldNotBeReadIsNotWritten() throws IOException {
        Path file = folder.resolve("x.l4j");
        Files.writeString(file, "old");
        JsonObject header = new JsonObject();
        header.addProperty("much", "x".repeat(1 << 24));

        assertThatThrownBy(() -> new ModelFile(header, Map.of()).write(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageStartingWith(
                        "a file may have 2,147,483,639 bytes, 16,777,216 of them before the weights; this one would have ");
        assertThat(file).hasContent("old");
    }

    /** Five million values of two bytes each would fill half a gigabyte. */
    @Test
    void noFileTakesMuchMoreMemoryThanItIsLong() {
        byte[][] files = {
            bytes(),
            forged(Integer.MAX_VALUE, "{}", new byte[0]),
            forged("{\"arrays\":{\"w\":2147483647}}", 8),
            forged("{\"arrays\":{\"w\":536870911,\"v\":536870911}}", 8),
            forged("{\"a\":[" + "0,".repeat(5_000_000) + "0]}", 0),
            forged("{\"a\":" + "[".repeat(5_000_000), 0),
            forged("{\"a\":" + "{\"a\":".repeat(250), 0),
            forged("{\"a\":[" + "\"1234567\",".repeat(1_000_000) + "0]}", 0),
            forged("{\"arrays\":{\"w\":1000000}}", 4_000_000)
        };
        for (byte[] file : files) {
            allocated(file); // loads the classes
            // a value of eight characters becomes at most 160 bytes of objects; exceptions and their texts are below
            // 256 KiB
            assertThat(allocated(file)).as("%d bytes", file.length).isLessThan((1 << 18) + 20L * file.length);
        }
    }

    private static long allocated(byte[] file) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            ModelFile.of(file, "x.l4j");
        } catch (ModelFileException e) {
            assertThat(e).hasMessageContaining("damaged");
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Path file = folder.resolve("nowhere").resolve("x.l4j");

        assertThatThrownBy(() -> file().write(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("cannot write " + file + ": ");
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessage("there is no file " + file);
    }

    @Test
    void everyCutIsNoticed() {
        byte[] whole = bytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> ModelFile.of(cut, "x.l4j"))
                    .as("cut to " + length)
                    .isInstanceOf(ModelFileException.class);
        }
    }

    /** 10,000 files with one to eight changed bits. */
    @Test
    void everyChangedBitIsNoticed() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            byte[] changed = bytes();
            for (int flips = random.nextInt(8); flips >= 0; flips--) {
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            }
            if (!Arrays.equals(changed, bytes())) {
                assertThatThrownBy(() -> ModelFile.of(changed, "x.l4j")).isInstanceOf(ModelFileException.class);
            }
        }
    }

    /** As a forger would: behind a right checksum anything may stand, and it is read or refused, and nothing else. */
    @Test
    void tenThousandForgedFilesAreReadOrRefused() {
        Random random = new Random(2);
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] changed = bytes();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                changed[8 + random.nextInt(changed.length - 40)] = (byte) random.nextInt(256);
            }
            try {
                ModelFile.of(sealed(changed), "x.l4j");
            } catch (ModelFileException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(5_000, 9_999); // some only change a weight
    }

    @Test
    void eachFaultHasItsSentence() {
        assertRefused("PK\3\4 something else".getBytes(StandardCharsets.US_ASCII), "x.l4j is no file of latent4j");
        byte[] newer = bytes();
        newer[8] = 2;
        assertRefused(newer, "x.l4j has version 2 of the format; this program reads version 1");
        assertRefused(Arrays.copyOf(bytes(), 30), "x.l4j is damaged: it is cut short, 30 bytes");
        byte[] changed = bytes();
        changed[60] ^= 1;
        assertRefused(changed, "x.l4j is damaged: its checksum is wrong");
        assertRefused(
                forged(Integer.MAX_VALUE, "{}", new byte[0]),
                "x.l4j is damaged: its header is said to have 2147483647 bytes");
        assertRefused(forged(-1, "{}", new byte[0]), "x.l4j is damaged: its header is said to have -1 bytes");
        assertRefused(forged("[1]", 0), "x.l4j is damaged: its header is no object of JSON");
        assertRefused(forged("{", 0), "x.l4j is damaged: its header is no JSON");
        assertRefused(forged("{} {}", 0), "x.l4j is damaged: its header is no JSON");
        assertRefused(forged("[".repeat(900), 0), "x.l4j is damaged: its header is no JSON");
        assertRefused(
                forged("[".repeat(100_000), 0), "x.l4j is damaged: its header has too many values for its length");
        assertRefused(forged("{}", 0), "x.l4j is damaged: its header has no lengths");
        for (String length : new String[] {"2147483647", "3000000000", "-1", "1e99", "0.5", "\"x\"", "null", "[1]"}) {
            assertThatThrownBy(() -> ModelFile.of(forged("{\"arrays\":{\"w\":" + length + "}}", 8), "x.l4j"))
                    .isInstanceOf(ModelFileException.class)
                    .hasMessageStartingWith("x.l4j is damaged: \"w\" is said to have ");
        }
        assertRefused(forged("{\"arrays\":{\"w\":1}}", 8), "x.l4j is damaged: it is longer than its header says");
    }
}
