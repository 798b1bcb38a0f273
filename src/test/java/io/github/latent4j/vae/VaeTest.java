package io.github.latent4j.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.data.Datasets;
import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import io.github.latent4j.data.Split;
import io.github.latent4j.train.EpochLog;
import io.github.latent4j.train.History;
import io.github.latent4j.train.TrainSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class VaeTest {
    private static final Split FASHION = Datasets.fashionMini();
    private static final Images SOME = FASHION.train().take(512);
    private static final VaeSpec SPEC = VaeSpec.of(SOME.shape(), 4).withHidden(64);

    @Test
    void twoRunsWithTheSameSeedGiveTheSameWeightsToTheBit() {
        Vae one = Vae.of(SPEC);
        Vae two = Vae.of(SPEC);

        one.fit(SOME, TrainSpec.epochs(2).withBatchSize(100));
        Vae.of(SPEC.withSeed(1)).sample(3, 1); // must not leave a trace
        two.fit(SOME, TrainSpec.epochs(2).withBatchSize(100));

        assertThat(two.weights()).isEqualTo(one.weights());
    }

    @Test
    void watchingTheValidationImagesDoesNotChangeTheWeights() {
        Vae one = Vae.of(SPEC);
        Vae two = Vae.of(SPEC);

        one.fit(SOME, TrainSpec.epochs(2));
        two.fit(SOME, TrainSpec.epochs(2).withValidation(FASHION.test().take(200)));

        assertThat(two.weights()).isEqualTo(one.weights());
    }

    @Test
    void learnsMoreThanTheMeanPicture() {
        Vae vae = Vae.of(SPEC);

        History history = vae.fit(FASHION.train(), TrainSpec.epochs(4));

        assertThat(-vae.elbo(FASHION.test()).value()).isLessThan(lossOfTheMeanPicture(FASHION.test()));
        assertThat(history.last().metric(EpochLog.LOSS))
                .isCloseTo(
                        history.last().metric(Vae.RECONSTRUCTION)
                                + history.last().metric(Vae.KL),
                        within(1e-9));
    }

    /** Bernoulli loss in nats of a model that knows nothing but the mean of each pixel. */
    private static double lossOfTheMeanPicture(Images images) {
        int size = images.shape().size();
        float[] pixels = images.pixels();
        double loss = 0;
        for (int p = 0; p < size; p++) {
            double mean = 0;
            for (int i = 0; i < images.size(); i++) {
                mean += pixels[i * size + p] / (double) images.size();
            }
            loss -= mean * Math.log(mean + 1e-12) + (1 - mean) * Math.log(1 - mean + 1e-12);
        }
        return loss;
    }

    @Test
    void theElboSplitsAndItsKlIsThatOfThePosteriors() {
        Vae vae = Vae.of(SPEC);

        Elbo elbo = vae.elbo(SOME);

        assertThat(elbo.kl()).isCloseTo(vae.encode(SOME).kl(), within(1e-4)); // float activations
        assertThat(elbo.value()).isEqualTo(elbo.reconstruction() - elbo.kl());
        assertThat(vae.elbo(SOME)).isEqualTo(elbo);
    }

    @Test
    void withoutKlWeightTheCodesSpreadAndWithMuchTheyCollapse() {
        Vae free = Vae.of(SPEC.withBeta(0));
        Vae tight = Vae.of(SPEC.withBeta(200));
        free.fit(SOME, TrainSpec.epochs(10));
        tight.fit(SOME, TrainSpec.epochs(10));

        assertThat(free.encode(SOME).kl()).isGreaterThan(5 * tight.encode(SOME).kl());
    }

    @Test
    void theWarmUpOfBetaGoesOnOverSeveralFits() {
        Vae vae = Vae.of(SPEC.withBeta(BetaSchedule.warmUp(1, 8)));

        vae.fit(SOME, TrainSpec.epochs(1)); // 4 steps
        assertThat(vae.elbo(SOME).beta()).isEqualTo(0.5);
        vae.fit(SOME, TrainSpec.epochs(1));
        assertThat(vae.elbo(SOME).beta()).isEqualTo(1);
    }

    @Test
    void reconstructionIsDecodingThePosteriorMeans() {
        Vae vae = Vae.of(SPEC);
        Images two = SOME.take(2);
        Posteriors posteriors = vae.encode(two);

        Images decoded = vae.decode(posteriors.get(0).mean(), posteriors.get(1).mean());

        assertThat(vae.reconstruct(two).pixels()).isEqualTo(decoded.pixels());
    }

    @Test
    void samplesDependOnTheirSeedOnly() {
        Vae vae = Vae.of(SPEC);

        assertThat(vae.sample(5, 1).pixels()).isEqualTo(vae.sample(5, 1).pixels());
        assertThat(vae.sample(5, 1).pixels()).isNotEqualTo(vae.sample(5, 2).pixels());
    }

    @Test
    void aGaussianDecoderDrawsPicturesWithinTheirRange() {
        Vae vae = Vae.of(SPEC.withLikelihood(Likelihood.gaussian(0.1)));

        assertThat(vae.sample(50, 3).shape()).isEqualTo(SOME.shape());
    }

    @Test
    void latentMeansComeAsATableWithClassNames() {
        assertThat(Vae.of(SPEC).encode(SOME.take(3)).toTable().columnNames())
                .containsExactly("z1", "z2", "z3", "z4", "class");
        assertThat(Vae.of(SPEC).encode(SOME.take(3)).toTable().rowCount()).isEqualTo(3);
    }

    @Test
    void theSummaryCountsWhatDeeplearning4jCounts() {
        Vae vae = Vae.of(VaeSpec.of(SOME.shape(), 20));

        assertThat(vae.toString()).contains("652824");
        assertThat(vae.dl4j().numParams()).isEqualTo(652_824);
    }

    @Test
    void inputThatDoesNotFitIsNamed() {
        Vae vae = Vae.of(SPEC);
        Images small = Images.unlabelled("small", ImageShape.grey(2, 2), new float[4]);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> vae.encode(small))
                .withMessage(
                        "images must have the model's input shape 1x28x28, got Images[small, 1 of 1x2x2, no labels]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> vae.decode(new double[4], new double[3]))
                .withMessage("z[1] must have latentSize, 4, values, got 3");
        assertThatIllegalArgumentException().isThrownBy(vae::decode).withMessage("z must hold at least one row");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> vae.sample(0, 1))
                .withMessage("n must be at least 1, got 0");
    }
}
