package io.github.latent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latent4j.cli.Finding.Verdict;
import org.junit.jupiter.api.Test;

class MachineTest {
    @Test
    void theJdkThatRunsTheTestsIsFine() {
        assertThat(Machine.jdk().verdict()).isEqualTo(Verdict.OK);
        assertThat(Machine.jdk().text()).startsWith(System.getProperty("java.version"));
    }

    @Test
    void theProcessorIsNamedWithItsCores() {
        assertThat(Machine.processor().text())
                .contains(Runtime.getRuntime().availableProcessors() + " core")
                .doesNotContain("unknown");
    }

    @Test
    void memoryIsInGigabytes() {
        assertThat(Machine.memory().text())
                .matches("\\d+\\.\\d GB in this machine or container; heap up to \\d+\\.\\d GB");
    }
}
