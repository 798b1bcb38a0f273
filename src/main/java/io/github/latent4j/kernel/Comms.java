package io.github.latent4j.kernel;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.channels.DefaultReplyEnvironment;
import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.channels.ReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.kernel.comm.Comm;
import io.github.spencerpark.jupyter.kernel.comm.CommManager;
import io.github.spencerpark.jupyter.kernel.comm.CommTarget;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import io.github.spencerpark.jupyter.messages.Header;
import io.github.spencerpark.jupyter.messages.KernelTimestamp;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.comm.CommCloseCommand;
import io.github.spencerpark.jupyter.messages.comm.CommMsgCommand;
import io.github.spencerpark.jupyter.messages.comm.CommOpenCommand;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * The comms of a kernel: channels between an object of a cell and one in a front end, such as a slider. What a front end sends
 * is handled as a cell runs, and an exception there is shown as that of a cell.
 */
final class Comms extends CommManager {
    /** Given to basekernel's handlers, since "busy" and "idle" are sent around all that a front end asks for. */
    private static final ReplyEnvironment STATUS_IS_SENT = new DefaultReplyEnvironment(null, null, null) {
        @Override
        public void setBusyDeferIdle() {}
    };

    private final JavaKernel kernel;

    /** In whose name messages are sent; null without a front end. */
    private volatile @Nullable JupyterOutput current;

    Comms(JavaKernel kernel) {
        this.kernel = kernel;
        this.targets = new ConcurrentHashMap<>(); // cells use them from any thread
        this.comms = new ConcurrentHashMap<>();
    }

    /** What is sent from now on belongs to the request of {@code output}. */
    void to(JupyterOutput output) {
        current = output;
    }

    /** From now on cells can open comms. */
    void connect(ZMQ.Context context) {
        setIOPubChannel(new Outlet(context));
    }

    /** A front end opens a comm. If there is no such target, or it fails, the comm is closed at once. */
    void open(Request request, JupyterOutput iopub) {
        String id = request.text("comm_id");
        String name = request.text("target_name");
        CommTarget target = getTarget(name);
        Message<CommOpenCommand> message =
                message(request, MessageType.COMM_OPEN_COMMAND, new CommOpenCommand(id, name, request.object("data")));
        Comm comm = target == null ? null : handle(iopub, () -> target.createComm(this, id, name, message));
        if (comm != null) {
            registerComm(comm);
        } else {
            JsonObject close = new JsonObject();
            close.addProperty("comm_id", id);
            close.add("data", new JsonObject());
            iopub.send("comm_close", close);
        }
    }

    /** A front end sends to a comm. */
    void message(Request request, JupyterOutput iopub) {
        CommMsgCommand content = new CommMsgCommand(request.text("comm_id"), request.object("data"));
        Message<CommMsgCommand> message = message(request, MessageType.COMM_MSG_COMMAND, content);
        handle(iopub, () -> {
            handleCommMsgCommand(STATUS_IS_SENT, message);
            return true;
        });
    }

    /** A front end closes a comm. */
    void close(Request request, JupyterOutput iopub) {
        CommCloseCommand content = new CommCloseCommand(request.text("comm_id"), request.object("data"));
        Message<CommCloseCommand> message = message(request, MessageType.COMM_CLOSE_COMMAND, content);
        handle(iopub, () -> {
            handleCommCloseCommand(STATUS_IS_SENT, message);
            return true;
        });
    }

    /** The content of a {@code comm_info_reply}: the open comms, only those of one target if the request names it. */
    JsonObject info(Request request) {
        String name = request.text("target_name", "");
        JsonObject open = new JsonObject();
        for (Comm comm : this) {
            if (name.isEmpty() || name.equals(comm.getTargetName())) {
                JsonObject info = new JsonObject();
                info.addProperty("target_name", comm.getTargetName());
                open.add(comm.getID(), info);
            }
        }
        JsonObject reply = KernelConnection.status("ok");
        reply.add("comms", open);
        return reply;
    }

    private <T> @Nullable T handle(JupyterOutput iopub, Callable<T> handler) {
        to(iopub);
        try {
            return kernel.run(handler, iopub);
        } catch (CellException e) {
            iopub.send("error", KernelServer.error(e));
            return null;
        }
    }

    /** The request in the form that handlers take. */
    private static <T> Message<T> message(Request request, MessageType<T> type, T content) {
        Header<T> header = new Header<>(
                request.id(),
                text(request, "username"),
                text(request, "session"),
                new KernelTimestamp(text(request, "date")),
                type,
                text(request, "version"));
        return new Message<>(request.identities(), header, null, Map.of(), content, request.buffers());
    }

    private static String text(Request request, String name) {
        JsonElement value = request.header().get(name);
        return value == null || !value.isJsonPrimitive() ? "" : value.getAsString();
    }

    /** What basekernel takes for its socket: sends as everything else is sent, and has no use for a socket of its own. */
    private final class Outlet extends JupyterSocket {
        private static final Gson GSON = new Gson();

        Outlet(ZMQ.Context context) {
            super(context, SocketType.PUB, HMACGenerator.NO_AUTH_INSTANCE, Logger.getLogger(Outlet.class.getName()));
            close();
        }

        @Override
        public void bind(KernelConnectionProperties properties) {}

        @Override
        public synchronized void sendMessage(Message<?> message) {
            JupyterOutput output = current;
            if (output != null) {
                output.awaitRoom();
                JsonObject metadata =
                        GSON.toJsonTree(message.getNonNullMetadata()).getAsJsonObject();
                JsonObject content = GSON.toJsonTree(message.getContent()).getAsJsonObject();
                List<byte[]> buffers = message.getBlobs() == null ? List.of() : message.getBlobs();
                output.send(message.getHeader().getType().getName(), metadata, content, buffers);
            }
        }
    }
}
