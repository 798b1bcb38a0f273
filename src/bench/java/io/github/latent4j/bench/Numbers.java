package io.github.latent4j.bench;

import io.github.latent4j.data.Datasets;
import io.github.latent4j.data.Split;
import io.github.latent4j.nn.Network;
import io.github.latent4j.train.EpochLog;
import io.github.latent4j.train.TrainListener;
import io.github.latent4j.train.TrainSpec;
import io.github.latent4j.vae.Elbo;
import io.github.latent4j.vae.Vae;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The table of numbers in the README: what the two models reach on the full sets.
 * Prints each epoch, then the table as Markdown. Ends with status 1 if a goal is missed.
 */
public final class Numbers {
    private static final List<String> ROWS = new ArrayList<>();
    private static boolean missed;

    private Numbers() {}

    public static void main(String[] args) {
        Split mnist = Datasets.mnist();
        Split fashion = Datasets.fashionMnist();
        classifier(mnist, 64, 42, 0.99);
        classifier(fashion, 32, 1, 0.90);
        autoencoder(mnist, 106.5);
        autoencoder(fashion, 246);
        System.out.println(
                "| model | data | epochs, batch, seed | measure on the 10,000 test images | reached | goal | minutes |");
        System.out.println("|---|---|---|---|---|---|---|");
        ROWS.forEach(System.out::println);
        System.exit(missed ? 1 : 0);
    }

    private static void classifier(Split data, int batchSize, long seed, double goal) {
        long start = System.nanoTime();
        Network network = Network.of(Models.cnn(data.train().shape()).withSeed(seed));
        TrainSpec train = TrainSpec.epochs(5).withBatchSize(batchSize).withSeed(seed);
        network.fit(data.train(), train, new Log("cnn " + data.train().name()));
        double accuracy = network.evaluate(data.test()).accuracy();
        row(
                "CNN, 93,322 parameters",
                data,
                train,
                "accuracy",
                100 * accuracy,
                "%.2f %%",
                "at least",
                100 * goal,
                start);
        missed |= accuracy < goal;
    }

    private static void autoencoder(Split data, double goal) {
        long start = System.nanoTime();
        Vae vae = Vae.of(Models.vae(data.train().shape()));
        TrainSpec train = TrainSpec.epochs(10);
        vae.fit(data.train(), train, new Log("vae " + data.train().name()));
        Elbo elbo = vae.elbo(data.test());
        String measure = String.format(
                Locale.ROOT,
                "-ELBO in nats, grey levels as Bernoulli targets (reconstruction %.2f + KL %.2f)",
                -elbo.reconstruction(),
                elbo.kl());
        row("VAE 784-400-20", data, train, measure, -elbo.value(), "%.2f", "at most", goal, start);
        missed |= -elbo.value() > goal;
    }

    private static void row(
            String model,
            Split data,
            TrainSpec train,
            String measure,
            double reached,
            String format,
            String rule,
            double goal,
            long start) {
        ROWS.add(String.format(
                Locale.ROOT,
                "| %s | %s | %d, %d, %d | %s | **" + format + "** | %s " + format + " | %.1f |",
                model,
                data.train().name(),
                train.epochs(),
                train.batchSize(),
                train.seed(),
                measure,
                reached,
                rule,
                goal,
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
