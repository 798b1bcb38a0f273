package io.github.latent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProductTest {
    @TempDir
    private Path project;

    private Path jar;

    @BeforeEach
    void build() throws IOException {
        jar = project.resolve("target/latent4j.jar");
        Files.createDirectories(project.resolve("target/lib"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "lib/a.jar lib/b.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        Files.createFile(project.resolve("target/lib/a.jar"));
        Files.createFile(project.resolve("target/lib/b.jar"));
    }

    @Test
    void theClassPathIsTheJarAndWhatItsManifestNames() {
        assertThat(new Product(Product.jarOf(jar), Path.of("java")).classPath())
                .containsExactly(jar, project.resolve("target/lib/a.jar"), project.resolve("target/lib/b.jar"));
    }

    @Test
    void aJarMovedWithoutItsLibrariesIsRefused() throws IOException {
        Path moved = Files.move(jar, project.resolve("latent4j.jar"));

        assertThatThrownBy(() -> Product.jarOf(moved))
                .isInstanceOf(Failure.class)
                .hasMessage("2 libraries of " + moved + " are missing, among them " + project.resolve("lib/a.jar")
                        + "; the jar works only beside its folder lib/: move both, or build again with `mvn package`");
    }

    @Test
    void aFolderOfClassesIsRefused() {
        assertThatThrownBy(() -> Product.jarOf(project))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("runs from " + project)
                .hasMessageContaining("mvn package");
    }

    @Test
    void aProjectHasNotebooks() throws IOException {
        Product product = new Product(jar, Path.of("java"));
        assertThatThrownBy(product::project).isInstanceOf(Failure.class).hasMessageContaining("no folder notebooks/");

        Files.createDirectory(project.resolve("notebooks"));
        assertThat(product.project()).isEqualTo(project);
    }
}
