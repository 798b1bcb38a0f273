package io.github.latent4j.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import io.github.latent4j.nn.LayerSpec;
import io.github.latent4j.nn.NetSpec;
import io.github.latent4j.nn.Optimizer;
import io.github.latent4j.train.History;
import io.github.latent4j.train.TrainSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for each kind of autoencoder. */
class VaeKindsTest {
    private static final int COUNT = 50;

    @TempDir
    Path folder;

    static Stream<VaeSpec> all() {
        return VaeVariants.all();
    }

    static Stream<VaeSpec> gaussian() {
        return all().filter(spec -> spec.latent() instanceof Latent.Gaussian);
    }

    /** Stripes that lie, stand or lean, some of them faint; labelled by their direction. */
    private static Images stripes(int classes) {
        Random random = new Random(7);
        int n = VaeVariants.SHAPE.width();
        float[] pixels = new float[COUNT * n * n];
        int[] labels = new int[COUNT];
        for (int i = 0; i < COUNT; i++) {
            labels[i] = i % Math.max(1, classes);
            float light = 0.4f + 0.6f * random.nextFloat();
            for (int p = 0; p < n * n; p++) {
                int across = i % 3 == 0 ? p % n : i % 3 == 1 ? p / n : (p % n + p / n) % n;
                pixels[i * n * n + p] = across == i / 3 % n ? light : 0.05f;
            }
        }
        List<String> names = IntStream.range(0, Math.max(1, classes))
                .mapToObj(Integer::toString)
                .toList();
        return Images.labelled("stripes", VaeVariants.SHAPE, pixels, labels, names);
    }

