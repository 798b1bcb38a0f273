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
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    private static Stream<VaeSpec> specs() {
        VaeSpec plain = VaeSpec.of(VaeVariants.SHAPE, 2);
        return Stream.concat(
                VaeVariants.all(),
                Stream.of(plain.withBeta(BetaSchedule.warmUp(2, 30)), plain.withBeta(BetaSchedule.cyclic(1, 100))));
    }

    @Test
    void everySpecComesBackAsItWas() {
        assertThat(specs())
                .allSatisfy(spec -> assertThat(VaeSpecJson.vaeSpec(new JsonFields(VaeSpecJson.of(spec))))
                        .isEqualTo(spec));
    }

    @Test
    void everyKindOfPartIsAmongThem() {
        assertThat(kinds(VaeSpec::likelihood)).contains(Likelihood.class.getPermittedSubclasses());
        assertThat(kinds(VaeSpec::coders)).contains(Coders.class.getPermittedSubclasses());
        assertThat(kinds(VaeSpec::latent)).contains(Latent.class.getPermittedSubclasses());
        assertThat(kinds(VaeSpec::objective)).contains(Objective.class.getPermittedSubclasses());
        assertThat(kinds(VaeSpec::corruption)).contains(Corruption.class.getPermittedSubclasses());
        assertThat(kinds(spec -> spec.latent() instanceof Latent.Gaussian latent ? latent.prior() : spec))
                .contains(Prior.class.getPermittedSubclasses());
    }

    private static Set<Class<?>> kinds(Function<VaeSpec, Object> part) {
        return specs().map(part).map(Object::getClass).collect(Collectors.toSet());
    }

    /** Layers whose weights sum up to 2^64 and some. */
    @Test
    void aNumberOfWeightsThatWrapsAroundIsNotBelieved() {
        JsonObject spec = VaeSpecJson.of(VaeSpec.of(ImageShape.grey(1, 1), 1).withHidden(1));
        spec.getAsJsonObject("coders")
                .add("widths", JsonParser.parseString("[2147483647,2147483647,2147483647,2147483647]"));
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
