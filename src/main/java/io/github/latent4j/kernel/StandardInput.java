package io.github.latent4j.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.Charset;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * {@link System#in} of cells: asks for a line when one is needed. A read that waits ends by an interrupt, with an exception.
 */
final class StandardInput extends InputStream {
    /** Where lines come from. */
    interface Lines {
        /** See {@link CellOutput#readLine}. */
        String next() throws IOException, InterruptedException;
    }

    private final Lines lines;

    /** Not a monitor, so that who waits for another's read can be interrupted too. Guards the fields below. */
    private final ReentrantLock lock = new ReentrantLock();

    private byte[] line = {};
    private int at;

    StandardInput(Lines lines) {
        this.lines = lines;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        read(one, 0, 1);
        return one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        try {
            lock.lockInterruptibly();
            try {
                if (at == line.length) {
                    line = lines.next().getBytes(Charset.defaultCharset()); // as a Scanner of System.in decodes
                    at = 0;
                }
                int count = Math.min(length, line.length - at);
                System.arraycopy(line, at, target, offset, count);
                at += count;
                return count;
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while waiting for input");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /** What is left of the line that was typed last. */
    @Override
    public int available() {
        if (!lock.tryLock()) {
            return 0; // somebody waits for the next line
        }
        try {
            return line.length - at;
        } finally {
            lock.unlock();
        }
    }
}
