package io.github.latent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latent4j.cli.Finding.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelsTest {
    @TempDir
    private Path data;

    @Test
    void aFolderWithoutAKernelSaysNothing() {
        assertThat(Kernels.kernel(data)).isEmpty();
    }

    @Test
    void oursIsFineWhileItsJarAndItsJdkExist() throws IOException {
        Path jar = Files.createFile(data.resolve("latent4j.jar"));
        KernelSpec.install(new Product(jar, jar), data);
        assertThat(verdict()).isEqualTo(Verdict.OK);

        Files.delete(jar);
        assertThat(verdict()).isEqualTo(Verdict.PROBLEM);
        assertThat(Kernels.kernel(data).orElseThrow().text()).endsWith("starts " + jar + ", which does not exist");
    }

    @Test
    void aMissingLogoIsANote() throws IOException {
        Path jar = Files.createFile(data.resolve("latent4j.jar"));
        KernelSpec kernel = KernelSpec.install(new Product(jar, jar), data);
        Files.delete(kernel.folder().resolve("logo-64x64.png"));

        assertThat(verdict()).isEqualTo(Verdict.NOTE);
        assertThat(Kernels.kernel(data).orElseThrow().text()).endsWith("lacks [logo-64x64.png]");
    }

    @Test
    void settingsAreShownAndWrongOnesAreProblems() {
        assertThat(Kernels.settings(Map.of("HOME", "/home/ada"))).isEmpty();
        assertThat(Kernels.settings(Map.of("LATENT4J_JVM_OPTS", "-Xmx1g", "IJAVA_TIMEOUT", "30 SECONDS")))
                .extracting(Finding::text)
                .containsExactly("LATENT4J_JVM_OPTS=-Xmx1g", "IJAVA_TIMEOUT=30 SECONDS");
        assertThat(Kernels.settings(Map.of("LATENT4J_JVM_OPTS", "4g", "IJAVA_TIMEOUT", "soon")))
                .filteredOn(finding -> finding.verdict() == Verdict.PROBLEM)
                .hasSize(2);
    }

    @Test
    void somebodyElsesIsANote() throws IOException {
        Files.createDirectories(KernelSpec.folderIn(data));
        Files.writeString(
                KernelSpec.folderIn(data).resolve("kernel.json"), "{\"argv\": [\"python\", \"-m\", \"xjava\"]}");

        assertThat(verdict()).isEqualTo(Verdict.NOTE);
    }

    @Test
    void aBrokenDescriptionIsAProblem() throws IOException {
        Files.createDirectories(KernelSpec.folderIn(data));
        Files.writeString(KernelSpec.folderIn(data).resolve("kernel.json"), "{");

        assertThat(verdict()).isEqualTo(Verdict.PROBLEM);
    }

    private Verdict verdict() {
        return Kernels.kernel(data).orElseThrow().verdict();
    }
}
