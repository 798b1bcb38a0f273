package io.github.latent4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.data.Datasets;
import io.github.latent4j.data.Images;
import io.github.latent4j.data.Split;
import io.github.latent4j.nn.LayerSpec;
import io.github.latent4j.nn.NetSpec;
import io.github.latent4j.nn.Network;
import io.github.latent4j.train.TrainSpec;
import io.github.latent4j.vae.Vae;
import io.github.latent4j.vae.VaeSpec;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On MNIST and Fashion-MNIST as published: run by {@code mvn -Pfull-data verify}. */
@Tag("full-data")
class FullDataTest {
    @Test
    void theMeanPixelsAreTheWellKnownOnes() {
        assertThat(meanPixel(Datasets.mnist().train())).isCloseTo(0.1307, within(5e-5)); // as published, four digits
        assertThat(meanPixel(Datasets.fashionMnist().train())).isCloseTo(0.2860, within(5e-5));
    }

    @Test
    void theBundledSetIsAPartOfTheFullSet() {
        Split full = Datasets.fashionMnist();
        Split mini = Datasets.fashionMini();

        assertThat(pictures(full.train())).containsAll(pictures(mini.train()));
        assertThat(pictures(full.test())).containsAll(pictures(mini.test()));
    }

    /** Published networks of this size reach 98.45 % after one epoch; 0.5 points for another seed and batch size. */
    @Test
    void oneEpochOfMnistTeachesTheNetworkOfTheCourse98Percent() {
        Split mnist = Datasets.mnist();
        Network network = Network.of(NetSpec.of(
                mnist.train().shape(),
                LayerSpec.conv(32, 3),
                LayerSpec.maxPool(2),
                LayerSpec.conv(64, 3),
                LayerSpec.maxPool(2),
                LayerSpec.conv(64, 3),
                LayerSpec.dense(64),
                LayerSpec.softmax(10)));

        network.fit(mnist.train(), TrainSpec.epochs(1).withBatchSize(64));

        assertThat(network.evaluate(mnist.test()).accuracy()).isGreaterThan(0.98);
    }

    /** An independent implementation has 263.5 nats after the first and 255.2 after the second epoch. */
    @Test
    void twoEpochsOfFashionMnistTeachTheAutoencoderWhatTheyShould() {
        Split fashion = Datasets.fashionMnist();
        Vae vae = Vae.of(VaeSpec.of(fashion.train().shape(), 20));

        vae.fit(fashion.train(), TrainSpec.epochs(2));

        assertThat(-vae.elbo(fashion.test()).value()).isCloseTo(255.2, within(2.0)); // another initialisation
    }

    private static double meanPixel(Images images) {
        double sum = 0;
        float[] pixels = images.pixels();
        for (float pixel : pixels) {
            sum += pixel;
        }
        return sum / pixels.length;
    }

    private static Set<Integer> pictures(Images images) {
        Set<Integer> hashes = new HashSet<>();
        for (int i = 0; i < images.size(); i++) {
            hashes.add(31 * Arrays.hashCode(images.pixels(i)) + images.label(i));
        }
        return hashes;
    }
}
