package io.github.latent4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {
    @TempDir
    Path folder;

    @Test
    void compressedAndPlainFilesReadTheSame() throws IOException {
        IdxFile plain = read(IdxBytes.images(3), IdxFile.Kind.IMAGES);
        IdxFile compressed = read(IdxBytes.gzip(IdxBytes.images(3)), IdxFile.Kind.IMAGES);

        assertThat(plain.imageShape()).isEqualTo(ImageShape.grey(2, 2));
        assertThat(plain.values()).startsWith(0, 1, 2, 3, 1, 2, 3, 4).hasSize(12);
        assertThat(compressed.values()).isEqualTo(plain.values());
    }

    @Test
    void theHashIsThatOfTheDecompressedFile() throws IOException {
        byte[] raw = IdxBytes.labels(5);

        assertThat(read(IdxBytes.gzip(raw), IdxFile.Kind.LABELS).sha256()).isEqualTo(IdxBytes.sha256(raw));
    }

    @Test
    void greyLevelsReachOne() throws IOException {
        byte[] raw = IdxBytes.images(1);
        raw[16] = (byte) 255;

        assertThat(read(raw, IdxFile.Kind.IMAGES).greyLevels()[0]).isEqualTo(1f);
    }

    @Test
    void aTruncatedFileSaysHowMuchIsMissing() {
        assertFault(Arrays.copyOf(IdxBytes.images(3), 20), "is truncated: its header promises 12 values, it has 4");
        assertFault(Arrays.copyOf(IdxBytes.images(3), 7), "is truncated");
        assertFault(new byte[0], "is truncated");
    }

    @Test
    void aTruncatedCompressedFileIsTruncatedToo() {
        byte[] whole = IdxBytes.gzip(IdxBytes.images(300));

        assertFault(Arrays.copyOf(whole, whole.length / 2), "is truncated");
    }

    @Test
    void damagedCompressionIsNamed() {
        byte[] damaged = IdxBytes.gzip(IdxBytes.images(300));
        damaged[damaged.length - 6] ^= 1; // in the checksum

        assertFault(damaged, "is damaged: Corrupt GZIP trailer");
    }

    @Test
    void aFileThatGoesOnIsNotAccepted() {
        assertFault(Arrays.copyOf(IdxBytes.images(3), 29), "is longer than the 12 values that its header promises");
    }

    @Test
    void anotherMagicNumberIsShownBesideTheExpectedOne() {
        assertFault(IdxBytes.labels(3), "is no IDX file of images: it begins with 0x00000801, expected 0x00000803");
    }

    @Test
    void aHeaderThatClaimsTooMuchAllocatesNothing() {
        byte[] absurd = IdxBytes.images(1);
        absurd[4] = 0x7f; // two billion images

        assertFault(absurd, "is damaged: its header claims the dimensions [2130706433, 2, 2]");
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = folder.resolve("nowhere.gz");

        assertThatThrownBy(() -> IdxFile.read(missing, IdxFile.Kind.IMAGES))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("there is no file " + missing);
    }

    private void assertFault(byte[] content, String message) {
        assertThatThrownBy(() -> read(content, IdxFile.Kind.IMAGES))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith(folder.resolve("file") + " " + message);
    }

    private IdxFile read(byte[] content, IdxFile.Kind kind) throws IOException {
        return IdxFile.read(Files.write(folder.resolve("file"), content), kind);
    }
}
