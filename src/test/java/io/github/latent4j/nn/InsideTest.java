package io.github.latent4j.nn;

import static io.github.latent4j.nn.LayerSpec.conv;
import static io.github.latent4j.nn.LayerSpec.dense;
import static io.github.latent4j.nn.LayerSpec.maxPool;
import static io.github.latent4j.nn.LayerSpec.softmax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import io.github.latent4j.internal.ComputeThread;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.Table;

/** What can be seen inside a network. */
class InsideTest {
    private static final ImageShape SHAPE = ImageShape.grey(8, 8);
    private final Network net = Network.of(NetSpec.of(SHAPE, conv(3, 3), maxPool(2), dense(5), softmax(2)));
    private final Images images = noise(7);

    private static Images noise(int n) {
        Random random = new Random(5);
        float[] pixels = new float[n * SHAPE.size()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat();
        }
        int[] labels = IntStream.range(0, n).map(i -> i % 2).toArray();
        return Images.labelled("noise", SHAPE, pixels, labels, List.of("even", "odd"));
    }

    /** A convolution written out: the kernel on each place of the picture, then ReLU. Sums of ten floats, good to 1e-6. */
    @Test
    void featureMapsAreWhatTheKernelsMakeOfThePicture() {
        LayerMaps kernels = net.kernels(1);
        LayerMaps maps = net.featureMaps(images, 1);

        assertThat(kernels).hasToString("LayerMaps[1: conv(3, 3) relu, 3 of 3x3]");
        assertThat(maps.size()).isEqualTo(3);
        assertThat(maps.height()).isEqualTo(6);
        float[] picture = images.pixels(0);
        for (int k = 0; k < 3; k++) {
            for (int at = 0; at < 36; at++) {
                double sum = 0;
                for (int i = 0; i < 9; i++) {
                    sum += kernels.values()[k][i] * picture[(at / 6 + i / 3) * 8 + at % 6 + i % 3];
                }
                assertThat(maps.values()[k][at]).isCloseTo(Math.max(0, sum), within(1e-6)); // biases begin at 0
            }
        }
    }

    @Test
    void activationsOfALayerAreTheFeatureMapsOfAllImages() {
        Table table = net.activations(images);

        assertThat(table.stringColumn("layer").unique().asList())
                .containsExactlyInAnyOrder("1: conv(3, 3) relu", "2: maxPool(2)", "3: dense(5) relu");
        Table first = table.where(table.stringColumn("layer").isEqualTo("1: conv(3, 3) relu"));
        assertThat(first.rowCount()).isEqualTo(7 * 3 * 36);
        assertThat(first.doubleColumn("activation").get(40))
                .isEqualTo(net.featureMaps(images, 1).values()[1][4]);
    }

    /** The norm of each layer's gradients with those of its biases is the norm that {@link Network#stepNorms} shows. */
    @Test
    void gradientsHaveTheNormThatTheStepHas() {
        float[] before = net.weights();
        Table gradients = net.gradients(images);
        Table norms = net.stepNorms(images);

        assertThat(net.weights()).isEqualTo(before);
        List<String> layers = List.of("1: conv(3, 3) relu", "3: dense(5) relu", "4: softmax(2)");
        for (int i = 0; i < layers.size(); i++) {
            Table layer = gradients.where(gradients.stringColumn("layer").isEqualTo(layers.get(i)));
            double norm = Math.sqrt(layer.doubleColumn("gradient")
                    .multiply(layer.doubleColumn("gradient"))
                    .sum());
            double withBiases = norms.doubleColumn("gradient").get(i);
            assertThat(norm).isGreaterThan(0.2 * withBiases).isLessThanOrEqualTo(withBiases * (1 + 1e-6));
        }
        assertThat(gradients.rowCount()).isEqualTo(27 + 27 * 5 + 10);
    }

    /** Softmax's weights: the mean over the images of feature times (probability - label), by hand. */
    @Test
    void theLastLayersGradientsAreFeaturesTimesErrors() {
        Table gradients = net.gradients(images);
        Table last = gradients.where(gradients.stringColumn("layer").isEqualTo("4: softmax(2)"));
        double[][] features = net.features(images);
        Predictions predictions = net.predict(images);
        double[] wanted = new double[10];
        for (int c = 0; c < 2; c++) {
            for (int f = 0; f < 5; f++) {
                for (int i = 0; i < images.size(); i++) {
                    double error = predictions.probability(i, c) - (images.label(i) == c ? 1 : 0);
                    wanted[c * 5 + f] += features[i][f] * error / images.size();
                }
            }
        }

        assertThat(last.doubleColumn("gradient").asDoubleArray()).containsExactly(wanted, within(1e-6));
    }

    @Test
    void aUnitIsDeadIfNoImageMovesIt() {
        ComputeThread.run(() -> {
            INDArray biases = net.dl4j().getLayer(3).getParam("b");
            biases.putScalar(0, -100);
            biases.putScalar(3, -100);
        });

        Table dead = net.deadUnits(images);

        assertThat(dead.stringColumn("layer").asList())
                .containsExactly("1: conv(3, 3) relu", "2: maxPool(2)", "3: dense(5) relu");
        assertThat(dead.intColumn("units").asList()).containsExactly(3 * 36, 27, 5);
        long silent = IntStream.range(0, 5)
                .filter(unit -> IntStream.range(0, images.size()).allMatch(i -> net.features(images)[i][unit] == 0))
                .count();
        assertThat(dead.intColumn("dead").get(2)).isEqualTo((int) silent).isGreaterThanOrEqualTo(2);
    }

    @Test
    void errorsNameTheLayer() {
        assertThatThrownBy(() -> net.featureMaps(images, 5)).hasMessage("layer must be in 1..4, got 5");
        assertThatThrownBy(() -> net.kernels(3)).hasMessage("layer must be a convolution, got 3: dense(5) relu");
    }
}
