package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without instrumentation JShell puts whatever changes into new classes: the values must follow. */
class KeptVariablesTest {
    private OpenKernel cells;

    @BeforeEach
    void open() {
        cells = new OpenKernel();
    }

    @AfterEach
    void close() {
        cells.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import java.text.*;",
                "int build() { return 2; }",
                "long build() { return 2; }",
                "class Helper { int n = 2; }",
                "class Helper { int n = \"\"; }",
                "String fromMethod = 1;"
            })
    void valuesFollowTheirVariablesIntoNewClasses(String later) throws CellException {
        assertThat(KernelAgent.instrumentation()).isNull();
        cells.run("int build() { return 40; }\nclass Helper { int n = 1; }");
        cells.run("""
                var fromMethod = build() + 2;
                int fromClass = new Helper().n + 41;
                long[] array = {7};
                boolean flag = true;
                char letter = 'c';""");
        try {
            cells.run(later);
        } catch (CellException e) {
            assertThat(e.kind()).isEqualTo(CellException.Kind.COMPILE);
        }
        assertThat(cells.text("\"\" + fromMethod + fromClass + array[0] + flag + letter"))
                .isEqualTo("42427truec");
    }

    @Test
    void aValueOfAClassOfBeforeIsReportedByTheCellThatChangesIt() throws CellException {
        cells.run("class Helper { int n = 1; }\nvar helper = new Helper();\nHelper second = helper;");
        cells.run("class Helper { int n = 1; int m; }");
        assertThat(cells.output.text("stderr")).isEqualTo("helper, second are null again: class Helper has changed\n");
        assertThat(cells.text("helper == null && second == null")).isEqualTo("true");
    }

    @Test
    void theMemoryOfAnUnnamedValueIsGivenBack() throws CellException {
        cells.run("var watched = new java.lang.ref.WeakReference[1];");
        cells.run("new Object() { { watched[0] = new java.lang.ref.WeakReference(this); } }");
        for (int i = 0; i < 30; i++) {
            cells.run("1 + " + i);
        }
        assertThat(cells.text(
                        "for (int i = 0; i < 50 && watched[0].get() != null; i++) { System.gc(); Thread.sleep(20); }\n"
                                + "watched[0].get() == null"))
                .isEqualTo("true");
    }
}
