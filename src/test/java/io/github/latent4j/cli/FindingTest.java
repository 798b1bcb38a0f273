package io.github.latent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FindingTest {
    private static final Finding FINE = Finding.ok("JDK", "21");
    private static final Finding ABSENT = Finding.note("Jupyter", "none", "make one");
    private static final Finding BROKEN = Finding.problem("kernel", "its jar is gone", "install it again");

    @Test
    void onlyAProblemFails() {
        assertThat(Finding.exitCode(List.of(FINE))).isZero();
        assertThat(Finding.exitCode(List.of(FINE, ABSENT))).isZero();
        assertThat(Finding.exitCode(List.of(FINE, BROKEN, ABSENT))).isEqualTo(1);
    }

    @Test
    void theTableHasColumnsAndARemedyBelowItsRow() {
        assertThat(Finding.table(List.of(FINE, BROKEN)).lines())
                .containsExactly(
                        "ok       JDK     21",
                        "problem  kernel  its jar is gone",
                        "                 -> install it again");
    }
}
