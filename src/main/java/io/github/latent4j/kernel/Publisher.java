package io.github.latent4j.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * Sends messages to all front ends, in order, in a thread of its own: a thread that is interrupted while it sends would
 * close the socket.
 *
 * <p>Memory is bounded, and a front end that reads slowly misses nothing: whoever puts out much waits in {@link #awaitRoom}
 * until it has caught up. Only one that reads nothing at all for {@code patience} loses what comes next, until it reads again,
 * so that a stopped program does not hold up the cell and the other front ends for ever.
 */
final class Publisher {
    /** What waits to be sent, in bytes, before who puts out more has to wait. */
    private static final int ROOM = 1 << 21;

    /** How many messages ZeroMQ holds for each front end beside that. */
    private static final int IN_TRANSIT = 8;

    private final ZMQ.Socket socket;
    private final Thread thread = new Thread(this::sendAll, "publisher");

    /** Guarded by this, as are the fields below. */
    private final Deque<List<byte[]>> waiting = new ArrayDeque<>();

    private long waitingBytes;
    private boolean closing;

    Publisher(ZMQ.Context context, int patienceMillis) {
        socket = context.socket(SocketType.PUB);
        socket.setSndHWM(IN_TRANSIT);
        socket.setXpubNoDrop(true);
        socket.setSendTimeOut(patienceMillis);
        socket.setLinger(KernelConnection.CLOSING_MILLIS);
        thread.setDaemon(true);
    }

    /** Returns the address, where a port given as {@code *} is a number. */
    String start(String address) {
        socket.bind(address);
        String bound = socket.getLastEndpoint();
        thread.start();
        return bound;
    }

    /** Takes a message and returns at once. */
    synchronized void send(List<byte[]> frames) {
        if (!closing) {
            waiting.add(frames);
            waitingBytes += size(frames);
            notifyAll();
        }
    }

    /** Waits while the front ends are behind; not in a thread that is interrupted. */
    synchronized void awaitRoom() {
        try {
            while (waitingBytes > ROOM && !closing) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendAll() {
        try {
            for (List<byte[]> next = first(); next != null; next = first()) {
                transmit(next);
                sent(next);
            }
        } catch (ZMQException e) {
            if (!isClosing()) {
                throw e;
            }
        } finally {
            socket.close();
        }
    }

    private synchronized @Nullable List<byte[]> first() {
        while (waiting.isEmpty() && !closing) {
            try {
                wait();
            } catch (InterruptedException e) {
                return null;
            }
        }
        return waiting.peek();
    }

    private synchronized void sent(List<byte[]> frames) {
        waiting.remove();
        waitingBytes -= size(frames);
        notifyAll();
    }

    private synchronized boolean isClosing() {
        return closing;
    }

    private void transmit(List<byte[]> frames) {
        if (!MemoryReserve.with(() -> socket.sendMore(frames.get(0)))) { // patience is at an end
            socket.setXpubNoDrop(false);
            socket.sendMore(frames.get(0));
            socket.setXpubNoDrop(true);
        }
        KernelConnection.send(socket, frames.subList(1, frames.size()));
    }

    private static long size(List<byte[]> frames) {
        long size = 0;
        for (byte[] frame : frames) {
            size += frame.length;
        }
        return size;
    }

    /** Sends what waits, for at most {@code millis}; takes nothing more. */
    void close(long millis) {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
