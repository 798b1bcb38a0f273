package io.github.latent4j.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.latent4j.data.Augmentation;
import io.github.latent4j.data.Datasets;
import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import io.github.latent4j.train.EpochLog;
import io.github.latent4j.train.History;
import io.github.latent4j.train.JsonFields;
import io.github.latent4j.train.ModelFile;
import io.github.latent4j.train.ModelFileException;
import io.github.latent4j.train.RateSchedule;
import io.github.latent4j.train.StepLog;
import io.github.latent4j.train.TrainListener;
import io.github.latent4j.train.TrainSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaeFilesTest {
    private static final Images SOME = Datasets.fashionMini().train().take(120);

    @TempDir
    private Path folder;

    private static List<Map<String, Double>> metrics(History history) {
        return history.epochs().stream().map(EpochLog::metrics).toList();
    }

    @Test
    void aRunThatWasCutOffEndsAsIfItHadNotBeen() {
        VaeSpec spec = VaeSpec.of(SOME.shape(), 2).withHidden(12).withBeta(BetaSchedule.warmUp(1, 9));
        TrainSpec training = TrainSpec.epochs(4)
                .withBatchSize(50)
                .withValidationShare(0.2)
                .withRate(RateSchedule.cosine())
                .withAugmentation(Augmentation.flip())
                .withEarlyStopping("val_loss", 4);
        TrainListener failure = new TrainListener() {
            @Override
            public void onStep(StepLog log) {
                if (log.epoch() == 3) {
                    throw new IllegalStateException("cut off");
                }
            }
        };
        Vae straight = Vae.of(spec);
        History whole = straight.fit(SOME, training);

        assertThatThrownBy(() -> Vae.of(spec).fit(SOME, training.withCheckpoints(folder), failure))
                .hasMessage("cut off");
        Vae resumed = Vae.of(spec);
        History rest = resumed.fit(SOME, training.withCheckpoints(folder));

        assertThat(metrics(rest)).isEqualTo(metrics(whole));
        assertThat(resumed.state()).isEqualTo(straight.state());
        assertThat(resumed.lastRun().differences(straight.lastRun())).isEmpty();
    }

    @Test
    void aScheduleOfOnesOwnCannotHaveCheckpoints() {
        Vae vae = Vae.of(VaeSpec.of(SOME.shape(), 1).withHidden(2).withBeta(step -> 0.5));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> vae.fit(SOME, TrainSpec.epochs(1).withCheckpoints(folder)))
                .withMessageStartingWith(
                        "a run can have checkpoints with the schedules that BetaSchedule has, got one of your own: ");
    }

    @Test
    void everyLikelihoodAndScheduleComesBackAsItWas() {
        List<Likelihood> likelihoods = List.of(Likelihood.bernoulli(), Likelihood.gaussian(0.25));

        assertThat(likelihoods.stream().map(Object::getClass))
                .containsExactlyInAnyOrder(Likelihood.class.getPermittedSubclasses());
        assertThat(likelihoods)
                .allSatisfy(likelihood -> assertThat(VaeSpecJson.likelihood(new JsonFields(VaeSpecJson.of(likelihood))))
                        .isEqualTo(likelihood));
        assertThat(Stream.of(BetaSchedule.constant(0.5), BetaSchedule.warmUp(2, 30)))
                .allSatisfy(beta -> assertThat(VaeSpecJson.beta(new JsonFields(VaeSpecJson.of(beta))))
                        .isEqualTo(beta));
    }

    /** Layers whose weights sum up to 2^64 and some. */
    @Test
    void aNumberOfWeightsThatWrapsAroundIsNotBelieved() {
        JsonObject spec = VaeSpecJson.of(VaeSpec.of(ImageShape.grey(1, 1), 1).withHidden(1));
        spec.add("hidden", JsonParser.parseString("[2147483647,2147483647,2147483647,2147483647]"));
        JsonObject header = new JsonObject();
        header.addProperty("kind", "vae");
        header.add("spec", spec);
        header.addProperty("steps", 0);
        Path file = folder.resolve("x.l4j");
        new ModelFile(header, Map.of("weights", new float[3], "optimizerState", new float[6])).write(file);

        assertThatThrownBy(() -> Vae.load(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessage(file
                        + " cannot be loaded: the number of weights must be at most 9223372036854775807, got more");
    }
}
