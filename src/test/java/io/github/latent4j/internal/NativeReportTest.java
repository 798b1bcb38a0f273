package io.github.latent4j.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeReportTest {
    @Test
    void convolutionsRunOnOneDnnWhereverTheNativeLibraryHasIt() {
        NativeReport report = NativeReport.take();

        assertThat(report.oneDnnInUse()).isEqualTo(report.oneDnnBuiltIn());
        assertThat(report.threads()).isPositive();
        assertThat(report.maxPhysicalBytes()).isPositive();
    }
}
