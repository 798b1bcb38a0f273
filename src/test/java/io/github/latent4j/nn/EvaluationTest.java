package io.github.latent4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    /** Of four cats three are found, one is taken for a dog; the one dog is found; nothing is taken for a fish. */
    private static final Evaluation EVALUATION =
            Evaluation.of(List.of("cat", "dog", "fish"), new int[] {0, 0, 0, 0, 1, 2}, new int[] {0, 0, 0, 1, 1, 1});

    @Test
    void accuracyIsTheShareOfRightAnswers() {
        assertThat(EVALUATION.accuracy()).isEqualTo(4 / 6.0);
        assertThat(EVALUATION.size()).isEqualTo(6);
    }

    @Test
    void precisionAndRecallFollowTheirDefinitions() {
        assertThat(EVALUATION.precision(0)).isEqualTo(1);
        assertThat(EVALUATION.recall(0)).isEqualTo(0.75);
        assertThat(EVALUATION.f1(0)).isEqualTo(2 * 0.75 / 1.75);
        assertThat(EVALUATION.precision(1)).isEqualTo(1 / 3.0);
        assertThat(EVALUATION.recall(1)).isEqualTo(1);
        assertThat(EVALUATION.support(0)).isEqualTo(4);
    }

    @Test
    void theConfusionMatrixHasActualClassesAsRows() {
        assertThat(EVALUATION.confusion().columnNames()).containsExactly("actual", "cat", "dog", "fish");
        assertThat(EVALUATION.confusion().row(0).getInt("dog")).isEqualTo(1);
        assertThat(EVALUATION.count(2, 1)).isEqualTo(1);
    }

    @Test
    void aClassThatNothingWasTakenForHasNoPrecision() {
        assertThat(EVALUATION.precision(2)).isNaN();
        assertThat(EVALUATION.recall(2)).isZero();
        assertThat(EVALUATION.f1(2)).isZero();
    }

    @Test
    void printsAccuracyAndOneLineAClass() {
        assertThat(EVALUATION.toString())
                .startsWith("accuracy 0.6667 on 6 images")
                .contains("cat", "0.857");
    }

    @Test
    void labelsThatDoNotFitAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evaluation.of(List.of("a"), new int[2], new int[3]))
                .withMessage("actual has 2 labels but predicted has 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evaluation.of(List.of("a"), new int[] {0}, new int[] {1}))
                .withMessage("labels must be in 0..0, got actual 0 and predicted 1 for example 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evaluation.of(List.of("a"), new int[0], new int[0]))
                .withMessage("actual must hold at least one label");
    }
}
