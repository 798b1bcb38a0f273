package io.github.latent4j.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of {@link NotebookForm} on a notebook that keeps to all of them, and on the same with one thing broken. */
class NotebookFormTest {
    private static final Map<String, Function<CourseNotebook, List<String>>> RULES = new TreeMap<>(Map.ofEntries(
            Map.entry("firstCell", NotebookForm::firstCell),
            Map.entry("cover", NotebookForm::cover),
            Map.entry("imports", NotebookForm::imports),
            Map.entry("lengths", NotebookForm::lengths),
            Map.entry("endings", NotebookForm::endings),
            Map.entry("execution", NotebookForm::execution),
            Map.entry("errors", NotebookForm::errors),
            Map.entry("sections", NotebookForm::sections),
            Map.entry("exercises", NotebookForm::exercises),
            Map.entry("check", NotebookForm::check),
            Map.entry("stableOutputs", NotebookForm::stableOutputs),
            Map.entry("metadata", NotebookForm::metadata),
            Map.entry("formulas", NotebookForm::formulas),
            Map.entry("links", NotebookForm::links),
            Map.entry("plainJshell", NotebookForm::plainJshell)));

    private static final String GOOD = """
            {"cells": [
              {"cell_type": "markdown", "id": "a1", "metadata": {},
               "source": "# Title\\n\\n![What comes](pictures/01-good.png)\\n\\nYou will see a picture.\\n\\n| | |\\n|---|---|\\n\
            | You need to know | nothing |\\n| Takes | one minute, 1 GB of memory |\\n| Data | none |"},
              {"cell_type": "code", "id": "a2", "metadata": {}, "execution_count": 1, "outputs": [],
               "source": "import static io.github.latent4j.Latent4j.*;"},
              {"cell_type": "markdown", "id": "a3", "metadata": {},
               "source": ["## A section\\n", "\\n", "A formula $a_{1} = \\\\$1$, `a $ sign`, and [the check](#Check)."]},
              {"cell_type": "code", "id": "a4", "metadata": {"tags": ["cover"]}, "execution_count": 2,
               "outputs": [{"output_type": "execute_result", "metadata": {}, "execution_count": 2,
                            "data": {"image/png": "aGVsbG8=", "text/plain": ["Figure[1x1]"], "text/html": "<i style='x:1.5s'>7</i>"}}],
               "source": "import java.time.*;\\n\\nint a = 1; // one\\na"},
              {"cell_type": "markdown", "id": "a5", "metadata": {}, "source": "## Exercises\\n\\nThere is one."},
              {"cell_type": "markdown", "id": "a6", "metadata": {}, "source": "1. Add one."},
              {"cell_type": "code", "id": "a7", "execution_count": 3, "outputs": [],
               "metadata": {"jupyter": {"source_hidden": true, "outputs_hidden": true}, "tags": ["solution"]},
               "source": "int b = a + 1;"},
              {"cell_type": "markdown", "id": "a8", "metadata": {}, "source": "## References\\n\\n- A. Author: *A paper*, 2014."},
              {"cell_type": "markdown", "id": "a9", "metadata": {}, "source": "## Check\\n\\nIt fails if not."},
              {"cell_type": "code", "id": "b1", "metadata": {"tags": ["check"]}, "execution_count": 4, "outputs": [],
               "source": "if (a != 1) {\\n    throw new AssertionError(a);\\n}"}],
             "metadata": {"kernelspec": {"display_name": "Java (latent4j)", "language": "java", "name": "java"},
              "language_info": {"codemirror_mode": "java", "file_extension": ".jshell", "mimetype": "text/x-java-source",
                                "name": "java", "pygments_lexer": "java"}},
             "nbformat": 4, "nbformat_minor": 5}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void drawThePicture() throws IOException {
        Files.createDirectories(folder.resolve("pictures"));
        Files.writeString(folder.resolve("pictures/01-good.png"), "hello");
    }

    @Test
    void aGoodNotebookKeepsToAllRules() throws IOException {
        CourseNotebook notebook = write(GOOD);
        RULES.forEach((name, rule) -> assertThat(rule.apply(notebook)).as(name).isEmpty());
    }

    /**
     * What is broken.
     *
     * @param old text in the good notebook
     * @param broken text in its place
     * @param message what the only sentence of the rule says
     */
    record Fault(String rule, String old, String broken, String message) {}

    static Stream<Fault> faults() {
        return Stream.of(
                new Fault(
                        "firstCell",
                        "\"# Title",
                        "\"Title",
                        "01-good, cell 1: cell 1 is the title page: its first line must be `# Title`"),
                new Fault(
                        "firstCell",
                        "(pictures/01-good.png)",
                        "(pictures/01-bad.png)",
                        "it must show pictures/01-good.png"),
                new Fault(
                        "firstCell",
                        "\\n\\nYou will see a picture.",
                        "",
                        "in a sentence or list what the reader will see"),
                new Fault("firstCell", "| Data | none |", "", "the row `| Data | ... |`"),
                new Fault(
                        "firstCell",
                        "one minute, 1 GB",
                        "one hour, 1 GB",
                        "its row `Takes` must have minutes, and memory"),
                new Fault("firstCell", "1 GB of memory", "little", "its row `Takes` must have minutes, and memory"),
                new Fault("cover", "[\"cover\"]", "[]", "exactly one code cell must have the tag `cover`, there are 0"),
                new Fault("cover", "[\"check\"]", "[\"cover\"]", "there are 2"),
                new Fault(
                        "cover",
                        "\"image/png\"",
                        "\"image/gif\"",
                        "01-good, cell 4: the picture up front is drawn by the notebook: it has the tag `cover`, but no output image/png"),
                new Fault(
                        "cover",
                        "aGVsbG8=",
                        "aGVsbG9v",
                        "cell 4: the picture up front is drawn by the notebook: its last image/png differs from pictures/01-good.png"),
                new Fault(
                        "imports",
                        "Latent4j.*;\"",
                        "Latent4j.*;\\n1\"",
                        "cell 2: one import: it must be a code cell with exactly `import static"),
                new Fault(
                        "imports",
                        "import java.time.*",
                        "import javax.swing.*",
                        "cell 4: one import: `import javax.swing.*;`: only lines"),
                new Fault(
                        "imports",
                        "import java.time.*",
                        "import static java.lang.Math.*",
                        "only lines that start with `import java.` are allowed"),
                new Fault(
                        "imports",
                        "import java.time.*",
                        "// why\\nimport java.time.*",
                        "must stand at the top of its cell"),
                new Fault("imports", "import java.time.*", "import java.awt.*", "brings a second List"),
                new Fault(
                        "lengths",
                        "int b = a + 1;",
                        "int b =\\n".concat("\\n".repeat(11)).concat("1;"),
                        "cell 7: a code cell has at most 12 lines: it has 13"),
                new Fault(
                        "endings",
                        "int b = a + 1;",
                        "",
                        "cell 7: a code cell ends in a value or a statement: it is empty"),
                new Fault("endings", "int b = a + 1;", "int b = a + 1;\\n// done", "it ends in a comment"),
                new Fault("endings", "int b = a + 1;", "int b = a +", "it is not whole Java statements"),
                new Fault("endings", "int b = a + 1;", "%time a", "it is not whole Java statements; magics are none"),
                new Fault(
                        "execution",
                        "\"execution_count\": 3",
                        "\"execution_count\": 5",
                        "cell 7: all code cells have been executed in order: its execution_count must be 3, not 5"),
                new Fault("execution", "\"execution_count\": 3", "\"execution_count\": null", "must be 3, not null"),
                new Fault(
                        "execution",
                        "\"outputs\": [{",
                        "\"was\": [{",
                        "01-good: all code cells have been executed in order: no cell has outputs"),
                new Fault(
                        "errors",
                        "\"outputs\": []",
                        "\"outputs\": [{\"output_type\": \"error\", \"ename\": \"E\"}]",
                        "cell 2: no output is an error: it failed with \"E\""),
                new Fault(
                        "errors",
                        "\"outputs\": []",
                        "\"outputs\": [{\"output_type\": \"stream\", \"name\": \"stderr\", \"text\": \"oh\"}]",
                        "cell 2: no output is an error: it has printed to stderr"),
                new Fault(
                        "sections",
                        "## Exercises",
                        "## Try",
                        "the sections are [A section, Try, References, Check]; they must end in [Exercises, References, Check]"),
                new Fault(
                        "sections",
                        "## A section",
                        "A section",
                        "they must end in [Exercises, References, Check], with others before"),
                new Fault(
                        "sections",
                        "There is one.",
                        "There is one.\\n\\n## Two",
                        "cell 5: sections, the last of them Exercises, References, Check: a section must begin a cell"),
                new Fault("sections", "paper*, 2014", "paper*", "at least one entry that has a year"),
                new Fault(
                        "exercises",
                        "\"source_hidden\": true",
                        "\"source_hidden\": false",
                        "cell 7: each exercise is followed by its hidden solution: its metadata must be {\"jupyter\": {"),
                new Fault(
                        "exercises",
                        "[\"solution\"]",
                        "[]",
                        "cell 7: each exercise is followed by its hidden solution: its metadata"),
                new Fault(
                        "exercises",
                        "\"1. Add one.\"}",
                        "\"1. Add one.\"}, {\"cell_type\": \"markdown\", \"source\": \"2. Two.\"}",
                        "cell 6: each exercise is followed by its hidden solution: no code cell follows"),
                new Fault(
                        "exercises",
                        "{\"tags\": [\"cover\"]}",
                        "{\"tags\": [\"solution\"]}",
                        "cell 4: each exercise is followed by its hidden solution: only solutions below ## Exercises may be hidden"),
                new Fault(
                        "check",
                        "[\"check\"]",
                        "[]",
                        "cell 10: the last code cell is the check: it must have the tag `check`"),
                new Fault(
                        "check",
                        "## Check",
                        "## Checks",
                        "cell 10: the last code cell is the check: it must stand under `## Check`"),
                new Fault(
                        "check",
                        "[\"cover\"]",
                        "[\"check\"]",
                        "cell 4: the last code cell is the check: only the last"),
                new Fault(
                        "stableOutputs",
                        "Figure[1x1]",
                        "[D@1cfdf8d5",
                        "cell 4: outputs have no identity hashes, absolute paths or times: identity hash `@1cfdf8d5`"),
                new Fault("stableOutputs", "Figure[1x1]", "saved to /home/me/a.png", "absolute path `/home/me/a.png`"),
                new Fault("stableOutputs", "Figure[1x1]", "C:\\\\Users\\\\me", "absolute path `C:\\Users\\me`"),
                new Fault(
                        "stableOutputs",
                        "int b = a + 1;",
                        "Path.of(\\\"/tmp/a\\\")",
                        "cell 7: outputs have no identity hashes, absolute paths or times: absolute path `/tmp/a"),
                new Fault("stableOutputs", "Figure[1x1]", "took 3.2 s", "time `3.2 s`"),
                new Fault("stableOutputs", ">7<", ">41 ms<", "time `41 ms`"),
                new Fault("stableOutputs", "Figure[1x1]", "at 9:41:07", "time `9:41:07`"),
                new Fault(
                        "metadata",
                        "\"nbformat_minor\": 5",
                        "\"nbformat_minor\": 4",
                        "01-good: nbformat 4.5 with cell ids, and no other metadata than needed: the format is 4.4"),
                new Fault(
                        "metadata",
                        "\"pygments_lexer\": \"java\"",
                        "\"pygments_lexer\": \"java\", \"version\": \"17\"",
                        "the notebook's metadata must be {"),
                new Fault(
                        "metadata",
                        "\"id\": \"a3\", ",
                        "",
                        "cell 3: nbformat 4.5 with cell ids, and no other metadata than needed: it must have an id"),
                new Fault(
                        "metadata",
                        "\"a3\"",
                        "\"a1\"",
                        "cell 3: nbformat 4.5 with cell ids, and no other metadata than needed: the id a1 is that of another cell too"),
                new Fault(
                        "metadata",
                        "{\"tags\": [\"check\"]}",
                        "{\"tags\": [\"check\"], \"execution\": {}}",
                        "cell 10: nbformat 4.5 with cell ids, and no other metadata than needed: its metadata may have tags and jupyter"),
                new Fault("metadata", "[\"cover\"]", "[\"covers\"]", "its tags may be "),
                new Fault(
                        "metadata",
                        "\"markdown\", \"id\": \"a9\"",
                        "\"raw\", \"id\": \"a9\"",
                        "cell 9: nbformat 4.5 with cell ids, and no other metadata than needed: it must be markdown or code, not raw"),
                new Fault(
                        "formulas",
                        "There is one.",
                        "It costs 5 $.",
                        "cell 5: formulas are closed: a formula is not closed: `$.`"),
                new Fault("formulas", "There is one.", "$$a$", "a formula is not closed: `$$a`"),
                new Fault("formulas", "There is one.", "$a\\n\\nb$", "a formula is not closed: `$a`"),
                new Fault("formulas", "There is one.", "$\\\\frac{1}{2$", "its braces do not match: `\\frac{1}{2`"),
                new Fault("formulas", "There is one.", "$\\\\left( a )$", "its \\left and \\right do not match"),
                new Fault("formulas", "There is one.", "$\\\\begin{aligned} a$", "its \\begin and \\end do not match"),
                new Fault(
                        "links",
                        "(#Check)",
                        "(#check)",
                        "cell 3: links lead somewhere: `#check` leads to no heading of 01-good.ipynb"),
                new Fault(
                        "links",
                        "(#Check)",
                        "(02-next.ipynb)",
                        "cell 3: links lead somewhere: `02-next.ipynb` leads to no file"),
                new Fault(
                        "links",
                        "(#Check)",
                        "(https://en.wikipedia.org/wiki/ Adam_(name))",
                        "must not be empty or have spaces"),
                new Fault("links", "(#Check)", "(https://localhost/a)", "must have the name of a host, got localhost"),
                new Fault(
                        "links",
                        "There is one.",
                        "See https://arxiv,org/abs/1312.6114.",
                        "must have the name of a host"),
                new Fault("links", "There is one.", "<img src='/a.png'>", "`/a.png` must be relative"),
                new Fault("links", "There is one.", "[a](ftp://a.org/b)", "must be a file, http or https"),
                new Fault("plainJshell", "int b = a + 1;", "display(a)", "code cell 3 does not compile in jshell"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsRefusedByItsRule(Fault fault) throws IOException {
        assertThat(GOOD).contains(fault.old());
        CourseNotebook notebook = write(GOOD.replace(fault.old(), fault.broken()));

        assertThat(RULES.get(fault.rule()).apply(notebook))
                .isNotEmpty()
                .anySatisfy(sentence -> assertThat(sentence).contains(fault.message()));
    }

    @Test
    void linksThatLeadSomewhereAreGood() throws IOException {
        Files.writeString(
                folder.resolve("page.md"),
                "# A page: `code` & *more*\n\n```\n# no heading\n```\n\n## Twice\n\n## Twice\n");
        Path file = folder.resolve("other.md");
        Files.writeString(file, "## Here\n");

        assertThat(Links.broken(file, """
                [a](page.md#a-page-code--more), [b](page.md#twice-1 "a title"), [c](#here), ![d](pictures/01-good.png),
                [![e](https://a.org/b.svg)](https://en.wikipedia.org/wiki/Adam_(name)), <https://a.org/b>, https://a-b.co.uk/c.
                `[f](none.md)` and $[g](h)$

                ```java
                [i](none.md)
                ```
                """)).isEmpty();
        assertThat(Links.broken(file, "[a](page.md#no-heading)"))
                .containsExactly("`page.md#no-heading` leads to no heading of page.md");
    }

    private CourseNotebook write(String json) throws IOException {
        return new CourseNotebook(Files.writeString(folder.resolve("01-good.ipynb"), json));
    }
}