    @ParameterizedTest
    @MethodSource("all")
    void learnsAndRepeatsToTheBit(VaeSpec spec) {
        Images images = stripes(spec.classes());
        TrainSpec train = TrainSpec.epochs(20).withBatchSize(20).withValidation(images.take(10));
        Vae once = Vae.of(spec);
        Vae again = Vae.of(spec);

        History history = once.fit(images, train);

        List<Double> losses =
                history.epochs().stream().map(epoch -> epoch.metric("loss")).toList();
        assertThat(mean(losses.subList(15, 20))).isLessThan(mean(losses.subList(0, 5)));
        assertThat(history.last().metrics()).containsKeys("loss", "reconstruction", "val_loss", "val_reconstruction");
        again.fit(images, train);
        assertThat(again.weights()).isEqualTo(once.weights());
        assertThat(once.lastRun().verify(Vae.of(spec), images, train)).isEmpty();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("all")
    void comesBackFromAFileAndDrawsTheSame(VaeSpec spec) {
        Images images = stripes(spec.classes());
        Vae vae = Vae.of(spec);
        vae.fit(images, TrainSpec.epochs(1));
        Path file = folder.resolve("model.l4j");

        vae.save(file);
        Vae loaded = Vae.load(file);

        assertThat(loaded.spec()).isEqualTo(spec);
        assertThat(loaded.state()).isEqualTo(vae.state());
        assertThat(loaded.reconstruct(images).pixels())
                .isEqualTo(vae.reconstruct(images).pixels());
        assertThat(loaded.lastRun().differences(vae.lastRun())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void saysWhatItIsMadeOf(VaeSpec spec) {
        Vae vae = Vae.of(spec);
        long parameters =
                (long) vae.summary().longColumn("parameters").get(vae.summary().rowCount() - 1);

        assertThat(parameters).isEqualTo(vae.dl4j().numParams());
        assertThat(vae.summary().name()).startsWith("one program of oneDNN");
        assertThat(vae.stepNorms(stripes(spec.classes())).doubleColumn("update").asList())
                .allSatisfy(norm -> assertThat(norm).isPositive()); // every part learns
    }

    @ParameterizedTest
    @MethodSource("all")
    void codesDecodeToPictures(VaeSpec spec) {
        Images images = stripes(spec.classes());
        Vae vae = Vae.of(spec);

        Posteriors posteriors = vae.encode(images);

        assertThat(posteriors.size()).isEqualTo(COUNT);
        assertThat(vae.reconstruct(images).shape()).isEqualTo(images.shape());
        assertThat(vae.latent()
                        .interpolate(images.take(2), images.select(3, 4), 5)
                        .size())
                .isEqualTo(10);
        assertThat(vae.latent().traverse(images, 3, 2).size()).isEqualTo(3 * posteriors.latentSize());
    }

    @ParameterizedTest
    @MethodSource("gaussian")
    void samplesDependOnTheirSeedOnly(VaeSpec spec) {
        Vae vae = Vae.of(spec);
        IntFunction<Images> draw = seed -> spec.classes() > 0 ? vae.sample(4, 1, seed) : vae.sample(4, seed);

        assertThat(draw.apply(9).pixels()).isEqualTo(draw.apply(9).pixels());
        assertThat(draw.apply(9).pixels()).isNotEqualTo(draw.apply(8).pixels());
    }

    /** A bound of one sample is the ELBO with the KL of that sample. */
    @ParameterizedTest
    @MethodSource("gaussian")
    void theLogLikelihoodRisesWithTheSamplesAboveTheElbo(VaeSpec spec) {
        Images images = stripes(spec.classes());
        Vae vae = Vae.of(spec);
        vae.fit(images, TrainSpec.epochs(3));

        double elbo = vae.elbo(images).value();
        double few = vae.logLikelihood(images, 1).mean();
        double many = vae.logLikelihood(images, 700).mean(); // more than are drawn at once

        assertThat(few).isCloseTo(elbo, within(1.5)); // noise of 50 samples of a KL of a few nats
        assertThat(many).isGreaterThan(few).isGreaterThan(elbo);
        assertThat(vae.anomalyScores(images).mean()).isCloseTo(-elbo, within(1e-9));
    }

    @Test
    void aCorruptedPictureIsStillReconstructedClean() {
        Images images = stripes(0);
        VaeSpec spec = VaeSpec.of(images.shape(), 4)
                .withHidden(32)
                .withLatent(Latent.deterministic(4))
                .withOptimizer(Optimizer.adam(5e-3));
        Vae clean = Vae.of(spec);
        Vae denoising = Vae.of(spec.withCorruption(Corruption.masking(0.4)));
        TrainSpec train = TrainSpec.epochs(300).withBatchSize(10);
        clean.fit(images, train);
        denoising.fit(images, train);
        float[] masked = images.pixels();
        Random random = new Random(3);
        for (int i = 0; i < masked.length; i++) {
            masked[i] = random.nextDouble() < 0.4 ? 0 : masked[i];
        }
        Images dirty = Images.unlabelled("dirty", images.shape(), masked);

        assertThat(distance(denoising.reconstruct(dirty), images))
                .isLessThan(0.7 * distance(clean.reconstruct(dirty), images));
    }

    private static double distance(Images a, Images b) {
        float[] x = a.pixels();
        float[] y = b.pixels();
        return IntStream.range(0, x.length)
                .mapToDouble(i -> (x[i] - y[i]) * (x[i] - y[i]))
                .sum();
    }

    @Test
    void aModelThatIsToldLabelsDrawsThatClass() {
        Images images = stripes(3);
        Vae vae = Vae.of(
                VaeSpec.of(images.shape(), 2).withHidden(24).withClasses(3).withOptimizer(Optimizer.adam(5e-3)));
        vae.fit(images, TrainSpec.epochs(400).withBatchSize(10));

        // the stripes of class 0 stand: columns are even, rows are not
        assertThat(unevenness(vae.sample(40, 0, 1), true)).isLessThan(0.5 * unevenness(vae.sample(40, 0, 1), false));
        assertThat(unevenness(vae.sample(40, 1, 1), false)).isLessThan(0.5 * unevenness(vae.sample(40, 1, 1), true));
    }

    /** Squared differences between neighbours down a column, or along a row. */
    private static double unevenness(Images images, boolean down) {
        int n = images.shape().width();
        double sum = 0;
        for (int i = 0; i < images.size(); i++) {
            float[] x = images.pixels(i);
            for (int p = 0; p < x.length; p++) {
                int next = down ? p + n : p + 1;
                if (down ? next < x.length : next % n != 0) {
                    sum += (x[p] - x[next]) * (x[p] - x[next]);
                }
            }
        }
        return sum;
    }

    @Test
    void aMixturePriorFollowsTheCodes() {
        Images images = stripes(0);
        VaeSpec spec = VaeSpec.of(images.shape(), 2).withHidden(24).withPrior(Prior.mixture(6));
        Vae vae = Vae.of(spec);
        GaussianMixture before = vae.latent().prior();
        vae.fit(images, TrainSpec.epochs(200));
        GaussianMixture after = vae.latent().prior();
        double[][] codes = vae.encode(images).means();

        double gain = Stream.of(codes)
                .mapToDouble(z -> after.logDensity(z) - before.logDensity(z))
                .average()
                .orElseThrow();

        assertThat(gain).isPositive();
    }

    /** Tomczak and Welling 2018: its parts are what the encoder makes of the pseudo-inputs. */
    @Test
    void aVampPriorIsTheMeanOfThePosteriorsOfItsPictures() {
        Images images = stripes(0);
        Vae vae = Vae.of(VaeSpec.of(images.shape(), 2).withHidden(8).withPrior(Prior.vamp(3)));
        vae.fit(images, TrainSpec.epochs(2));
        float[] weights = vae.weights();
        float[] pictures = new float[3 * images.shape().size()];
        for (int i = 0; i < pictures.length; i++) {
            pictures[i] = (float) (1 / (1 + Math.exp(-weights[i]))); // they come first
        }

        Posteriors wanted = vae.encode(Images.unlabelled("pseudo-inputs", images.shape(), pictures));

        GaussianMixture prior = vae.latent().prior();
        for (int c = 0; c < 3; c++) {
            assertThat(prior.weight(c)).isCloseTo(1 / 3.0, within(1e-12));
            assertThat(prior.component(c).mean()).containsExactly(wanted.get(c).mean(), within(1e-5));
            assertThat(prior.component(c).logVariance())
                    .containsExactly(wanted.get(c).logVariance(), within(1e-5));
        }
    }

    @Test
    void partsThatDoNotGoTogetherAreNamed() {
        VaeSpec plain = VaeSpec.of(VaeVariants.SHAPE, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.withPrior(Prior.mixture(2)).withObjective(Objective.betaTc(2)))
                .withMessage(
                        "betaTc(2.0) looks at dimensions one by one, which only standardNormal() has, got the prior mixture(2)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.withClasses(2).withPrior(Prior.vamp(2)))
                .withMessage("the prior vamp has pictures without labels, got 2 classes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.withLatent(Latent.deterministic(3)).withBeta(2))
                .withMessage(
                        "deterministic(3) has no KL for elbo(beta constant(2.0)) to weigh: only gaussian(latentSize) has one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.withLatent(Latent.quantized(8, 2)).withPrior(Prior.vamp(1)))
                .withMessage("only gaussian(latentSize) has a prior, got quantized(8, 2)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.withConvolutions(2)
                        .withLatent(Latent.quantized(8, 2))
                        .withClasses(3))
                .withMessage("a grid of codes has no place for the label, got 3 classes");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        plain.withObjective(Objective.importanceWeighted(5)).withBeta(2))
                .withMessage("beta is the weight of the KL in elbo(), got the objective importanceWeighted(5)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.withClasses(129))
                .withMessage("classes must be in 0..128, got 129");
    }

    @Test
    void codersThatDoNotFitAreNamedWithBothShapes() {
        VaeSpec plain = VaeSpec.of(VaeVariants.SHAPE, 3);
        NetSpec encoder = NetSpec.of(VaeVariants.SHAPE, LayerSpec.conv(2, 3), LayerSpec.dense(5));
        NetSpec decoder = NetSpec.of(new ImageShape(7, 1, 1), LayerSpec.dense(6));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.withCoders(encoder, decoder))
                .withMessage("the decoder must take the code of the encoder, 3x1x1, got an encoder from 1x4x4 to 5x1x1 "
                        + "and a decoder from 7x1x1 to 6x1x1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.withCoders(NetSpec.of(ImageShape.grey(5, 5), LayerSpec.dense(5)), decoder))
                .withMessage("the encoder must take what the model does, 1x4x4, got an encoder from 1x5x5 to 5x1x1 "
                        + "and a decoder from 7x1x1 to 6x1x1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.withCoders(NetSpec.of(VaeVariants.SHAPE, LayerSpec.softmax(3)), decoder))
                .withMessage("the encoder must have hidden layers only, got [softmax(3)]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.withConvolutions(2, 2, 2))
                .withMessage(
                        "3 convolutions halve the picture as often: height and width must be divisible by 8, got 1x4x4");
        assertThatIllegalArgumentException()
                .isThrownBy(plain::withConvolutions)
                .withMessage("convolutional coders must have at least one convolution");
    }

    @Test
    void whatAModelDoesNotHaveIsSaid() {
        Images images = stripes(0);
        Vae plain = Vae.of(VaeSpec.of(images.shape(), 3).withHidden(4));
        Vae autoencoder = Vae.of(plain.spec().withLatent(Latent.deterministic(3)));
        Vae labelled = Vae.of(plain.spec().withClasses(2));
        assertThatIllegalStateException()
                .isThrownBy(() -> autoencoder.elbo(images))
                .withMessage(
                        "only latent variables gaussian(latentSize) have a likelihood, this model has deterministic(3)");
        assertThatIllegalStateException()
                .isThrownBy(() -> autoencoder.sample(3, 1))
                .withMessage(
                        "only latent variables gaussian(latentSize) have a prior, this model has deterministic(3): "
                                + "sample(latent().fitMixture(images, components, seed), n, seed)");
        assertThatIllegalStateException()
                .isThrownBy(() -> labelled.sample(3, 1))
                .withMessage("this model is told labels: use sample(n, label, seed)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> labelled.sample(3, 2, 1))
                .withMessage("label must be in 0..1 for a model that is told 2 classes, got 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> labelled.encode(images))
                .withMessageStartingWith("images must have labels of the model's 2 classes, got Images[stripes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.logLikelihood(images, 0))
                .withMessage("samples must be at least 1, got 0");
        assertThatIllegalStateException()
                .isThrownBy(() -> plain.latent().manifold(5))
                .withMessage("a plane of codes has 2 dimensions, those of this model have 3");
    }
}
