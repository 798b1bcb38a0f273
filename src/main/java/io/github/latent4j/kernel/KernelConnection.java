package io.github.latent4j.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import java.io.IOException;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * The sockets to the front ends, by Jupyter's message protocol 5.3. Each belongs to one thread: shell and control take
 * requests, each in order, and outlive whatever a handler throws; control, so that an interrupt is read while a cell runs.
 */
final class KernelConnection {
    /** Answers one type of request. Called between "busy" and "idle". */
    @FunctionalInterface
    interface Handler {
        /** Called before "busy" is published: an interrupt that a front end sends on that finds the work begun. */
        default void begin() {}

        /**
         * Returns the content of the reply; null if this type of request has none.
         *
         * @param iopub publishes in the name of the request
         * @throws Exception to answer with an error
         */
        @Nullable JsonObject answer(Request request, JupyterOutput iopub) throws Exception;
    }

    /** The requests that are answered beside a running cell. */
    private static final Set<String> URGENT = Set.of("kernel_info_request", "interrupt_request", "shutdown_request");

    /** How long a message may still be on its way that a front end sent together with others. */
    private static final long QUIET_MILLIS = 50;

    private static final long MAX_ABORT_MILLIS = 500;
    private static final int PATIENCE_MILLIS = 30_000;
    static final int CLOSING_MILLIS = 1000;

    private final KernelConnectionProperties properties;
    private final PrintStream problems;
    private final MessageFormat format;
    private final ZMQ.Context context = context();
    private final Channel shell = new Channel("shell", false);
    private final Channel control = new Channel("control", true);
    private final ZMQ.Socket heartbeat = context.socket(SocketType.REP);
    private final Publisher publisher = new Publisher(context, PATIENCE_MILLIS);
    private final InputChannel input;
    private final Map<String, Handler> handlers = new HashMap<>();
    private final CountDownLatch end = new CountDownLatch(1);

    /** @param problems is told of messages that cannot be handled */
    KernelConnection(KernelConnectionProperties properties, PrintStream problems) throws GeneralSecurityException {
        this.problems = problems;
        this.properties = properties;
        format = new MessageFormat(properties);
        input = new InputChannel(context, format);
        // What is larger closes its connection, or it would end the thread that serves them all for want of memory.
        long maxBytes = Runtime.getRuntime().maxMemory() / 8;
        for (ZMQ.Socket socket : List.of(shell.socket, control.socket, input.socket(), heartbeat)) {
            socket.setMaxMsgSize(maxBytes);
            socket.setSndHWM(0); // replies are never dropped
            socket.setLinger(CLOSING_MILLIS);
        }
    }

    /** Its threads go on after memory ran out: without the one that moves the bytes, the kernel would be deaf and dumb. */
    private static ZMQ.Context context() {
        ZMQ.Context context = ZMQ.context(1);
        context.setThreadFactor((loop, name) -> daemonThread(name, () -> MemoryReserve.untilDone(loop)));
        return context;
    }

    /** To be called before {@link #connect}. */
    void setHandler(String type, Handler handler) {
        handlers.put(type, handler);
    }

    /** Lets cells open comms. */
    void connectComms(Comms comms) {
        comms.connect(context);
    }

    void connect() {
        heartbeat.bind(address(properties.getHbPort()));
        daemon("heartbeat", this::beat);
        input.socket().bind(address(properties.getStdinPort()));
        publisher.start(address(properties.getIopubPort()));
        shell.start(properties.getShellPort());
        control.start(properties.getControlPort());
        new JupyterOutput(this, null).status("starting");
    }

    private String address(int port) {
        return properties.getTransport() + "://" + properties.getIp() + ":" + port;
    }

    private static void daemon(String name, Runnable work) {
        daemonThread(name, work).start();
    }

    private static Thread daemonThread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void beat() {
        try (heartbeat) {
            while (true) {
                send(heartbeat, receive(heartbeat));
            }
        } catch (ZMQException e) {
            report("heartbeat ends", e);
        }
    }

    /** All frames of a message; none if the socket's time is over. */
    static List<byte[]> receive(ZMQ.Socket socket) {
        List<byte[]> frames = new ArrayList<>();
        do {
            byte[] frame = socket.recv();
            if (frame == null) {
                return frames;
            }
            frames.add(frame);
        } while (socket.hasReceiveMore());
        return frames;
    }

    static void send(ZMQ.Socket socket, List<byte[]> frames) {
        for (int i = 0; i < frames.size(); i++) {
            byte[] frame = frames.get(i);
            int more = i < frames.size() - 1 ? ZMQ.SNDMORE : 0;
            MemoryReserve.with(() -> socket.send(frame, more));
        }
    }

    /**
     * Sends a message to all front ends. Returns at once; who puts out much also calls {@link #awaitRoom}.
     *
     * @param request that asked for it; null if none did
     */
    void publish(
            @Nullable Request request, String type, JsonObject metadata, JsonObject content, List<byte[]> buffers) {
        JsonObject parent = request == null ? new JsonObject() : request.header();
        publisher.send(MemoryReserve.with(
                () -> format.write(List.of(), format.header(type), parent, metadata, content, buffers)));
    }

