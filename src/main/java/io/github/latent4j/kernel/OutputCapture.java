package io.github.latent4j.kernel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is printed to {@link System#out} and {@link System#err} and hands it on in few large pieces, complete and in
 * order. A piece goes out 50 ms after its first byte, or at {@link #flush}. Memory is bounded: beyond
 * {@value #MAX_BYTES} bytes the thread that prints has to hand them on itself, and it waits while its readers are far behind.
 * What is read from {@link System#in} meanwhile is asked of the same target.
 */
final class OutputCapture implements AutoCloseable {
    private static final int MAX_BYTES = 1 << 17;
    private static final long DELAY_MILLIS = 50;
    private static final String IN_ENCODING = "stdin.encoding";

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final InputStream realIn = System.in;
    private final @Nullable String realInEncoding = System.getProperty(IN_ENCODING);
    private final Captured out = new Captured("stdout");
    private final Captured err = new Captured("stderr");
    private final StandardInput in = new StandardInput(this::readLine);
    private final Thread flusher = new Thread(this::flushRegularly, "output-flusher");

    /** Held while handing on, so that pieces stay in order; always taken before {@link #buffer}. */
    private final Object handingOn = new Object();

    /** Guards the three fields that follow. */
    private final Object buffer = new Object();

    private List<Piece> pieces = new ArrayList<>();
    private int bytes;
    private boolean closed;

    private record Piece(Captured from, CellOutput to, ByteArrayOutputStream bytes) {}

    OutputCapture() {
        flusher.setDaemon(true);
        flusher.start();
        install();
    }

    /** Makes this the process's standard output, error and input. */
    void install() {
        System.setIn(in);
        System.setProperty(IN_ENCODING, Charset.defaultCharset().name()); // as Java 25's IO.readln decodes
        System.setOut(out.printer);
        System.setErr(err.printer);
    }

    /** Gives the process back the streams that it had. */
    void uninstall() {
        System.setIn(realIn);
        if (realInEncoding == null) {
            System.clearProperty(IN_ENCODING);
        } else {
            System.setProperty(IN_ENCODING, realInEncoding);
        }
        System.setOut(realOut);
        System.setErr(realErr);
    }

    /** A line for who reads, who has seen before what was printed so far. If nobody can type it, the cell's stderr says so too. */
    private String readLine() throws IOException, InterruptedException {
        flush();
        try {
            return RunningCell.ofThread().output().readLine();
        } catch (IOException e) {
            err.printer.println(
                    e.getMessage()); // a Scanner hides the exception: its user would only see "No line found"
            throw e;
        }
    }

    /** Hands on everything printed before the call. */
    void flush() {
        out.printer.flush();
        err.printer.flush();
        handOn();
    }

    private void handOn() {
        synchronized (handingOn) {
            List<Piece> taken;
            synchronized (buffer) {
                taken = pieces;
                pieces = new ArrayList<>();
                bytes = 0;
            }
            for (Piece piece : taken) {
                String text = piece.from().decode(piece.to(), piece.bytes().toByteArray());
                if (!text.isEmpty()) {
                    piece.to().stream(piece.from().name, text);
                }
            }
        }
    }

    private void flushRegularly() {
        try {
            while (true) {
                synchronized (buffer) {
                    while (bytes == 0 && !closed) {
                        buffer.wait();
                    }
                    if (closed) {
                        return;
                    }
                }
                Thread.sleep(DELAY_MILLIS);
                try {
                    handOn();
                } catch (OutOfMemoryError e) {
                    MemoryReserve.releaseFor(e); // some text is lost, but what comes later must not be
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Captured from, byte[] source, int offset, int length) {
        CellOutput to = RunningCell.ofThread().output();
        to.awaitRoom(); // without a lock: an interrupted cell must get past it
        boolean full;
        synchronized (buffer) {
            Piece last = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
            if (last == null || last.from() != from || last.to() != to) {
                last = new Piece(from, to, new ByteArrayOutputStream());
                pieces.add(last);
            }
            last.bytes().write(source, offset, length);
            if (bytes == 0) {
                buffer.notifyAll();
            }
            bytes += length;
            full = bytes > MAX_BYTES;
        }
        if (full) {
            handOn();
        }
    }

    /** Hands on the rest, then gives the process back its streams. */
    @Override
    public void close() {
        flush();
        uninstall();
        synchronized (buffer) {
            closed = true;
            buffer.notifyAll();
        }
    }

    /** One of the two streams. */
    private final class Captured extends OutputStream {
        private final String name;
        private final PrintStream printer = new PrintStream(this, false, StandardCharsets.UTF_8);
        private final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);

        /** Bytes of characters that are not complete yet; a piece may end inside one. */
        private final IdentityHashMap<CellOutput, byte[]> incomplete = new IdentityHashMap<>();

        Captured(String name) {
            this.name = name;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            OutputCapture.this.write(this, source, offset, length);
        }

        String decode(CellOutput to, byte[] more) {
            byte[] before = incomplete.getOrDefault(to, new byte[0]);
            ByteBuffer in = ByteBuffer.allocate(before.length + more.length);
            in.put(before).put(more).flip();
            CharBuffer text = CharBuffer.allocate(in.remaining());
            decoder.reset().decode(in, text, false);
            if (in.hasRemaining()) {
                byte[] rest = new byte[in.remaining()];
                in.get(rest);
                incomplete.put(to, rest);
            } else {
                incomplete.remove(to);
            }
            return text.flip().toString();
        }
    }
}
