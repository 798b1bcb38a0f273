package io.github.latent4j.bench;

import static io.github.latent4j.Latent4j.cosine;
import static io.github.latent4j.Latent4j.learnedGaussian;
import static io.github.latent4j.Latent4j.vaeSpec;

import io.github.latent4j.data.Datasets;
import io.github.latent4j.data.Images;
import io.github.latent4j.data.Split;
import io.github.latent4j.train.TrainSpec;
import io.github.latent4j.vae.TraditionalModels;
import io.github.latent4j.vae.Vae;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A variational autoencoder beside densities that need no network, on the same small pictures of clothes: a table in Markdown. */
final class Densities {
    private static final int VALIDATION = 500;

    private Densities() {}

    static void print() {
        Split split = Datasets.fashionMini();
        Images train = TraditionalModels.small(split.train(), 1);
        Images test = TraditionalModels.small(split.test(), 2);
        double[][] rows = train.rows();
        double[][] held = test.rows();
        double[][] rest = Arrays.copyOfRange(rows, VALIDATION, rows.length);
        double[][] validation = Arrays.copyOf(rows, VALIDATION);
        Map<String, Double> densities = new LinkedHashMap<>();
        densities.put(
                "probabilistic PCA, 20 dimensions",
                TraditionalModels.mean(TraditionalModels.probabilisticPca(rows, 20), held));
        densities.put("Gaussian, full covariance", TraditionalModels.mean(TraditionalModels.gaussian(rows), held));
        densities.put(
                "kernel density, width chosen on " + VALIDATION + " images",
                TraditionalModels.mean(TraditionalModels.kernelDensity(rest, validation), held));
        for (int components : new int[] {5, 10}) {
            densities.put(
                    "mixture of " + components + " Gaussians, full covariances",
                    TraditionalModels.mean(TraditionalModels.mixture(rows, components), held));
        }
        Vae vae = Vae.of(vaeSpec(train.shape(), 20).withHidden(400, 400).withLikelihood(learnedGaussian()));
        vae.fit(train, TrainSpec.epochs(300).withRate(cosine()));
        densities.put(
                "variational autoencoder, log-likelihood with k = 1,000",
                vae.logLikelihood(test, 1000).mean());
        System.out.println("| model | log-density of 1,000 held-out images, nats per image |\n|---|---|");
        densities.forEach((model, density) -> System.out.printf(Locale.ROOT, "| %s | %.2f |%n", model, density));
    }
}
