package io.github.latent4j.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path folder;

    private static ByteBuffer content() {
        return ByteBuffer.wrap("new".getBytes(StandardCharsets.UTF_8));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void aFileIsReplaced() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "old");

        AtomicFile.write(file, content());

        assertThat(file).hasContent("new");
        assertThat(files()).containsExactly(file);
    }

    @Test
    void othersMayReadItAsAnyFileOfTheUser() throws IOException {
        Path file = folder.resolve("x");
        Path plain = Files.writeString(folder.resolve("y"), "");

        AtomicFile.write(file, content());

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(plain));
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        AtomicFile.write(link, content());

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }

    /** The last step fails: the name is that of a folder with something in it. */
    @Test
    void afterAFailureAllIsAsItWasBefore() throws IOException {
        Path kept = Files.writeString(Files.createDirectory(folder.resolve("x")).resolve("kept"), "old");

        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("x"), content()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("cannot write " + folder.resolve("x") + ": ");

        assertThat(files()).containsExactly(kept);
    }
}
