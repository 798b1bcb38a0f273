package io.github.latent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @Test
    void anAnswerIsTheTextOfAProgramThatSucceeds() {
        assertThat(Child.answer(JAVA, "--version"))
                .hasValueSatisfying(text -> assertThat(text).contains("Runtime"));
    }

    @Test
    void aProgramThatFailsOrIsNotThereGivesNoAnswer() {
        assertThat(Child.answer(JAVA, "--no-such-option")).isEmpty();
        assertThat(Child.answer("/no/such/program")).isEmpty();
    }

    @Test
    void theExitCodeIsTheProgramsOwn(@TempDir Path folder) {
        assertThat(Child.run(List.of(JAVA, "-Xshare:auto", "NoSuchClass"), folder, Map.of()))
                .isEqualTo(1);
    }

    @Test
    void aProgramThatCannotStartIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> Child.run(List.of("/no/such/program"), folder, Map.of()))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("cannot start /no/such/program: ");
    }

    @Test
    void whatAProgramPrintsGoesIntoItsLog(@TempDir Path folder) {
        Path log = folder.resolve("a.log");

        assertThat(Child.runInto(log, List.of(JAVA, "--version"), folder)).isZero();
        assertThat(Child.runInto(folder.resolve("b.log"), List.of(JAVA, "NoSuchClass"), folder))
                .isEqualTo(1);

        assertThat(log).content().contains("Runtime");
        assertThat(folder.resolve("b.log")).content().contains("NoSuchClass");
    }
}
