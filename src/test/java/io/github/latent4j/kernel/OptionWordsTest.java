package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OptionWordsTest {
    @Test
    void whiteSpaceSeparatesWords() {
        assertThat(OptionWords.of(" -Xmx2g \t-ea\n")).containsExactly("-Xmx2g", "-ea");
        assertThat(OptionWords.of("  ")).isEmpty();
    }

    @Test
    void quotesKeepWhatIsBetweenThem() {
        assertThat(OptionWords.of("-Da=\"b c\" '-Dd=e f' \"\"")).containsExactly("-Da=b c", "-Dd=e f", "");
        assertThat(OptionWords.of("-Dq=\"it's\"")).containsExactly("-Dq=it's");
    }

    @Test
    void aBackslashIsNothingSpecial() {
        assertThat(OptionWords.of("-Dhome=C:\\data \"-Dp=C:\\my data\\\""))
                .containsExactly("-Dhome=C:\\data", "-Dp=C:\\my data\\");
    }

    @Test
    void anOpenQuoteIsRefused() {
        assertThatThrownBy(() -> OptionWords.of("-Da=\"b c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a quote must be closed, got \"b c");
    }
}
