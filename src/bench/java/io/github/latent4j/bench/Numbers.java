package io.github.latent4j.bench;

import static io.github.latent4j.Latent4j.adam;
import static io.github.latent4j.Latent4j.binarize;
import static io.github.latent4j.Latent4j.cosine;
import static io.github.latent4j.Latent4j.importanceWeighted;
import static io.github.latent4j.Latent4j.roc;
import static io.github.latent4j.Latent4j.vaeSpec;

import io.github.latent4j.data.Datasets;
import io.github.latent4j.data.Images;
import io.github.latent4j.data.Split;
import io.github.latent4j.nn.Network;
import io.github.latent4j.train.EpochLog;
import io.github.latent4j.train.TrainListener;
import io.github.latent4j.train.TrainSpec;
import io.github.latent4j.vae.Elbo;
import io.github.latent4j.vae.Roc;
import io.github.latent4j.vae.Scores;
import io.github.latent4j.vae.Vae;
import io.github.latent4j.vae.VaeSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The tables of numbers in the README and in docs/vae.md: what the models reach on the full sets, and what others have published.
 * Prints each epoch, then the table as Markdown. Ends with status 1 if a goal is missed. With the argument {@code long}: the runs that take
 * hours, with checkpoints in {@code target/numbers}, so that a run that was ended goes on from there.
 */
public final class Numbers {
    /** Of the test images that are black and white, drawn once; another one than that of any training set. */
    private static final long TEST_SEED = 2;

    private static final List<String> ROWS = new ArrayList<>();
    private static boolean missed;

    private Numbers() {}

