package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class ErrorHintsTest {
    private final OpenKernel session = new OpenKernel();

    @AfterAll
    void close() {
        session.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "List.of(1).stream().collect(Collectors.toList())  | import java.util.stream.Collectors;",
                "Path file = null;                                  | import java.nio.file.Path;",
                "Stream<String> names;                              | import java.util.stream.Stream;",
                "import org.foo.Bar;                                | %maven group:artifact:version adds the library that has the package org.foo",
                "Runnable nap = () -> Thread.sleep(5);              | a lambda must catch it: try { ... } catch (InterruptedException e) { throw new RuntimeException(e); }",
                "Runnable nap = () -> { int k = 5; Thread.sleep(k); }; | a lambda must catch it: try { ... } catch (InterruptedException e) { throw new RuntimeException(e); }",
                "void nap() { Runnable r = () -> {}; Thread.sleep(5); } | let the method say it: throws InterruptedException, or catch it",
                "int half = 1 / 2.0;                                | if that is meant, cast: (int) ..."
            })
    void theCompilersErrorsComeWithTheirRemedy(String source, String hint) {
        assertThat(session.report(source)).endsWith("\nhint: " + hint);
    }

    @Test
    void aMethodThatNeedsAnImportSaysWhichWhenItIsUsed() throws CellException {
        session.run("Object listing() { return Files.exists(null); }");
        assertThat(session.report("listing()")).endsWith("\nhint: import java.nio.file.Files;");
    }

    @Test
    void aNameThatIsNowhereGivesNoHint() {
        assertThat(session.report("Nowhere.go()")).doesNotContain("hint:");
        assertThat(session.report("missing + 1")).doesNotContain("hint:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for (int i = 0; i < 3; i++) {           | the { of line 1 is not closed",
                "System.out.println(Math.max(1, 2)       | the ( of line 1 is not closed",
                "int[] a = {1, 2 // }                    | the { of line 1 is not closed"
            })
    void anUnfinishedCellNamesTheOpenBracket(String source, String hint) {
        assertThat(session.report(source)).endsWith("\nhint: " + hint);
    }

    @Test
    void bracketsInTextsAndCommentsDoNotCount() {
        assertThat(session.report("""
                void go() {
                  String text = "}" + '}' + "\\"}"; // }
                  if (true) { /* } */""")).endsWith("\nhint: the { of line 3 is not closed");
        assertThat(session.report("String page = \"\"\"\n  <b>{\n"))
                .endsWith("\nhint: the \"\"\" of line 1 is not closed");
    }

    @Test
    void anObjectOfAnEarlierVersionOfItsClassIsNamedAsThat() throws CellException {
        session.run("class Shape { int sides = 3; }\nObject kept = new Shape();");
        assertThat(session.report("class Shape { int sides = 3; int corners = 3; }\nShape back = (Shape) kept;"))
                .startsWith("java.lang.ClassCastException: class Shape cannot be cast to class Shape\n")
                .endsWith("\nhint: this object was made before its class changed; run the cell that makes it again");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int[] big = new int[Integer.MAX_VALUE];            | a Java array has at most",
                "throw new OutOfMemoryError(\"Java heap space\");   | LATENT4J_JVM_OPTS=-Xmx",
                "int down(int n) { return down(n + 1) + 1; } down(0) | a method calls itself deeper",
                "throw new NoSuchMethodError(\"org.foo.Bar.baz()\"); | two versions of a library",
                "Class.forName(\"org.foo.Missing\")                  | %maven group:artifact:version",
                "throw new UnsatisfiedLinkError(\"no x in java.library.path\"); | a native library cannot be loaded",
                "throw new UnsupportedClassVersionError(\"Foo has been compiled by a more recent version (class file version 70.0)\"); | this library needs Java 26,",
                "class Boom { static int x = Integer.parseInt(\"x\"); } try { int y = Boom.x; } catch (Error e) {} Boom.x | failed when it was used first",
                "var field = String.class.getDeclaredField(\"value\"); field.setAccessible(true); | LATENT4J_JVM_OPTS=--add-opens=java.base/java.lang=ALL-UNNAMED",
                "throw new RuntimeException(new StackOverflowError()); | a method calls itself deeper"
            })
    void exceptionsOfTheJdkComeWithTheirRemedy(String source, String hint) {
        String report = session.report(source);
        assertThat(report.lines().reduce((first, last) -> last).orElseThrow())
                .startsWith("hint: ")
                .contains(hint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 / 0", "throw new ClassCastException(\"class A cannot be cast to class B\");"})
    void otherExceptionsHaveNoHint(String source) {
        assertThat(session.report(source)).doesNotContain("hint:");
    }

    @Test
    void aLibraryBringsHintsWithItsRenderers() throws CellException {
        assertThat(session.report("throw new io.github.latent4j.kernel.Swatch.Faded();"))
                .endsWith("\nhint: paint it again");
        assertThat(session.data("new io.github.latent4j.kernel.Swatch.Faded()").keySet())
                .containsExactly("text/plain");
    }
}
