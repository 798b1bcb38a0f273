package io.github.latent4j.bench;

import static io.github.latent4j.Latent4j.adam;
import static io.github.latent4j.Latent4j.binarize;
import static io.github.latent4j.Latent4j.cosine;
import static io.github.latent4j.Latent4j.roc;
import static io.github.latent4j.Latent4j.vaeSpec;

import io.github.latent4j.data.Datasets;
import io.github.latent4j.data.Split;
import io.github.latent4j.nn.Network;
import io.github.latent4j.train.TrainSpec;
import io.github.latent4j.vae.Elbo;
import io.github.latent4j.vae.Roc;
import io.github.latent4j.vae.Vae;
import io.github.latent4j.vae.VaeSpec;
import java.util.Locale;

/**
 * The tables of numbers in the README and in docs/vae.md: what the models reach on the full sets, and what others have published.
 * Prints each epoch, then the table as Markdown. Ends with status 1 if a goal is missed. {@link LongNumbers} has the rows that take long.
 */
public final class Numbers {
    private final NumberTable table = new NumberTable();

    private Numbers() {}

    public static void main(String[] args) {
        Numbers numbers = new Numbers();
        Split mnist = Datasets.mnist();
        Split fashion = Datasets.fashionMnist();
        numbers.classifier(mnist, 64, 42, 0.99, "99.1 %");
        numbers.classifier(fashion, 32, 1, 0.90, "90.7 %");
        Vae vae = numbers.greyLevels(mnist, 105.9, "105.6");
        numbers.anomalies(vae, mnist, fashion);
        numbers.greyLevels(fashion, 245.5, "244.8");
        numbers.dynamicBinarization(mnist);
        numbers.planeOfCodes(mnist);
        Densities.print();
        numbers.table.printAndExit();
    }

    private void classifier(Split data, int batchSize, long seed, double goal, String published) {
        long start = System.nanoTime();
        Network network = Network.of(Models.cnn(data.train().shape()).withSeed(seed));
        TrainSpec train =
                TrainSpec.epochs(5).withBatchSize(batchSize).withSeed(seed).withRate(cosine());
        network.fit(data.train(), train, NumberTable.log("cnn " + data.train().name()));
        double accuracy = network.evaluate(data.test()).accuracy();
        table.add(
                "CNN, 93,322 parameters",
                data.train().name(),
                NumberTable.settings(train, network.learningRate()),
                "accuracy",
                published,
                String.format(Locale.ROOT, ">= %.2f %%", 100 * goal),
                String.format(Locale.ROOT, "%.2f %%", 100 * accuracy),
                accuracy >= goal,
                start);
    }

    private static VaeSpec dense(Split data) {
        return Models.vae(data.train().shape()).withOptimizer(adam(2e-3));
    }

    private Vae greyLevels(Split data, double goal, String published) {
        long start = System.nanoTime();
        Vae vae = Vae.of(dense(data));
        TrainSpec train = TrainSpec.epochs(10).withRate(cosine());
        vae.fit(data.train(), train, NumberTable.log("vae " + data.train().name()));
        bound("VAE 784-400-20", vae, data, train, goal, published, start);
        return vae;
    }

    private void planeOfCodes(Split data) {
        long start = System.nanoTime();
        Vae vae =
                Vae.of(vaeSpec(data.train().shape(), 2).withConvolutions(32, 64).withOptimizer(adam(2e-3)));
        TrainSpec train = TrainSpec.epochs(15).withRate(cosine());
        vae.fit(data.train(), train, NumberTable.log("plane of codes"));
        String published = "150.4 on its training data (Keras), 154.6 (dense)";
        bound("convolutional VAE, 2 latent dimensions, 96,453 parameters", vae, data, train, 152, published, start);
    }

    private void bound(String model, Vae vae, Split data, TrainSpec train, double goal, String published, long start) {
        Elbo elbo = vae.elbo(data.test());
        table.add(
                model,
                data.train().name() + ", grey levels as Bernoulli targets",
                NumberTable.settings(train, vae.learningRate()),
                String.format(
                        Locale.ROOT,
                        "-ELBO, nats, sum over pixels (reconstruction %.2f + KL %.2f)",
                        -elbo.reconstruction(),
                        elbo.kl()),
                published,
                String.format(Locale.ROOT, "<= %.1f", goal),
                String.format(Locale.ROOT, "%.2f +- %.2f", -elbo.value(), elbo.standardError()),
                -elbo.value() <= goal,
                start);
    }

    private void anomalies(Vae vae, Split data, Split others) {
        long start = System.nanoTime();
        Roc roc = roc(vae.anomalyScores(data.test()), vae.anomalyScores(others.test()));
        table.add(
                "the same model, " + others.test().name() + " as outliers",
                data.train().name() + ", grey levels",
                "",
                "area under the ROC of -ELBO",
                "",
                ">= 0.99",
                String.format(Locale.ROOT, "%.4f", roc.auc()),
                roc.auc() >= 0.99,
                start);
    }

    private void dynamicBinarization(Split data) {
        long start = System.nanoTime();
        Vae vae = Vae.of(dense(data));
        TrainSpec train =
                TrainSpec.epochs(10).withBatchSize(64).withRate(cosine()).withAugmentation(binarize());
        vae.fit(data.train(), train, NumberTable.log("dynamic binarization"));
        table.likelihood("VAE 784-400-20", "binarized anew in each step", vae, data, train, 100, 98.0, "97.97", start);
    }
}