    public static void main(String[] args) {
        if (List.of(args).contains("long")) {
            fixedBinarization();
            manySamples();
        } else {
            Split mnist = Datasets.mnist();
            Split fashion = Datasets.fashionMnist();
            classifier(mnist, 64, 42, 0.99);
            classifier(fashion, 32, 1, 0.90);
            Vae vae = greyLevels(mnist, 105.9, "105.6");
            anomalies(vae, mnist, fashion);
            greyLevels(fashion, 245.5, "244.8");
            dynamicBinarization(mnist);
            planeOfCodes(mnist);
        }
        System.out.println(
                "| run | data, convention | epochs, batch, rate, seed | measure on the 10,000 test images | published | goal | reached | minutes |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        ROWS.forEach(System.out::println);
        System.exit(missed ? 1 : 0);
    }

    private static void classifier(Split data, int batchSize, long seed, double goal) {
        long start = System.nanoTime();
        Network network = Network.of(Models.cnn(data.train().shape()).withSeed(seed));
        TrainSpec train = TrainSpec.epochs(5).withBatchSize(batchSize).withSeed(seed);
        network.fit(data.train(), train, new Log("cnn " + data.train().name()));
        double accuracy = network.evaluate(data.test()).accuracy();
        missed |= accuracy < goal;
        row(
                "CNN, 93,322 parameters",
                data.train().name(),
                settings(train, 1e-3),
                "accuracy",
                "",
                String.format(Locale.ROOT, ">= %.2f %%", 100 * goal),
                String.format(Locale.ROOT, "%.2f %%", 100 * accuracy),
                start);
    }

    private static VaeSpec dense(Split data) {
        return Models.vae(data.train().shape()).withOptimizer(adam(2e-3));
    }

    private static Vae greyLevels(Split data, double goal, String published) {
        long start = System.nanoTime();
        Vae vae = Vae.of(dense(data));
        TrainSpec train = TrainSpec.epochs(10).withRate(cosine());
        vae.fit(data.train(), train, new Log("vae " + data.train().name()));
        bound("VAE 784-400-20", vae, data, train, goal, published, start);
        return vae;
    }

    private static void planeOfCodes(Split data) {
        long start = System.nanoTime();
        Vae vae =
                Vae.of(vaeSpec(data.train().shape(), 2).withConvolutions(32, 64).withOptimizer(adam(2e-3)));
        TrainSpec train = TrainSpec.epochs(15).withRate(cosine());
        vae.fit(data.train(), train, new Log("plane of codes"));
        bound(
                "convolutional VAE, 2 latent dimensions, 96,453 parameters",
                vae,
                data,
                train,
                152,
                "150.4 on its training data",
                start);
    }

    private static void bound(
            String model, Vae vae, Split data, TrainSpec train, double goal, String published, long start) {
        Elbo elbo = vae.elbo(data.test());
        missed |= -elbo.value() > goal;
        row(
                model,
                data.train().name() + ", grey levels as Bernoulli targets",
                settings(train, vae.learningRate()),
                String.format(
                        Locale.ROOT,
                        "-ELBO, nats, sum over pixels (reconstruction %.2f + KL %.2f)",
                        -elbo.reconstruction(),
                        elbo.kl()),
                published,
                String.format(Locale.ROOT, "<= %.1f", goal),
                String.format(Locale.ROOT, "%.2f +- %.2f", -elbo.value(), elbo.standardError()),
                start);
    }

    private static void anomalies(Vae vae, Split data, Split others) {
        long start = System.nanoTime();
        Roc roc = roc(vae.anomalyScores(data.test()), vae.anomalyScores(others.test()));
        missed |= roc.auc() < 0.99;
        row(
                "the same model, " + others.test().name() + " as outliers",
                data.train().name() + ", grey levels",
                "",
                "area under the ROC of -ELBO",
                "",
                ">= 0.99",
                String.format(Locale.ROOT, "%.4f", roc.auc()),
                start);
    }

    private static void dynamicBinarization(Split data) {
        long start = System.nanoTime();
        Vae vae = Vae.of(dense(data));
        TrainSpec train =
                TrainSpec.epochs(10).withBatchSize(64).withRate(cosine()).withAugmentation(binarize());
        vae.fit(data.train(), train, new Log("dynamic binarization"));
        likelihood("VAE 784-400-20", "binarized anew in each step", vae, data, train, 100, 98.0, "97.97", start);
    }

    private static void fixedBinarization() {
        long start = System.nanoTime();
        Split data = Datasets.mnist();
        Images images = data.train().binarized(1);
        Vae vae = Vae.of(vaeSpec(images.shape(), 40)
                .withHidden(500, 500)
                .withOptimizer(adam(1e-3).withWeightDecay(0.05)));
        TrainSpec train = TrainSpec.epochs(100).withRate(cosine()).withCheckpoints(Path.of("target/numbers/fixed"));
        vae.fit(images, train, new Log("fixed binarization"));
        likelihood(
                "VAE 784-500-500-40", "binarized once (seed 1)", vae, data, train, 200, 89.8, "89.78 (pythae)", start);
    }

    private static void manySamples() {
        long start = System.nanoTime();
        Split data = Datasets.mnist();
        Vae vae = Vae.of(vaeSpec(data.train().shape(), 50).withHidden(200, 200).withObjective(importanceWeighted(50)));
        TrainSpec train = TrainSpec.epochs(60)
                .withBatchSize(100)
                .withRate(cosine())
                .withAugmentation(binarize())
                .withCheckpoints(Path.of("target/numbers/iwae"));
        vae.fit(data.train(), train, new Log("importance-weighted"));
        likelihood(
                "IWAE, k = 50, 784-200-200-50",
                "binarized anew in each step",
                vae,
                data,
                train,
                5000,
                86.8,
                "84.6 to 86.8",
                start);
    }

    private static void likelihood(
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
        missed |= -scores.mean() > goal;
        row(
                model,
                data.train().name() + ", " + convention + "; test images binarized once (seed " + TEST_SEED + ")",
                settings(train, vae.learningRate()),
                String.format(Locale.ROOT, "-log p(x), nats, importance sampling with k = %,d", samples),
                published,
                String.format(Locale.ROOT, "<= %.1f", goal),
                String.format(Locale.ROOT, "%.2f +- %.2f", -scores.mean(), scores.standardError()),
                start);
    }

    private static String settings(TrainSpec train, double rate) {
        return String.format(
                Locale.ROOT, "%d, %d, %s %s, %d", train.epochs(), train.batchSize(), rate, train.rate(), train.seed());
    }

    private static void row(
            String model,
            String data,
            String settings,
            String measure,
            String published,
            String goal,
            String reached,
            long start) {
        ROWS.add(String.format(
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

    /** Prints each epoch. */
    private record Log(String run) implements TrainListener {
        @Override
        public void onEpoch(EpochLog log) {
            System.out.println(run + " " + log);
        }
    }
}
