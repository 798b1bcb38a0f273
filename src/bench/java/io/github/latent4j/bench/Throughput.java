package io.github.latent4j.bench;

import io.github.latent4j.bench.PeerProcess.Task;
import io.github.latent4j.data.Datasets;
import io.github.latent4j.data.Images;
import io.github.latent4j.internal.MachineReport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Images per second of the course's two nets beside everything that a user could take instead: Deeplearning4j as it comes, and in the Python
 * that {@code -Dpython=} names PyTorch, Keras and JAX as far as they are found. Each library has a process of its own on the same images in
 * memory, batches of 128, shuffled anew in each epoch and gathered inside the time; they take turns, round by round. Prints each round, then
 * the table as Markdown, and writes the growth of ours with batch, width and images as a chart and as CSV. Ends with status 1 if a goal is
 * missed.
 */
public final class Throughput {
    static final Path FOLDER = Path.of("target", "bench");

    private static final String OURS = "latent4j";
    private static final String BY_HAND = "engine";
    private static final String STOCK = "stock";

    /** All of this prefix are Keras on one back end or another; the fastest of them stays. */
    private static final String KERAS = "keras-";

    private static final List<String> LIBRARIES = List.of(
            OURS,
            BY_HAND,
            STOCK,
            "torch-nchw",
            "torch-channels-last",
            "torch-compile",
            KERAS + "tensorflow",
            KERAS + "jax",
            KERAS + "torch",
            "jax");

    private static final int BATCH = 128;
    private static final int IMAGES = 46 * BATCH;

    /** As many as it can do in the time. */
    private static final int STOCK_IMAGES = 10 * BATCH;

    private static final double TRAINING_GOAL = 1.7;
    private static final double INFERENCE_GOAL = 1.5;

    /** Two libraries that learn the same differ by less after three epochs: they draw other weights, orders and noise. */
    private static final double LOSS_BAND = 0.1;

    /** Processes that ran or waited in the last minute, from which on the figures are no longer those of the machine. */
    private static final double BUSY = 0.5;

    private final String python;
    private final int rounds;
    private final Path data;
    private final int allThreads;
    private final Set<String> missing = new HashSet<>();
    private final List<String> rows = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();
    private boolean missed;

    private Throughput(String python, int rounds, Path data, int allThreads) {
        this.python = python;
        this.rounds = rounds;
        this.data = data;
        this.allThreads = allThreads;
    }

    /**
     * Measures.
     *
     * @param args the Python and the number of rounds; 1 round is a quick look, with all threads and without the growth
     */
    public static void main(String[] args) throws IOException {
        Map<String, String> machine = MachineReport.take();
        machine.put("Python", args[0]);
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        machine.put("load before", Double.toString(load));
        System.out.println(machine);
        if (load > BUSY) {
            System.out.println(
                    "other programs are running, which OpenMP, and so PyTorch, suffers from most; with the environment variable"
                            + " OMP_WAIT_POLICY=passive less so");
        }
        Throughput bench =
                new Throughput(args[0], Integer.parseInt(args[1]), data(), Integer.parseInt(machine.get("threads")));
        System.exit(bench.run() ? 0 : 1);
    }

    /** 6,000 pictures of clothes, in the form that all libraries read. */
    private static Path data() throws IOException {
        Images images = Datasets.fashionMini().train();
        Files.createDirectories(FOLDER);
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
        return FOLDER.resolve("images");
    }

    private boolean quick() {
        return rounds == 1;
    }

    /** Whether every goal is reached. */
    private boolean run() throws IOException {
        for (String net : List.of("cnn", "vae")) {
            if (!quick() && allThreads > 1) {
                compare(net, 1);
            }
            compare(net, allThreads);
        }
        System.out.println();
        System.out.println(
                "| net | threads | library | training, images/s | latent4j is so many times as fast | inference, images/s | latent4j is so many times as fast | first epoch, s | loss of the third | memory, MB |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        rows.forEach(System.out::println);
        System.out.println();
        findings.forEach(System.out::println);
        if (!quick()) {
            Growth.measure(python, data, allThreads);
        }
        return !missed;
    }

    private void compare(String net, int threads) throws IOException {
        List<Entrant> entrants = entrants(net, threads);
        try {
            for (int round = 0; round < rounds; round++) {
                for (Entrant entrant : entrants) {
                    entrant.run(round);
                }
                int done = round;
                System.out.println("round " + (round + 1) + ": "
                        + entrants.stream().map(one -> one.round(done)).collect(Collectors.joining("; ")));
            }
            Entrant ours = named(OURS, entrants);
            entrants.forEach(entrant -> rows.add(row(net, threads, entrant, ours)));
            if (threads == allThreads) {
                judge(net, ours, entrants);
            }
        } finally {
            entrants.forEach(Entrant::close);
        }
    }

    private static Entrant named(String library, List<Entrant> entrants) {
        return entrants.stream()
                .filter(entrant -> entrant.library.equals(library))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(library + " did not run, see " + FOLDER));
    }

