package io.github.latent4j.kernel;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * A front end without a user: starts a kernel in a process of its own, as Jupyter does, and has it run cells one after the other.
 * For one thread.
 */
public final class KernelClient implements AutoCloseable {
    /** The argument that is replaced by the name of the connection file, as in kernel.json. */
    public static final String CONNECTION_FILE = "{connection_file}";

    private static final String DELIMITER = "<IDS|MSG>";

    /** How often it is looked whether the kernel listens, or lives. */
    private static final int TURN_MILLIS = 20;

    /**
     * How long a connection may be silent before it is made anew. JeroMQ 0.6.0 now and then forgets to listen to one it has just made
     * (zeromq/jeromq#1022); its own 30 s are too long to wait.
     */
    static final int HANDSHAKE_MILLIS = 1000;

    private record Received(String type, String parent, JsonObject content) {}

    private final String session = UUID.randomUUID().toString();
    private final ZContext context = new ZContext();
    private final ZMQ.Socket shell = context.createSocket(SocketType.DEALER);
    private final ZMQ.Socket control = context.createSocket(SocketType.DEALER);
    private final ZMQ.Socket iopub = context.createSocket(SocketType.SUB);
    private final HMACGenerator signatures;
    private final Path connectionFile;
    private final Path log;
    private final long deadline;
    private final Process process;

