package io.github.latent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellCommandTest {
    @Test
    void codeRunsOnOurClassPathWithOurFlagsAndScriptsComeLast(@TempDir Path folder) throws Exception {
        Path jar = folder.resolve("latent4j.jar");
        new JarOutputStream(Files.newOutputStream(jar), new Manifest()).close();

        List<String> arguments = ShellCommand.arguments(
                new Product(jar, Path.of("java")), Path.of("start.jsh"), List.of(Path.of("cnn.jsh")));

        assertThat(arguments).containsSequence("--class-path", jar.toString());
        assertThat(arguments).containsSequence("--startup", "DEFAULT", "--startup", "start.jsh");
        assertThat(arguments).contains("-R-Djava.awt.headless=true").endsWith("cnn.jsh");
    }
}
