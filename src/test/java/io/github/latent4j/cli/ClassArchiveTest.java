package io.github.latent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    private static final Path FOLDER = Path.of("kernels", "java");

    @Test
    void aJdkOf25TakesACacheAndAnOlderOneAnArchive() {
        assertThat(ClassArchive.in(FOLDER, 17).flags())
                .containsExactly("-Xlog:disable", "-XX:SharedArchiveFile=" + FOLDER.resolve("classes.jsa"));
        assertThat(ClassArchive.in(FOLDER, 21)).isEqualTo(ClassArchive.in(FOLDER, 17));
        assertThat(ClassArchive.in(FOLDER, 24)).isEqualTo(ClassArchive.in(FOLDER, 17));
        assertThat(ClassArchive.in(FOLDER, 25).flags())
                .containsExactly("-Xlog:disable", "-XX:AOTCache=" + FOLDER.resolve("classes.aot"));
    }

    @Test
    void itIsFoundInTheCommandThatUsesIt() {
        KernelSpec plain = new KernelSpec(FOLDER, List.of("java", "-Da=b", "-jar", "latent4j.jar"));
        assertThat(ClassArchive.of(plain)).isEmpty();
        for (int java : new int[] {17, 25}) {
            ClassArchive archive = ClassArchive.in(FOLDER, java);
            assertThat(ClassArchive.of(plain.withFlags(archive.flags()))).contains(archive);
        }
    }

    @Test
    void aFileThatIsNoneDoesNotFit(@TempDir Path folder) throws Exception {
        ClassArchive archive = ClassArchive.in(folder, Runtime.version().feature());
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        KernelSpec kernel =
                new KernelSpec(folder, List.of(java.toString(), "-jar", "latent4j.jar")).withFlags(archive.flags());

        assertThat(archive.fits(kernel)).isFalse();
        Files.writeString(archive.file(), "no archive");
        assertThat(archive.fits(kernel)).isFalse();
    }
}
