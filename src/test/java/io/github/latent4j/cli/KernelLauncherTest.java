package io.github.latent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelLauncherTest {
    private static final Product PRODUCT = new Product(Path.of("latent4j.jar"), Path.of("java"));

    @Test
    void theUsersOptionsComeBehindOursWhereTheyWin() {
        assertThat(KernelLauncher.command(
                        PRODUCT, List.of("-XX:MaxRAMPercentage=30"), List.of("-Xmx2g", "-ea"), Path.of("c.json")))
                .containsExactly(
                        "java", "-XX:MaxRAMPercentage=30", "-Xmx2g", "-ea", "-jar", "latent4j.jar", "kernel", "c.json");
    }

    @Test
    void whatAJvmDoesNotKnowIsNotPassedToIt() {
        List<String> ours = List.of(
                "-XX:+IgnoreUnrecognizedVMOptions", "--sun-misc-unsafe-memory-access=allow", "-XX:AOTCache=a", "-Da=b");

        assertThat(JvmFlags.strict(ours, 17)).containsExactly("-Da=b");
        assertThat(JvmFlags.strict(ours, 21)).containsExactly("-Da=b");
        assertThat(JvmFlags.strict(ours, 25))
                .containsExactly("--sun-misc-unsafe-memory-access=allow", "-XX:AOTCache=a", "-Da=b");
    }

    @Test
    void anOptionMayHaveItsValueBehindIt() {
        assertThat(KernelLauncher.words("--add-opens java.base/java.lang=ALL-UNNAMED -ea"))
                .containsExactly("--add-opens", "java.base/java.lang=ALL-UNNAMED", "-ea");
    }

    @Test
    void whatIsNoOptionIsNamed() {
        assertThatThrownBy(() -> KernelLauncher.words("-Xmx 4g"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("LATENT4J_JVM_OPTS: each option must begin with -, got 4g");
        assertThatThrownBy(() -> KernelLauncher.words("-Da='b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("LATENT4J_JVM_OPTS: a quote must be closed, got 'b");
    }
}
