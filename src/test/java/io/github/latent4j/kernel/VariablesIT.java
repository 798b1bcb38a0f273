package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latent4j.kernel.KernelProcess.Answer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What later cells do to the variables of earlier ones, in the packaged kernel. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class VariablesIT {
    private static final String SHAPE_1 = "class Shape { int side = 1; int area() { return side * side; } }";
    private static final String SHAPE_2 =
            "class Shape { int side = 2; String name; int area() { return side * side; } }";

    private KernelProcess kernel;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        kernel = new KernelProcess(folder, ProcessHandle.current());
    }

    @AfterAll
    void stop() {
        kernel.close();
    }

    /** Variables of many kinds, and what they depend on, as they are in the beginning. */
    @BeforeEach
    void declare() {
        run("class Shape {}\nclass User {}");
        run(SHAPE_1);
        run("class User { Shape shape = new Shape(); }");
        run("interface Named { String name(); }\nrecord Pair(int a, String b) {}\nenum Colour { RED, GREEN }");
        run("int build() { return 40; }");
        run("""
                int number = new Shape().area() + 41;
                var shape = new Shape();
                Shape typed = shape;
                Object hidden = shape;
                Shape[] shapes = {shape};
                List<Shape> list = new ArrayList<>(List.of(shape));
                var user = new User();
                var built = build() + 2;
                Named named = () -> "lambda" + number;
                var anonymous = new Object() { int twice = 2 * built; };
                var pair = new Pair(1, "b");
                var colour = Colour.GREEN;
                Map<String, List<Integer>> generic = new HashMap<>(Map.of("k", List.of(1)));
                long counter = 3;
                double[] array = {1.5};
                Supplier<Integer> later = () -> number + built;""".replace("Supplier", "java.util.function.Supplier"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import java.text.*;\nimport java.rmi.*;",
                "\n// a comment\n\nimport static java.lang.Math.*;\nimport java.nio.file.*;",
                SHAPE_1,
                "class Shape { int side = 1; int area() { int squared = side * side; return squared; } }",
                "\n\n" + SHAPE_1 + " // the same",
                "int build() { return List.of(1, 2).stream().mapToInt(n -> n * n).sum(); }",
                "long build() { return 1L; }",
                "class User { Shape shape = new Shape(); /* the same */ }",
                "record Pair(int a, String b) { @Override public final String toString() { return a + b; } }",
                "int unrelated = 5;",
                "class Unrelated { int n; }\nclass Unrelated { int n; int m; }\nvoid other() {}",
                "String unfinished = ",
                "throw new IllegalStateException();"
            })
    void whatDoesNotConcernThemLeavesAllVariablesAsTheyWere(String later) {
        Answer answer = kernel.run(later);
        assertThat(answer.printed("stderr")).isEmpty();
        assertThat(everything()).isEqualTo("42 1 1 1 1 1 1 42 lambda42 84 1 b GREEN [1] 3 1.5 84");
    }

    private String everything() {
        return text("""
                number + " " + shape.area() + " " + typed.area() + " " + ((Shape) hidden).area() + " " + shapes[0].area() + " "
                + list.get(0).area() + " " + user.shape.area() + " " + built + " " + named.name() + " " + anonymous.twice + " "
                + pair.a() + " " + pair.b() + " " + colour + " " + generic.get("k") + " " + counter + " " + array[0] + " "
                + later.get()""");
    }

    @Test
    void aClassOfAnotherShapeResetsOnlyWhatHoldsItsInstancesAndSaysSo() {
        Answer answer = kernel.run(SHAPE_2);
        assertThat(answer.printed("stderr").lines())
                .containsExactly("shape, typed, shapes, user are null again: class Shape has changed");
        assertThat(text("shape == null && typed == null && shapes == null && user == null"))
                .isEqualTo("true");
        assertThat(text(
                        "number + \" \" + built + \" \" + named.name() + \" \" + anonymous.twice + \" \" + pair + colour "
                                + "+ generic + counter + array[0] + later.get()"))
                .isEqualTo("42 42 lambda42 84 Pair[a=1, b=b]GREEN{k=[1]}31.584");
        assertThat(text("list.size()")).isEqualTo("1");
        assertThat(text("shape = new Shape(); shape.area() + new User().shape.area()"))
                .isEqualTo("8");
    }

    @Test
    void aVariableThatTheSameCellSetsAgainIsNotReported() {
        Answer answer = kernel.run(SHAPE_2 + "\nvar shape = new Shape();\ntyped = shape;\nuser = new User();");
        assertThat(answer.printed("stderr")).isEqualTo("shapes is null again: class Shape has changed\n");
    }

    @Test
    void aMistakeInADeclarationLeavesWhatWasDeclaredBefore() {
        kernel.run("class Shape { int another; }");
        declare(); // Shape looks as in the beginning, but is another class
        for (String mistake : new String[] {
            "class Shape { int side = \"s\"; }",
            "int build() { return \"s\"; }",
            "String number = 7;",
            "int built = nothing();",
            "List<Missing> list;",
            "enum Colour { RED, GREEN; int n = \"\"; }"
        }) {
            Answer answer = kernel.run(mistake);
            assertThat(answer.status()).isEqualTo("error");
            assertThat(answer.printed("stderr")).isEmpty();
            assertThat(everything()).as(mistake).isEqualTo("42 1 1 1 1 1 1 42 lambda42 84 1 b GREEN [1] 3 1.5 84");
            assertThat(text("new Shape().area() + build()")).isEqualTo("41");
        }
    }

    @Test
    void theSameClassAfterAMistakeIsTheSameClass() {
        kernel.run("class Shape { int side = \"s\"; }");
        assertThat(kernel.run(SHAPE_1).printed("stderr")).isEmpty();
        assertThat(text("shape.area()")).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int x;                           | 0", // as in jshell
                "int x = 6;                       | 6",
                "int x = x + 1;                   | 6",
                "long x;                          | 0",
                "long x = 7;                      | 7",
                "String x;                        | null",
                "var x = \"s\";                   | s",
                "int x = 1 / 0;                   | 5",
                "long x = 1 / 0;                  | 0",
                "x = 9;                           | 9"
            })
    void aDeclarationThatRunsAgainWinsAsInJshell(String again, String value) {
        run("int x = 5;");
        kernel.run(again);
        assertThat(text("String.valueOf(x)")).isEqualTo(value);
    }

    @Test
    void aVariableThatAnotherOneWasMadeOfMayChangeItsType() {
        run("int base = 1;");
        run("int derived = base + 1;\nvar inferred = base + 2;\nint useBase() { return base; }");
        assertThat(kernel.run("String base = \"text\";").printed("stderr")).isEmpty();
        assertThat(text("base + derived + inferred")).isEqualTo("text23");
        assertThat(kernel.run("useBase()").only("error").get("evalue").getAsString())
                .contains("String cannot be converted to int");
        run("int base = 8;");
        assertThat(text("useBase() + derived")).isEqualTo("10");
    }

    @Test
    void aMethodThatReturnsSomethingElseLeavesItsFormerResults() {
        run("List<String> make() { return List.of(\"a\"); }");
        run("var made = make();\nList<String> typedMade = make();");
        assertThat(kernel.run("int make() { return 1; }").printed("stderr")).isEmpty();
        assertThat(text("made.get(0) + typedMade + make()")).isEqualTo("a[a]1");
    }

    @Test
    void whatIsNotDeclaredYetMayBeUsedInMethodsAndClasses() {
        run("int first(int n) { return n == 0 ? start : second(n - 1); }");
        assertThat(kernel.run("first(0)").only("error").get("evalue").getAsString())
                .contains("not declared", "start", "second(int)");
        run("int second(int n) { return first(n) + 1; }\nint start = 5;");
        assertThat(text("first(3)")).isEqualTo("8");
        run("int start = 6;");
        assertThat(text("first(3)")).isEqualTo("9");
    }

    @Test
    void classesMayNeedEachOther() {
        run(
                "class Egg { Hen hatch() { return new Hen(); } }\n\nclass Hen { Egg lay() { return new Egg(); } int age = 2; }");
        run("var hen = new Hen();\nvar egg = hen.lay();");
        assertThat(text("egg.hatch().lay().hatch().age + hen.age")).isEqualTo("4");
        assertThat(kernel.run("class Egg { Hen hatch() { Hen one = new Hen(); return one; } }")
                        .printed("stderr"))
                .isEmpty();
        assertThat(text("egg.hatch().age + hen.age")).isEqualTo("4");
    }

    @Test
    void aClassMayWaitForOneOfALaterCell() {
        Answer answer = kernel.run("class Early extends Late {}");
        assertThat(answer.only("error").get("evalue").getAsString()).isEqualTo("line 1: not declared: class Late");
        run("class Late { int n = 3; }");
        run("var early = new Early();");
        answer = kernel.run("class Early extends Missing {}");
        assertThat(answer.only("error").get("evalue").getAsString()).isEqualTo("line 1: not declared: class Missing");
        assertThat(answer.printed("stderr")).isEmpty();
        assertThat(text("early.n + new Early().n")).isEqualTo("6");
        run("class Early extends Base {}\nclass Base { int n = 4; }\nearly = new Early();");
        assertThat(text("early.n + new Early().n")).isEqualTo("8");
    }

    @Test
    void aStaticMethodMayBeWrittenAnewAgainAndAgain() {
        for (int i = 0; i < 5; i++) {
            run("static int again() { return " + i + "; }\nstatic int caller() { return again(); }");
            assertThat(text("again() + caller()")).isEqualTo(Integer.toString(2 * i));
        }
    }

    @Test
    void staticFieldsOfAClassThatIsRebuiltBeginAgainAndTheCellSaysSo() {
        run("class Part {}");
        run("class Registry { static int count = 0; Part part; static class Inner {} }\nRegistry.count = 4;");
        assertThat(kernel.run("class Registry { static int count = 0; Part part; static class Inner {} }")
                        .printed("stderr"))
                .isEmpty();
        assertThat(text("Registry.count")).isEqualTo("4");
        assertThat(kernel.run("class Part { int n; }").printed("stderr"))
                .isEqualTo("the static state of Registry is lost: class Part has changed\n");
        assertThat(text("Registry.count")).isEqualTo("0");
    }

    @Test
    void anInterfaceARecordAndAnEnumMayChange() {
        assertThat(kernel.run("interface Named { String name(); default int length() { return name().length(); } }")
                        .printed("stderr"))
                .isEqualTo("named is null again: interface Named has changed\n");
        assertThat(kernel.run("record Pair(int a, String b, int c) {}").printed("stderr"))
                .isEqualTo("pair is null again: record Pair has changed\n");
        assertThat(kernel.run("enum Colour { RED, GREEN, BLUE }").printed("stderr"))
                .isEqualTo("colour is null again: enum Colour has changed\n");
        assertThat(text("number + built")).isEqualTo("84");
    }

    private void run(String code) {
        Answer answer = kernel.run(code);
        assertThat(answer.status()).as(code + answer.published()).isEqualTo("ok");
    }

    private String text(String code) {
        return kernel.run(code).text();
    }
}
