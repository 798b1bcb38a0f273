package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.latent4j.kernel.RecordedOutput.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class DisplayTest {
    private final OpenKernel session = new OpenKernel();

    @BeforeAll
    void declare() throws CellException {
        session.run("""
                import io.github.spencerpark.jupyter.kernel.display.*;
                import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
                record Line(double[] points, String name) {}
                record Chart(Line line, List<int[]> more) {}
                record Own(int[] values) { public String toString() { return "own words"; } }
                class Plain {}
                class Bag extends AbstractList<Object> {
                    public Object get(int i) { return new int[] {i}; }
                    public int size() { return 2; }
                }
                class Wrong extends AbstractList<Object> {
                    public Object get(int i) { return new int[] {7}; }
                    public int size() { return 1; }
                    public String toString() { return "Wrong" + Arrays.asList(get(0)); }
                }
                java.util.function.Function<Integer, Integer> twice = x -> 2 * x;""");
    }

    @AfterAll
    void close() {
        session.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "new Line(new double[] {1.5}, \"a\")       | Line[points=[1.5], name=a]",
                "new Chart(new Line(new double[0], null), List.of(new int[] {1})) | Chart[line=Line[points=[], name=null], more=[[1]]]",
                "new Own(new int[] {1})                    | own words",
                "List.of(new Bag(), new Wrong())           | [[[0], [1]], [[7]]]",
                "Optional.of(new int[] {1})                | Optional[[1]]",
                "Optional.empty()                          | Optional.empty",
                "OptionalInt.of(3)                         | OptionalInt[3]",
                "Map.entry(\"k\", new long[] {2})          | k=[2]",
                "new java.util.concurrent.atomic.AtomicReference<>(new char[] {'x', 'y'}) | [x, y]",
                "\"\u00e4b\".getBytes(\"UTF-8\")           | [-61, -92, 98]",
                "new Plain()                               | instance of cell class Plain",
                "new Object()                              | instance of java.lang.Object",
                "new Runnable() { public void run() {} }   | instance of an anonymous Runnable",
                "twice                                     | lambda (Function)",
                "List.of(1).stream().map(x -> x)           | Stream (not consumed)",
                "java.util.stream.IntStream.range(0, 3)    | IntStream (not consumed)",
                "new ArrayList<>(List.of(1)).iterator()    | Iterator (not consumed)",
                "int[].class                               | class [I",
                "new IllegalStateException(\"as a value\") | java.lang.IllegalStateException: as a value"
            })
    void valuesAreReadableAndTheSameInEveryRun(String source, String shown) throws CellException {
        assertThat(session.text(source)).isEqualTo(shown);
    }

    @Test
    void showingAStreamLeavesItUsable() throws CellException {
        session.text("var open = List.of(1, 2, 3).stream(); open");
        assertThat(session.text("open.count()")).isEqualTo("3");
    }

    @Test
    void longTextsAreCutWithAMark() throws CellException {
        assertThat(session.text("\"x\".repeat(200_010)"))
                .hasSizeLessThan(200_100)
                .endsWith("xx... 10 more characters");
        assertThat(session.text("Collections.nCopies(1000, \"x\".repeat(1000))"))
                .hasSizeLessThan(200_100)
                .endsWith(" more characters");
        assertThat(session.data("render(\"x\".repeat(300_000), \"text/html\")")
                        .get("text/html")
                        .getAsString())
                .hasSize(300_000);
    }

    @Test
    void deepNestingEnds() throws CellException {
        assertThat(session.text("""
                        List<Object> nest = List.of(); for (int i = 0; i < 10_000; i++) nest = List.of(nest);
                        nest""")).hasSizeLessThan(100).contains("[...]");
    }

    @ParameterizedTest
    @CsvSource({
        "text/html, <b>x</b>",
        "image/svg+xml, <svg/>",
        "text/markdown, # x",
        "text/latex, $x$",
        "application/javascript, alert(1)"
    })
    void aTextIsShownAsWhatItIsSaidToBeAndAsText(String type, String content) throws CellException {
        JsonObject data = session.data("render(\"" + content + "\", \"" + type + "\")");
        assertThat(data.keySet()).containsExactlyInAnyOrder("text/plain", type);
        assertThat(data.get(type).getAsString()).isEqualTo(content);
        assertThat(data.get("text/plain").getAsString()).isEqualTo(content);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"{\\\"a\\\": [1, null]}\"                  | {\"a\":[1,null]}",
                "Map.of(\"m\", new double[] {1, Double.NaN}) | {\"m\":[1.0,null]}",
                "new Line(new double[] {2}, \"a\")           | {\"points\":[2.0],\"name\":\"a\"}",
                "List.of(Optional.of(true), Optional.empty(), 'c', new java.math.BigInteger(\"12345678901234567890\")) | [true,null,\"c\",12345678901234567890]",
                "com.google.gson.JsonParser.parseString(\"{x: 1}\") | {\"x\":1}",
                "java.nio.file.Path.of(\"a\", \"b\").toFile().getName() .length() | 1"
            })
    void jsonIsSentAsJson(String source, String json) throws CellException {
        JsonObject data = session.data("render(" + source + ", \"application/json\")");
        assertThat(data.get("application/json")).hasToString(json);
        assertThat(data.has("text/plain")).isTrue();
    }

    @Test
    void whatIsNotJsonIsRefusedWithItsBeginning() {
        assertThat(session.fail("display(\"{a: 1}\", \"application/json\");").message())
                .isEqualTo("text shown as JSON must be JSON, got \"{a: 1}\", which is not from line 1 column 3 on");
        assertThat(session.fail("display(\"1 2\", \"application/json\");").message())
                .isEqualTo("text shown as JSON must be JSON, got \"1 2\", which is not from line 1 column 4 on");
        assertThat(session.fail(
                                "List<Object> self = new ArrayList<>(); self.add(self);\nrender(self, \"application/json\")")
                        .message())
                .isEqualTo("a value shown as JSON must not contain itself, got a ArrayList that does");
    }

    @Test
    void displayDataOfACellGetsTheTextThatItLacks() throws CellException {
        assertThat(session.data("var html = new DisplayData(); html.putHTML(\"<b>x</b>\"); html"))
                .hasToString("{\"text/html\":\"<b>x</b>\",\"text/plain\":\"shown as text/html\"}");
        assertThat(session.text("var md = new DisplayData(); md.putMarkdown(\"# x\"); md"))
                .isEqualTo("# x");
        assertThat(session.data(
                                "var vega = new DisplayData(); vega.putData(\"application/vnd.vega.v5+json\", \"{}\"); vega")
                        .get("application/vnd.vega.v5+json"))
                .hasToString("{}");
        assertThat(session.data("new DisplayData()")).hasToString("{\"text/plain\":\"\"}");
    }

    @Test
    void aClassThatRendersItselfGetsATextWithoutAnAddress() throws CellException {
        assertThat(session.data("""
                class Bold implements DisplayDataRenderable {
                    public void render(RenderContext context) {
                        context.renderIfRequested(MIMEType.TEXT_HTML, () -> "<b>r</b>");
                    }
                }
                new Bold()"""))
                .hasToString("{\"text/html\":\"<b>r</b>\",\"text/plain\":\"instance of cell class Bold\"}");
    }

    @Test
    void aRendererOfACellThatGivesNoTextIsGivenOne() throws CellException {
        session.run("""
                getKernelInstance().getRenderer().createRegistration(Line.class).preferring(MIMEType.TEXT_HTML)
                    .register((line, context) -> context.renderIfRequested(MIMEType.TEXT_HTML, () -> "<hr>"));""");
        assertThat(session.data("new Line(new double[] {1}, \"b\")"))
                .hasToString("{\"text/html\":\"<hr>\",\"text/plain\":\"Line[points=[1.0], name=b]\"}");
    }

    @Test
    void aStreamOfAnImageIsShownAsTheImage() throws CellException {
        assertThat(session.data("""
                var bytes = new ByteArrayOutputStream();
                javax.imageio.ImageIO.write(new java.awt.image.BufferedImage(4, 3, 1), "png", bytes);
                new ByteArrayInputStream(bytes.toByteArray())""").keySet()).containsExactlyInAnyOrder("image/png", "text/plain");
        assertThat(session.text("new ByteArrayInputStream(new byte[3])"))
                .isEqualTo("instance of java.io.ByteArrayInputStream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw new IllegalStateException(\"no words\")", "throw new Error(\"no words\")"})
    void aValueThatCannotBeShownFailsTheCellAndSaysSo(String statement) throws CellException {
        String type = "new Object() { public String toString() { " + statement + "; } }";
        CellException failure = session.fail(type);
        assertThat(failure.message()).isEqualTo("while the value was shown: no words");
        assertThat(failure.traceback().get(1)).isEqualTo("while the value of cell " + session.cell() + " was shown");
        assertThat(session.report("display(" + type + ");")).contains("\nwhile a value was shown\n");
        assertThat(session.text("1 + 1")).isEqualTo("2");
    }

    @Test
    void aValueWhoseTextNeverEndsFailsTheCellOnly() throws CellException {
        CellException failure = session.fail("new Object() { public String toString() { return \"\" + this; } }");
        assertThat(failure.name()).isEqualTo("StackOverflowError");
        assertThat(session.text("1 + 1")).isEqualTo("2");
    }

    @Test
    void aJarThatIsAddedLaterBringsItsRenderers(@TempDir Path folder) throws Exception {
        Path source = folder.resolve("Tile.java");
        Files.writeString(source, """
                package later;
                import io.github.spencerpark.jupyter.kernel.display.*;
                import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
                public class Tile {
                    public static class Shown implements RenderFunction<Tile> {
                        public void render(Tile tile, RenderContext context) {
                            context.renderIfRequested(MIMEType.TEXT_HTML, () -> "<td>");
                        }
                    }
                }""");
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(code).isZero();
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(
                services.resolve("io.github.spencerpark.jupyter.kernel.display.RenderFunction"),
                "later.Tile$Shown\nlater.Missing\n");
        session.kernel.addToClasspath(folder.toString());
        session.kernel.addToClasspath(folder.toString());
        assertThat(session.data("new later.Tile()"))
                .hasToString("{\"text/html\":\"<td>\",\"text/plain\":\"instance of later.Tile\"}");
        session.run("0;"); // hands on what was printed
        assertThat(session.output.entries)
                .filteredOn(entry -> entry.text().contains("a renderer is left out"))
                .extracting(Entry::what)
                .containsOnly("stderr");
    }
}
