package io.github.latent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands at the top level and starts the product without Java having a say in it. */
class ProjectFilesTest {
    @Test
    void binderGetsTheSameEnvironmentAsEverybodyElse() {
        assertThat(Path.of("binder/environment.yml")).hasSameBinaryContentAs(Path.of("environment.yml"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"binder/postBuild", ".ci/run"})
    void aScriptIsExecutableAndStopsAtItsFirstError(String script) throws IOException {
        assertThat(Path.of(script)).isExecutable();
        assertThat(Files.readAllLines(Path.of(script)))
                .startsWith("#!/bin/bash")
                .contains("set -euo pipefail");
    }

    @ParameterizedTest
    @ValueSource(strings = {"requirements.txt", "src/test/browser/requirements.txt"})
    void everyPackageIsPinned(String requirements) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(requirements))) {
            List<String> packages = lines.filter(line -> !line.startsWith("#")).toList();
            assertThat(packages).isNotEmpty().allMatch(line -> line.matches("[a-z0-9.-]+==[0-9][^ ;]*(; .+)?"));
        }
    }
}
