package io.github.latent4j.kernel.magics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MagicParserTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "String s = \"a\n%time x\";",
                "String s = \"\"\"\n    %time x\n    %%time\n    \"\"\";",
                "String s = \"\"\"\n    \\\"\"\" ;\n    %time x\n    \"\"\";",
                "String s = \"; %time\\\" = %time x\";",
                "char c = ';'; // %time\n",
                "// = %time x",
                "/* ;\n%time x\n*/",
                "/** {@code\n %time x}\n */ int a;",
                "int a = 7\n  %3;",
                "int a = 7\n  %b;",
                "int a = (b)\n%c;",
                "int a = b[0]\n%c;",
                "int a = b + \"\".length() // ;\n%c;",
                "int a = b /* ; */\n%c;",
                "a %= b;",
                "int a = b % c;",
                "; x % y",
                "int a = b; %time",
                "int a = %3;",
                "%",
                "% time x",
                "%%",
                "'\n%time x"
            })
    void whereJavaHasOrMayHaveSomethingElseThereIsNoMagic(String source) {
        assertThat(MagicParser.translate(source, 1).java()).isEqualTo(source);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%time x",
                "  \t%time x",
                "\n\n%time x\n",
                "int a;\n%time x",
                "int a; // why\n%time x",
                "int a; /* why\n */\n%time x",
                "if (a) {\n  %time x\n}",
                "if (a) {}\n%time x",
                "// what follows\n%time x",
                "/* what follows */\n%time x",
                "%time y // z\n%time x",
                "%time 'y\n%time x",
                "String s = \"\"\"\n  a\"\"\";\n%time x",
                "char c = '\"';\n%time x",
                "char c = '\\'';\n%time x",
                "int a = %time y\n%time x",
                "\r\n%time x\r\nint a;"
            })
    void aLineWhereAStatementCanBeginIsAMagic(String source) {
        assertThat(MagicParser.translate(source, 1).java())
                .contains("$magicLine(1, " + line(source, "%time x") + ", \"time\", \"x\");")
                .doesNotContain("%time x");
    }

    private static long line(String source, String magic) {
        return 1
                + source.substring(0, source.indexOf(magic))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "List<String> out = %magic a b | List<String> out = $magicValue(-2, 1, \"magic\", \"a b\");",
                "var x=%magic                  | var x=$magicValue(-2, 1, \"magic\", \"\");",
                "x = %magic a // why           | x = $magicValue(-2, 1, \"magic\", \"a // why\");",
                "x = /* = */ %magic            | x = /* = */ $magicValue(-2, 1, \"magic\", \"\");"
            })
    void aMagicMayGiveAValue(String source, String java) {
        assertThat(MagicParser.translate(source, -2).java()).isEqualTo(java);
    }

    @Test
    void aCellMagicTakesTheWholeCellAsItIs() {
        String body = "int a = 1;\n\n%time \"x\" \\ // \t\n";
        assertThat(MagicParser.translate("\n  %%bash a \"b c\"\n" + body, 3).java())
                .isEqualTo("\n  $magicCell(3, 3, \"bash\", \"a \\\"b c\\\"\", "
                        + "\"int a = 1;\\n\\n%time \\\"x\\\" \\\\ // \t\\n\");");
        assertThat(MagicParser.translate("%%bash", 3).java()).isEqualTo("$magicCell(3, 2, \"bash\", \"\");");
    }

    @Test
    void aLongBodyIsHandedOverInPiecesThatFitIntoAClass() {
        String java = MagicParser.translate("%%html\n" + "é".repeat(100_000), 1).java();
        assertThat(java.split("\", \""))
                .hasSize(2 + 7)
                .allSatisfy(piece -> assertThat(piece.length()).isLessThan(21_000));
    }

    @Test
    void whatIsNotAMagicKeepsItsLineAndItsPlaceCanBeFound() {
        String source = "int a = 1;\n  %time f(\"x\")\nList<Integer> b = %magic 1 2\nint c = d;";
        MagicCode code = MagicParser.translate(source, 1);
        assertThat(code.java().lines()).hasSize(4);
        assertThat(code.java()).endsWith("\nint c = d;");
        for (String place : List.of("int a", "\nList", "b =", "int c", "d;")) {
            assertThat(code.written(code.java().indexOf(place))).isEqualTo(source.indexOf(place));
        }
        assertThat(code.written(code.java().indexOf("\"time\""))).isEqualTo(source.indexOf("%time"));
        assertThat(code.written(code.java().indexOf("$magicValue"))).isEqualTo(source.indexOf("%magic"));
        assertThat(code.written(code.java().length())).isEqualTo(source.length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "a b\tc           | a,b,c",
                "\"a b\" c        | a b,c",
                "--from=\"a b\"   | --from=a b",
                "a\"b\"c          | abc",
                "\"\" a           | ,a",
                "\\\"a\\\"        | \"a\"",
                "C:\\lib\\x.jar   | C:\\lib\\x.jar",
                "a // why         | a",
                "a //             | a",
                "\"a // b\"       | a // b",
                "https://x.org/y  | https://x.org/y",
                "it's             | it's"
            })
    void argumentsAreWordsAsInAShell(String text, String words) {
        assertThat(MagicCall.written(1, 1, "m", text, null).arguments()).containsExactly(words.split(",", -1));
    }

    @Test
    void aCommentAloneIsNoArgument() {
        assertThat(MagicCall.written(1, 1, "m", "// why", null).arguments()).isEmpty();
        assertThat(MagicCall.written(1, 1, "m", "", null).arguments()).isEmpty();
    }

    @Test
    void anOpenQuoteIsAnError() {
        assertThatThrownBy(() ->
                        MagicCall.written(1, 1, "m", "a \"b", null).with("WORD").arguments())
                .isInstanceOf(MagicException.class)
                .hasMessage("%m: a quote must be closed, got \"a \"b\"; usage: %m WORD");
    }
}
