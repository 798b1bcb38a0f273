package io.github.latent4j.nn;

import static io.github.latent4j.nn.LayerSpec.dense;
import static io.github.latent4j.nn.LayerSpec.softmax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import io.github.latent4j.train.EpochLog;
import io.github.latent4j.train.History;
import io.github.latent4j.train.TrainSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {
    private static final NetSpec SPEC =
            NetSpec.of(ImageShape.grey(1, 3), dense(4).withActivation(Activation.TANH), softmax(2));
    private static final Images TWO = images(0, 1);

    /** One image for each label, always the same for the same label. */
    private static Images images(int... labels) {
        float[] pixels = new float[3 * labels.length];
        for (int i = 0; i < labels.length; i++) {
            pixels[3 * i + labels[i]] = 0.9f;
            pixels[3 * i + 2] = 0.4f;
        }
        return Images.labelled("some", ImageShape.grey(1, 3), pixels, labels, List.of("a", "b"));
    }

    private static float[] weightsAfterOneStep(double rate, Images images, TrainSpec train) {
        Network network = Network.of(SPEC.withOptimizer(Optimizer.sgd(rate)));
        network.fit(images, train);
        return network.weights();
    }

    /** A step is the rate times the mean, which is over three images on the one side and two on the other. */
    @Test
    void aClassOfWeightTwoIsAsIfItsImagesWereThereTwice() {
        float[] weighted = weightsAfterOneStep(0.2, TWO, TrainSpec.epochs(1).withClassWeights(2, 1));
        float[] doubled = weightsAfterOneStep(0.3, images(0, 0, 1), TrainSpec.epochs(1));

        assertThat(weighted)
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-6f ? 0 : 1) // floats
                .containsExactly(doubled);
    }

    @Test
    void aClassOfWeightZeroIsNotLearned() {
        float[] weighted = weightsAfterOneStep(0.2, TWO, TrainSpec.epochs(1).withClassWeights(0, 1));
        float[] alone = weightsAfterOneStep(0.1, images(1), TrainSpec.epochs(1));

        assertThat(weighted)
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-6f ? 0 : 1)
                .containsExactly(alone);
    }

    @Test
    void theValidationIsNotWeighted() {
        Network network = Network.of(SPEC.withOptimizer(Optimizer.sgd(1e-30)));

        History history =
                network.fit(TWO, TrainSpec.epochs(1).withValidation(TWO).withClassWeights(3, 3));

        double plain = history.last().metric(EpochLog.VALIDATION + EpochLog.LOSS);
        assertThat(history.last().metric(EpochLog.LOSS)).isCloseTo(3 * plain, within(1e-6));
    }

    @Test
    void weightsOfAnotherNumberOfClassesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Network.of(SPEC).fit(TWO, TrainSpec.epochs(1).withClassWeights(1, 2, 3)))
                .withMessage("classWeights must have one weight for each of the network's 2 classes, got 3");
    }

    @Test
    void normsOfAStepAreThoseOfTheStepThatIsThenTaken() {
        Network network = Network.of(SPEC.withOptimizer(Optimizer.sgd(0.1)));
        float[] before = network.weights();

        tech.tablesaw.api.Table norms = network.stepNorms(TWO);

        assertThat(network.weights()).isEqualTo(before);
        network.fit(TWO, TrainSpec.epochs(1));
        float[] after = network.weights();
        double squares = 0;
        for (int i = 0; i < 16; i++) { // 3 x 4 weights and 4 biases
            squares += Math.pow(after[i] - before[i], 2);
        }
        assertThat(norms.stringColumn("layer").asList()).containsExactly("dense(4) tanh", "softmax(2)");
        assertThat(norms.doubleColumn("update").get(0)).isCloseTo(Math.sqrt(squares), within(1e-7));
        assertThat(norms.doubleColumn("gradient").get(0)).isCloseTo(10 * Math.sqrt(squares), within(1e-6));
    }
}
