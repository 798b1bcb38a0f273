package io.github.latent4j.kernel;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.Header;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.request.CompleteRequest;
import io.github.spencerpark.jupyter.messages.request.ExecuteRequest;
import io.github.spencerpark.jupyter.messages.request.HistoryRequest;
import io.github.spencerpark.jupyter.messages.request.InterruptRequest;
import io.github.spencerpark.jupyter.messages.request.KernelInfoRequest;
import io.github.spencerpark.jupyter.messages.request.ShutdownRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/** Answers a front end's requests with a {@link JavaKernel}, by Jupyter's message protocol 5.3. */
final class KernelServer {
    private static final long CLOSING_MILLIS = 1000;

    private final KernelConnection connection;
    private final JavaKernel kernel;
    private final CountDownLatch shutdown = new CountDownLatch(1);
    private int nextCell = 1;

    private KernelServer(KernelConnection connection, JavaKernel kernel) {
        this.connection = connection;
        this.kernel = kernel;
    }

    /** See {@link JavaKernel#serve}. */
    static void serve(Path connectionFile) {
        JupyterSocket.JUPYTER_LOGGER.setLevel(Level.WARNING);
        KernelConnection connection = open(connectionFile);
        JavaKernel kernel = JavaKernel.open(new JupyterOutput(connection.getIOPub(), null));
        KernelServer server = new KernelServer(connection, kernel);
        server.setHandlers();
        connection.connect();
        daemon("warm-up", kernel::warmUp);
        server.endWithParent(System.getenv("JPY_PARENT_PID"));
        try {
            server.shutdown.await();
            kernel.interrupt();
            daemon("closing", () -> {
                        kernel.close();
                        connection.close();
                    })
                    .join(CLOSING_MILLIS); // a cell that does not stop must not keep the process
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static KernelConnection open(Path file) {
        try {
            KernelConnectionProperties properties = KernelConnectionProperties.parse(Files.readString(file));
            if (properties == null || properties.getTransport() == null || properties.getIp() == null) {
                throw new IllegalArgumentException(file + " is not a connection file: it must have transport and ip");
            }
            return new KernelConnection(properties);
        } catch (IOException e) {
            throw new IllegalArgumentException("connection file " + file + " cannot be read", e);
        } catch (JsonParseException | GeneralSecurityException e) {
            throw new IllegalArgumentException(file + " is not a connection file: " + e.getMessage(), e);
        }
    }

    /** A front end that dies without a word must not leave a kernel behind that holds memory; Jupyter names its process. */
    private void endWithParent(@Nullable String parentId) {
        if (parentId != null && parentId.matches("[1-9][0-9]{0,9}")) {
            ProcessHandle.of(Long.parseLong(parentId))
                    .ifPresent(parent -> daemon("parent-watch", () -> {
                        parent.onExit().join();
                        shutdown.countDown();
                    }));
        }
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void setHandlers() {
        kernel.becomeHandlerForConnection(connection); // inspection, completeness, comms
        connection.setHandler(MessageType.EXECUTE_REQUEST, this::execute);
        connection.setHandler(MessageType.KERNEL_INFO_REQUEST, this::kernelInfo);
        connection.setHandler(MessageType.COMPLETE_REQUEST, this::complete);
        connection.setHandler(MessageType.HISTORY_REQUEST, this::history);
        connection.setHandler(MessageType.INTERRUPT_REQUEST, this::interrupt);
        connection.setHandler(MessageType.SHUTDOWN_REQUEST, this::shutdown);
    }

    /** Runs a cell; if it fails, the cells that wait behind it are aborted, as "Run all" expects. */
    private void execute(ShellReplyEnvironment environment, Message<ExecuteRequest> message) {
        JupyterOutput iopub = new JupyterOutput(environment.getIopub(), message);
        ExecuteRequest request = message.getContent();
        List<Message<?>> waiting = List.of();
        iopub.status("busy");
        try {
            JsonObject reply = run(request, iopub);
            if (!"ok".equals(reply.get("status").getAsString()) && request.shouldStopOnError()) {
                waiting = connection.takeWaiting(); // before the reply: what comes after it was sent in knowledge of it
            }
            new JupyterOutput(environment.getShell(), message).send(MessageType.EXECUTE_REPLY, reply);
        } finally {
            iopub.status("idle");
        }
        for (Message<?> next : waiting) {
            if (next.getHeader().getType().equals(MessageType.EXECUTE_REQUEST)) {
                answer(next, MessageType.EXECUTE_REPLY, status("aborted"));
            } else {
                connection.handle(connection.shell(), next);
            }
        }
    }

    private JsonObject run(ExecuteRequest request, JupyterOutput iopub) {
        boolean silent = request.isSilent();
        int number = nextCell;
        if (!silent) {
            if (request.shouldStoreHistory()) {
                nextCell++;
            }
            JsonObject input = new JsonObject();
            input.addProperty("code", request.getCode());
            input.addProperty("execution_count", number);
            iopub.send(MessageType.PUBLISH_EXECUTE_INPUT, input);
        }
        JsonObject reply;
        try {
            JsonObject result = kernel.execute(request.getCode(), number, silent ? new Unheard() : iopub);
            if (result != null && !silent) {
                result.addProperty("execution_count", number);
                iopub.send(MessageType.PUBLISH_EXECUTION_RESULT, result);
            }
            reply = status("ok");
            reply.add("payload", new JsonArray());
            reply.add("user_expressions", new JsonObject());
        } catch (CellException e) {
            JsonObject error = error(e);
            if (!silent) {
                iopub.send(MessageType.PUBLISH_ERROR, error);
            }
            reply = status("error");
            for (Map.Entry<String, JsonElement> part : error.entrySet()) {
                reply.add(part.getKey(), part.getValue());
            }
        }
        reply.addProperty("execution_count", number);
        return reply;
    }

    /** An error as it is in messages and in notebook files. */
    static JsonObject error(CellException failure) {
        JsonObject error = new JsonObject();
        error.addProperty("ename", failure.name());
        error.addProperty("evalue", failure.message());
        JsonArray traceback = new JsonArray();
        failure.traceback().forEach(traceback::add);
        error.add("traceback", traceback);
        return error;
    }

    private void kernelInfo(ShellReplyEnvironment environment, Message<KernelInfoRequest> message) {
        JsonObject reply = status("ok");
        reply.addProperty("protocol_version", Header.PROTOCOL_VERISON);
        reply.addProperty("implementation", "latent4j");
        String version = KernelServer.class.getPackage().getImplementationVersion();
        reply.addProperty("implementation_version", version == null ? "unpackaged" : version);
        reply.add("language_info", new Gson().toJsonTree(kernel.getLanguageInfo()));
        reply.addProperty("banner", "latent4j: Java " + Runtime.version());
        reply.add("help_links", new JsonArray());
        answer(environment, message, MessageType.KERNEL_INFO_REPLY, reply);
    }

    private void complete(ShellReplyEnvironment environment, Message<CompleteRequest> message) {
        CompleteRequest request = message.getContent();
        JsonObject reply = kernel.completeReply(request.getCode(), request.getCursorPos());
        answer(environment, message, MessageType.COMPLETE_REPLY, reply);
    }

    private void history(ShellReplyEnvironment environment, Message<HistoryRequest> message) {
        JsonObject reply = status("ok");
        reply.add("history", new JsonArray());
        answer(environment, message, MessageType.HISTORY_REPLY, reply);
    }

    private void interrupt(ShellReplyEnvironment environment, Message<InterruptRequest> message) {
        kernel.interrupt();
        answer(environment, message, MessageType.INTERRUPT_REPLY, status("ok"));
    }

    private void shutdown(ShellReplyEnvironment environment, Message<ShutdownRequest> message) {
        JsonObject reply = status("ok");
        reply.addProperty("restart", message.getContent().isRestart());
        answer(environment, message, MessageType.SHUTDOWN_REPLY, reply);
        shutdown.countDown();
    }

    private void answer(Message<?> request, MessageType<?> type, JsonObject reply) {
        answer(connection.prepareReplyEnv(connection.shell(), request), request, type, reply);
    }

    private static void answer(
            ShellReplyEnvironment environment, Message<?> request, MessageType<?> type, JsonObject reply) {
        JupyterOutput iopub = new JupyterOutput(environment.getIopub(), request);
        iopub.status("busy");
        new JupyterOutput(environment.getShell(), request).send(type, reply);
        iopub.status("idle");
    }

    private static JsonObject status(String status) {
        JsonObject reply = new JsonObject();
        reply.addProperty("status", status);
        return reply;
    }

    /** The output of a silent cell. */
    private record Unheard() implements CellOutput {
        @Override
        public void stream(String name, String text) {}

        @Override
        public void display(JsonObject bundle) {}

        @Override
        public void update(JsonObject bundle) {}
    }
}
