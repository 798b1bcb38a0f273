package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import io.github.latent4j.kernel.CellException.Kind;
import io.github.latent4j.kernel.RecordedOutput.Entry;
import io.github.spencerpark.ijava.runtime.Kernel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Base64;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class JavaKernelTest {
    private final PrintStream console = System.out;
    private JavaKernel kernel = open();
    private RecordedOutput output = new RecordedOutput();
    private int cells;

    private static JavaKernel open() {
        return JavaKernel.open(new RecordedOutput());
    }

    @BeforeAll
    void warmUp() {
        kernel.warmUp();
    }

    @AfterAll
    void close() {
        kernel.close();
        assertThat(System.out).isSameAs(console);
        assertThat(Kernel.getKernelInstance()).isNull();
    }

    @BeforeEach
    void freshOutput() {
        output = new RecordedOutput();
    }

    @Test
    void theValueOfACellIsThatOfItsLastStatement() throws CellException {
        assertThat(text("int a = 20;\nint b = 22;\na + b")).isEqualTo("42");
        assertThat(text("a + b;")).isEqualTo("42");
        assertThat(text("a + b // the sum")).isEqualTo("42");
        assertThat(text("a")).isEqualTo("20");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  \n ",
                "// nothing",
                "var declared = 1;",
                "int k; k = 5;",
                "import java.util.function.*;",
                "System.out.print(1);",
                "(Object) null",
                "for (int i = 0; i < 3; i++) {}",
                "int twice(int n) { return 2 * n; }"
            })
    void whatHasNoValueShowsNothing(String source) throws CellException {
        assertThat(run(source)).isNull();
    }

    @Test
    void ifAndElseMayStandOnTheirOwnLines() throws CellException {
        run("if (1 > 2) System.out.print(\"yes\");\nelse System.out.print(\"no\");");
        assertThat(output.text("stdout")).isEqualTo("no");
    }

    @Test
    void importsOfIJavaAreThere() throws CellException {
        assertThat(text("List.of(Pattern.compile(\"a\"), BigInteger.ONE, new File(\"f\"), new TreeMap<>())"))
                .isEqualTo("[a, 1, f, {}]");
        run("printf(\"%d-%s\", 1, \"a\")");
        assertThat(output.text("stdout")).isEqualTo("1-a");
    }

    @Test
    void theClassPathOfTheApplicationIsSeen() throws CellException {
        assertThat(text("io.github.latent4j.kernel.NotebookRunner.class.getSimpleName()"))
                .isEqualTo("NotebookRunner");
    }

    @Test
    void cellCodeFindsServicesThroughItsThread() throws CellException {
        assertThat(
                        text(
                                "Thread.currentThread().getContextClassLoader() == new Object() {}.getClass().getClassLoader()"))
                .isEqualTo("true");
    }

    @Test
    void aCompileErrorNamesTheLineAndPointsAtTheColumn() {
        CellException failure = fail("int fine = 1;\n\nString s = \"a\" +\n\tmissing;");
        assertThat(failure.kind()).isEqualTo(Kind.COMPILE);
        assertThat(failure.name()).isEqualTo("CompileError");
        assertThat(failure.message()).isEqualTo("line 4: cannot find symbol");
        assertThat(failure.traceback())
                .containsExactly(
                        "\u001b[1;31mCompileError in cell " + cells + "\u001b[0m",
                        "line 4: cannot find symbol",
                        "    \tmissing;",
                        "    \t^",
                        "  symbol:   variable missing");
    }

    @Test
    void statementsBeforeACompileErrorHaveRun() throws CellException {
        fail("int kept = 7;\nint broken = ;");
        assertThat(text("kept")).isEqualTo("7");
    }

    @Test
    void anUnfinishedCellIsAnErrorThatSaysWhere() {
        CellException failure = fail("int whole = 1;\nfor (int i = 0; i < 3; i++) {");
        assertThat(failure.kind()).isEqualTo(Kind.INCOMPLETE);
        assertThat(failure.message()).startsWith("line 2: the cell ends before this statement does");
    }

    @Test
    void aMethodThatNeedsSomethingUndeclaredSaysWhat() throws CellException {
        run("int needy() { return absent(3); }");
        CellException failure = fail("needy()");
        assertThat(failure.message()).contains("not declared").contains("absent(int)");
    }

    @Test
    void aClassThatNeedsSomethingUndeclaredSaysWhat() {
        CellException failure = fail("class Child extends Unknown {}");
        assertThat(failure.message()).contains("Unknown");
    }

    @Test
    void anExceptionKeepsItsCausesAndItsPlacesInCells() throws CellException {
        run("int inner(int n) {\n  return 1 / n;\n}");
        int declared = cells;
        CellException failure = fail("""
                try {
                  inner(0);
                } catch (ArithmeticException e) {
                  throw new IllegalStateException("no quotient", e);
                }""");
        assertThat(failure.kind()).isEqualTo(Kind.RUNTIME);
        assertThat(failure.name()).isEqualTo("IllegalStateException");
        assertThat(failure.message()).isEqualTo("no quotient");
        assertThat(failure).hasCauseInstanceOf(IllegalStateException.class).hasRootCauseMessage("/ by zero");
        assertThat(failure.traceback())
                .containsExactly(
                        "\u001b[1;31mjava.lang.IllegalStateException: no quotient\u001b[0m",
                        "    at cell " + cells + ", line 4",
                        "        throw new IllegalStateException(\"no quotient\", e);",
                        "\u001b[1;31mCaused by: java.lang.ArithmeticException: / by zero\u001b[0m",
                        "    at inner (cell " + declared + ", line 2)",
                        "        return 1 / n;",
                        "    at cell " + cells + ", line 2");
    }

    @Test
    void aCauseThatIsItsOwnCauseEnds() {
        CellException failure = fail("""
                var first = new RuntimeException("first");
                var second = new RuntimeException("second", first);
                first.initCause(second);
                throw first;""");
        assertThat(String.join("\n", failure.traceback())).containsOnlyOnce("Caused by");
    }

    @Test
    void aDeepStackIsShortened() {
        CellException failure = fail("int down(int n) { return down(n + 1) + 1; }\ndown(0)");
        assertThat(failure.name()).isEqualTo("StackOverflowError");
        assertThat(failure.traceback()).hasSizeLessThan(50).anyMatch(line -> line.matches(" +\\.\\.\\. \\d+ more"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new Object() { public String toString() { return toString() + 1; } }",
                "new Object() { public String toString() { throw new IllegalStateException(); } }",
                "display(new Object() { public String toString() { throw new Error(); } })",
                "throw new RuntimeException() { public String getMessage() { throw new IllegalStateException(); } };",
                "throw new RuntimeException() { public synchronized Throwable getCause() { throw this; } };",
                "throw new Error();",
                "Object[] huge = new Object[Integer.MAX_VALUE];"
            })
    void noErrorOfACellEndsTheKernel(String source) throws CellException {
        assertThat(fail(source).kind()).isEqualTo(Kind.RUNTIME);
        assertThat(text("1 + 1")).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "long n = 0; while (true) n++;",
                "do {} while (true);",
                "for (;;) { try { Thread.sleep(5); } catch (Throwable e) {} }",
                "Thread.sleep(60_000);",
                "int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }\nfib(60)",
                "java.util.stream.IntStream.range(0, 4).parallel().forEach(i -> { while (true) {} });",
                "new Object() { public String toString() { while (true) {} } }",
                "new java.util.concurrent.CountDownLatch(1).await();"
            })
    void anInterruptEndsTheCellWithinASecondAndTheNextOneWorks(String source) throws Exception {
        Thread interrupter = new Thread(() -> {
            sleep(700);
            kernel.interrupt();
        });
        interrupter.start();
        long begin = System.nanoTime();
        CellException failure = fail(source);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        interrupter.join();
        assertThat(failure.kind()).isEqualTo(Kind.INTERRUPTED);
        assertThat(failure.name()).isEqualTo("KeyboardInterrupt");
        assertThat(failure.message()).isEqualTo("interrupted");
        assertThat(millis).isBetween(650L, 2700L); // 700 ms wait, 1 s to end, compiling on a busy machine
        assertThat(text("int sum = 0; for (int i = 0; i < 10; i++) sum += i; sum"))
                .isEqualTo("45");
    }

    @Test
    void anInterruptWhileACellCompilesIsNotLost() {
        Thread interrupter = new Thread(() -> {
            sleep(20);
            kernel.interrupt();
        });
        String slowToCompile = IntStream.range(0, 40)
                .mapToObj(i -> "var list" + i + " = new ArrayList<Map<String, Integer>>();\n")
                .collect(Collectors.joining());
        interrupter.start();
        assertThat(fail(slowToCompile + "while (true) {}").kind()).isEqualTo(Kind.INTERRUPTED);
    }

    @Test
    void aCallThatReturnsThoughInterruptedGivesItsValueAndEndsTheCell() throws CellException {
        run("""
                String partial() {
                    System.setProperty("test.begun", "yes");
                    try { Thread.sleep(60_000); return "whole"; }
                    catch (InterruptedException e) { Thread.currentThread().interrupt(); return "part"; }
                }
                String history = "none"; boolean wentOn = false;""");
        System.clearProperty("test.begun");
        new Thread(() -> {
                    while (System.getProperty("test.begun") == null) {
                        sleep(10); // the call, not the compiler, is to be interrupted
                    }
                    kernel.interrupt();
                })
                .start();
        assertThat(fail("history = partial();\nwentOn = true;").kind()).isEqualTo(Kind.INTERRUPTED);
        assertThat(text("history + wentOn + Thread.currentThread().isInterrupted()"))
                .isEqualTo("partfalsefalse");
    }

    @Test
    void anInterruptWithoutACellDoesNothing() throws CellException {
        kernel.interrupt();
        assertThat(text("Thread.sleep(10); for (int i = 0; i < 5; i++) {} 1")).isEqualTo("1");
    }

    @Test
    void printedTextArrivesCompleteInOrderAndInFewPieces() throws CellException {
        run("for (int i = 0; i < 20_000; i++) System.out.println(i);");
        assertThat(output.text("stdout"))
                .isEqualTo(IntStream.range(0, 20_000).mapToObj(i -> i + "\n").collect(Collectors.joining()));
        assertThat(output.entries).hasSizeLessThan(100);
    }

    @Test
    void outputErrorsAndDisplaysKeepTheirOrder() throws CellException {
        run("""
                System.out.print("a"); System.err.print("b"); System.out.print("c");
                String id = display(1); System.out.print("d"); updateDisplay(id, 2);""");
        assertThat(output.entries)
                .containsExactly(
                        new Entry("stdout", "a"),
                        new Entry("stderr", "b"),
                        new Entry("stdout", "c"),
                        new Entry("display", "{\"text/plain\":\"1\"}"),
                        new Entry("stdout", "d"),
                        new Entry("update", "{\"text/plain\":\"2\"}"));
    }

    @Test
    void charactersSurviveWhenTheirBytesArriveOneByOne() throws CellException {
        run(
                "for (byte b : \"aü😀\".getBytes(\"UTF-8\")) { System.out.write(b); System.out.flush(); Thread.sleep(60); }");
        assertThat(output.text("stdout")).isEqualTo("aü😀");
    }

    @Test
    void aPrintedLineIsSeenWhileTheCellStillRuns() throws Exception {
        Thread runner = new Thread(() -> fail("System.out.println(1); Thread.sleep(60_000);"));
        runner.start();
        for (int i = 0; i < 100 && output.entries.isEmpty(); i++) {
            sleep(50);
        }
        assertThat(output.text("stdout")).isEqualTo("1\n");
        kernel.interrupt();
        runner.join();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "new int[] {1, 2}                          | [1, 2]",
                "new double[][] {{1.5}, {}}                | [[1.5], []]",
                "List.of(new int[] {1}, Set.of(2))         | [[1], [2]]",
                "Map.of(\"a\", new String[] {\"b\", null}) | {a=[b, null]}",
                "new HashMap<>(Map.of(1, 2)).entrySet()    | [1=2]",
                "\"as it <is>\"                            | as it <is>",
                "(char) 99                                 | c",
                "1.5f                                      | 1.5"
            })
    void valuesAreReadable(String source, String shown) throws CellException {
        assertThat(text(source)).isEqualTo(shown);
    }

    @Test
    void hugeArraysAreCut() throws CellException {
        assertThat(text("new int[1000][1000]")).hasSizeLessThan(10_000).endsWith("more]");
        assertThat(text("new int[2000]")).endsWith(", 0, ... 1000 more]");
    }

    @Test
    void aListInItselfEnds() throws CellException {
        assertThat(text("var self = new ArrayList<Object>(); self.add(self); self"))
                .isEqualTo("[(this)]");
    }

    @Test
    void anImageIsAPngWithItsSizeAsText() throws CellException, IOException {
        JsonObject data = data("new java.awt.image.BufferedImage(30, 20, 2)");
        byte[] png = Base64.getDecoder().decode(data.get("image/png").getAsString());
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(image.getWidth()).isEqualTo(30);
        assertThat(image.getHeight()).isEqualTo(20);
        assertThat(data.get("text/plain").getAsString()).isEqualTo("image 30x20");
    }

    @Test
    void anImageDrawnForSharpScreensIsShownAtItsLogicalSizeAndSpeaksForItself() throws CellException {
        JsonObject bundle = bundle("""
                class Sharp extends java.awt.image.BufferedImage {
                    Sharp() { super(640, 400, 1); }
                    @Override public Object getProperty(String name) { return name.equals("pixelRatio") ? 2 : super.getProperty(name); }
                    @Override public String toString() { return "a sharp image"; }
                }
                new Sharp()""");
        assertThat(bundle.get("metadata")).hasToString("{\"image/png\":{\"width\":320,\"height\":200}}");
        assertThat(bundle.getAsJsonObject("data").get("text/plain").getAsString())
                .isEqualTo("a sharp image");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/jpeg", "image/gif"})
    void anImageWithTransparencyCanBeHadInOtherFormats(String type) throws CellException {
        JsonObject data = data("render(new java.awt.image.BufferedImage(3, 2, 2), \"" + type + "\")");
        assertThat(data.keySet()).containsExactlyInAnyOrder("text/plain", type);
    }

    @Test
    void textIsShownAsTheTypeThatIsAskedFor() throws CellException {
        assertThat(data("render(\"<b>x</b>\", \"text/html\")").get("text/html").getAsString())
                .isEqualTo("<b>x</b>");
        assertThat(data("render(new StringBuilder(\"$x$\"), \"text/latex\")")
                        .get("text/latex")
                        .getAsString())
                .isEqualTo("$x$");
    }

    @Test
    void aServiceOfAJarRendersItsTypeAndTextIsAdded() throws CellException {
        JsonObject data = data("new io.github.latent4j.kernel.Swatch(\"#ff0000\")");
        assertThat(data.get("text/html").getAsString()).isEqualTo("<i style=\"background:#ff0000\"></i>");
        assertThat(data.get("text/plain").getAsString()).isEqualTo("Swatch[colour=#ff0000]");
    }

    @Test
    void aCellCanEvaluateCodeAndReachTheKernel() throws CellException {
        assertThat(text("int fromEval = (int) eval(\"int made = 4; made * 2\"); fromEval + made"))
                .isEqualTo("12");
        assertThat(text("getKernelInstance().getRenderer().render(3).getData("
                        + "io.github.spencerpark.jupyter.kernel.display.mime.MIMEType.TEXT_PLAIN)"))
                .isEqualTo("3");
        assertThat(fail("eval(\"1 / 0\")").message()).isEqualTo("/ by zero");
    }

    @Test
    void rendererRegistrationsOfIJavaNotebooksWork() throws CellException {
        run("""
                import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
                class Celsius { double degrees = 20; }
                getKernelInstance().getRenderer().createRegistration(Celsius.class)
                    .preferring(MIMEType.TEXT_HTML)
                    .register((o, ctx) -> ctx.renderIfRequested(MIMEType.TEXT_HTML, () -> o.degrees + " &deg;C"));""");
        assertThat(data("new Celsius()").get("text/html").getAsString()).isEqualTo("20.0 &deg;C");
    }

    @Test
    void onlyOneKernelRunsInAProcess() {
        PrintStream captured = System.out;
        assertThatThrownBy(JavaKernelTest::open)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("running in this process already");
        assertThat(System.out).isSameAs(captured);
    }

    @Test
    void completionKnowsVariablesAndCountsCodePoints() throws CellException {
        run("String word = \"abc\";");
        String source = "String s = \"😀\";\nword.subs";
        var found = kernel.complete(source, source.codePointCount(0, source.length()));
        assertThat(found.getReplacements()).contains("substring(");
        assertThat(found.getSourceStart()).isEqualTo(source.codePointCount(0, source.indexOf("subs")));
        assertThat(found.getSourceEnd()).isEqualTo(source.codePointCount(0, source.length()));
    }

    @ParameterizedTest
    @CsvSource({
        "int x = 1;, complete",
        "x, complete",
        "'', complete",
        "for (int i = 0; i < 3; i++) {, '    '",
        "int a = 1; if (a > 0) {, '    '",
        "if (true) }, invalid"
    })
    void unfinishedCodeIsRecognised(String source, String answer) {
        assertThat(kernel.isComplete(source)).isEqualTo(answer);
    }

    private @Nullable JsonObject run(String source) throws CellException {
        return kernel.execute(source, ++cells, output);
    }

    private JsonObject bundle(String source) throws CellException {
        return Objects.requireNonNull(run(source), source);
    }

    private JsonObject data(String source) throws CellException {
        return bundle(source).getAsJsonObject("data");
    }

    private String text(String source) throws CellException {
        return data(source).get("text/plain").getAsString();
    }

    private CellException fail(String source) {
        CellException failure = catchThrowableOfType(CellException.class, () -> run(source));
        assertThat(failure).as(source).isNotNull();
        return failure;
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
