package io.github.latent4j.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import io.github.latent4j.internal.ComputeThread;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** On a model whose encoder and decoder are each other's inverse, and linear: there the right pictures are known. */
class LatentSpaceTest {
    private static final ImageShape SHAPE = ImageShape.grey(1, 2);
    private static final Images SOME = images(0.2f, 0.3f, 0.8f, 0.4f, 0.5f, 0.9f, 0.6f, 0.1f);
    private final Vae vae = model(); // not static: the compute thread would wait for the class to be there

    private static Images images(float... pixels) {
        return Images.unlabelled("pairs", SHAPE, pixels);
    }

    /** z = 4 (x - 0.5), and back. */
    private static Vae model() {
        Vae model = Vae.of(VaeSpec.of(SHAPE, 2).withHidden().withLikelihood(Likelihood.gaussian(0.1)));
        ComputeThread.run(() -> {
            model.dl4j().getLayer(0).getParam("W").assign(Nd4j.createFromArray(new double[][] {
                {4, 0, 0, 0}, {0, 4, 0, 0}
            }));
            model.dl4j().getLayer(0).getParam("b").assign(Nd4j.createFromArray(new double[][] {{-2, -2, -4, -4}}));
            model.dl4j().getLayer(2).getParam("W").assign(Nd4j.createFromArray(new double[][] {{0.25, 0}, {0, 0.25}}));
            model.dl4j().getLayer(2).getParam("b").assign(0.5);
        });
        return model;
    }

    private static void assertPixels(Images got, double... wanted) {
        double[] pixels = new double[got.size() * 2];
        float[] floats = got.pixels();
        Arrays.setAll(pixels, i -> floats[i]);
        assertThat(pixels).containsExactly(wanted, within(1e-6));
    }

    @Test
    void aLineGoesEvenlyFromOneToTheOther() {
        Images line = vae.latent().interpolate(SOME.take(2), SOME.select(2, 3), 3);

        assertPixels(line, 0.2, 0.3, 0.35, 0.6, 0.5, 0.9, 0.8, 0.4, 0.7, 0.25, 0.6, 0.1);
    }

    @Test
    void aGreatCircleTurnsEvenlyAndKeepsItsLength() {
        double[] a = {2, 0, 0};
        double[] b = {0, 4, 0};

        assertThat(LatentSpace.onSphere(a, b, 0)).containsExactly(a, within(1e-12));
        assertThat(LatentSpace.onSphere(a, b, 1)).containsExactly(b, within(1e-12));
        double half = 3 * Math.sqrt(0.5);
        assertThat(LatentSpace.onSphere(a, b, 0.5)).containsExactly(new double[] {half, half, 0}, within(1e-12));
        double third = 2 + 2 / 3.0;
        assertThat(LatentSpace.onSphere(a, b, 1 / 3.0))
                .containsExactly(new double[] {third * Math.cos(Math.PI / 6), third * 0.5, 0}, within(1e-12));
    }

    @Test
    void betweenCodesWithoutAnAngleTheCircleIsALine() {
        assertThat(LatentSpace.onSphere(new double[] {1, 1}, new double[] {3, 3}, 0.5))
                .containsExactly(new double[] {2, 2}, within(1e-12));
        assertThat(LatentSpace.onSphere(new double[] {0, 0}, new double[] {4, 2}, 0.5))
                .containsExactly(new double[] {2, 1}, within(1e-12));
        assertThat(LatentSpace.onSphere(new double[] {1, 0}, new double[] {-1, 0}, 0.5))
                .containsExactly(new double[] {0, 0}, within(1e-12));
    }

    @Test
    void aTraversalChangesOneNumberAtATime() {
        Images pictures = vae.latent().traverse(SOME, 3, 2);

        assertPixels(pictures, 0, 0.3, 0.5, 0.3, 1, 0.3, 0.2, 0, 0.2, 0.5, 0.2, 1);
    }

