package io.github.latent4j.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A library in a process of its own, which trains and evaluates one net as it is told: {@code src/bench/python/peer.py}, whose protocol is
 * described there, or {@link OwnPeer}.
 */
final class PeerProcess implements AutoCloseable {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Path TASKSET = Path.of("/usr/bin/taskset");
    private static final Path PYTHON_PEER = Path.of("src", "bench", "python", "peer.py");

    private final Process process;
    private final BufferedReader answers;
    private final Writer commands;
    private final String version;

    /**
     * What a peer is to run.
     *
     * @param net "cnn" or "vae"
     * @param threads it may use
     * @param batch images per step
     * @param width what the hidden layers are multiplied by
     * @param images in memory
     */
    record Task(String net, int threads, int batch, double width, int images) {
        private List<String> words(Path data) {
            return List.of(
                    net,
                    Integer.toString(threads),
                    Integer.toString(batch),
                    Double.toString(width),
                    Integer.toString(images),
                    data.toString());
        }
    }

    private PeerProcess(Process process, BufferedReader answers, String version) {
        this.process = process;
        this.answers = answers;
        this.commands = process.outputWriter();
        this.version = version;
    }

    /** Starts a library; empty if it is not there, its complaints then lie in {@code log}. */
    static Optional<PeerProcess> start(String library, Task task, String python, Path data, Path log)
            throws IOException {
        List<String> command = new ArrayList<>();
        if (task.threads == 1 && Files.isExecutable(TASKSET)) {
            command.addAll(
                    List.of(TASKSET.toString(), "-c", firstProcessor())); // collectors and compilers have threads too
        }
        boolean ours = OwnPeer.LIBRARIES.contains(library);
        command.addAll(
                ours
                        ? List.of(
                                JAVA.toString(),
                                "-Xmx3g",
                                "-XX:ActiveProcessorCount=" + task.threads,
                                "-classpath",
                                System.getProperty("java.class.path"),
                                OwnPeer.class.getName())
                        : List.of(python, PYTHON_PEER.toString()));
        command.add(library);
        command.addAll(task.words(data));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(new File(log.toString()));
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(task.threads));
        try {
            Process process = builder.start();
            BufferedReader answers = process.inputReader();
            String version = answers.readLine();
            return version == null ? Optional.empty() : Optional.of(new PeerProcess(process, answers, version));
        } catch (IOException e) {
            Files.writeString(log, e.toString());
            return Optional.empty();
        }
    }

    /** One that this process may use. */
    private static String firstProcessor() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .map(line -> line.replaceAll("\\D+(\\d+).*", "$1"))
                    .findFirst()
                    .orElse("0");
        }
    }

    /** Who it is. */
    String version() {
        return version;
    }

    /** Trains; seconds and the mean loss of the last epoch. */
    double[] train(int epochs, int seed) throws IOException {
        return ask("train " + epochs + " " + seed);
    }

    /** Lets all images through; seconds, and a sum that only shows that something was computed. */
    double[] infer(int passes) throws IOException {
        return ask("infer " + passes);
    }

    private double[] ask(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(version + " ended at \"" + command + "\"");
        }
        return Stream.of(answer.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    /** Largest memory of the process so far in megabytes; NaN where the system does not say. */
    double peakMegabytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** Ends it at once. */
    @Override
    public void close() {
        process.destroy();
    }
}
