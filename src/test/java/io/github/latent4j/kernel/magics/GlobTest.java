package io.github.latent4j.kernel.magics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void makeFiles() throws IOException {
        for (String name : List.of("a.jar", "b.jar", "c.txt", "x/a.jar", "x/y/d.jar", "(z)/a+.jar")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a.jar, a.jar",
        "x/y/d.jar, x/y/d.jar",
        "*.jar, a.jar b.jar",
        "?.txt, c.txt",
        "*/a.jar, x/a.jar",
        "*/*.jar, (z)/a+.jar x/a.jar",
        "**/a.jar, a.jar x/a.jar",
        "**/*.jar, (z)/a+.jar a.jar b.jar x/a.jar x/y/d.jar",
        "x/**, x x/y",
        "(z)/a+*, (z)/a+.jar",
        "x/../b*, b.jar",
        "x/, x",
        "missing, ''",
        "missing/*.jar, ''",
        "a.jar/*.jar, ''"
    })
    void aPatternMatchesWhatItSays(String pattern, String names) {
        List<Path> expected = Stream.of(names.split(" "))
                .filter(name -> !name.isEmpty())
                .map(folder::resolve)
                .toList();
        assertThat(Glob.of(folder + "/" + pattern).matches()).containsExactlyElementsOf(expected);
    }

    @Test
    void theSearchBeginsInTheFolderBeforeTheFirstWildcard() {
        assertThat(Glob.of(folder + "/x/*/d.jar").folder()).isEqualTo(folder.resolve("x"));
        assertThat(Glob.of("*.jar").folder()).isEqualTo(Path.of("").toAbsolutePath());
    }
}
