package io.github.latent4j.kernel;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** The packaged kernel in a process of its own, and a front end that talks to it as Jupyter does. */
final class KernelProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What a kernel sends: the type, the id of the request that it belongs to, and the content. */
    record Reply(String type, String parent, JsonObject content) {}

    /** All that came back for one cell. */
    record Answer(JsonObject reply, List<Reply> published) {
        String status() {
            return reply.get("status").getAsString();
        }

        /** The value of the cell as text; fails if it has none. */
        String text() {
            return only("execute_result")
                    .getAsJsonObject("data")
                    .get("text/plain")
                    .getAsString();
        }

        JsonObject only(String type) {
            List<Reply> found =
                    published.stream().filter(one -> one.type().equals(type)).toList();
            if (found.size() != 1) {
                throw new AssertionError("one " + type + " expected in " + published);
            }
            return found.get(0).content();
        }

        List<JsonObject> streams() {
            return published.stream()
                    .filter(one -> one.type().equals("stream"))
                    .map(Reply::content)
                    .toList();
        }

        String printed(String stream) {
            return streams().stream()
                    .filter(one -> one.get("name").getAsString().equals(stream))
                    .map(one -> one.get("text").getAsString())
                    .collect(Collectors.joining());
        }
    }

    private final String key = UUID.randomUUID().toString();
    private final ZContext context = new ZContext();
    private final ZMQ.Socket shell = context.createSocket(SocketType.DEALER);
    private final ZMQ.Socket control = context.createSocket(SocketType.DEALER);
    private final ZMQ.Socket iopub = context.createSocket(SocketType.SUB);
    private final Path log;
    final Process process;

    KernelProcess(Path folder, ProcessHandle parent) throws IOException {
        List<Integer> ports = freePorts();
        JsonObject connection = new JsonObject();
        connection.addProperty("transport", "tcp");
        connection.addProperty("ip", "127.0.0.1");
        connection.addProperty("signature_scheme", "hmac-sha256");
        connection.addProperty("key", key);
        String[] names = {"shell_port", "control_port", "iopub_port", "stdin_port", "hb_port"};
        for (int i = 0; i < names.length; i++) {
            connection.addProperty(names[i], ports.get(i));
        }
        Path file = Files.writeString(folder.resolve("connection-" + key + ".json"), connection.toString());
        log = folder.resolve("kernel-" + key + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-jar", Path.of("target", "latent4j.jar").toString(), "kernel", file.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JPY_PARENT_PID", Long.toString(parent.pid()));
        process = builder.start();
        iopub.setHWM(0);
        iopub.subscribe(ZMQ.SUBSCRIPTION_ALL);
        shell.connect("tcp://127.0.0.1:" + ports.get(0));
        control.connect("tcp://127.0.0.1:" + ports.get(1));
        iopub.connect("tcp://127.0.0.1:" + ports.get(2));
        awaitReady();
    }

    private static List<Integer> freePorts() throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ServerSocket socket = new ServerSocket(0);
            held.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        return ports;
    }

    /** Asks for kernel information until the answer's status messages arrive as well: a subscription takes a moment. */
    private void awaitReady() {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < PATIENCE.toNanos()) {
            String id = send(shell, "kernel_info_request", new JsonObject());
            receiveReply(shell, id);
            iopub.setReceiveTimeOut(500);
            while (true) {
                Reply published = receive(iopub);
                if (published == null) {
                    break;
                }
                if (published.parent().equals(id) && isIdle(published)) {
                    return;
                }
            }
        }
        throw new AssertionError("the kernel does not publish; its log: " + log());
    }

    /** Sends a cell without waiting. */
    String submit(String code) {
        return submit(code, new JsonObject());
    }

    String submit(String code, JsonObject settings) {
        JsonObject content = new JsonObject();
        content.addProperty("code", code);
        content.addProperty("silent", false);
        content.addProperty("store_history", true);
        content.add("user_expressions", new JsonObject());
        content.addProperty("allow_stdin", false);
        content.addProperty("stop_on_error", true);
        settings.entrySet().forEach(entry -> content.add(entry.getKey(), entry.getValue()));
        return send(shell, "execute_request", content);
    }

    /** Waits for the reply to a cell and for the "idle" that follows its output. */
    Answer await(String id) {
        List<Reply> published = new ArrayList<>();
        iopub.setReceiveTimeOut((int) PATIENCE.toMillis());
        while (true) {
            Reply next = receive(iopub);
            if (next == null) {
                throw new AssertionError("no idle after " + published.size() + " messages; the kernel's log: " + log());
            }
            if (next.parent().equals(id)) {
                published.add(next);
                if (isIdle(next)) {
                    return new Answer(receiveReply(shell, id).content(), published);
                }
            }
        }
    }

    Answer run(String code) {
        return await(submit(code));
    }

    JsonObject ask(String type, JsonObject content) {
        return receiveReply(shell, send(shell, type, content)).content();
    }

    JsonObject askControl(String type, JsonObject content) {
        return receiveReply(control, send(control, type, content)).content();
    }

    /** Sends a request whose signature is wrong. */
    void sendForged(String type) {
        sendSigned(shell, "0".repeat(64), header(UUID.randomUUID().toString(), type), "{}");
    }

    private static boolean isIdle(Reply reply) {
        return reply.type().equals("status")
                && reply.content().get("execution_state").getAsString().equals("idle");
    }

    private Reply receiveReply(ZMQ.Socket socket, String id) {
        socket.setReceiveTimeOut((int) PATIENCE.toMillis());
        while (true) {
            Reply reply = receive(socket);
            if (reply == null) {
                throw new AssertionError("no reply; the kernel's log: " + log());
            }
            if (reply.parent().equals(id)) {
                return reply;
            }
        }
    }

    private @Nullable Reply receive(ZMQ.Socket socket) {
        String frame = socket.recvStr();
        while (frame != null && !frame.equals("<IDS|MSG>")) {
            frame = socket.recvStr();
        }
        if (frame == null) {
            return null;
        }
        String signature = socket.recvStr();
        String header = socket.recvStr();
        String parent = socket.recvStr();
        String metadata = socket.recvStr();
        String content = socket.recvStr();
        if (!sign(header, parent, metadata, content).equals(signature)) {
            throw new AssertionError("wrong signature on " + header);
        }
        JsonObject parentHeader = JsonParser.parseString(parent).getAsJsonObject();
        return new Reply(
                JsonParser.parseString(header).getAsJsonObject().get("msg_type").getAsString(),
                parentHeader.has("msg_id") ? parentHeader.get("msg_id").getAsString() : "",
                JsonParser.parseString(content).getAsJsonObject());
    }

    private String send(ZMQ.Socket socket, String type, JsonObject content) {
        String id = UUID.randomUUID().toString();
        String header = header(id, type);
        sendSigned(socket, sign(header, "{}", "{}", content.toString()), header, content.toString());
        return id;
    }

    private static String header(String id, String type) {
        JsonObject header = new JsonObject();
        header.addProperty("msg_id", id);
        header.addProperty("username", "test");
        header.addProperty("session", "test");
        header.addProperty("date", Instant.now().toString());
        header.addProperty("msg_type", type);
        header.addProperty("version", "5.3");
        return header.toString();
    }

    private static void sendSigned(ZMQ.Socket socket, String signature, String header, String content) {
        socket.sendMore("<IDS|MSG>");
        socket.sendMore(signature);
        socket.sendMore(header);
        socket.sendMore("{}");
        socket.sendMore("{}");
        socket.send(content);
    }

    private String sign(String... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            for (String part : parts) {
                mac.update(part.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HmacSHA256", e);
        }
    }

    /** What the process itself printed: warnings of the JVM and the kernel's own problems. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        context.close();
    }
}
