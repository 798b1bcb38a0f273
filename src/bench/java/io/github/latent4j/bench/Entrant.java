package io.github.latent4j.bench;

import io.github.latent4j.bench.PeerProcess.Task;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/** One library in the comparison: its process, warmed up, and its images per second round by round. */
final class Entrant implements AutoCloseable {
    /** So long it works in each round, about. */
    private static final double SECONDS = 1.5;

    private static final int WARM_EPOCHS = 2;

    final String library;

    /** Seconds, with what is compiled and loaded at first use. */
    final double firstEpoch;

    /** Seconds of a later one. */
    final double warmEpoch;

    /** Mean of the third epoch. */
    final double loss;

    /** Images per second. */
    final double[] training;

    final double[] inference;

    private final PeerProcess process;
    private final int images;

    /**
     * Warms it up.
     *
     * @throws IOException if the library cannot run the net after all
     */
    Entrant(String library, PeerProcess process, Task task, int rounds) throws IOException {
        this.library = library;
        this.process = process;
        this.images = task.images();
        this.training = new double[rounds];
        this.inference = new double[rounds];
        this.firstEpoch = process.train(1, 1)[0];
        double[] warm = process.train(WARM_EPOCHS, 2);
        this.warmEpoch = warm[0] / WARM_EPOCHS;
        this.loss = warm[1];
        process.infer(1);
    }

    /** Whether it is a library that a user would take instead of ours and of Deeplearning4j. */
    boolean isPeer() {
        return !OwnPeer.LIBRARIES.contains(library);
    }

    String version() {
        return process.version();
    }

    double peakMegabytes() {
        return process.peakMegabytes();
    }

    /** Whether its results are worth a figure: the loop by hand only trains. */
    boolean infers() {
        return !library.equals("engine");
    }

    /** Its turn. */
    void run(int round) throws IOException {
        training[round] = rate(process.train(1, 10 + round)[0], times -> process.train(times, 100 + round)[0]);
        if (infers()) {
            inference[round] = rate(process.infer(1)[0], times -> process.infer(times)[0]);
        }
    }

    /** Seconds for so many epochs or passes. */
    private interface Timing {
        double seconds(int times) throws IOException;
    }

    /** Of as many epochs or passes as fit into the time, which a first one tells. */
    private double rate(double once, Timing timing) throws IOException {
        int times = (int) Math.min(200, Math.round(SECONDS / once));
        return times <= 1 ? images / once : times * images / timing.seconds(times);
    }

    /** How many times as fast as {@code other} it trains: median of the ratios of each round, which a passing load disturbs least. */
    double trainsFasterThan(Entrant other) {
        return medianRatio(training, other.training);
    }

    /** As {@link #trainsFasterThan}, of inference. */
    double infersFasterThan(Entrant other) {
        return medianRatio(inference, other.inference);
    }

    private static double medianRatio(double[] ours, double[] theirs) {
        double[] ratios = new double[ours.length];
        Arrays.setAll(ratios, i -> ours[i] / theirs[i]);
        return median(ratios);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** What this round gave. */
    String round(int round) {
        String trained = String.format(Locale.ROOT, "%s %,.0f", library, training[round]);
        return infers() ? trained + String.format(Locale.ROOT, " and %,.0f", inference[round]) : trained;
    }

    @Override
    public void close() {
        process.close();
    }
}
