package io.github.latent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JvmFlagsTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @Test
    void thisJvmAcceptsThem() {
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(JvmFlags.all());
        command.add("-XshowSettings:properties");
        command.add("-version");

        assertThat(Child.answer(command.toArray(String[]::new))).isPresent();
    }

    @Test
    void aJvmWithoutThemIsTold() {
        assertThat(JvmFlags.inForce()).isFalse();
    }
}
