package io.github.latent4j.kernel;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.messages.Header;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/** Serves front ends with a {@link JavaKernel}: starts and ends, and answers what is no cell. */
final class KernelServer {
    private static final long CLOSING_MILLIS = 2000;

    private final KernelConnection connection;
    private final JavaKernel kernel;

    private KernelServer(KernelConnection connection, JavaKernel kernel) {
        this.connection = connection;
        this.kernel = kernel;
    }

    /** See {@link JavaKernel#serve}. */
    static void serve(Path connectionFile) {
        KernelConnectionProperties properties = read(connectionFile);
        PrintStream problems = System.err; // of the process: the kernel takes it for its cells
        JavaKernel kernel = JavaKernel.open(CellOutput.NOWHERE); // nothing prints before the first cell
        daemon("warm-up", kernel::warmUp); // takes longest, so it comes first
        KernelConnection connection = connectionTo(properties, problems, connectionFile);
        KernelServer server = new KernelServer(connection, kernel);
        server.setHandlers();
        connection.connect();
        ParentProcess.whenEnded(System.getenv(ParentProcess.VARIABLE), connection::end);
        try {
            connection.awaitEnd();
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

    private static KernelConnectionProperties read(Path file) {
        KernelConnectionProperties properties;
        try {
            properties = KernelConnectionProperties.parse(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("connection file " + file + " cannot be read: " + e, e);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException(file + " is not a connection file: it must be a JSON object", e);
        }
        if (properties == null
                || properties.getTransport() == null
                || properties.getIp() == null
                || properties.getSignatureScheme() == null
                || properties.getKey() == null) {
            throw new IllegalArgumentException(
                    file + " is not a connection file: it must have transport, ip, signature_scheme and key");
        }
        return properties;
    }

    private static KernelConnection connectionTo(
            KernelConnectionProperties properties, PrintStream problems, Path file) {
        try {
            return new KernelConnection(properties, problems);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(file + " is not a connection file: " + e.getMessage(), e);
        }
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void setHandlers() {
        History history = new History();
        Comms comms = kernel.comms();
        connection.setHandler("execute_request", new ExecuteHandler(connection, kernel, history));
        connection.setHandler("complete_request", (request, iopub) -> complete(request));
        connection.setHandler("inspect_request", (request, iopub) -> inspect(request));
        connection.setHandler("is_complete_request", (request, iopub) -> isComplete(request));
        connection.setHandler("history_request", (request, iopub) -> history.answer(request));
        connection.setHandler("comm_info_request", (request, iopub) -> comms.info(request));
        connection.setHandler("kernel_info_request", (request, iopub) -> kernelInfo());
        connection.setHandler("interrupt_request", (request, iopub) -> {
            kernel.interrupt();
            return KernelConnection.status("ok");
        });
        connection.setHandler("shutdown_request", (request, iopub) -> {
            JsonObject reply = KernelConnection.status("ok");
            reply.addProperty("restart", request.flag("restart", false));
            return reply;
        });
        connection.setHandler("comm_open", (request, iopub) -> {
            comms.open(request, iopub);
            return null;
        });
        connection.setHandler("comm_msg", (request, iopub) -> {
            comms.message(request, iopub);
            return null;
        });
        connection.setHandler("comm_close", (request, iopub) -> {
            comms.close(request, iopub);
            return null;
        });
        connection.connectComms(comms);
    }

    private JsonObject complete(Request request) {
        String source = request.text("code");
        return kernel.completeReply(source, cursor(request, source));
    }

    private JsonObject inspect(Request request) throws Exception {
        String source = request.text("code");
        DisplayData found = kernel.inspect(source, cursor(request, source), request.number("detail_level", 0) > 0);
        JsonObject reply = MimeBundle.of(found == null ? DisplayData.EMPTY : found);
        reply.addProperty("status", "ok");
        reply.addProperty("found", found != null);
        return reply;
    }

    /** In code points, within the source; at its end if the request does not say. */
    private static int cursor(Request request, String source) {
        int length = source.codePointCount(0, source.length());
        return Math.max(0, Math.min(length, request.number("cursor_pos", length)));
    }

    private JsonObject isComplete(Request request) {
        String verdict = kernel.isComplete(request.text("code"));
        boolean incomplete = verdict.isBlank(); // then it is the indent of the next line
        JsonObject reply = KernelConnection.status(incomplete ? "incomplete" : verdict);
        reply.addProperty("indent", incomplete ? verdict : "");
        return reply;
    }

    private JsonObject kernelInfo() {
        JsonObject reply = KernelConnection.status("ok");
        reply.addProperty("protocol_version", Header.PROTOCOL_VERISON);
        reply.addProperty("implementation", "latent4j");
        String version = KernelServer.class.getPackage().getImplementationVersion();
        reply.addProperty("implementation_version", version == null ? "unpackaged" : version);
        reply.add("language_info", new Gson().toJsonTree(kernel.getLanguageInfo()));
        reply.addProperty("banner", "latent4j: Java " + Runtime.version());
        int java = Runtime.version().feature();
        JsonArray links = new JsonArray();
        links.add(link("Java " + java + " API", "https://docs.oracle.com/en/java/javase/" + java + "/docs/api/"));
        links.add(link("Learn Java", "https://dev.java/learn/"));
        reply.add("help_links", links);
        reply.addProperty("debugger", false);
        reply.add("supported_features", new JsonArray());
        return reply;
    }

    private static JsonObject link(String text, String url) {
        JsonObject link = new JsonObject();
        link.addProperty("text", text);
        link.addProperty("url", url);
        return link;
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
}
