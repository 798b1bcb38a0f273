package io.github.latent4j.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Programs that this one starts; none of them outlives it. */
final class Child {
    /** What Ctrl-C at the terminal gives the child to end by itself, in seconds: a Jupyter server shuts its kernels down first. */
    private static final long GRACE = 5;

    /** How long a question to another program may take, in seconds. */
    private static final long PATIENCE = 30;

    private Child() {}

    /**
     * Runs a program on this terminal until it ends.
     *
     * @param folder where it runs
     * @param environment variables added to this program's own
     * @return its exit code
     * @throws Failure if it cannot be started
     */
    static int run(List<String> command, Path folder, Map<String, String> environment) {
        return run(command, folder, environment, builder -> builder.inheritIO());
    }

    /**
     * Runs a program until it ends; all that it prints goes to {@code log}.
     *
     * @param folder where it runs
     * @return its exit code
     * @throws Failure if it cannot be started
     */
    static int runInto(Path log, List<String> command, Path folder) {
        return run(
                command,
                folder,
                Map.of(),
                builder -> builder.redirectErrorStream(true).redirectOutput(log.toFile()));
    }

    private static int run(
            List<String> command, Path folder, Map<String, String> environment, Consumer<ProcessBuilder> streams) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        streams.accept(builder);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            try {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "end " + command.get(0)));
            } catch (IllegalStateException e) { // this program is ending: no time to begin something
                process.destroyForcibly();
                throw new Failure("interrupted before " + command.get(0) + " was running", e);
            }
            return process.waitFor();
        } catch (IOException e) {
            throw new Failure("cannot start " + command.get(0) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while " + command.get(0) + " was running", e);
        }
    }

    /**
     * The standard output of a short question to another program.
     *
     * @return empty if it cannot be started, fails, or does not answer in time
     */
    static Optional<String> answer(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            // an answer is a few lines and fits into the pipe, so the program never waits for its reader
            if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.exitValue() == 0 ? Optional.of(text.strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Waits for a child that the terminal has already told to end, then insists. */
    private static void end(Process process) {
        try {
            if (process.waitFor(GRACE, TimeUnit.SECONDS)) {
                return;
            }
            List<ProcessHandle> grandchildren = process.descendants().toList();
            process.destroy();
            if (!process.waitFor(GRACE, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            grandchildren.forEach(ProcessHandle::destroyForcibly);
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
