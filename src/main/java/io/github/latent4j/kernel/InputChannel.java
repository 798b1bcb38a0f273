package io.github.latent4j.kernel;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** Asks the user of a front end for a line of text. One question is open at a time; its socket is used in one thread. */
final class InputChannel {
    private static final int LOOK_MILLIS = 50;

    /** How long a front end may take to connect this channel after the one on which it sent the cell. */
    private static final long CONNECT_MILLIS = 2000;

    private final MessageFormat format;
    private final ZMQ.Socket socket;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread created = new Thread(work, "stdin");
        created.setDaemon(true);
        return created;
    });

    InputChannel(ZMQ.Context context, MessageFormat format) {
        this.format = format;
        socket = context.socket(SocketType.ROUTER);
        socket.setRouterMandatory(true); // or a question to nobody would be dropped, and wait for ever
        socket.setReceiveTimeOut(LOOK_MILLIS);
    }

    ZMQ.Socket socket() {
        return socket;
    }

    /**
     * Asks the front end that sent {@code cell}.
     *
     * @return what was typed, without a line end
     * @throws IOException if it cannot be asked
     */
    String ask(Request cell) throws IOException, InterruptedException {
        AtomicBoolean givenUp = new AtomicBoolean();
        Future<String> answer = thread.submit(() -> exchange(cell, givenUp));
        try {
            return answer.get();
        } catch (InterruptedException e) {
            givenUp.set(true);
            throw e;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new IOException(cause == null ? e.toString() : cause.getMessage(), cause);
        }
    }

    private String exchange(Request cell, AtomicBoolean givenUp) throws IOException, InterruptedException {
        while ((socket.getEvents() & ZMQ.Poller.POLLIN) != 0) {
            KernelConnection.receive(socket); // the answer to a question that was given up
        }
        JsonObject question = new JsonObject();
        question.addProperty("prompt", "");
        question.addProperty("password", false);
        JsonObject header = format.header("input_request");
        send(format.write(cell.identities(), header, cell.header(), new JsonObject(), question, List.of()));
        while (!givenUp.get()) {
            List<byte[]> frames = KernelConnection.receive(socket);
            Request answer = frames.isEmpty() ? null : read(frames);
            if (answer != null && answer.type().equals("input_reply") && answers(answer, header)) {
                return answer.text("value");
            }
        }
        throw new IOException("the question was given up");
    }

    /** Null if the message is to be ignored. */
    private @Nullable Request read(List<byte[]> frames) {
        try {
            return format.read(frames);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Not every front end says what it answers. */
    private static boolean answers(Request answer, JsonObject question) {
        return !answer.parent().has("msg_id") || answer.parent().get("msg_id").equals(question.get("msg_id"));
    }

    private void send(List<byte[]> frames) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            try {
                KernelConnection.send(socket, frames);
                return;
            } catch (ZMQException e) {
                if (e.getErrorCode() != ZMQ.Error.EHOSTUNREACH.getCode()) {
                    throw e;
                }
                if (System.nanoTime() - begin > TimeUnit.MILLISECONDS.toNanos(CONNECT_MILLIS)) {
                    throw new IOException("System.in cannot be read: the front end takes no input", e);
                }
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    void close() {
        thread.execute(socket::close);
        thread.shutdown();
    }
}
