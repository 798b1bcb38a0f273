package io.github.latent4j.bench;

import io.github.latent4j.data.Split;
import io.github.latent4j.train.EpochLog;
import io.github.latent4j.train.TrainListener;
import io.github.latent4j.train.TrainSpec;
import io.github.latent4j.vae.Scores;
import io.github.latent4j.vae.Vae;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What models reach, beside goals and published values, as a table in Markdown. */
final class NumberTable {
    /** Of the test images that are black and white, drawn once; another one than that of any training set. */
    private static final long TEST_SEED = 2;

    private final List<String> rows = new ArrayList<>();
    private boolean missed;

    /** Prints each epoch of a run. */
    static TrainListener log(String run) {
        return new Log(run);
    }

    private record Log(String run) implements TrainListener {
        @Override
        public void onEpoch(EpochLog log) {
            System.out.println(run + " " + log);
        }
    }

    /** Epochs, batch size, learning rate and seed. */
    static String settings(TrainSpec train, double rate) {
        String schedule = train.rate().getClass().getSimpleName().toLowerCase(Locale.ROOT);
        return String.format(
                Locale.ROOT, "%d, %d, %s %s, %d", train.epochs(), train.batchSize(), rate, schedule, train.seed());
    }

    /** The negative logarithm of the likelihood of binarized test images. */
    void likelihood(
            String model,
            String convention,
            Vae vae,
            Split data,
            TrainSpec train,
            int samples,
            double goal,
            String published,
            long start) {
        Scores scores = vae.logLikelihood(data.test().binarized(TEST_SEED), samples);
        add(
                model,
                data.train().name() + ", " + convention + "; test images binarized once (seed " + TEST_SEED + ")",
                settings(train, vae.learningRate()),
                String.format(Locale.ROOT, "-log p(x), nats, importance sampling with k = %,d", samples),
                published,
                String.format(Locale.ROOT, "<= %.1f", goal),
                String.format(Locale.ROOT, "%.2f +- %.2f", -scores.mean(), scores.standardError()),
                -scores.mean() <= goal,
                start);
    }

    /**
     * A row.
     *
     * @param good whether the goal is reached
     * @param start of the run, of {@link System#nanoTime}
     */
    void add(
            String model,
            String data,
            String settings,
            String measure,
            String published,
            String goal,
            String reached,
            boolean good,
            long start) {
        missed |= !good;
        rows.add(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s | **%s** | %.1f |",
                model,
                data,
                settings,
                measure,
                published,
                goal,
                reached,
                (System.nanoTime() - start) / 60e9));
    }

    /** With status 1 if a goal is missed. */
    void printAndExit() {
        System.out.println(
                "| run | data, convention | epochs, batch, rate, seed | measure on the 10,000 test images | published | goal | reached | minutes |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        rows.forEach(System.out::println);
        System.exit(missed ? 1 : 0);
    }
}
