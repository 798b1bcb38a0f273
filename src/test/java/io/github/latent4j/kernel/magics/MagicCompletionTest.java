package io.github.latent4j.kernel.magics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latent4j.kernel.magics.MagicCompletion.Candidate;
import io.github.latent4j.kernel.magics.MagicCompletion.Candidates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MagicCompletionTest {
    private static final Dependencies CENTRAL = new Dependencies() {
        @Override
        public Resolved resolve(Request request, Consumer<String> progress) {
            throw new AssertionError("completion resolves nothing");
        }

        @Override
        public Resolved loadPom(Path pom, List<String> scopes, boolean offline, Consumer<String> progress) {
            throw new AssertionError("completion loads nothing");
        }

        @Override
        public Resolved loadPom(String xml, List<String> scopes, boolean offline, Consumer<String> progress) {
            throw new AssertionError("completion loads nothing");
        }

        @Override
        public void addRepository(String id, String url) {}

        @Override
        public List<String> complete(String beginning) {
            return List.of(beginning + "mons:1", beginning + "mons:2");
        }
    };

    /** Completion runs no magic, so there is no session. */
    private final MagicRegistry registry = new MagicRegistry(null, CENTRAL);

    private final MagicCompletion completion = new MagicCompletion(registry, CENTRAL);

    /** The cursor is at the bar. */
    private Optional<Candidates> complete(String source) {
        return completion.complete(source.replace("|", ""), source.indexOf('|'));
    }

    private List<String> words(String source) {
        return complete(source).orElseThrow().all().stream()
                .map(Candidate::word)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "%ti|, %time %%time",
        "%LOAD|, %load %loadFromPOM %%loadFromPOM",
        "%%ti|, %%time",
        "'  %%ba|', %%bash",
        "'int a;\n%ti|', %time",
        "'int a;\n%load|', %load %loadFromPOM",
        "'int a;\n%%ti|', ''",
        "'if (a) {\n  %wh|\n}', %who",
        "'List<String> a = %jar|', %jar %jars",
        "%nosuch|, ''"
    })
    void namesAreCompletedWhereAMagicCanBegin(String source, String words) {
        assertThat(String.join(" ", words(source))).isEqualTo(words);
    }

    @Test
    void aNameIsReplacedAsAWholeAndHasItsLineOfHelp() {
        Candidates found = complete("int a;\n  %ti|me x").orElseThrow();
        assertThat(found.start()).isEqualTo("int a;\n  ".length());
        assertThat(found.end()).isEqualTo("int a;\n  %time".length());
        assertThat(found.all()).containsExactly(new Candidate("%time", "runs the code and prints how long it took"));
        assertThat(words("%|")).contains("%time", "%%time", "%%bash").hasSizeGreaterThan(15);
        assertThat(words("int a;\n%|")).contains("%time").allMatch(word -> word.matches("%\\w+"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int a = b |",
                "int a = b\n%c|;",
                "String s = \"\n%ti|\"",
                "// %ti|",
                "%time f|",
                "%%time\nint a = f|",
                "int a = %time f|",
                "%load x\nint a|",
                "\"\"\"\n%ti|\n\"\"\""
            })
    void whereJavaStandsThereIsNothingToSay(String source) {
        assertThat(complete(source)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%%bash\nec|", "%%html\n<|", "%who |", "%nosuch x|", "%mavenRepo a|"})
    void whereNeitherJavaNorAKnownWordStandsNothingIsProposed(String source) {
        assertThat(words(source)).isEmpty();
    }

    @Test
    void filesAreCompletedByTheirPaths(@TempDir Path folder) throws IOException {
        for (String name : List.of("a.jar", "ab.jsh", "ab c.jsh", ".hidden.jsh", "abc/d.ipynb")) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.createFile(folder.resolve(name));
        }
        String at = folder.toString().replace('\\', '/') + "/";
        assertThat(words("%jars x " + at + "a|"))
                .containsExactly(at + "a.jar", "\"" + at + "ab c.jsh\"", at + "ab.jsh", at + "abc/");
        assertThat(words("%load " + at + "|")).containsExactly("\"" + at + "ab c.jsh\"", at + "ab.jsh", at + "abc/");
        assertThat(words("%load " + at + ".h|")).containsExactly(at + ".hidden.jsh");
        assertThat(words("%load " + at + "abc/|")).containsExactly(at + "abc/d.ipynb");
        assertThat(words("%loadFromPOM " + at + "none/|")).isEmpty();
        Candidates quoted = complete("%load \"" + at + "ab |").orElseThrow();
        assertThat(quoted.start()).isEqualTo("%load ".length());
        assertThat(quoted.all()).containsExactly(new Candidate("\"" + at + "ab c.jsh\"", "file"));
    }

    @Test
    void coordinatesOptionsAndMagicsAreCompleted() {
        assertThat(words("%maven a:b:1 org.x:com|")).containsExactly("org.x:commons:1", "org.x:commons:2");
        assertThat(complete("%maven a:b:1 org.x:com|").orElseThrow().start()).isEqualTo("%maven a:b:1 ".length());
        assertThat(words("%addMavenDependency --|")).containsExactly("--exclude=", "--from=", "--offline");
        assertThat(words("%help ti|")).containsExactly("time", "time");
        assertThat(words("%help %%ba|")).containsExactly("bash");
    }

    @Test
    void aMagicThatACellRegisteredIsKnown() {
        registry.registerLineMagic("mine", args -> null);
        assertThat(complete("%min|").orElseThrow().all())
                .containsExactly(new Candidate("%mine", "registered in this session"));
    }

    @Test
    void theHelpOfAMagicIsThereForItsNameAndItsArgumentsButNotForCode() {
        assertThat(completion.inspect("int a;\n%load x", 9))
                .hasValueSatisfying(help -> assertThat(help).startsWith("%load FILE\n    runs a file"));
        assertThat(completion.inspect("%load x", 7)).isPresent();
        assertThat(completion.inspect("%time f()", 3)).isPresent();
        assertThat(completion.inspect("%time f()", 7)).isEmpty();
        assertThat(completion.inspect("%%bash a\nls", 1)).isPresent();
        assertThat(completion.inspect("%%bash a\nls", 10)).isEmpty();
        assertThat(completion.inspect("%nosuch", 2)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'int a;\n%load x\nint b;', 'int a;\n       \nint b;', 'int a;\n       \nint b;'",
        "'%time f(a)\nint b;', '      f(a)\nint b;', '          \nint b;'",
        "'%%time x\nf(a)', '        \nf(a)', '        \n    '",
        "'%%bash x\nls', '        \n  ', '        \n  '",
        "'A a = %jars x', 'A a = null;  ', 'A a = null;  '",
        "'A a = %x y', 'A a = 0;  ', 'A a = 0;  '",
        "'A a = %time f()', 'A a =       f()', 'A a = null;    '",
        "'int a = b\n%c;', 'int a = b\n%c;', 'int a = b\n%c;'"
    })
    void anEditorSeesJavaOfTheSameLength(String source, String java, String withoutMagics) {
        assertThat(completion.java(source)).isEqualTo(java);
        assertThat(MagicCompletion.withoutMagics(source)).isEqualTo(withoutMagics);
    }
}
