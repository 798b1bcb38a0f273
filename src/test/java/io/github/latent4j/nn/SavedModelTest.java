package io.github.latent4j.nn;

import static io.github.latent4j.nn.LayerSpec.batchNorm;
import static io.github.latent4j.nn.LayerSpec.conv;
import static io.github.latent4j.nn.LayerSpec.dense;
import static io.github.latent4j.nn.LayerSpec.dropout;
import static io.github.latent4j.nn.LayerSpec.maxPool;
import static io.github.latent4j.nn.LayerSpec.softmax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.latent4j.data.Datasets;
import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import io.github.latent4j.train.JsonFields;
import io.github.latent4j.train.ModelFile;
import io.github.latent4j.train.ModelFileException;
import io.github.latent4j.train.ModelState;
import io.github.latent4j.train.RunManifest;
import io.github.latent4j.train.TrainSpec;
import io.github.latent4j.vae.BetaSchedule;
import io.github.latent4j.vae.Likelihood;
import io.github.latent4j.vae.Vae;
import io.github.latent4j.vae.VaeSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SavedModelTest {
    private static final Images SOME = Datasets.fashionMini().train().take(200);
    private static final StoredModel<NetSpec, Network> STORED =
            new StoredModel<>("network", SpecJson::netSpec, NetSpec::parameters, Network::of);
    private static final NetSpec SPEC =
            NetSpec.of(SOME.shape(), conv(4, 5), batchNorm(), maxPool(4), dropout(0.2), dense(8), softmax(10));

    @TempDir
    private Path folder;

    @Test
    void aNetworkThatIsLoadedGoesOnToTheBit() {
        Network straight = Network.of(SPEC);
        straight.fit(SOME, TrainSpec.epochs(2));
        straight.save(folder.resolve("net.l4j"));

        Network loaded = Network.load(folder.resolve("net.l4j"));
        assertThat(loaded.spec()).isEqualTo(SPEC);
        assertThat(loaded.state()).isEqualTo(straight.state());
        straight.fit(SOME, TrainSpec.epochs(1).withSeed(9));
        loaded.fit(SOME, TrainSpec.epochs(1).withSeed(9));

        assertThat(loaded.state()).isEqualTo(straight.state());
        assertThat(loaded.predict(SOME.take(9)).labels())
                .isEqualTo(straight.predict(SOME.take(9)).labels());
    }

    @Test
    void aVariationalAutoencoderTooInTheMiddleOfItsWarmUp() {
        Vae straight = Vae.of(VaeSpec.of(SOME.shape(), 3)
                .withHidden(16)
                .withBeta(BetaSchedule.warmUp(2, 5))
                .withLikelihood(Likelihood.gaussian(0.3))
                .withOptimizer(Optimizer.momentum(1e-4, 0.9).withWeightDecay(0.1)));
        straight.fit(SOME, TrainSpec.epochs(1));
        straight.save(folder.resolve("vae.l4j"));

        Vae loaded = Vae.load(folder.resolve("vae.l4j"));

        assertThat(loaded.spec()).isEqualTo(straight.spec());
        assertThat(loaded.state()).isEqualTo(straight.state());
        assertThat(loaded.elbo(SOME)).isEqualTo(straight.elbo(SOME));

        straight.fit(SOME, TrainSpec.epochs(2));
        loaded.fit(SOME, TrainSpec.epochs(2));

        assertThat(loaded.state()).isEqualTo(straight.state());
    }

    @Test
    void aModelOfAnotherKindIsRefused() {
        Network.of(SPEC).save(folder.resolve("net.l4j"));

        assertThatThrownBy(() -> Vae.load(folder.resolve("net.l4j")))
                .isInstanceOf(ModelFileException.class)
                .hasMessageEndingWith("net.l4j cannot be loaded: it is a network, not a vae");
    }

    @Test
    void aScheduleOfOnesOwnCannotBeSaved() {
        Vae vae = Vae.of(VaeSpec.of(ImageShape.grey(2, 2), 1).withHidden(2).withBeta(step -> 0.5));

        assertThatThrownBy(() -> vae.save(folder.resolve("vae.l4j")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "a model can be saved with the schedules that BetaSchedule has, got one of your own");
    }

    /** A spec that would need terabytes, with a file of some bytes: refused before anything is built. */
    @Test
    void aSpecThatDoesNotFitItsWeightsIsRefused() {
        JsonObject spec = SpecJson.of(NetSpec.of(ImageShape.grey(28, 28), dense(2_000_000_000), softmax(10)));
        ModelFile file = STORED.file(spec, new ModelState(new float[3], new float[6], 0), Optional.empty());

        assertThatThrownBy(() -> load(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessage("x cannot be loaded: a model of its spec has 1590000000010 weights, the file has 3");
    }

    private static Network load(ModelFile file) {
        return STORED.model(file, "x");
    }

    @Test
    void aWeightThatIsNoNumberIsRefusedWhenWrittenAndWhenRead() {
        NetSpec spec = NetSpec.of(ImageShape.grey(1, 1), softmax(2));
        ModelState broken = new ModelState(new float[] {0, Float.NaN, 0, 0}, new float[8], 0);
        ModelState right = new ModelState(new float[4], new float[8], 0);

        assertThatThrownBy(() -> STORED.file(SpecJson.of(spec), broken, Optional.empty()))
                .isInstanceOf(ModelFileException.class)
                .hasMessage("weights must be finite, got NaN as number 1");
        ModelFile file = STORED.file(SpecJson.of(spec), right, Optional.empty());
        file.array("weights")[1] = Float.NEGATIVE_INFINITY;
        assertThatThrownBy(() -> load(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessage("x cannot be loaded: weights must be finite, got -Infinity as number 1");
    }

    @Test
    void theRunThatAModelComesFromIsKept() {
        Network net = Network.of(SPEC);
        TrainSpec training = TrainSpec.epochs(1).withBatchSize(50);
        net.fit(SOME, training);
        net.save(folder.resolve("net.l4j"));

        RunManifest run = Network.load(folder.resolve("net.l4j")).lastRun();

        assertThat(run).isEqualTo(net.lastRun());
        assertThat(run.verify(Network.of(SPEC), SOME, training)).isEmpty();
        assertThat(run.verify(net, SOME, training).get(0)).startsWith("the weights to begin with were ");
        assertThatIllegalStateException()
                .isThrownBy(Network.of(SPEC)::lastRun)
                .withMessageStartingWith("the model is not what a run has ended in: it was not trained");
    }

    @Test
    void aRunIsNoLongerTheLastWhenTheWeightsWereChanged() {
        Network net = Network.of(SPEC);
        net.fit(SOME.take(20), TrainSpec.epochs(1));
        float[] weights = net.weights();
        weights[0] += 1;
        net.restore(new ModelState(weights, net.state().optimizerState(), 1));
        net.save(folder.resolve("net.l4j"));

        assertThatIllegalStateException().isThrownBy(net::lastRun).withMessageEndingWith("were changed later");
        assertThat(ModelFile.read(folder.resolve("net.l4j")).header().has("lastRun"))
                .isFalse();
    }

    static Stream<LayerSpec> layers() {
        return Stream.of(
                conv(3, 2).withStride(2).withPadding(LayerSpec.Padding.SAME).withActivation(Activation.GELU),
                LayerSpec.convTransposed(3, 4).withStride(2).withActivation(Activation.ELU),
                maxPool(3),
                LayerSpec.avgPool(2),
                LayerSpec.globalAvgPool(),
                dense(7).withActivation(Activation.LEAKY_RELU),
                dropout(0.25),
                LayerSpec.reshape(2, 3, 4),
                batchNorm(),
                softmax(4));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void everyLayerComesBackAsItWas(LayerSpec layer) {
        assertThat(SpecJson.layer(new JsonFields(SpecJson.of(layer)))).isEqualTo(layer);
    }

    @Test
    void noKindOfLayerOrOptimizerIsForgotten() {
        assertThat(layers().map(Object::getClass)).containsExactlyInAnyOrder(LayerSpec.class.getPermittedSubclasses());
        List<Optimizer> optimizers =
                List.of(Optimizer.sgd(0.1), Optimizer.momentum(0.1, 0.9).withWeightDecay(0.01), Optimizer.adam(1e-3));
        assertThat(optimizers.stream().map(Object::getClass))
                .containsExactlyInAnyOrder(Optimizer.class.getPermittedSubclasses());
        assertThat(optimizers)
                .allSatisfy(optimizer -> assertThat(SpecJson.optimizer(new JsonFields(SpecJson.of(optimizer))))
                        .isEqualTo(optimizer));
    }

    /** Values of the wrong kind in any place of the spec. */
    @Test
    void aSpecOfNonsenseIsRefusedWithASentence() {
        String json = SpecJson.of(SPEC).toString();
        Random random = new Random(3);
        String[] nonsense = {"null", "-1", "1e300", "\"x\"", "[]", "{}", "true", "0.5", "99999999999"};
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            int at = random.nextInt(json.length());
            String changed = json.substring(0, at)
                    + json.substring(at)
                            .replaceFirst(":[^,{}\\[\\]]+", ":" + nonsense[random.nextInt(nonsense.length)]);
            ModelFile file = STORED.file(
                    JsonParser.parseString(changed).getAsJsonObject(),
                    new ModelState(new float[3], new float[0], 0),
                    Optional.empty());
            try {
                load(file);
            } catch (ModelFileException e) {
                assertThat(e).hasMessageStartingWith("x cannot be loaded: ");
                refused++;
            }
        }
        assertThat(refused).isEqualTo(2000); // where the spec is right, the weights are too few
    }
}
