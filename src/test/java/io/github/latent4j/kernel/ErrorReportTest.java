package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.Thread.UncaughtExceptionHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class ErrorReportTest {
    private final UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    private final OpenKernel session = new OpenKernel();
    private int declared;

    @BeforeAll
    void declare() throws CellException {
        session.run("""
                int inner(int n) {
                  return 1 / n;
                }
                int outer(int n) {
                  return inner(n) + 1;
                }""");
        declared = session.cell();
    }

    @AfterAll
    void close() {
        session.close();
        assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
    }

    @Test
    void theInnermostPlaceInACellComesWithItsSource() {
        String report = session.report("int kept = 1;\n\nouter(0)");
        assertThat(report).isEqualTo("""
                java.lang.ArithmeticException: / by zero
                    at inner (cell %1$d, line 2)
                        return 1 / n;
                    at outer (cell %1$d, line 5)
                    at cell %2$d, line 3""".formatted(declared, session.cell()));
    }

    @Test
    void aLambdaInALoopOfTheJdkIsFound() {
        String report = session.report("List.of(1, 2).forEach(e -> {\n  outer(0);\n});");
        assertThat(report)
                .contains("    at lambda (cell " + session.cell() + ", line 2)\n")
                .contains(".forEach(");
    }

    @Test
    void reflectionAndMethodHandlesAreCut() {
        assertThat(session.report("String.class.getMethod(\"substring\", int.class).invoke(\"abc\", 9)"))
                .contains("Caused by: java.lang.StringIndexOutOfBoundsException", "String.substring")
                .doesNotContain("reflect.Method.", "jdk.internal.reflect", "latent4j.kernel");
    }

    @Test
    void suppressedExceptionsAreShownBelowTheirOwner() {
        assertThat(session.report("""
                var top = new IllegalStateException("top", new IOException("cause"));
                top.addSuppressed(new RuntimeException("suppressed", new Error("its cause")));
                throw top;""").lines().map(String::stripTrailing).filter(line -> line.matches(" *[A-Zj].*")))
                .contains(
                        "java.lang.IllegalStateException: top",
                        "    Suppressed: java.lang.RuntimeException: suppressed",
                        "    Caused by: java.lang.Error: its cause",
                        "Caused by: java.io.IOException: cause");
    }

    @Test
    void theCompilersErrorsAreShownOnceAndTheFirstFive() {
        assertThat(session.report("int q = a1 + b1 + c1 + d1 + e1 + f1 + g1;"))
                .contains("variable a1", "variable e1")
                .doesNotContain("variable f1")
                .endsWith("... 2 more");
    }

    @Test
    void aLongLineIsCutAroundTheCaret() {
        String many = "1 + ".repeat(60);
        String report = session.report("int q =\t" + many + "missing + " + many + "1;");
        String line = report.lines()
                .filter(text -> text.contains("missing"))
                .findFirst()
                .orElseThrow();
        String caret =
                report.lines().filter(text -> text.endsWith("^")).findFirst().orElseThrow();
        assertThat(line).hasSizeLessThan(140).startsWith("    ...").endsWith("...");
        assertThat(caret.indexOf('^')).isEqualTo(line.indexOf("missing"));
    }

    @Test
    void anErrorOverSeveralLinesPointsIntoTheLineThatHoldsIt() {
        assertThat(session.report("int sum = 1 +\n    2 +\n    \"three\"\n    .length() + \"four\";"))
                .contains("incompatible types")
                .containsPattern("\n +\\^");
    }

    @Test
    void whatNobodyCatchesInAThreadIsPrintedWithItsPlaceInTheCell() throws CellException {
        session.run("""
                Thread worker = new Thread(() -> {
                  outer(0);
                }, "worker");
                worker.start();
                worker.join();""");
        assertThat(OpenKernel.withoutColours(session.output.text("stderr")))
                .isEqualTo("""
                in thread "worker": java.lang.ArithmeticException: / by zero
                    at inner (cell %1$d, line 2)
                        return 1 / n;
                    at outer (cell %1$d, line 5)
                    at lambda (cell %2$d, line 2)
                """.formatted(declared, session.cell()));
    }

    @Test
    void aThreadThatAnInterruptEndsSaysNothing() throws CellException {
        int printed = session.output.text("stderr").length();
        try (UncaughtErrors uncaught = new UncaughtErrors(new CellErrors(thrown -> null))) {
            uncaught.uncaughtException(Thread.currentThread(), new StopCheck.CellStopped());
        }
        session.run("0;"); // hands on what was printed
        assertThat(session.output.text("stderr")).hasSize(printed);
    }

    @Test
    void aHandlerThatACellSetsItselfStaysAfterTheKernel() {
        UncaughtExceptionHandler installed = Thread.getDefaultUncaughtExceptionHandler();
        UncaughtExceptionHandler own = (thread, thrown) -> {};
        UncaughtErrors uncaught = new UncaughtErrors(new CellErrors(thrown -> null));
        uncaught.install();
        Thread.setDefaultUncaughtExceptionHandler(own);
        uncaught.close();
        assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(own);
        Thread.setDefaultUncaughtExceptionHandler(installed);
    }
}
