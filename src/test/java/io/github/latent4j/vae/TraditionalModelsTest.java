package io.github.latent4j.vae;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latent4j.data.Datasets;
import io.github.latent4j.data.Images;
import io.github.latent4j.data.Split;
import io.github.latent4j.train.RateSchedule;
import io.github.latent4j.train.TrainSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Held-out log-densities of the same pictures, in nats per picture of 7 x 7 pixels. */
class TraditionalModelsTest {
    @Test
    void aVariationalAutoencoderGivesNewPicturesMoreDensityThanModelsWithoutANetwork() {
        Split split = Datasets.fashionMini();
        Images train = TraditionalModels.small(split.train().take(2000), 1);
        Images test = TraditionalModels.small(split.test(), 2);
        double[][] rows = train.rows();
        double[][] held = test.rows();
        double[][] validation = Arrays.copyOfRange(rows, 0, 200);
        double[][] rest = Arrays.copyOfRange(rows, 200, rows.length);

        double pca = TraditionalModels.mean(TraditionalModels.probabilisticPca(rows, 20), held);
        double gaussian = TraditionalModels.mean(TraditionalModels.gaussian(rows), held);
        double mixture = TraditionalModels.mean(TraditionalModels.mixture(rows, 5), held);
        double kernels = TraditionalModels.mean(TraditionalModels.kernelDensity(rest, validation), held);
        Vae vae =
                Vae.of(VaeSpec.of(train.shape(), 10).withHidden(256, 128).withLikelihood(Likelihood.learnedGaussian()));
        vae.fit(train, TrainSpec.epochs(100).withRate(RateSchedule.cosine()));
        double autoencoder = vae.logLikelihood(test, 100).mean();

        assertThat(pca).isLessThan(gaussian); // which has all correlations
        assertThat(gaussian).isLessThan(mixture);
        assertThat(autoencoder).isGreaterThan(mixture + 1).isGreaterThan(kernels + 1);
    }
}