    @Test
    void theManifoldRunsOverTheQuantilesOfThePriorRightwardsAndUpwards() {
        double quarter = 0.25 * 0.6744897502; // the upper quartile of N(0, 1), decoded
        Images plane = vae.latent().manifold(2);

        assertPixels(
                plane,
                0.5 - quarter,
                0.5 + quarter,
                0.5 + quarter,
                0.5 + quarter,
                0.5 - quarter,
                0.5 - quarter,
                0.5 + quarter,
                0.5 - quarter);
    }

    @Test
    void thePlaneRunsInEqualStepsRightwardsAndUpwards() {
        Images plane = vae.latent().plane(2, 1.2);

        assertPixels(plane, 0.2, 0.8, 0.8, 0.8, 0.2, 0.2, 0.8, 0.2); // a code is decoded to 0.5 + a quarter of it
        assertThatThrownBy(() -> vae.latent().plane(1, 1)).hasMessage("side must be at least 2, got 1");
        assertThatThrownBy(() -> vae.latent().plane(2, 0)).hasMessage("reach must be finite and > 0, got 0.0");
    }

    @Test
    void thePlaneOfABoxHasItsCornersThere() {
        double[] box = vae.latent().box(images(0.2f, 0.3f, 0.4f, 0.1f));

        assertThat(box).containsExactly(new double[] {-1.2, -0.4, -1.6, -0.8}, within(1e-5));
        assertPixels(vae.latent().plane(2, box), 0.2, 0.3, 0.4, 0.3, 0.2, 0.1, 0.4, 0.1);
        assertThatThrownBy(() -> vae.latent().plane(2, 1, 2, 3)).hasMessage("box must have 4 numbers, got 3");
    }

    @Test
    void theNearestImageOfASetThatHasTheQueryIsItself() {
        Images found = vae.latent().nearest(SOME.select(2), SOME, 3);

        // then by distance: (0.8, 0.4) is 0.58 from (0.5, 0.9), (0.2, 0.3) is 0.67, (0.6, 0.1) is 0.81
        assertPixels(found, 0.5, 0.9, 0.5, 0.9, 0.8, 0.4, 0.2, 0.3);
    }

    @Test
    void anAnalogyAddsTheDifferenceOfTheMeans() {
        Images a = images(0.2f, 0.2f, 0.4f, 0.2f);
        Images b = images(0.3f, 0.3f, 0.5f, 0.5f);

        assertPixels(vae.latent().analogy(a, b, SOME.take(2)), 0.3, 0.5, 0.9, 0.6);
    }

    @Test
    void aMixtureIsFittedToTheCodes() {
        Random random = new Random(2);
        float[] pixels = new float[2 * 600];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) Math.max(0, Math.min(1, (i / 2 % 2 == 0 ? 0.25 : 0.75) + 0.04 * random.nextGaussian()));
        }

        CodeDistribution codes = vae.latent().fitMixture(images(pixels), 2, 1);

        Images drawn = vae.sample(codes, 500, 3);
        long middle = 0;
        for (int i = 0; i < drawn.size(); i++) {
            middle += Math.abs(drawn.pixels(i)[0] - 0.5) < 0.1 ? 1 : 0;
        }
        assertThat(middle).isLessThan(15); // from the prior it would be a third
    }

    @Test
    void whatCannotBeIsSaid() {
        LatentSpace latent = vae.latent();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> latent.interpolate(SOME, SOME.take(1), 5))
                .withMessage("from has 4 images but to has 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> latent.interpolate(SOME, SOME, 1))
                .withMessage("steps must be at least 2, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> latent.traverse(SOME, 3, -1))
                .withMessage("range must be finite and > 0, got -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> latent.nearest(SOME, SOME, 5))
                .withMessage("count must be in 1..4 (the size of the gallery), got 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> vae.sample(GaussianMixture.standardNormal(3), 1, 1))
                .withMessage(
                        "codes must have the model's 2 dimensions, got GaussianMixture[1 components, 3 dimensions]");
    }
}
