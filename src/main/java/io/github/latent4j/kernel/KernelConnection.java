package io.github.latent4j.kernel;

import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.channels.ShellChannel;
import io.github.spencerpark.jupyter.channels.ShellHandler;
import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageType;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The sockets to a front end. Requests are taken by two threads that sleep until one comes, shell and control, so that an
 * interrupt is read while a cell runs; each handles and answers its requests in order, and outlives whatever a handler throws.
 */
final class KernelConnection extends JupyterConnection {
    private static final Logger LOGGER = Logger.getLogger(KernelConnection.class.getName());
    private static final int READABLE = 1;

    /** How long a message may still be on its way that a front end sent together with others. */
    private static final long QUIET_MILLIS = 50;

    private final KernelConnectionProperties properties;
    private volatile boolean closing;

    KernelConnection(KernelConnectionProperties properties) throws GeneralSecurityException {
        super(properties);
        this.properties = properties;
        iopub.setHWM(0); // the default of 1000 messages drops output and even "idle"
    }

    /** Handlers must be set before. */
    @Override
    public void connect() {
        heartbeat.bind(properties);
        stdin.bind(properties);
        iopub.bind(properties);
        listen("shell", shell, properties.getShellPort());
        listen("control", control, properties.getControlPort());
        new JupyterOutput(iopub, null).status("starting");
    }

    private void listen(String name, ShellChannel channel, int port) {
        channel.bind(properties.getTransport() + "://" + properties.getIp() + ":" + port);
        Thread listener = new Thread(
                () -> {
                    while (!closing) {
                        try {
                            handle(channel, channel.readMessage());
                        } catch (Throwable e) {
                            problem("a message on the " + name + " channel is ignored", e);
                        }
                    }
                },
                name);
        listener.setDaemon(true);
        listener.start();
    }

    /** Answers one message as its type's handler does; without a handler it is ignored. */
    @SuppressWarnings("unchecked") // handlers are registered by the type that they take
    void handle(ShellChannel channel, Message<?> message) {
        ShellHandler<Object> handler =
                getHandler((MessageType<Object>) message.getHeader().getType());
        if (handler == null) {
            return;
        }
        ShellReplyEnvironment environment = prepareReplyEnv(channel, message);
        try {
            handler.handle(environment, (Message<Object>) message);
        } finally {
            environment.resolveDeferrals();
        }
    }

    /** The messages that wait on the shell channel, without handling them. To be called by its thread only. */
    List<Message<?>> takeWaiting() {
        List<Message<?>> waiting = new ArrayList<>();
        long lastMessage = System.nanoTime();
        while (System.nanoTime() - lastMessage < TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS)) {
            if ((shell.getEvents() & READABLE) != 0) {
                try {
                    waiting.add(shell.readMessage());
                } catch (RuntimeException e) {
                    problem("a message on the shell channel is ignored", e);
                }
                lastMessage = System.nanoTime();
            } else {
                try {
                    Thread.sleep(2);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return waiting;
                }
            }
        }
        return waiting;
    }

    ShellChannel shell() {
        return shell;
    }

    private void problem(String what, Throwable cause) {
        if (!closing) {
            LOGGER.log(Level.WARNING, what, cause);
        }
    }

    @Override
    public void close() {
        closing = true;
        super.close();
    }
}