    /** See {@link Publisher#awaitRoom}. */
    void awaitRoom() {
        publisher.awaitRoom();
    }

    /** See {@link InputChannel#ask}. */
    String ask(Request cell) throws IOException, InterruptedException {
        return input.ask(cell);
    }

    /** Has the cells aborted that wait now. To be called by a handler of the shell channel, before its reply. */
    void abortWaitingCells() {
        shell.takeWaiting();
    }

    /** Waits until a front end has asked for shutdown and got its answer, or {@link #end} is called. */
    void awaitEnd() throws InterruptedException {
        end.await();
    }

    void end() {
        end.countDown();
    }

    /** Sends what is left. Blocks until both channels have ended what they do. */
    void close() {
        end();
        publisher.close(CLOSING_MILLIS);
        input.close();
        context.term();
    }

    private void report(String what, Throwable cause) {
        if (end.getCount() > 0) {
            problems.println("latent4j: " + what + ": " + cause);
        }
    }

    /** A socket on which requests come. */
    private final class Channel {
        private final String name;
        private final boolean urgentOnly;
        private final ZMQ.Socket socket = context.socket(SocketType.ROUTER);

        /** Taken by {@link #takeWaiting}; its cells are not run. */
        private final Deque<Request> waiting = new ArrayDeque<>();

        Channel(String name, boolean urgentOnly) {
            this.name = name;
            this.urgentOnly = urgentOnly;
        }

        void start(int port) {
            socket.bind(address(port));
            daemon(name, this::serve);
        }

        private void serve() {
            try (socket) {
                while (true) {
                    try {
                        next();
                    } catch (ZMQException e) {
                        throw e;
                    } catch (Throwable e) { // whatever happened to one request, the next one is answered
                        MemoryReserve.releaseFor(e);
                        report("a message on the " + name + " channel was not answered", e);
                    }
                }
            } catch (ZMQException e) {
                report(name + " channel ends", e);
            }
        }

        private void next() {
            Request taken = waiting.poll();
            if (taken != null && taken.type().equals("execute_request")) {
                answer(taken, (request, iopub) -> status("aborted"));
                return;
            }
            Request request = taken == null ? read() : taken;
            Handler handler = request == null ? null : handlers.get(request.type());
            if (request != null && handler != null && (!urgentOnly || URGENT.contains(request.type()))) {
                answer(request, handler);
            }
        }

        /** The next message; null if it is to be ignored. */
        private @Nullable Request read() {
            List<byte[]> frames = receive(socket);
            try {
                return format.read(frames);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                report("a message on the " + name + " channel is ignored", e);
                return null;
            }
        }

        private void answer(Request request, Handler handler) {
            JupyterOutput iopub = new JupyterOutput(KernelConnection.this, request);
            handler.begin();
            iopub.status("busy");
            try {
                JsonObject reply = reply(request, handler, iopub);
                if (reply != null && request.type().endsWith("_request")) {
                    String type = request.type().replace("_request", "_reply");
                    send(
                            socket,
                            MemoryReserve.with(() -> format.write(
                                    request.identities(),
                                    format.header(type),
                                    request.header(),
                                    new JsonObject(),
                                    reply,
                                    List.of())));
                }
            } finally {
                iopub.status("idle");
            }
            if (request.type().equals("shutdown_request")) {
                end();
            }
        }

        private @Nullable JsonObject reply(Request request, Handler handler, JupyterOutput iopub) {
            try {
                return handler.answer(request, iopub);
            } catch (Throwable e) {
                MemoryReserve.releaseFor(e);
                if (!(e instanceof IllegalArgumentException)) {
                    report(request.type() + " failed", e);
                }
                return error(e);
            }
        }

        void takeWaiting() {
            long begin = System.nanoTime();
            long last = begin;
            while (millisSince(last) < QUIET_MILLIS && millisSince(begin) < MAX_ABORT_MILLIS) {
                if ((socket.getEvents() & ZMQ.Poller.POLLIN) != 0) {
                    Request request = read();
                    if (request != null) {
                        waiting.add(request);
                    }
                    last = System.nanoTime();
                } else {
                    try {
                        Thread.sleep(2);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return;
                    }
                }
            }
        }
    }

    private static long millisSince(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanoTime);
    }

    /** The content of a reply, to be added to. */
    static JsonObject status(String status) {
        JsonObject reply = new JsonObject();
        reply.addProperty("status", status);
        return reply;
    }

    private static JsonObject error(Throwable failure) {
        JsonObject reply = status("error");
        reply.addProperty("ename", failure.getClass().getSimpleName());
        reply.addProperty("evalue", String.valueOf(failure.getMessage()));
        reply.add("traceback", new JsonArray());
        return reply;
    }
}
