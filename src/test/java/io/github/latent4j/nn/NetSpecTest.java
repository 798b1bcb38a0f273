package io.github.latent4j.nn;

import static io.github.latent4j.nn.LayerSpec.batchNorm;
import static io.github.latent4j.nn.LayerSpec.conv;
import static io.github.latent4j.nn.LayerSpec.dense;
import static io.github.latent4j.nn.LayerSpec.dropout;
import static io.github.latent4j.nn.LayerSpec.maxPool;
import static io.github.latent4j.nn.LayerSpec.softmax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.latent4j.data.ImageShape;
import org.junit.jupiter.api.Test;

class NetSpecTest {
    private static final ImageShape INPUT = ImageShape.grey(28, 28);

    /** Three convolutions and two dense layers: the network of the course. */
    static final NetSpec ARTICLE =
            NetSpec.of(INPUT, conv(32, 3), maxPool(2), conv(64, 3), maxPool(2), conv(64, 3), dense(64), softmax(10));

    @Test
    void theNetworkOfTheCourseHas93322Parameters() {
        assertThat(ARTICLE.parameters()).isEqualTo(93_322);
    }

    @Test
    void shapesFollowTheLayers() {
        assertThat(ARTICLE.shapes())
                .extracting(ImageShape::toString)
                .containsExactly("1x28x28", "32x26x26", "32x13x13", "64x11x11", "64x5x5", "64x3x3", "64x1x1", "10x1x1");
    }

    @Test
    void deeplearning4jCountsTheSameParameters() {
        NetSpec all = NetSpec.of(
                new ImageShape(3, 13, 9),
                conv(5, 3).withPadding(LayerSpec.Padding.SAME).withStride(2),
                batchNorm(),
                maxPool(2),
                dropout(0.5),
                dense(7),
                batchNorm(),
                softmax(4));

        assertThat(Network.of(all).dl4j().numParams()).isEqualTo(all.parameters());
        assertThat(Network.of(ARTICLE).dl4j().numParams()).isEqualTo(ARTICLE.parameters());
    }

    @Test
    void aLayerBehindEachStandsBehindAllButTheLast() {
        NetSpec spec = NetSpec.mlp(INPUT, Activation.TANH, 10, 5, 6).withSeed(3).withBehindEach(dropout(0.2));

        assertThat(spec.layers())
                .extracting(LayerSpec::toString)
                .containsExactly("dense(5) tanh", "dropout(0.2)", "dense(6) tanh", "dropout(0.2)", "softmax(10)");
        assertThat(spec.seed()).isEqualTo(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec.withBehindEach(softmax(10)))
                .withMessageStartingWith("layers must have softmax only at the end, got [");
    }

    @Test
    void aLayerThatDoesNotFitIsNamedWithItsInput() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetSpec.of(INPUT, maxPool(14), conv(8, 3), softmax(10)))
                .withMessage("layer 2, conv(8, 3) relu: the kernel of 3x3 does not fit into the input 1x2x2");
    }

    @Test
    void onlyAsManyPlainUnitsBecomeAPicture() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetSpec.of(INPUT, dense(10), LayerSpec.reshape(3, 2, 2), softmax(10)))
                .withMessage("layer 2, reshape(3x2x2): it takes 12 plain units, got 10x1x1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetSpec.of(INPUT, LayerSpec.reshape(4, 14, 14), softmax(10)))
                .withMessage("layer 1, reshape(4x14x14): it takes 784 plain units, got 1x28x28");
    }

    @Test
    void theLastLayerAndOnlyTheLastIsSoftmax() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Network.of(NetSpec.of(INPUT, dense(10))))
                .withMessage("the layers of a classifier must end with softmax(classes), got [dense(10) relu]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetSpec.of(INPUT, softmax(10), softmax(10)))
                .withMessage("layers must have softmax only at the end, got [softmax(10), softmax(10)]");
        assertThatIllegalArgumentException().isThrownBy(() -> NetSpec.of(INPUT));
    }

    @Test
    void sizesOutOfRangeAreNamedWithTheirValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> conv(0, 3))
                .withMessage("filters must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dropout(1))
                .withMessage("rate must be in [0, 1), got 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> softmax(1))
                .withMessage("classes must be at least 2, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Optimizer.adam(Double.NaN))
                .withMessage("rate must be finite and > 0, got NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Optimizer.momentum(0.1, 1))
                .withMessage("momentum must be in [0, 1), got 1.0");
    }

    @Test
    void aNetTooLargeForTheMachineIsRefusedAndTheProcessLives() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Network.of(NetSpec.of(INPUT, dense(2_000_000_000), softmax(10))))
                .withMessageStartingWith("the layers hold 1,590,000,000,010 values, which need 25,440,000 MB");
    }
}
