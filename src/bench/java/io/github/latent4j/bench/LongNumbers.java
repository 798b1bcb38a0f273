package io.github.latent4j.bench;

import static io.github.latent4j.Latent4j.adam;
import static io.github.latent4j.Latent4j.binarize;
import static io.github.latent4j.Latent4j.cosine;
import static io.github.latent4j.Latent4j.importanceWeighted;
import static io.github.latent4j.Latent4j.vaeSpec;

import io.github.latent4j.data.Datasets;
import io.github.latent4j.data.Images;
import io.github.latent4j.data.Split;
import io.github.latent4j.train.TrainSpec;
import io.github.latent4j.vae.Vae;
import java.nio.file.Path;

/**
 * The rows of the table in docs/vae.md that take long, with checkpoints in {@code target/numbers}: a run that was ended goes on from there.
 * Prints each epoch, then the rows as Markdown. Ends with status 1 if a goal is missed.
 */
public final class LongNumbers {
    private LongNumbers() {}

    public static void main(String[] args) {
        NumberTable table = new NumberTable();
        Split mnist = Datasets.mnist();
        fixedBinarization(mnist, table);
        manySamples(mnist, table);
        table.printAndExit();
    }

    private static void fixedBinarization(Split data, NumberTable table) {
        long start = System.nanoTime();
        Images images = data.train().binarized(1);
        Vae vae = Vae.of(vaeSpec(images.shape(), 40)
                .withHidden(500, 500)
                .withOptimizer(adam(1e-3).withWeightDecay(0.05)));
        TrainSpec train = TrainSpec.epochs(100).withRate(cosine()).withCheckpoints(Path.of("target/numbers/fixed"));
        vae.fit(images, train, NumberTable.log("fixed binarization"));
        table.likelihood(
                "VAE 784-500-500-40, weight decay 0.05",
                "binarized once (seed 1)",
                vae,
                data,
                train,
                200,
                89.8,
                "89.78 (pythae)",
                start);
    }

    private static void manySamples(Split data, NumberTable table) {
        long start = System.nanoTime();
        Vae vae = Vae.of(vaeSpec(data.train().shape(), 50).withHidden(200, 200).withObjective(importanceWeighted(50)));
        TrainSpec train = TrainSpec.epochs(60)
                .withBatchSize(100)
                .withRate(cosine())
                .withAugmentation(binarize())
                .withCheckpoints(Path.of("target/numbers/importance-weighted"));
        vae.fit(data.train(), train, NumberTable.log("importance-weighted"));
        table.likelihood(
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
}
