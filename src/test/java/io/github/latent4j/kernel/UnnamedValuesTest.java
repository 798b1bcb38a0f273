package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class UnnamedValuesTest {
    private OpenKernel kernel;

    @BeforeEach
    void open() {
        kernel = new OpenKernel();
    }

    @AfterEach
    void close() {
        kernel.close();
    }

    @Test
    void theValuesOfTheLastExpressionsCanBeUsedByTheirNumber() throws Exception {
        kernel.text("20 + 1");
        assertThat(kernel.text("$1 * 2")).isEqualTo("42");
    }

    @Test
    void anOldValueThatACellNamedStaysAndOthersAreForgotten() throws Exception {
        kernel.text("20 + 1");
        kernel.text("20 + 2");
        kernel.text("var twice = $1 * 2; twice");
        for (int i = 0; i < 30; i++) {
            kernel.text("1 + " + i);
        }
        assertThat(kernel.text("$1 + twice")).isEqualTo("63");
        assertThat(kernel.fail("$2")).hasMessageContaining("cannot find symbol");
    }
}
