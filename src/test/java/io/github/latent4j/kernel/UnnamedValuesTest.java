package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class UnnamedValuesTest {
    private final RecordedOutput output = new RecordedOutput();
    private JavaKernel kernel;

    @BeforeEach
    void open() {
        kernel = JavaKernel.open(output);
    }

    @AfterEach
    void close() {
        kernel.close();
    }

    @Test
    void theValuesOfTheLastExpressionsCanBeUsedByTheirNumber() throws Exception {
        text("20 + 1");
        assertThat(text("$1 * 2")).isEqualTo("42");
    }

    @Test
    void anOldValueThatACellNamedStaysAndOthersAreForgotten() throws Exception {
        text("20 + 1");
        text("20 + 2");
        text("var twice = $1 * 2; twice");
        for (int i = 0; i < 30; i++) {
            text("1 + " + i);
        }
        assertThat(text("$1 + twice")).isEqualTo("63");
        CellException failure = catchThrowableOfType(CellException.class, () -> text("$2"));
        assertThat(failure).hasMessageContaining("cannot find symbol");
    }

    private String text(String source) throws CellException {
        return Objects.requireNonNull(kernel.execute(source, 1, output), source)
                .getAsJsonObject("data")
                .get("text/plain")
                .getAsString();
    }
}