    /**
     * Starts a kernel. It ends with this process if not before.
     *
     * @param command the program and its arguments, one of them {@value #CONNECTION_FILE}
     * @param environment variables added to this process's own
     * @param patience for all that is asked of this client, from now on
     * @throws UncheckedIOException if the program cannot be started
     */
    public KernelClient(List<String> command, Map<String, String> environment, Duration patience) {
        deadline = System.nanoTime() + patience.toNanos();
        try {
            JsonObject connection = connection();
            connectionFile = Files.createTempFile("latent4j-connection", ".json");
            log = Files.createTempFile("latent4j-kernel", ".log");
            Files.writeString(connectionFile, connection.toString());
            signatures = new HMACGenerator("hmac-sha256", connection.get("key").getAsString());
            ProcessBuilder builder = new ProcessBuilder(command.stream()
                            .map(part -> part.replace(CONNECTION_FILE, connectionFile.toString()))
                            .toList())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            builder.environment()
                    .put("JPY_PARENT_PID", Long.toString(ProcessHandle.current().pid()));
            process = builder.start();
            process.getOutputStream().close();
            iopub.subscribe(ZMQ.SUBSCRIPTION_ALL);
            connect(shell, connection, "shell_port");
            connect(control, connection, "control_port");
            connect(iopub, connection, "iopub_port");
        } catch (IOException e) {
            context.close();
            throw new UncheckedIOException("cannot start " + command.get(0) + ": " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HmacSHA256", e);
        }
    }

    private static JsonObject connection() throws IOException {
        JsonObject connection = new JsonObject();
        connection.addProperty("transport", "tcp");
        connection.addProperty("ip", InetAddress.getLoopbackAddress().getHostAddress());
        connection.addProperty("signature_scheme", "hmac-sha256");
        connection.addProperty("key", UUID.randomUUID().toString());
        List<ServerSocket> held = new ArrayList<>(); // all open at once, so that no port is given twice
        for (String name : List.of("shell_port", "control_port", "iopub_port", "stdin_port", "hb_port")) {
            ServerSocket socket = new ServerSocket(0);
            held.add(socket);
            connection.addProperty(name, socket.getLocalPort());
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        return connection;
    }

    private static void connect(ZMQ.Socket socket, JsonObject connection, String port) {
        socket.setLinger(0);
        socket.setHWM(0);
        socket.setReconnectIVL(TURN_MILLIS); // nobody listens yet
        socket.setHandshakeIvl(HANDSHAKE_MILLIS);
        socket.connect("tcp://" + connection.get("ip").getAsString() + ":"
                + connection.get(port).getAsInt());
    }

    /**
     * Waits until the kernel answers and what it publishes arrives.
     *
     * @throws IllegalStateException if it ends or patience does, with what it has printed
     */
    public void awaitReady() {
        while (true) {
            String id = send(shell, "kernel_info_request", new JsonObject());
            receive(shell, id, "kernel_info_reply");
            Received published;
            iopub.setReceiveTimeOut(TURN_MILLIS); // the subscription may have been too late for this answer
            while ((published = receive(iopub)) != null) {
                if (published.parent().equals(id) && isIdle(published)) {
                    return;
                }
            }
        }
    }

    /**
     * Runs a cell.
     *
     * @return its value as text; empty if it has none
     * @throws IllegalStateException if it fails, if the kernel ends or patience does
     */
    public Optional<String> run(String code) {
        JsonObject content = new JsonObject();
        content.addProperty("code", code);
        content.addProperty("silent", false);
        content.addProperty("store_history", true);
        content.add("user_expressions", new JsonObject());
        content.addProperty("allow_stdin", false);
        content.addProperty("stop_on_error", true);
        String id = send(shell, "execute_request", content);
        String value = null;
        while (true) {
            Received next = receive(iopub, id);
            if (next.type().equals("execute_result")) {
                value = next.content().getAsJsonObject("data").get("text/plain").getAsString();
            } else if (next.type().equals("error")) {
                throw new IllegalStateException(
                        "the kernel refuses \"" + code + "\": " + next.content().get("evalue"));
            } else if (isIdle(next)) {
                receive(shell, id, "execute_reply");
                return Optional.ofNullable(value);
            }
        }
    }

    /**
     * Asks how code could go on at its end.
     *
     * @throws IllegalStateException if the kernel ends or patience does
     */
    public void complete(String code) {
        JsonObject content = new JsonObject();
        content.addProperty("code", code);
        content.addProperty("cursor_pos", code.codePointCount(0, code.length()));
        receive(shell, send(shell, "complete_request", content), "complete_reply");
    }

    /**
     * Asks the kernel to end, and waits for it.
     *
     * @return its exit code
     * @throws IllegalStateException if patience ends before
     */
    public int shutdown() {
        JsonObject content = new JsonObject();
        content.addProperty("restart", false);
        send(control, "shutdown_request", content);
        try {
            if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new IllegalStateException("the kernel did not end in time");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the kernel ended", e);
        }
    }

    /** What the process has printed so far outside of cells: nothing, if all is well. */
    public String log() {
        try {
            return Files.readString(log).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    private static boolean isIdle(Received message) {
        return message.type().equals("status")
                && message.content().get("execution_state").getAsString().equals("idle");
    }

    private void receive(ZMQ.Socket socket, String parent, String type) {
        while (!receive(socket, parent).type().equals(type)) {}
    }

    private Received receive(ZMQ.Socket socket, String parent) {
        socket.setReceiveTimeOut(TURN_MILLIS);
        while (true) {
            Received received = receive(socket);
            if (received != null && received.parent().equals(parent)) {
                return received;
            }
            if (received == null && !process.isAlive()) {
                throw new IllegalStateException("the kernel ended with code " + process.exitValue() + ": " + log());
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the kernel did not answer in time: " + log());
            }
        }
    }

    /** The next message; null if none came in time. */
    private static @Nullable Received receive(ZMQ.Socket socket) {
        String frame = socket.recvStr();
        while (frame != null && !frame.equals(DELIMITER)) {
            frame = socket.recvStr();
        }
        if (frame == null) {
            return null;
        }
        socket.recvStr(); // the signature: only the kernel that was given this key listens at these ports
        JsonObject header = JsonParser.parseString(socket.recvStr()).getAsJsonObject();
        JsonObject parent = JsonParser.parseString(socket.recvStr()).getAsJsonObject();
        socket.recvStr();
        JsonObject content = JsonParser.parseString(socket.recvStr()).getAsJsonObject();
        return new Received(
                header.get("msg_type").getAsString(),
                parent.has("msg_id") ? parent.get("msg_id").getAsString() : "",
                content);
    }

    private String send(ZMQ.Socket socket, String type, JsonObject content) {
        String id = UUID.randomUUID().toString();
        JsonObject header = new JsonObject();
        header.addProperty("msg_id", id);
        header.addProperty("username", "latent4j");
        header.addProperty("session", session);
        header.addProperty("date", Instant.now().toString());
        header.addProperty("msg_type", type);
        header.addProperty("version", "5.3");
        byte[][] parts = {bytes(header.toString()), bytes("{}"), bytes("{}"), bytes(content.toString())};
        socket.sendMore(DELIMITER);
        socket.sendMore(signatures.calculateSignature(parts));
        for (int i = 0; i < parts.length; i++) {
            socket.send(parts[i], i + 1 < parts.length ? ZMQ.SNDMORE : 0);
        }
        return id;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Ends the kernel at once if it has not ended. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        context.close();
        try {
            process.waitFor();
            Files.deleteIfExists(connectionFile);
            Files.deleteIfExists(log);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            connectionFile.toFile().deleteOnExit(); // still held open, as Windows may do for a moment
            log.toFile().deleteOnExit();
        }
    }
}
