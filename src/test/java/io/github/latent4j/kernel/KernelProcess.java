package io.github.latent4j.kernel;

import com.google.gson.Gson;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** What a kernel sends: the type, the id of the request that it belongs to, and the content; and what else there is. */
    record Reply(
            String type,
            String parent,
            JsonObject content,
            JsonObject header,
            JsonObject parentHeader,
            JsonObject metadata,
            List<byte[]> buffers) {}

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

    private final String key;
    private final List<Integer> ports = freePorts();
    private final ZContext context = new ZContext();
    private final ZMQ.Socket shell = context.createSocket(SocketType.DEALER);
    private final ZMQ.Socket control = context.createSocket(SocketType.DEALER);
    private final ZMQ.Socket iopub = context.createSocket(SocketType.SUB);
    private final ZMQ.Socket stdin = context.createSocket(SocketType.DEALER);
    private final ZMQ.Socket heartbeat = context.createSocket(SocketType.REQ);
    private final Path log;
    final Process process;

    KernelProcess(Path folder, ProcessHandle parent, String... jvmOptions) throws IOException {
        this(folder, UUID.randomUUID().toString(), parent, jvmOptions);
    }

    /** With an empty key, messages are not signed. */
    KernelProcess(Path folder, String key, ProcessHandle parent, String... jvmOptions) throws IOException {
        this.key = key;
        JsonObject connection = new JsonObject();
        connection.addProperty("transport", "tcp");
        connection.addProperty("ip", "127.0.0.1");
        connection.addProperty("signature_scheme", "hmac-sha256");
        connection.addProperty("key", key);
        String[] names = {"shell_port", "control_port", "iopub_port", "stdin_port", "hb_port"};
        for (int i = 0; i < names.length; i++) {
            connection.addProperty(names[i], ports.get(i));
        }
        Path file = Files.writeString(Files.createTempFile(folder, "connection", ".json"), connection.toString());
        log = Files.createTempFile(folder, "kernel", ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of("-jar", Path.of("target", "latent4j.jar").toString(), "kernel", file.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JPY_PARENT_PID", Long.toString(parent.pid()));
        process = builder.start();
        for (ZMQ.Socket socket : List.of(shell, control, iopub, stdin, heartbeat)) {
            socket.setHandshakeIvl(KernelClient.HANDSHAKE_MILLIS);
        }
        iopub.setHWM(0);
        iopub.subscribe(ZMQ.SUBSCRIPTION_ALL);
        for (ZMQ.Socket socket : List.of(shell, stdin)) { // by this a kernel knows whom to ask for input
            socket.setIdentity(("front-end-" + process.pid()).getBytes(StandardCharsets.US_ASCII));
        }
        shell.connect("tcp://127.0.0.1:" + ports.get(0));
        control.connect("tcp://127.0.0.1:" + ports.get(1));
        iopub.connect("tcp://127.0.0.1:" + ports.get(2));
        stdin.connect("tcp://127.0.0.1:" + ports.get(3));
        heartbeat.connect("tcp://127.0.0.1:" + ports.get(4));
        awaitReady();
    }

    /** An object of names and values, in turn. */
    static JsonObject json(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Gson().toJsonTree(object).getAsJsonObject();
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

    int iopubPort() {
        return ports.get(2);
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

    /** Sends a request on the shell channel without waiting. */
    String request(String type, JsonObject content, byte[]... buffers) {
        return send(shell, type, content, buffers);
    }

    /** Sends a request on the control channel without waiting. */
    String requestUrgently(String type, JsonObject content) {
        return send(control, type, content);
    }

    Reply awaitReply(String id) {
        return receiveReply(shell, id);
    }

    Reply awaitUrgentReply(String id) {
        return receiveReply(control, id);
    }

    /** Waits for the reply to a cell and for the "idle" that follows its output. */
    Answer await(String id) {
        List<Reply> published = awaitIdle(id);
        return new Answer(receiveReply(shell, id).content(), published);
    }

    /** Waits for the "idle" that ends what is published for a request. */
    List<Reply> awaitIdle(String id) {
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
                    return published;
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

    /** The next message for any request; null after {@code millis} without one. */
    @Nullable Reply nextPublished(int millis) {
        iopub.setReceiveTimeOut(millis);
        return receive(iopub);
    }

    /** Waits for the question that a cell asks. */
    Reply awaitQuestion(String id) {
        return receiveReply(stdin, id);
    }

    /** Answers a question; null for one that the answer does not name. */
    void type(@Nullable Reply question, String line) {
        sendFrames(stdin, signed(answer(question, line)));
    }

    /** Answers a question with a wrong signature. */
    void typeForged(Reply question, String line) {
        String[] frames = signed(answer(question, line));
        frames[1] = "0".repeat(64);
        sendFrames(stdin, frames);
    }

    private static String[] answer(@Nullable Reply question, String line) {
        return new String[] {
            header(UUID.randomUUID().toString(), "input_reply"),
            question == null ? "{}" : question.header().toString(),
            "{}",
            json("value", line).toString()
        };
    }

    private String[] signed(String... parts) {
        List<String> frames = new ArrayList<>(List.of("<IDS|MSG>", sign(parts)));
        frames.addAll(List.of(parts));
        return frames.toArray(String[]::new);
    }

    /** Whether the heartbeat is answered. */
    boolean beats() {
        heartbeat.setReceiveTimeOut((int) PATIENCE.toMillis());
        heartbeat.send("alive?");
        return "alive?".equals(heartbeat.recvStr());
    }

    /** Sends a request whose signature is wrong. */
    void sendForged(String type) {
        sendForged(type, "0".repeat(64));
    }

    void sendForged(String type, String signature) {
        sendFrames(shell, "<IDS|MSG>", signature, header(UUID.randomUUID().toString(), type), "{}", "{}", "{}");
    }

    /** Sends a message with a right signature, whatever its parts are; a missing part ends the message. */
    void sendParts(String... parts) {
        sendFrames(shell, signed(parts));
    }

    void sendFrames(String... frames) {
        sendFrames(shell, frames);
    }

    private static void sendFrames(ZMQ.Socket socket, String... frames) {
        for (int i = 0; i < frames.length; i++) {
            socket.send(frames[i].getBytes(StandardCharsets.UTF_8), i < frames.length - 1 ? ZMQ.SNDMORE : 0);
        }
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
        List<byte[]> buffers = new ArrayList<>();
        while (socket.hasReceiveMore()) {
            buffers.add(socket.recv());
        }
        if (!sign(header, parent, metadata, content).equals(signature)) {
            throw new AssertionError("wrong signature on " + header);
        }
        JsonObject headerObject = JsonParser.parseString(header).getAsJsonObject();
        JsonObject parentHeader = JsonParser.parseString(parent).getAsJsonObject();
        return new Reply(
                headerObject.get("msg_type").getAsString(),
                parentHeader.has("msg_id") ? parentHeader.get("msg_id").getAsString() : "",
                JsonParser.parseString(content).getAsJsonObject(),
                headerObject,
                parentHeader,
                JsonParser.parseString(metadata).getAsJsonObject(),
                buffers);
    }

    private String send(ZMQ.Socket socket, String type, JsonObject content, byte[]... buffers) {
        String id = UUID.randomUUID().toString();
        String header = header(id, type);
        socket.sendMore("<IDS|MSG>");
        socket.sendMore(sign(header, "{}", "{}", content.toString()));
        socket.sendMore(header);
        socket.sendMore("{}");
        socket.sendMore("{}");
        socket.send(content.toString().getBytes(StandardCharsets.UTF_8), buffers.length > 0 ? ZMQ.SNDMORE : 0);
        for (int i = 0; i < buffers.length; i++) {
            socket.send(buffers[i], i < buffers.length - 1 ? ZMQ.SNDMORE : 0);
        }
        return id;
    }

    static String header(String id, String type) {
        JsonObject header = new JsonObject();
        header.addProperty("msg_id", id);
        header.addProperty("username", "test");
        header.addProperty("session", "test");
        header.addProperty("date", Instant.now().toString());
        header.addProperty("msg_type", type);
        header.addProperty("version", "5.3");
        return header.toString();
    }

    private String sign(String... parts) {
        if (key.isEmpty()) {
            return "";
        }
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
