package io.github.latent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latent4j.cli.Finding.Verdict;
import io.github.latent4j.internal.NativeReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativesTest {
    @ParameterizedTest
    @CsvSource({"true, true, OK", "true, false, PROBLEM", "false, false, NOTE"})
    void oneDnnIsAProblemOnlyWhereItIsThereAndNotUsed(boolean builtIn, boolean inUse, Verdict verdict) {
        NativeReport report = new NativeReport("OPENBLAS, AVX2", builtIn, inUse, "3.13.0", true, 2, 1L << 30, 2L << 30);

        assertThat(Natives.of(report))
                .filteredOn(finding -> finding.subject().equals("oneDNN"))
                .singleElement()
                .extracting(Finding::verdict)
                .isEqualTo(verdict);
    }

    @Test
    void aMachineWithoutProgramsIsToldWhatThatMeans() {
        NativeReport report = new NativeReport(
                "OPENBLAS, generic", false, false, "there is none for aarch64", false, 2, 1L << 30, 2L << 30);

        assertThat(Natives.of(report))
                .filteredOn(finding -> finding.subject().equals("programs"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.verdict()).isEqualTo(Verdict.NOTE);
                    assertThat(finding.text())
                            .isEqualTo("networks run layer by layer in Deeplearning4j: there is none for aarch64");
                });
    }

    @Test
    void boundsAreInGigabytes() {
        NativeReport report = new NativeReport("OPENBLAS, AVX2", true, true, "3.13.0", true, 2, 1L << 30, 2L << 30);

        assertThat(Finding.table(Natives.of(report)))
                .contains("OPENBLAS, AVX2, 2 threads", "arrays up to 1.0 GB, whole process up to 2.0 GB");
    }
}
