package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathGlobTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void fill() throws IOException {
        for (String file :
                List.of("lib/a.jar", "lib/b1.jar", "lib/b2.jar", "lib/notes.txt", "lib/deep/c.jar", "[x]/d.jar")) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.createFile(folder.resolve(file));
        }
    }

    @Test
    void aStarStandsForAnyCharactersOfOneName() {
        assertThat(expand("lib/*.jar")).containsExactly("lib/a.jar", "lib/b1.jar", "lib/b2.jar");
        assertThat(expand("*/*.txt")).containsExactly("lib/notes.txt");
        assertThat(expand("lib/*/c.jar")).containsExactly("lib/deep/c.jar");
    }

    @Test
    void aQuestionMarkStandsForOneCharacter() {
        assertThat(expand("lib/b?.jar")).containsExactly("lib/b1.jar", "lib/b2.jar");
    }

    @Test
    void aSlashAtTheEndStandsForTheFolderAndWhatIsInIt() {
        assertThat(expand("lib/deep/")).containsExactly("lib/deep", "lib/deep/c.jar");
        assertThat(expand("lib/deep")).containsExactly("lib/deep");
    }

    @Test
    void otherCharactersStandForThemselves() {
        assertThat(expand("[x]/*")).containsExactly("[x]/d.jar");
        assertThat(expand("lib/.*")).isEmpty();
        assertThat(expand("lib/(a|b1).jar")).isEmpty();
    }

    @Test
    void whatDoesNotExistMatchesNothing() {
        assertThat(expand("none/*.jar")).isEmpty();
        assertThat(expand("lib/none.jar")).isEmpty();
        assertThat(expand("lib/a.jar/*")).isEmpty();
    }

    @Test
    void anAbsolutePatternDoesNotStartFromTheFolder() {
        assertThat(ClassPathGlob.expand(folder + "/lib/a.*", Path.of("elsewhere")))
                .containsExactly(folder.resolve("lib/a.jar"));
    }

    private List<String> expand(String glob) {
        return ClassPathGlob.expand(glob, folder).stream()
                .map(path -> folder.relativize(path).toString().replace('\\', '/'))
                .toList();
    }
}
