package io.github.latent4j.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotebookSizeTest {
    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "yes"})
    void anyValueMakesANotebookSmall(String value) {
        assertThat(NotebookSize.isFast(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "0", "false"})
    void nothingZeroAndFalseLeaveItAsItIs(String value) {
        assertThat(NotebookSize.isFast(value)).isFalse();
    }

    @Test
    void withoutTheVariableItIsAsItIs() {
        assertThat(NotebookSize.isFast(null)).isFalse();
    }

    @Test
    void theEnvironmentDecides() {
        boolean fast = NotebookSize.isFast(System.getenv(NotebookSize.VARIABLE));

        assertThat(NotebookSize.pick(512, 60_000)).isEqualTo(fast ? 512 : 60_000);
    }
}
