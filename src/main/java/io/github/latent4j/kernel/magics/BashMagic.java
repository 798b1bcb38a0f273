package io.github.latent4j.kernel.magics;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Runs the lines of a cell with bash. */
final class BashMagic {
    private static final int BUFFER = 1 << 13;
    private static final long PATIENCE_MILLIS = 500;

    private BashMagic() {}

    static Magic magic() {
        return Magic.cell(
                        "bash",
                        "[ARGUMENT...]",
                        Magic.Arguments.FILES,
                        "runs the lines below with bash and prints what they print",
                        BashMagic::run)
                .withDetails("""
                        The arguments are $1, $2 and so on; standard input is empty. An exit status other than 0 is an error.
                        An interrupt ends the script and everything it started.
                        Example:
                        %%bash
                        ls -l""");
    }

    private static @Nullable Object run(MagicCall call) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", call.requiredBody(), "bash"));
        command.addAll(call.arguments());
        Process process = start(command);
        try {
            process.getOutputStream().close();
            Pump out = new Pump(process.getInputStream(), System.out);
            Pump err = new Pump(process.getErrorStream(), System.err);
            int status = process.waitFor();
            out.drain();
            err.drain();
            if (status != 0) {
                throw new MagicException("%%bash: the exit status must be 0, got " + status);
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("%%bash: the script's input cannot be closed", e);
        } finally {
            end(process); // interrupted
        }
    }

    private static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new MagicException("%%bash: bash must be installed and on the PATH: " + e.getMessage(), e);
        }
    }

    /** Ends a process that still runs, and all that it started. */
    private static void end(Process process) {
        if (process.isAlive()) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Hands on what a process prints while it prints it. */
    private static final class Pump implements Runnable {
        private final InputStream from;
        private final PrintStream to;
        private final AtomicLong bytes = new AtomicLong();
        private final Thread thread = new Thread(this, "bash-output");

        Pump(InputStream from, PrintStream to) {
            this.from = from;
            this.to = to;
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void run() {
            byte[] buffer = new byte[BUFFER];
            try {
                for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                    to.write(buffer, 0, read);
                    to.flush();
                    bytes.addAndGet(read);
                }
            } catch (IOException e) {
                to.flush(); // the process was ended; there is nobody left to print anything
            }
        }

        /** Waits until all of it was handed on. A process left in the background may hold the pipe open: then until it is silent. */
        void drain() throws InterruptedException {
            long before;
            do {
                before = bytes.get();
                thread.join(PATIENCE_MILLIS);
            } while (thread.isAlive() && bytes.get() > before);
        }
    }
}
