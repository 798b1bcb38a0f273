package io.github.latent4j.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ExpectationTest {
    @Test
    void itSaysWhatWasFound() {
        assertThat(Expectation.met("accuracy", 0.9123456, 0.9, 1))
                .hasToString("accuracy 0.9123, expected between 0.9000 and 1");
    }

    @Test
    void aNumberOutsideEndsTheNotebook() {
        assertThatThrownBy(() -> Expectation.met("accuracy", 0.5, 0.9, 1))
                .isInstanceOf(AssertionError.class)
                .hasMessage("accuracy should be between 0.9000 and 1, got 0.5000");
        assertThatThrownBy(() -> Expectation.met("loss", Double.NaN, 0, 1))
                .isInstanceOf(AssertionError.class)
                .hasMessage("loss should be between 0 and 1, got NaN");
    }
}
