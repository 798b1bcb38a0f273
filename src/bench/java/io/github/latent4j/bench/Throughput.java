package io.github.latent4j.bench;

import io.github.latent4j.bench.PeerProcess.Task;
import io.github.latent4j.data.Datasets;
import io.github.latent4j.data.Images;
import io.github.latent4j.internal.MachineReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Images per second of the course's two nets beside everything that a user could take instead: Deeplearning4j as it comes, and in the Python
 * that {@code -Dpython=} names PyTorch, Keras and JAX as far as they are found. Each library has a process of its own on the same images in
 * memory, batches of 128, shuffled anew in each epoch and gathered inside the time; they take turns, round by round. Prints each round, then
 * the table as Markdown, and writes the growth of ours with batch, width and images as a chart and as CSV. Ends with status 1 if a goal is
 * missed.
 */
public final class Throughput {
    static final Path FOLDER = Path.of("target", "bench");

    private static final List<String> PEERS = List.of(
            "latent4j",
            "engine",
            "stock",
            "torch-nchw",
            "torch-channels-last",
            "torch-compile",
            "keras-jax",
            "keras-torch",
            "keras-tensorflow",
            "jax");
    private static final int IMAGES = 46 * 128;
    private static final double TRAINING_GOAL = 1.7;
    private static final double INFERENCE_GOAL = 1.5;

    /** So long a peer works in each round, about. */
    private static final double SECONDS = 1.5;

    private static boolean missed;

    private Throughput() {}

    /** One library's figures, images per second round by round. */
    private static final class Figures {
        private final String library;
        private final PeerProcess process;
        private final double firstEpoch;
        private final double loss;
        private final double[] train;
        private final double[] infer;

        Figures(String library, PeerProcess process, double[] firstEpoch, int rounds) {
            this.library = library;
            this.process = process;
            this.firstEpoch = firstEpoch[0];
            this.loss = firstEpoch[1];
            train = new double[rounds];
            infer = new double[rounds];
        }
    }

    /**
     * Measures.
     *
     * @param args the Python and the number of rounds; with 1 round it is a quick look without the growth
     */
    public static void main(String[] args) throws IOException {
        String python = args[0];
        int rounds = Integer.parseInt(args[1]);
        Path data = data();
        Map<String, String> machine = MachineReport.take();
        System.out.println(machine);
        List<String> rows = new ArrayList<>();
        int all = Integer.parseInt(machine.get("threads"));
        for (String net : List.of("cnn", "vae")) {
            for (int threads : all == 1 ? new int[] {1} : new int[] {1, all}) {
                rows.addAll(measure(new Task(net, threads, 128, 1, IMAGES), python, rounds, data, threads == all));
            }
        }
        System.out.println();
        System.out.println(
                "| net | threads | library | training, images/s | ours is so many times as fast | inference, images/s | ours is so many times as fast | first epoch, s | loss after it | memory, MB |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        rows.forEach(System.out::println);
        if (rounds > 1) {
            Growth.measure(python, data, all);
        }
        System.exit(missed ? 1 : 0);
    }

    /** 6,000 pictures of clothes, in the form that all peers read. */
    private static Path data() throws IOException {
        Images images = Datasets.fashionMini().train();
        Files.createDirectories(FOLDER);
        Path data = FOLDER.resolve("images");
        float[] pixels = images.pixels();
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * pixels.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(pixels);
        Files.write(FOLDER.resolve("images.pixels"), bytes.array());
        int[] labels = images.labels();
        byte[] classes = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            classes[i] = (byte) labels[i];
        }
        Files.write(FOLDER.resolve("images.labels"), classes);
        return data;
    }

    private static List<String> measure(Task task, String python, int rounds, Path data, boolean allThreads)
            throws IOException {
        Map<String, Figures> found = new LinkedHashMap<>();
        for (String library : PEERS) {
            Path log = FOLDER.resolve(library + "-" + task.net() + ".log");
            Optional<PeerProcess> process = PeerProcess.start(library, task, python, data, log);
            if (process.isEmpty()) {
                System.out.println(library + ": not found, see " + log);
                continue;
            }
            double[] first = process.get().train(1, 1);
            if (!library.equals("stock")) { // which takes long, and warms up in its first epoch
                process.get().train(5, 2);
            }
            process.get().infer(1);
            System.out.println(task.net() + ", " + task.threads() + " threads, "
                    + process.get().version());
            found.put(library, new Figures(library, process.get(), first, rounds));
        }
        for (int round = 0; round < rounds; round++) {
            StringBuilder line = new StringBuilder("round " + (round + 1));
            for (Figures figures : found.values()) {
                figures.train[round] = rate(figures.process, round, true);
                figures.infer[round] = rate(figures.process, round, false);
                line.append(String.format(
                        Locale.ROOT, "; %s %,.0f %,.0f", figures.library, figures.train[round], figures.infer[round]));
            }
            System.out.println(line);
        }
        List<String> rows = new ArrayList<>();
        Figures ours = found.get("latent4j");
        double slowestTraining = Double.POSITIVE_INFINITY;
        double slowestInference = Double.POSITIVE_INFINITY;
        for (Figures figures : found.values()) {
            double training = ratio(ours.train, figures.train);
            double inference = ratio(ours.infer, figures.infer);
            boolean peer = !OwnPeer.LIBRARIES.contains(figures.library);
            slowestTraining = peer ? Math.min(slowestTraining, training) : slowestTraining;
            slowestInference = peer ? Math.min(slowestInference, inference) : slowestInference;
            boolean infers = !figures.library.equals("engine");
            rows.add(String.format(
                    Locale.ROOT,
                    "| %s | %d | %s | %,.0f | %.2f | %s | %s | %.1f | %.2f | %.0f |",
                    task.net(),
                    task.threads(),
                    figures.library,
                    median(figures.train),
                    training,
                    infers ? String.format(Locale.ROOT, "%,.0f", median(figures.infer)) : "",
                    infers ? String.format(Locale.ROOT, "%.2f", inference) : "",
                    figures.firstEpoch,
                    figures.loss,
                    figures.process.peakMegabytes()));
            figures.process.close();
        }
        missed |= allThreads && (slowestTraining < TRAINING_GOAL || slowestInference < INFERENCE_GOAL);
        return rows;
    }

    /** Of as many epochs or passes as fit into the time; the first of them tells how many. */
    private static double rate(PeerProcess process, int seed, boolean training) throws IOException {
        double once = training ? process.train(1, 10 + seed)[0] : process.infer(1)[0];
        int times = (int) Math.min(200, Math.round(SECONDS / once));
        if (times <= 1) {
            return IMAGES / once;
        }
        double seconds = training ? process.train(times, 100 + seed)[0] : process.infer(times)[0];
        return times * IMAGES / seconds;
    }

    /** The median of the ratios of each round, which a load that comes and goes disturbs least. */
    private static double ratio(double[] ours, double[] theirs) {
        double[] ratios = new double[ours.length];
        Arrays.setAll(ratios, i -> ours[i] / theirs[i]);
        return median(ratios);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
