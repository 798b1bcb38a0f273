package io.github.latent4j.bench;

import static io.github.latent4j.Latent4j.adam;
import static io.github.latent4j.Latent4j.binarize;
import static io.github.latent4j.Latent4j.cosine;
import static io.github.latent4j.Latent4j.importanceWeighted;
import static io.github.latent4j.Latent4j.vaeSpec;

import io.github.latent4j.data.Datasets;
import io.github.latent4j.data.Images;
import io.github.latent4j.data.Split;
import io.github.latent4j.train.ModelState;
import io.github.latent4j.train.TrainSpec;
import io.github.latent4j.vae.Vae;
import io.github.latent4j.vae.VaeSpec;
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

    /** Fifty samples cost fifty times as much for each epoch: most is learned by the ELBO first. */
    private static void manySamples(Split data, NumberTable table) {
        long start = System.nanoTime();
        VaeSpec spec = vaeSpec(data.train().shape(), 50).withHidden(500, 500).withOptimizer(adam(5e-4));
        TrainSpec binarized = TrainSpec.epochs(100).withRate(cosine()).withAugmentation(binarize());
        Vae first = Vae.of(spec);
        first.fit(
                data.train(),
                binarized.withCheckpoints(Path.of("target/numbers/elbo")),
                NumberTable.log("by the ELBO"));
        Vae vae = Vae.of(spec.withObjective(importanceWeighted(50)));
        vae.restore(new ModelState(first.weights(), vae.state().optimizerState(), 0));
        TrainSpec train = TrainSpec.epochs(15)
                .withBatchSize(100)
                .withRate(cosine())
                .withAugmentation(binarize())
                .withCheckpoints(Path.of("target/numbers/importance-weighted"));
        vae.fit(data.train(), train, NumberTable.log("importance-weighted"));
        table.likelihood(
                "IWAE, k = 50, 784-500-500-50, after 100 epochs by the ELBO (batch 128)",
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
