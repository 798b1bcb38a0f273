package io.github.latent4j.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Files that are replaced at once: whatever happens, a file is as it was before, or complete. */
public final class AtomicFile {
    private static final String PART = ".part";

    private AtomicFile() {}

    /**
     * Writes a file beside {@code file}, waits until the disk has it, and gives it the name. Through a symbolic link the file is replaced that
     * it points to.
     *
     * @param content from its position to its limit
     * @throws UncheckedIOException if it cannot be written; then {@code file} is as it was before, and nothing is left beside it
     */
    public static void write(Path file, ByteBuffer content) {
        try {
            Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
            // Not createTempFile, whose files nobody else may read
            Path part = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + PART);
            try {
                try (FileChannel channel =
                        FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    while (content.hasRemaining()) {
                        channel.write(content);
                    }
                    channel.force(true); // before the name points to it
                }
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Whether {@code file} is what a {@link #write} of a file with that name left behind when its process was killed, or is still writing. */
    public static boolean isPartOf(Path file, String name) {
        String beside = String.valueOf(file.getFileName());
        return beside.startsWith(name + ".") && beside.endsWith(PART);
    }
}
