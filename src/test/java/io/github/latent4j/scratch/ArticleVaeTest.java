package io.github.latent4j.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArticleVaeTest {
    private static final int PIXELS = 9;

    /** Bright above or bright below: one bit that a code could tell. */
    private static float[] twoKinds(int n) {
        Random random = new Random(7);
        float[] pictures = new float[n * PIXELS];
        for (int i = 0; i < pictures.length; i++) {
            boolean above = i % PIXELS < 4;
            boolean bright = above == (i / PIXELS % 2 == 0);
            pictures[i] = (bright ? 0.8f : 0.1f) + 0.1f * random.nextFloat();
        }
        return pictures;
    }

    /** Mean squared error of the best single picture for all. */
    private static double constantError(float[] pictures) {
        int n = pictures.length / PIXELS;
        double[] mean = new double[PIXELS];
        for (int i = 0; i < pictures.length; i++) {
            mean[i % PIXELS] += pictures[i] / (double) n;
        }
        double sum = 0;
        for (int i = 0; i < pictures.length; i++) {
            sum += Math.pow(pictures[i] - mean[i % PIXELS], 2);
        }
        return sum / pictures.length;
    }

    private static double error(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.pow(a[i] - b[i], 2);
        }
        return sum / a.length;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void theGradientEqualsFiniteDifferences(int repairs) {
        ArticleVae model = ArticleVae.of(PIXELS, repairs, 1);
        Random random = new Random(2);
        double[] x = random.doubles(4 * PIXELS).toArray();
        double[] noise = {0.3, -1.2, 0.8, 6, -0.5, 1.1, -7, 0.2}; // with codes that are cut
        for (ArrayLayer layer : model.layers()) {
            model.lossAndGradient(x, noise);
            double[] gradient = layer.gradient().clone();
            double[] parameters = layer.parameters();
            double h = 1e-6;
            for (int i = 0; i < parameters.length; i += 1 + parameters.length / 40) {
                double kept = parameters[i];
                parameters[i] = kept + h;
                double above = model.lossAndGradient(x, noise);
                parameters[i] = kept - h;
                double below = model.lossAndGradient(x, noise);
                parameters[i] = kept;
                assertThat(gradient[i]).isCloseTo((above - below) / (2 * h), within(1e-8));
            }
        }
    }

    @Test
    void asWrittenItDoesNotBeatOnePictureForAll() {
        float[] pictures = twoKinds(400);
        ArticleVae model = ArticleVae.of(PIXELS, 0, 1);
        for (int epoch = 0; epoch < 30; epoch++) {
            model.epoch(pictures);
        }

        // the best that a code of noise can do is the constant picture; its size alone may tell a little
        assertThat(error(pictures, model.reconstruct(pictures, 3))).isGreaterThan(0.8 * constantError(pictures));
        assertThat(model.signal(pictures, 20)).isCloseTo(1 / 20.0, within(0.02));
    }

    @Test
    void withARepairedCodeItDoes() {
        float[] pictures = twoKinds(400);
        ArticleVae model = ArticleVae.of(PIXELS, 3, 1);
        double first = model.epoch(pictures);
        for (int epoch = 1; epoch < 29; epoch++) {
            model.epoch(pictures);
        }

        assertThat(model.epoch(pictures)).isLessThan(first);
        assertThat(error(pictures, model.reconstruct(pictures, 3))).isLessThan(0.1 * constantError(pictures));
        assertThat(model.signal(pictures, 20)).isGreaterThan(10);
    }

    @Test
    void codesAreCutUntilMeansAreFree() {
        float[] pictures = twoKinds(5000);

        assertThat(Arrays.stream(ArticleVae.of(PIXELS, 0, 1).codes(pictures, 1)).flatMapToDouble(Arrays::stream))
                .allMatch(z -> Math.abs(z) <= 5);
    }

    @Test
    void aDecodedSampleIsAPicture() {
        ArticleVae model = ArticleVae.of(PIXELS, 1, 1);

        assertThat(model.sample(3, 1)).hasSize(3 * PIXELS).isEqualTo(model.sample(3, 1));
        assertThat(model.reconstruct(twoKinds(2), 5)).isEqualTo(model.decode(model.codes(twoKinds(2), 5)));
    }

    @Test
    void theSameSeedLearnsTheSame() {
        ArticleVae a = ArticleVae.of(PIXELS, 2, 4);
        ArticleVae b = ArticleVae.of(PIXELS, 2, 4);

        assertThat(a.epoch(twoKinds(50))).isEqualTo(b.epoch(twoKinds(50)));
        assertThat(a.sample(1, 1)).isEqualTo(b.sample(1, 1));
    }

    @Test
    void itRefusesWhatDoesNotFit() {
        assertThat(ArticleVae.of(784, 1, 1)).hasToString("ArticleVae[784 pixels, 1 of 3 repairs]");
        assertThatThrownBy(() -> ArticleVae.of(784, 4, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("repairs must be in 0..3, got 4");
        assertThatThrownBy(() -> ArticleVae.of(9, 0, 1).epoch(new float[10]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pictures must hold a positive multiple of 9 pixels, got 10");
        assertThatThrownBy(() -> ArticleVae.of(9, 0, 1).signal(new float[9], 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("draws must be at least 2, got 1");
    }
}