    /** Those that are found, warmed up; of Keras one. */
    private List<Entrant> entrants(String net, int threads) throws IOException {
        List<Entrant> entrants = new ArrayList<>();
        for (String library : LIBRARIES) {
            boolean anotherBackEnd = library.startsWith(KERAS)
                    && entrants.stream().anyMatch(entrant -> entrant.library.startsWith(KERAS));
            if (!missing.contains(library) && !(quick() && anotherBackEnd)) {
                Task task = new Task(net, threads, BATCH, 1, library.equals(STOCK) ? STOCK_IMAGES : IMAGES);
                enter(library, task).ifPresent(entrants::add);
            }
        }
        List<Entrant> backEnds = new ArrayList<>(entrants.stream()
                .filter(entrant -> entrant.library.startsWith(KERAS))
                .sorted(Comparator.comparingDouble(entrant -> entrant.warmEpoch))
                .toList());
        for (Entrant slower : backEnds.subList(Math.min(1, backEnds.size()), backEnds.size())) {
            System.out.println(slower.library + " is left out: slower than " + backEnds.get(0).library);
            entrants.remove(slower);
            slower.close();
        }
        return entrants;
    }

    private Optional<Entrant> enter(String library, Task task) throws IOException {
        Path log = FOLDER.resolve(library + "-" + task.net() + "-" + task.threads() + ".log");
        Optional<PeerProcess> process = PeerProcess.start(library, task, python, data, log);
        if (process.isPresent()) {
            try {
                Entrant entrant = new Entrant(library, process.get(), task, rounds);
                System.out.println(
                        task.net() + ", threads: " + task.threads() + ", " + library + ": " + entrant.version());
                return Optional.of(entrant);
            } catch (IOException e) { // such as a compiler that PyTorch does not find
                process.get().close();
            }
        }
        missing.add(library);
        System.out.println(library + ": not found, or does not run; see " + log);
        return Optional.empty();
    }

    private static String row(String net, int threads, Entrant entrant, Entrant ours) {
        double memory = entrant.peakMegabytes();
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %,.0f | %.2f | %s | %s | %.1f | %s | %s |",
                net,
                threads,
                entrant.library,
                Entrant.median(entrant.training),
                ours.trainsFasterThan(entrant),
                entrant.infers() ? String.format(Locale.ROOT, "%,.0f", Entrant.median(entrant.inference)) : "-",
                entrant.infers() ? String.format(Locale.ROOT, "%.2f", ours.infersFasterThan(entrant)) : "-",
                entrant.firstEpoch,
                comparableLoss(entrant) ? String.format(Locale.ROOT, "%.3f", entrant.loss) : "-",
                Double.isNaN(memory) ? "-" : String.format(Locale.ROOT, "%.0f", memory));
    }

    /** Stock Deeplearning4j sees fewer images. */
    private static boolean comparableLoss(Entrant entrant) {
        return !entrant.library.equals(STOCK);
    }

    private void judge(String net, Entrant ours, List<Entrant> entrants) {
        double loop = named(BY_HAND, entrants).trainsFasterThan(ours);
        findings.add(String.format(
                Locale.ROOT,
                "%s: our training loop takes %.1f %% more time than a loop by hand over the same engine",
                net,
                100 * (loop - 1)));
        List<Entrant> peers = entrants.stream().filter(Entrant::isPeer).toList();
        if (peers.isEmpty()) {
            findings.add(net + ": no goal is judged, for " + python
                    + " has neither PyTorch nor Keras nor JAX; -Dpython= names one that has");
            return;
        }
        judge(net + ", training", peers, ours::trainsFasterThan, TRAINING_GOAL);
        judge(net + ", inference", peers, ours::infersFasterThan, INFERENCE_GOAL);
        for (Entrant entrant : entrants) {
            double difference = Math.abs(entrant.loss / ours.loss - 1);
            if (comparableLoss(entrant) && !(difference < LOSS_BAND)) {
                missed = true;
                findings.add(String.format(
                        Locale.ROOT,
                        "%s: %s does not learn the same, its loss is %.3f and ours %.3f",
                        net,
                        entrant.library,
                        entrant.loss,
                        ours.loss));
            }
        }
    }

    private void judge(String what, List<Entrant> peers, ToDoubleFunction<Entrant> ratio, double goal) {
        Entrant best = peers.stream().min(Comparator.comparingDouble(ratio)).orElseThrow();
        double reached = ratio.applyAsDouble(best);
        boolean enough = reached >= goal;
        missed |= !enough;
        findings.add(String.format(
                Locale.ROOT,
                "%s: %.2f times the best peer, %s (%s); the goal of %.1f is %s",
                what,
                reached,
                best.library,
                best.version(),
                goal,
                enough ? "reached" : "missed"));
    }
}
