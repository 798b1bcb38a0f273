package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In the cells of these tests a | stands for the cursor. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class CodeAssistTest {
    private final JavaKernel kernel = JavaKernel.open(new RecordedOutput());

    @BeforeAll
    void declare() throws CellException, InterruptedException {
        kernel.evalRaw("""
                int tea = 4;
                String text = "some text";
                double[] numbers = new double[30];
                List<String> names = new ArrayList<>(List.of("a", "b"));
                String twice(String s) { return s + s; }
                class Pair { int one; int getOne() { return one; } }
                Pair pair = new Pair();
                1 + 2""");
        while (matches("import java.util.strea|").isEmpty()) {
            Thread.sleep(50); // until JShell has read the class path
        }
    }

    @AfterAll
    void close() {
        kernel.close();
    }

    static Stream<Arguments> cells() {
        return Stream.of(
                arguments("names of the session", "te|", List.of("tea", "text")),
                arguments("the matching type first", "String s = te|", List.of("text", "tea")),
                arguments("the middle of a line", "int a = te| + 3;", List.of("tea", "text")),
                arguments("the first of several lines", "text.isE|\nint y = 3;", List.of("isEmpty()")),
                arguments("a member", "text.su|", List.of("subSequence(", "substring(")),
                arguments("before a parenthesis that is there", "text.su|(1)", List.of("subSequence", "substring")),
                arguments("of the result of a call", "names.get(0).isE|", List.of("isEmpty()")),
                arguments("a static member", "Math.sqr|", List.of("sqrt(")),
                arguments("an enum constant", "Thread.State.NE|", List.of("NEW")),
                arguments("the length of an array", "numbers.le|", List.of("length")),
                arguments("a variable above", "int tel = 3;\nte|", List.of("tea", "tel", "text")),
                arguments(
                        "what a variable above has",
                        "var all = List.of(\"x\");\nall.get(0).isE|",
                        List.of("isEmpty()")),
                arguments("a method above", "static int mine(int n) { return n; }\nmi|", List.of("mine(")),
                arguments(
                        "what a method above returns",
                        "String mine() { return null; }\nmine().isE|",
                        List.of("isEmpty()")),
                arguments(
                        "an argument of a method above",
                        "int mine(int n) { return n; }\nmine(te|",
                        List.of("tea", "text")),
                arguments("a class above", "public class Mine { int field; }\nnew Mine().fiel|", List.of("field")),
                arguments(
                        "a record above",
                        "record Duo(int left) {}\nvar duo = new Duo(1);\nduo.le|",
                        List.of("left", "left()")),
                arguments("an enum above", "enum Colour { RED }\nColour.R|", List.of("RED")),
                arguments(
                        "sealed classes above",
                        "sealed interface Shape permits Dot {}\nrecord Dot(int at) implements Shape {}\nnew Dot(1).a|",
                        List.of("at", "at()")),
                arguments("a type that is imported above", "import java.util.stream.*;\nIntSt|", List.of("IntStream")),
                arguments(
                        "of an imported type",
                        "import java.util.stream.*;\nvar s = Stream.of(1);\ns.dro|",
                        List.of("dropWhile(")),
                arguments("an imported static method", "import static java.lang.Math.*;\nsqr|", List.of("sqrt(")),
                arguments(
                        "the result of an imported static method",
                        "import static java.lang.Math.*;\nvar l = List.of(sqrt(2));\nl.get(0).isI|",
                        List.of("isInfinite()")),
                arguments(
                        "an imported constructor",
                        "import java.text.*;\nnew SimpleDateF|",
                        List.of("SimpleDateFormat(")),
                arguments("no imported method behind new", "import static java.lang.Math.*;\nnew sqr|", List.of()),
                arguments(
                        "a single imported name", "import java.time.Duration;\nDuration.ofMin|", List.of("ofMinutes(")),
                arguments("below a line that makes no sense", ")\nint tel = 3;\nte|", List.of("tea", "tel", "text")),
                arguments("below an error of syntax", "int = 3;\nint tel = 3;\nte|", List.of("tea", "tel", "text")),
                arguments(
                        "below a call that is not closed",
                        "twice(1, 2\nString s = \"\";\ns.isE|",
                        List.of("isEmpty()")),
                arguments("in an argument", "twice(te|", List.of("text", "tea")),
                arguments("in a lambda", "names.forEach(one -> one.isE|)", List.of("isEmpty()")),
                arguments(
                        "in the block of a lambda",
                        "names.forEach(one -> { int tel = 3; te|",
                        List.of("tea", "tel", "text")),
                arguments("in a chain over lines", "names.stream()\n    .map(one -> one.isE|)", List.of("isEmpty()")),
                arguments("in a loop", "for (String tel : names) { te|", List.of("tea", "tel", "text")),
                arguments("in a condition", "if (te|", List.of("tea", "text")),
                arguments("in a switch", "switch (tea) { case 1 -> te|", List.of("tea", "text")),
                arguments(
                        "in the body of a method",
                        "int mine(int tel) {\n  return te|\n}",
                        List.of("tea", "tel", "text")),
                arguments(
                        "in a body, with a variable above",
                        "var l = List.of(\"\");\nint mine() { return l.get(0).isE|",
                        List.of("isEmpty()")),
                arguments("a type of a parameter", "int mine(StringBui|", List.of("StringBuilder")),
                arguments("in a class", "class Mine { private StringBui|", List.of("StringBuilder")),
                arguments("in a method of a class", "class Mine { int field; void go() { fie|", List.of("field")),
                arguments("behind return", "return te|", List.of("tea", "text")),
                arguments("behind a cast", "(Object) te|", List.of("tea", "text")),
                arguments("an annotation", "@Overr|", List.of("Override")),
                arguments("a constructor", "new ArrayL|", List.of("ArrayList(")),
                arguments("a class that is not imported", "StreamSupport|", List.of("java.util.stream.StreamSupport")),
                arguments(
                        "a constructor that is not imported",
                        "new BufferedImage|",
                        List.of("java.awt.image.BufferedImage")),
                arguments("a package", "import java.util.strea|", List.of("stream.")),
                arguments("a class of a package", "import java.util.stream.Coll|", List.of("Collector", "Collectors")),
                arguments("a static member to import", "import static java.lang.Math.sqr|", List.of("sqrt")),
                arguments("static behind import", "import st|", List.of("static ")),
                arguments("a keyword", "whi|", List.of("while")),
                arguments("a reference to a static method", "Runnable r = String::valu|", List.of("valueOf")),
                arguments("a reference to another method", "names.stream().map(String::leng|", List.of("length")),
                arguments("a constructor as reference", "names.stream().map(ArrayList::ne|", List.of("new")),
                arguments("nothing in a string", "\"te|", List.of()),
                arguments("nothing in a comment", "// te|", List.of()),
                arguments("nothing in a number", "12|", List.of()),
                arguments("nothing behind a name that is not there", "nothing.here.|", List.of()),
                arguments("nothing of JShell's own", "do_|", List.of()),
                arguments("no values without a name", "$|", List.of()),
                arguments("no package of JShell's own", "REP|", List.of()),
                arguments("no this outside of a class", "thi|", List.of()));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cells")
    void itSuggests(String what, String cell, List<String> expected) {
        assertThat(matches(cell)).isEqualTo(expected);
    }

    @Test
    void theMethodsOfObjectComeLast() {
        assertThat(matches("pair.|")).startsWith("getOne()", "one").contains("hashCode()");
        assertThat(matches("pair.|").indexOf("one"))
                .isLessThan(matches("pair.|").indexOf("equals("));
    }

    @Test
    void suggestionsAreBoundedAndWithoutDuplicates() {
        assertThat(matches("|")).contains("tea", "text").doesNotHaveDuplicates().hasSizeBetween(50, 500);
    }

    @ParameterizedTest
    @CsvSource({
        "'text.su|', 5, 7", // the word
        "'text.su|bst(1)', 5, 10", // and its rest
        "'text.|', 5, 5",
        "'int x = 1;\nte|', 11, 13",
        "'\"\uD83D\uDE00\".len|', 4, 7", // in code points: this face is one
        "'Collectors|', 0, 10",
        "'import java.util.strea|', 17, 22"
    })
    void theWordAtTheCursorIsReplaced(String cell, int start, int end) {
        JsonObject reply = complete(cell);
        assertThat(reply.get("cursor_start").getAsInt()).isEqualTo(start);
        assertThat(reply.get("cursor_end").getAsInt()).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({
        "te|, text, instance",
        "text.su|, substring(, function",
        "new ArrayL|, ArrayList(, class",
        "StringBuil|, StringBuilder, class",
        "whi|, while, keyword",
        "import java.ut|, util., module"
    })
    void eachSuggestionHasAType(String cell, String match, String type) {
        JsonObject reply = complete(cell);
        JsonObject found = StreamSupport.stream(
                        reply.getAsJsonObject("metadata")
                                .getAsJsonArray("_jupyter_types_experimental")
                                .spliterator(),
                        false)
                .map(JsonElement::getAsJsonObject)
                .filter(one -> one.get("text").getAsString().equals(match))
                .findFirst()
                .orElseThrow();
        assertThat(found.get("type").getAsString()).isEqualTo(type);
        assertThat(found.get("start")).isEqualTo(reply.get("cursor_start"));
        assertThat(found.get("end")).isEqualTo(reply.get("cursor_end"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "te|xt # String text = \"some text\"",
                "tea| # int tea = 4",
                "numbers| # double[] numbers = double[30]",
                "names| # List<String> names = ArrayList of 2",
                "pair| # Pair pair",
                "if (te|a > 3) # int tea = 4",
                "pair.on|e # int Pair.one",
                "Math.PI| # double Math.PI",
                "text.lengt|h() # int String.length()",
                "text.length()| # int String.length()",
                "names.stream().map(String::le|ngth) # int String.length()",
                "twice| # String twice(String s)",
                "twice(te|xt) # String text = \"some text\"",
                "twice(| # String twice(String s)",
                "twice(\"a|\") # String twice(String s)",
                "int f(int n) { return twice(| # String twice(String s)",
                "Lis|t # java.util.List<E>",
                "@Overr|ide # java.lang.Override",
                "Collectors| # java.util.stream.Collectors",
                "import java.util.Li|st; # java.util.List<E>",
                "import java.util|.*; # package java.util",
                "java.util.stream| # package java.util.stream"
            })
    void itExplains(String cell, String signature) {
        assertThat(explained(cell).lines().findFirst()).hasValue(signature);
    }

    @Test
    void whatStandsAboveInTheCellIsExplained() {
        assertThat(explained("int tel = 3;\nte|l")).isEqualTo("int tel");
        assertThat(explained("int mine(int n) { return n; }\nmin|e(1)")).isEqualTo("int mine(int n)");
        assertThat(explained("import java.util.stream.*;\nStre|am.of(1)")).startsWith("java.util.stream.Stream<T>");
    }

    @Test
    void allOverloadsAreNamedAndThenThoseThatFitTheArguments() {
        assertThat(explained("text.substring(|"))
                .contains("String String.substring(int", "String String.substring(int beginIndex, int endIndex)");
        assertThat(explained("text.substring(1, |"))
                .startsWith("String String.substring(int beginIndex, int endIndex)");
        assertThat(explained("new ArrayList|<>()")).contains("ArrayList<E>()", "ArrayList<E>(int initialCapacity)");
    }

    @Test
    void theJavadocOfTheJdkIsShownOrHowToGetIt() {
        String expected = JavadocSources.ofJdkExist() ? "Returns the greater of two" : "apt install openjdk-";
        assertThat(explained("Math.ma|x")).contains(expected);
        DisplayData shown = Objects.requireNonNull(kernel.inspect("Math.max", 8, false));
        assertThat((String) shown.getData(MIMEType.TEXT_HTML))
                .contains("<pre><b>int Math.max(int a, int b)</b></pre>", expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"|", "nothing|", "\"text|\"", "// tea|", "whil|e (true)", "12|", "names.forEach(x -> { |"})
    void ofNothingThereIsNothingToSay(String cell) {
        assertThat(kernel.inspect(without(cell), cell.indexOf('|'), false)).isNull();
    }

    @Test
    void aCursorOutsideTheSourceIsTakenForItsEnds() {
        assertThat(kernel.inspect("text.length()", 99, false)).isNotNull();
        assertThat(kernel.complete("te", 99).getReplacements()).contains("text");
        assertThat(kernel.complete("te", -1).getSourceStart()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "// x",
                "int x = 1;",
                "1 + 2",
                "names",
                "@Deprecated\nint x = 1;",
                "if (a) b();\nelse c();",
                "x -> 3",
                "try { a(); } catch (Exception e) { }",
                "class A { }",
                "static int f(int x) { return x; }",
                "a + b;",
                "int y = switch (tea) { case 1 -> 2; default -> 3; }",
                "import java.util.*;",
                "record P(int x) {}",
                "int x = 1",
                "sealed interface S permits A {}\nrecord A() implements S {}",
                "String s = \"\"\"\n  a\n  \"\"\";",
                "a(); // done",
                "/** doc */\nint f() { return 1; }",
                "void f() {}\nint x = 3",
                "label: for (;;) { break label; }"
            })
    void aWholeCellIsComplete(String cell) {
        assertThat(kernel.isComplete(cell)).isEqualTo("complete");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int = 3;",
                ")",
                "}",
                "\"abc",
                "twice(\"abc",
                "'a",
                "x = = 3",
                "a b c",
                "int x = 1; )",
                "if (x) { ) }",
                "f(1 2)",
                "class A { int = 3; }",
                "void f() { int = 3; }",
                "int class = 3;",
                "int = 3;\nint x ="
            })
    void whatCanNeverRunIsInvalid(String cell) {
        assertThat(kernel.isComplete(cell)).isEqualTo("invalid");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "if (a) { # 1",
                "if (a) { while (b) { # 2",
                "class A { void f() { # 2",
                "names.forEach(one -> { # 2",
                "Runnable r = () -> { # 1",
                "int f(int x) # 1",
                "if (a) # 1",
                "if (a) b(); else # 1",
                "for (int i = 0; i < 3; i++) # 1",
                "switch (a) { # 1",
                "f(a, # 1",
                "f( // comment # 1",
                "names.stream(). # 1",
                "1 + # 1",
                "a ? b : # 1",
                "int[] a = {1, 2, # 1",
                "Map<String, # 1",
                "new ArrayList # 1",
                "enum E { A, B # 1",
                "int x = # 1",
                "try { a(); } # 0",
                "do { } # 0",
                "@Deprecated # 0",
                "/* comment # 0"
            })
    void whatMustGoOnIsIndentedByItsNesting(String cell, int levels) {
        assertThat(kernel.isComplete(cell)).isEqualTo("    ".repeat(levels));
    }

    @Test
    void aTextBlockGoesOnWithoutIndent() {
        assertThat(kernel.isComplete("String s = f(\"\"\"\n    some")).isEmpty();
    }

    @Test
    void nothingRunsAndNothingChanges() throws CellException {
        kernel.evalRaw("""
                int told = 0;
                class Loud { public String toString() { told++; return "loud"; } public int hashCode() { told++; return 1; } }
                Loud loud = new Loud();
                Map<Loud, Loud> louds = Map.of(loud, loud); told = 0;""");
        assertThat(explained("lou|d")).isEqualTo("Loud loud");
        assertThat(explained("louds|")).startsWith("Map<Loud, Loud> louds");
        complete("told++; loud.toString(); int fresh = 1; tol|");
        kernel.isComplete("told++; int fresh = 1;");
        assertThat(kernel.evalRaw("told")).isEqualTo(0);
        assertThat(matches("fres|")).isEmpty();
    }

    @Test
    void whileACellRunsNothingIsKnown() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        Thread cell = new Thread(() -> {
            try {
                running.countDown();
                kernel.evalRaw("new java.util.concurrent.CountDownLatch(1).await();");
            } catch (CellException interrupted) {
                return;
            }
        });
        cell.start();
        running.await();
        while (kernel.isComplete("1").equals("complete")) {
            Thread.sleep(10); // not yet in the cell
        }
        assertThat(matches("te|")).isEmpty();
        assertThat(kernel.inspect("text", 1, false)).isNull();
        assertThat(kernel.isComplete("1")).isEqualTo("unknown");
        kernel.interrupt();
        cell.join();
        assertThat(matches("te|")).contains("text");
    }

    @Test
    void aCellThatAsksGetsAnAnswer() throws CellException {
        assertThat(kernel.evalRaw("getKernelInstance().complete(\"te\", 2).getReplacements()"))
                .isEqualTo(List.of());
    }

    private JsonObject complete(String cell) {
        return kernel.completeReply(without(cell), cell.codePointCount(0, cell.indexOf('|')));
    }

    private List<String> matches(String cell) {
        return StreamSupport.stream(complete(cell).getAsJsonArray("matches").spliterator(), false)
                .map(JsonElement::getAsString)
                .toList();
    }

    private String explained(String cell) {
        int cursor = cell.codePointCount(0, cell.indexOf('|'));
        DisplayData shown = kernel.inspect(without(cell), cursor, false);
        return shown == null ? "nothing" : (String) shown.getData(MIMEType.TEXT_PLAIN);
    }

    private static String without(String cell) {
        int cursor = cell.indexOf('|');
        return cell.substring(0, cursor) + cell.substring(cursor + 1);
    }
}
