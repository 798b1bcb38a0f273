package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class JshellScriptTest {
    @TempDir
    private Path folder;

    @Test
    void codeStaysInOrderTextIsCommentAndTheValueOfACellIsPrinted() throws IOException {
        String script = script(
                text("# Title\n\nA *text* with $\\underbrace{a}$.  "),
                code("import java.time.*;"),
                code(""),
                code("int a = 1; // one\n\na + 1"),
                text("## End"));

        assertThat(script).isEqualTo("""
                // From notebook.ipynb; to be run by jshell --class-path target/latent4j.jar

                // # Title
                //
                // A *text* with $\\\\underbrace{a}$.

                import java.time.*;

                int a = 1; // one

                System.out.println(a + 1);

                // ## End

                /exit
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "if (1 > 2) System.out.println(1);\\nelse System.out.println(2);                     | if (1 > 2) System.out.println(1); else System.out.println(2);",
                "if (1 > 2) {\\n    int a = 1;\\n} // no\\n// or\\nelse {\\n    int a = 2;\\n}       | if (1 > 2) {\\n    int a = 1;\\n} else {\\n    int a = 2;\\n}",
                "var s = \"a // b\" // text\\n    .strip()\\n    .length();                            | var s = \"a // b\" .strip() .length();",
                "int f(int a)\\n{\\n    return a;\\n}                                                 | int f(int a)\\n{\\n    return a;\\n}",
                "try {\\n    int a = 1;\\n}\\ncatch (RuntimeException e) {}                           | try {\\n    int a = 1;\\n}\\ncatch (RuntimeException e) {}",
                "int a = 1 +\\n    2;                                                                  | int a = 1 +\\n    2;"
            })
    void aLineThatWouldComeTooLateIsJoinedToTheOneBefore(String cell, String expected) throws IOException {
        assertThat(script(code(unescaped(cell)))).contains("\n\n" + unescaped(expected) + "\n\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Math.max(1, 2);                             | System.out.println(Math.max(1, 2));",
                "\"a\"\\n    .length() // one                | System.out.println(\"a\"\\n    .length()); // one",
                "int a = 1;\\n// the value\\na               | int a = 1;\\n// the value\\nSystem.out.println(a);",
                "Math.abs(1);\\nint b = 1;                   | Math.abs(1);\\nint b = 1;",
                "int a = 1;\\na = 2                          | int a = 1;\\na = 2",
                "new ArrayList<>(List.of(1)).clear()         | new ArrayList<>(List.of(1)).clear()",
                "record P(int x) {}\\nnew P(1).x()           | record P(int x) {}\\nSystem.out.println(new P(1).x());"
            })
    void onlyWhatAKernelShowsIsPrinted(String cell, String expected) throws IOException {
        assertThat(script(code(unescaped(cell)))).contains("\n\n" + unescaped(expected) + "\n\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "if (f(1) > 0) {\n    f(2);\n}\nelse if (f(2) > 0)\n    f(3);\nelse\n    f(4);",
                "var t = \"\"\"\n    a\n    // b\"\"\"\n    .strip();\nt.length()"
            })
    void jshellReadsLineByLineTheStatementsOfTheCell(String cell) throws IOException {
        String declaration = "int f(int a) { return a; }";
        assertThat(readAsJshellDoes(script(code(declaration), code(cell)))).hasSize(cell.startsWith("if") ? 3 : 4);
    }

    @Test
    void aCellWithAMagicIsRefusedByNumberAndName() throws IOException {
        Path notebook = write(text("# T"), code("int a = 1;"), code("int b = 2;\n%time a + b"));

        assertThatThrownBy(() -> JshellScript.of(notebook))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("notebook " + notebook + ": code cell 2 has the magic %time, which jshell does not know");
    }

    @Test
    void aCellThatOnlyAKernelCanCompileIsRefusedWithTheReason() throws IOException {
        Path notebook = write(code("1"), code("String id = display(1);"));

        assertThatThrownBy(() -> JshellScript.of(notebook))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("notebook " + notebook + ": code cell 2 does not compile in jshell: ")
                .hasMessageContaining("display");
    }

    @Test
    void aCellThatIsNotFinishedIsRefused() throws IOException {
        assertThatThrownBy(() -> script(code("int f() {")))
                .hasMessageEndingWith(": code cell 1 ends within a statement");
    }

    /** The statements that jshell finds in a script, and its command at the end. */
    private static List<String> readAsJshellDoes(String script) {
        List<String> found = new ArrayList<>();
        try (JShell jshell = JShell.builder().executionEngine("local").build()) {
            String waiting = "";
            for (String line : script.lines().toList()) {
                waiting = waiting.isEmpty() ? line : waiting + "\n" + line;
                if (waiting.equals("/exit")) {
                    found.add(waiting);
                    break;
                }
                while (!waiting.isEmpty()) {
                    CompletionInfo info = jshell.sourceCodeAnalysis().analyzeCompletion(waiting);
                    if (!info.completeness().isComplete()) {
                        waiting = info.remaining();
                        break;
                    }
                    found.add(info.source());
                    waiting = info.remaining();
                }
            }
        }
        return found;
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n");
    }

    private String script(JsonObject... cells) throws IOException {
        return JshellScript.of(write(cells));
    }

    private static JsonObject code(String source) {
        return cell("code", source);
    }

    private static JsonObject text(String source) {
        return cell("markdown", source);
    }

    private static JsonObject cell(String type, String source) {
        JsonObject cell = new JsonObject();
        cell.addProperty("cell_type", type);
        cell.addProperty("source", source);
        return cell;
    }

    private Path write(JsonObject... cells) throws IOException {
        JsonArray array = new JsonArray();
        for (JsonObject cell : cells) {
            array.add(cell);
        }
        JsonObject notebook = new JsonObject();
        notebook.add("cells", array);
        notebook.addProperty("nbformat", 4);
        return Files.writeString(folder.resolve("notebook.ipynb"), notebook.toString());
    }
}
