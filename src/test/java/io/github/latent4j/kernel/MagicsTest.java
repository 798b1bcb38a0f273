package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import io.github.latent4j.kernel.CellException.Kind;
import io.github.latent4j.kernel.magics.Dependencies;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class MagicsTest {
    @TempDir
    private Path folder;

    private final FakeDependencies dependencies = new FakeDependencies();
    private final JavaKernel kernel =
            JavaKernel.open(new RecordedOutput(), KernelSettings.of(Map.of(), Path.of("")), dependencies);
    private RecordedOutput output = new RecordedOutput();
    private int cells;

    /** Resolves everything to the same jars. */
    private static final class FakeDependencies implements Dependencies {
        private final List<String> asked = new ArrayList<>();
        private Resolved answer = new Resolved(List.of(), List.of());

        @Override
        public Resolved resolve(Request request, Consumer<String> progress) throws Exception {
            asked.add(request.toString());
            progress.accept("1 of 2 files");
            progress.accept("2 of 2 files"); // so soon that nobody could have read the first
            if (request.coordinates().contains("no:such:1")) {
                throw new Exception("no:such:1 is in none of [central]", new IOException("404"));
            }
            return answer;
        }

        @Override
        public Resolved loadPom(Path pom, List<String> scopes, boolean offline, Consumer<String> progress) {
            asked.add(pom.getFileName() + " " + scopes + " " + offline);
            return answer;
        }

        @Override
        public Resolved loadPom(String xml, List<String> scopes, boolean offline, Consumer<String> progress) {
            asked.add(xml + " " + scopes + " " + offline);
            return answer;
        }

        @Override
        public void addRepository(String id, String url) throws Exception {
            if (id.equals("bad/id")) {
                throw new Exception("bad/id cannot be the id of a repository");
            }
            asked.add(id + " " + url);
        }

        @Override
        public List<String> complete(String beginning) {
            return List.of(beginning + "-math:1");
        }
    }

    @AfterAll
    void close() {
        kernel.close();
    }

    @BeforeEach
    void freshOutput() {
        output = new RecordedOutput();
        dependencies.asked.clear();
    }

    @Test
    void magicsRunBetweenStatementsInBlocksAndAsValues() throws CellException {
        run("""
                import io.github.spencerpark.jupyter.kernel.magic.registry.*;
                class Echo {
                    @LineMagic(aliases = "repeat") public String echo(List<String> args) { System.out.print(args); return String.join("+", args); }
                    @CellMagic public Object shout(List<String> args, String body) { return args + body.toUpperCase(); }
                }
                getKernelInstance().getMagics().registerMagics(new Echo());""");
        assertThat(text("int before = 1;\n%echo a // b\nif (before == 1) {\n  %repeat \"c d\"\n}\nbefore"))
                .isEqualTo("1");
        assertThat(output.text("stdout")).isEqualTo("[a][c d]");
        assertThat(text("String joined = %echo a b\njoined.length()")).isEqualTo("3");
        assertThat(text("String fromJava = lineMagic(\"echo\", List.of(\"x\", \"y\")); fromJava"))
                .isEqualTo("x+y");
        assertThat(text("cellMagic(\"shout\", List.of(), \"body\")")).isEqualTo("[]BODY");
    }

    @Test
    void theValueOfARegisteredMagicIsNotShownAsInIJava() throws CellException {
        run("getKernelInstance().getMagics().registerLineMagic(\"five\", args -> 5);"
                + "getKernelInstance().getMagics().registerCellMagic(\"six\", (args, body) -> 6);");
        assertThat(run("%five")).isNull();
        assertThat(run("%%six\n")).isNull();
        assertThat(text("int five = %five\nfive")).isEqualTo("5");
    }

    @Test
    void notebooksThatAskIJavaForTheKernelAndRegisterItsMagicsWork() throws CellException {
        run("""
                import io.github.spencerpark.ijava.IJava;
                import io.github.spencerpark.jupyter.kernel.magic.common.Shell;
                IJava.getKernelInstance().getMagics().registerMagics(Shell.class);
                List<String> lines = %sh echo hello""");
        assertThat(text("lines.get(0)")).isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%tiem 1   | no magic is called %tiem (did you mean %time?); %help lists all",
                "%mav a    | no magic is called %mav (did you mean %maven?); %help lists all",
                "%qqqqqq   | no magic is called %qqqqqq; %help lists all",
                "%bash ls  | %bash: there is only %%bash, on the first line of a cell of its own",
                "%%load x  | %%load: there is only %load, for one line",
                "int a; \\n%%time | %%time must be on the first line of its cell",
                "%time     | %time: the code must not be empty, got \"\"; usage: %time CODE",
                "%%time    | %%time: the lines below it must not be empty; usage: %%time",
                "%load     | %load: a file must be given, and nothing else, got \"\"; usage: %load FILE",
                "%who x    | %who: an argument must not be given, got \"x\"; usage: %who",
                "%maven    | %maven: a dependency must be given, got \"\"",
                "%maven a:b | %maven: a dependency must be group:artifact:version, got \"a:b\"",
                "%maven a:b:1 --form=c | %maven: an option must be one of those in the usage, got \"--form=c\"",
                "%maven a:b:1 --from   | %maven: --from must have a value behind =, got \"--from\"",
                "%mavenRepo a  | %mavenRepo: a repository must be an id and a URL, got \"a\"; usage: %mavenRepo ID URL",
                "%mavenRepo a b | %mavenRepo: the URL must begin with https:, http: or file:, got \"b\"",
                "%help nosuch | %help: the name must be that of a magic, got \"nosuch\"",
                "%help tiem | %help: the name must be that of a magic, such as %time, got \"tiem\""
            })
    void aMagicThatCannotBeSaysWhy(String source, String message) {
        CellException failure = fail(source.replace("\\n", "\n"));
        assertThat(failure.name()).isEqualTo("MagicException");
        assertThat(failure.message()).startsWith(message);
        assertThat(failure.traceback().get(0))
                .isEqualTo("\u001b[1;31mMagicException: " + failure.message() + "\u001b[0m");
        assertThat(failure.traceback().subList(1, failure.traceback().size()))
                .allMatch(line -> line.matches("    at cell " + cells + ", line [12]|        %.*"));
    }

    @Test
    void anExceptionInAMagicKeepsItsCauseAndItsPlaces() throws CellException {
        run("""
                getKernelInstance().getMagics().registerLineMagic("broken", args -> {
                    throw new java.io.IOException("no disk", new IllegalStateException("worn out"));
                });""");
        int declared = cells;
        CellException failure = fail("int fine = 1;\n\n%broken");
        assertThat(failure.name()).isEqualTo("IOException");
        assertThat(failure.message()).isEqualTo("no disk");
        assertThat(failure.traceback())
                .contains(
                        "\u001b[1;31mjava.io.IOException: no disk\u001b[0m",
                        "    at lambda (cell " + declared + ", line 2)",
                        "    at cell " + cells + ", line 3",
                        "\u001b[1;31mCaused by: java.lang.IllegalStateException: worn out\u001b[0m");
    }

    @Test
    void compileErrorsBelowBesideAndBeforeAMagicPointRight() {
        assertThat(fail("%memory\nint a = missing;").traceback())
                .contains("line 2: cannot find symbol", "    int a = missing;", "            ^");
        assertThat(fail("Lst<String> a = %memory").traceback())
                .contains("line 1: cannot find symbol", "    Lst<String> a = %memory", "    ^");
        assertThat(fail("if (true) {\n  %memory\n  int a = missing;\n}").traceback())
                .contains("line 3: cannot find symbol", "      int a = missing;", "              ^");
        assertThat(fail("%memory\nfor (;;) {").traceback())
                .contains("    for (;;) {")
                .noneMatch(line -> line.contains("$magic"));
    }

    @Test
    void timeShowsTheValueAndPrintsBothTimesWithoutThatOfCompiling() throws CellException {
        assertThat(text("%time Thread.sleep(30); 6 * 7")).isEqualTo("42");
        assertThat(output.text("stdout"))
                .matches("wall time [\\d.]+ (ms|s), CPU time (under )?[\\d.]+ (ms|s) of all threads: "
                        + "Thread\\.sleep\\(30\\); 6 \\* 7\n");
        freshOutput();
        assertThat(text("%%time\nString quoted = \"a\\\"b\";\nquoted")).isEqualTo("a\"b");
        assertThat(output.text("stdout")).matches("wall time [\\d.]+ (µs|ms|s), CPU time .* of all threads\n");
        assertThat(text("quoted")).isEqualTo("a\"b");
    }

    @Test
    void timeMeasuresNeitherMoreNorLessThanTheCode() throws CellException {
        run("%time Thread.sleep(300); eval(\"%time Thread.sleep(200)\");");
        List<Double> millis = output.text("stdout")
                .lines()
                .map(line -> Double.parseDouble(line.replaceAll("wall time ([\\d.]+) .*", "$1")))
                .toList();
        assertThat(millis).hasSize(2);
        assertThat(millis.get(0)).isBetween(199.0, 450.0);
        assertThat(millis.get(1) > 10 ? millis.get(1) : millis.get(1) * 1000).isBetween(499.0, 999.0 * 3);
    }

    @Test
    void errorsInTimedCodeHaveTheLinesOfTheCell() {
        assertThat(fail("\n%time 1 / 0").traceback())
                .containsExactly(
                        "\u001b[1;31mjava.lang.ArithmeticException: / by zero\u001b[0m",
                        "    at cell " + cells + ", line 2",
                        "        1 / 0");
        assertThat(fail("%%time\nint fine = 1;\n  fine / 0").traceback())
                .containsExactly(
                        "\u001b[1;31mjava.lang.ArithmeticException: / by zero\u001b[0m",
                        "    at cell " + cells + ", line 3",
                        "        fine / 0",
                        "    at cell " + cells + ", line 1",
                        "        %%time");
        CellException compile = fail("%%time\nint fine = 1;\nint b = missing;");
        assertThat(compile.kind()).isEqualTo(Kind.COMPILE);
        assertThat(compile.message()).isEqualTo("line 3: cannot find symbol");
        assertThat(compile.traceback()).contains("    int b = missing;", "            ^");
        assertThat(fail("%time eval(\"1 / 0\")").traceback())
                .containsExactly(
                        "\u001b[1;31mjava.lang.ArithmeticException: / by zero\u001b[0m",
                        "    at cell " + cells + ", line 1",
                        "        1 / 0");
    }

    @Test
    void anInterruptEndsTimedCode() throws Exception {
        interruptAfter(700);
        assertThat(fail("%time while (true) {}").kind()).isEqualTo(Kind.INTERRUPTED);
        assertThat(text("%time 1")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsh", "jshell", "java", "ijava"})
    void loadRunsAFileInTheSession(String extension) throws Exception {
        Path file = Files.writeString(
                folder.resolve("part of " + extension + "." + extension),
                "// helper\nimport java.time.Year;\nint loaded = 5;\n%time loaded++;\nint half() {\n  return loaded / 0;\n}\n");
        String name =
                extension.equals("jsh") ? file.toString() : file.toString().replace("." + extension, "");
        assertThat(run("%load \"" + name + "\"")).isNull();
        assertThat(text("loaded + Year.of(1).getValue()")).isEqualTo("7");
        assertThat(fail("half()").traceback())
                .contains("    at half (" + file + ", line 6)", "    at cell " + cells + ", line 1");
    }

    @Test
    void anErrorInALoadedFileNamesTheFileAndTheLine() throws Exception {
        Path file = Files.writeString(folder.resolve("broken.jsh"), "int fine = 1;\n\nint b = missing;");
        CellException compile = fail("int a = 1;\n%load " + file);
        assertThat(compile.kind()).isEqualTo(Kind.COMPILE);
        assertThat(compile.traceback())
                .containsExactly(
                        "\u001b[1;31mCompileError in " + file + "\u001b[0m",
                        "line 3: cannot find symbol",
                        "    int b = missing;",
                        "            ^",
                        "  symbol:   variable missing",
                        "    at cell " + cells + ", line 2",
                        "        %load " + file);
        Files.writeString(file, "int fine = 1;\n%time fine / 0");
        assertThat(fail("%load " + file).traceback())
                .containsExactly(
                        "\u001b[1;31mjava.lang.ArithmeticException: / by zero\u001b[0m",
                        "    at " + file + ", line 2",
                        "        fine / 0",
                        "    at cell " + cells + ", line 1",
                        "        %load " + file);
    }

    @Test
    void loadRunsTheCodeCellsOfANotebookWithTheirMagics() throws Exception {
        Path file = Files.writeString(folder.resolve("book.ipynb"), """
                {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"language": "java"}}, "cells": [
                 {"cell_type": "markdown", "source": "int a = broken;"},
                 {"cell_type": "code", "source": ["int book = 1;\\n", "%time book++;"]},
                 {"cell_type": "code", "source": "%%time\\nbook += 10;"},
                 {"cell_type": "code", "source": "book += 100;\\nint c = 1 / 0;"}]}""");
        CellException failure = fail("%load " + folder.resolve("book"));
        assertThat(failure.traceback())
                .containsExactly(
                        "\u001b[1;31mjava.lang.ArithmeticException: / by zero\u001b[0m",
                        "    at " + file + ", code cell 3, line 2",
                        "        int c = 1 / 0;",
                        "    at cell " + cells + ", line 1",
                        "        %load " + folder.resolve("book"));
        assertThat(text("book")).isEqualTo("112");
        Path python = Files.writeString(folder.resolve("python.ipynb"), """
                {"nbformat": 4, "metadata": {"kernelspec": {"language": "python"}}, "cells": []}""");
        assertThat(fail("%load " + python).message())
                .isEqualTo("%load: notebook " + python + " must be in java, got python");
    }

    @Test
    void loadSaysWhichFileItLookedForAndRefusesALoop() throws Exception {
        assertThat(fail("%load nosuch").message())
                .isEqualTo("%load: a file must exist in " + Path.of("").toAbsolutePath()
                        + ", also without .jsh .jshell .java .ijava .ipynb, got \"nosuch\"; usage: %load FILE");
        Path file = folder.resolve("loop.jsh");
        Files.writeString(file, "%load " + file);
        assertThat(fail("%load " + file).message()).startsWith("%load: a file must not load itself");
        Files.write(file, new byte[] {(byte) 0xff});
        assertThat(fail("%load " + file).message()).startsWith("%load: a file must be UTF-8 text");
    }

    @Test
    void classesOfAddedFoldersAndJarsCanBeUsedAndVariablesKeepTheirValues() throws Exception {
        Path classes = compile("Pear", "package fruit; public class Pear { public int weight() { return 150; } }");
        Path jar = jar(
                "apple.jar",
                compile("Apple", "package fruit; public class Apple { public int weight() { return 100; } }"));
        run("List<Integer> kept = new ArrayList<>(List.of(1)); int count = 5;");
        assertThat(fail("import fruit.Pear;").kind()).isEqualTo(Kind.COMPILE);
        run("List<String> paths = %classpath " + classes + "\nimport fruit.Pear;\nkept.add(new Pear().weight());");
        assertThat(run("%jars " + folder + "/*.jar")).isNull();
        run("import fruit.Apple;\nkept.add(new Apple().weight());");
        assertThat(text("kept + \" \" + count + paths.size()")).isEqualTo("[1, 150, 100] 51");
        assertThat(text("%jar " + jar + ";\nnew fruit.Apple().weight()")).isEqualTo("100");
        Path again = jar("plum/plum.jar", compile("Plum", "package fruit; public class Plum {}"));
        run("%jars " + again.getParent() + "/");
        assertThat(text("new fruit.Plum().getClass().getSimpleName()")).isEqualTo("Plum");
        Path forKernel = jar("fig/fig.jar", compile("Fig", "package fruit; public class Fig {}"));
        run("getKernelInstance().addToClasspath(\"" + forKernel + "\");");
        assertThat(text("new fruit.Fig().getClass().getSimpleName() + count")).isEqualTo("Fig5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jars", "classpath"})
    void aGlobWithoutAMatchIsAnErrorThatSaysWhereItWasLookedFor(String magic) {
        assertThat(fail("%" + magic + " " + folder + "/none/*.jar").message())
                .isEqualTo("%" + magic + ": a glob must match something in " + folder.resolve("none") + ", got \""
                        + folder + "/none/*.jar\"; usage: %" + magic + " GLOB...");
    }

    @Test
    void mavenAddsWhatItResolvesAndItsDisplayEndsWithTheResult() throws Exception {
        Path jar = jar("resolved/cherry.jar", compile("Cherry", "package fruit; public class Cherry {}"));
        dependencies.answer = new Dependencies.Resolved(List.of(jar), List.of("g:b:2 in place of g:b:1"));
        run("%maven g:a:1 g:b:jar:linux:1 -v --from=local --exclude=x:y --exclude=\"z:*\" --offline // the fruit");
        assertThat(dependencies.asked)
                .containsExactly(
                        "Request[coordinates=[g:a:1, g:b:jar:linux:1], exclusions=[x:y, z:*], from=[local], offline=true]");
        assertThat(text("new fruit.Cherry().getClass().getSimpleName()")).isEqualTo("Cherry");
        assertThat(output.entries.stream().map(entry -> entry.what() + " " + entry.text()))
                .containsExactly(
                        "display {\"text/plain\":\"g:a:1, g:b:jar:linux:1: resolving ...\"}",
                        "update {\"text/plain\":\"g:a:1, g:b:jar:linux:1: 1 of 2 files\"}",
                        "update {\"text/plain\":\"g:a:1, g:b:jar:linux:1: 1 jar added to the class path\\n"
                                + "g:b:2 in place of g:b:1\"}");
        freshOutput();
        assertThat(
                        text(
                                "List<String> cherries = %addMavenDependencies g:a:1 --from=https://repo.example.org/x\ncherries"))
                .isEqualTo("[" + jar + "]");
        assertThat(dependencies.asked)
                .containsExactly(
                        "https-repo-example-org-x https://repo.example.org/x",
                        "Request[coordinates=[g:a:1], exclusions=[], from=[https-repo-example-org-x], offline=false]");
        dependencies.answer = new Dependencies.Resolved(List.of(), List.of());
        run("%maven g:a:1");
        assertThat(output.text("update")).contains("g:a:1: on the class path already");
    }

    @Test
    void mavenThatFailsSaysSoInItsDisplayAndKeepsTheCause() {
        CellException failure = fail("%addMavenDependency no:such:1");
        assertThat(failure.message()).isEqualTo("%addMavenDependency: no:such:1 is in none of [central]");
        assertThat(failure.traceback()).contains("\u001b[1;31mCaused by: java.io.IOException: 404\u001b[0m");
        assertThat(output.entries.get(output.entries.size() - 1).text()).contains("no:such:1: not added");
    }

    @Test
    void repositoriesAndPomsAreHandedOn() throws Exception {
        run("%mavenRepo snapshots https://repo.example.org/x // ours");
        run("%addMavenRepo local file:///tmp/repo;");
        Path pom = Files.writeString(folder.resolve("pom.xml"), "<project/>");
        run("%loadFromPOM " + pom + " compile test --offline");
        run("%%loadFromPOM runtime\n<dependency>\n</dependency>\n");
        assertThat(dependencies.asked)
                .containsExactly(
                        "snapshots https://repo.example.org/x",
                        "local file:///tmp/repo",
                        "pom.xml [compile, test] true",
                        "<dependency>\n</dependency>\n [runtime] false");
        assertThat(fail("%mavenRepo bad/id https://x.org").message())
                .isEqualTo("%mavenRepo: bad/id cannot be the id of a repository");
        assertThat(fail("%loadFromPOM nosuch.xml").message()).startsWith("%loadFromPOM: the POM must be a file in ");
        assertThat(fail("%%loadFromPOM\n").message()).startsWith("%%loadFromPOM: the lines below it must not be empty");
    }

    @Test
    void whoShowsVariablesAsATable() throws CellException {
        run("int whoInt = 5; var whoList = new ArrayList<>(List.of(\"<a>\")); String whoText = \"x\\ny\"; whoInt + 1");
        run("class Rude { public String toString() { throw new IllegalStateException(); } } Rude whoRude = new Rude();"
                + "String whoLong = \"z\".repeat(200);");
        output = new RecordedOutput();
        run("%who");
        String shown = output.text("display");
        assertThat(shown)
                .contains("<td style=\\\"text-align:left\\\">whoInt</td><td style=\\\"text-align:left\\\">5</td>")
                .contains("[&lt;a&gt;]")
                .contains("zzz...")
                .doesNotContain("$1");
        assertThat(shown.replaceAll(" +", " "))
                .contains("\\nint whoInt 5\\n")
                .contains("\\nArrayList<String> whoList [<a>]\\n")
                .contains("\\nString whoText \\\"x y\\\"\\n")
                .contains("\\nRude whoRude (its toString fails: IllegalStateException)\\n");
    }

    @Test
    void memoryShowsTheHeapAndTheProcess() throws CellException {
        run("%memory");
        assertThat(output.text("display").replaceAll(" +", " "))
                .containsPattern(
                        "memory MiB\\\\nheap in use [\\d.]+\\\\nheap reserved [\\d.]+\\\\nheap at most [\\d.]+\\\\nprocess [\\d.]+\"");
    }

    @ParameterizedTest
    @CsvSource({"html, text/html", "markdown, text/markdown", "latex, text/latex", "svg, image/svg+xml"})
    void theTextOfACellIsShownAsItsType(String magic, String type) throws CellException {
        assertThat(run("%%" + magic + "\n<b>%time</b>\n")).isNull();
        assertThat(output.entries).hasSize(1);
        assertThat(output.text("display"))
                .contains("\"" + type + "\":\"<b>%time</b>\\n\"")
                .contains("\"text/plain\":\"<b>%time</b>\\n\"");
    }

    @Test
    void aPageOfAMegabyteIsShown() throws CellException {
        String page = "<p>é</p>\n".repeat(20_000);
        run("%%html\n" + page);
        assertThat(output.text("display")).contains(page.replace("\n", "\\n"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void bashPrintsAndGetsItsArguments() throws CellException {
        run("%%bash one \"two three\"\nfor x in \"$@\"; do echo \"<$x>\"; done\necho é >&2\ncat");
        assertThat(output.text("stdout")).isEqualTo("<one>\n<two three>\n");
        assertThat(output.text("stderr")).isEqualTo("é\n");
        freshOutput();
        run("%%bash\nseq 100000");
        assertThat(output.text("stdout").lines()).hasSize(100_000);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void bashPrintsWhileItRunsAndAnInterruptEndsItWithItsChildren() throws Exception {
        Path mark = folder.resolve("late");
        Thread runner = new Thread(() -> {
            CellException failure = fail("%%bash\necho begun\nsleep 3 && touch " + mark + "\necho more");
            assertThat(failure.kind()).isEqualTo(Kind.INTERRUPTED);
        });
        runner.start();
        for (int i = 0; i < 100 && output.entries.isEmpty(); i++) {
            Thread.sleep(20);
        }
        assertThat(output.text("stdout")).isEqualTo("begun\n");
        kernel.interrupt();
        runner.join();
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .isEmpty();
        assertThat(mark).doesNotExist();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void bashThatFailsSaysItsStatusAndAProcessLeftBehindHoldsNothingUp() throws CellException {
        CellException failure = fail("%%bash\necho out\nexit 3");
        assertThat(failure.message()).isEqualTo("%%bash: the exit status must be 0, got 3");
        assertThat(output.text("stdout")).isEqualTo("out\n");
        long begin = System.nanoTime();
        run("%%bash\nsleep 20 &\necho done");
        assertThat(System.nanoTime() - begin).isLessThan(15_000_000_000L);
    }

    @Test
    void helpListsAllMagicsAndExplainsOne() throws CellException {
        run("getKernelInstance().getMagics().registerLineMagic(\"mine\", args -> 5);");
        run("%help");
        assertThat(output.text("display"))
                .contains("%%bash [ARGUMENT...]", "%classpath GLOB...", "%mine ...", "%who", "text/html", "<table>")
                .doesNotContain("%addMavenRepo");
        freshOutput();
        run("%help time");
        assertThat(output.text("display")).contains("%time CODE\\n", "%%time\\n", "Example: %time Thread.sleep(100);");
        freshOutput();
        run("%help %jar // what was it");
        assertThat(output.text("display")).contains("%jars GLOB...\\n    adds jars to the class path\\nAlso: %jar\\n");
    }

    @Test
    void anEditorIsHelpedWithMagicsAndAroundThem() throws CellException {
        run("String word = \"abc\";");
        assertThat(kernel.complete("int a;\n%ti", 10).getReplacements()).containsExactly("%time");
        var code = kernel.complete("%load x\n%time word.subs", 23);
        assertThat(code.getReplacements()).contains("substring(");
        assertThat(code.getSourceStart()).isEqualTo(19);
        assertThat(kernel.isComplete("%load x")).isEqualTo("complete");
        assertThat(kernel.isComplete("%%bash\nif [")).isEqualTo("complete");
        assertThat(kernel.isComplete("List<String> a = %jars x\n%time f(")).isEqualTo("complete");
        assertThat(kernel.isComplete("%load x\nfor (;;) {")).isNotEqualTo("complete");
    }

    private void interruptAfter(long millis) {
        new Thread(() -> {
                    try {
                        Thread.sleep(millis);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    kernel.interrupt();
                })
                .start();
    }

    /** Returns the folder of the compiled class. */
    private Path compile(String name, String source) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes-" + name));
        Path file = Files.writeString(classes.resolve(name + ".java"), source);
        int status =
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), file.toString());
        assertThat(status).isZero();
        return classes;
    }

    private Path jar(String name, Path classes) throws IOException {
        Path jar = folder.resolve(name);
        Files.createDirectories(jar.getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                var content = Files.walk(classes)) {
            for (Path path :
                    content.filter(path -> path.toString().endsWith(".class")).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(path).toString().replace('\\', '/')));
                Files.copy(path, out);
            }
        }
        return jar;
    }

    private @Nullable JsonObject run(String source) throws CellException {
        return kernel.execute(source, ++cells, output);
    }

    private String text(String source) throws CellException {
        return Objects.requireNonNull(run(source), source)
                .getAsJsonObject("data")
                .get("text/plain")
                .getAsString();
    }

    private CellException fail(String source) {
        CellException failure = catchThrowableOfType(CellException.class, () -> run(source));
        assertThat(failure).as(source).isNotNull();
        return failure;
    }
}
