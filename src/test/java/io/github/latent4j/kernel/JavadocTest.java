package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavadocTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{@code a < b} ~ <p><code>a &lt; b</code></p>",
                "{@literal a < b} ~ <p>a &lt; b</p>",
                "{@link java.util.List#of(Object)} ~ <p><code>List.of(Object)</code></p>",
                "{@link #other} ~ <p><code>other</code></p>",
                "{@linkplain java.util.List a {@code list}} ~ <p>a <code>list</code></p>",
                "{@return the sum} ~ <p>Returns the sum.</p>",
                "{@code Map<K, {V}>} and more ~ <p><code>Map&lt;K, {V}&gt;</code> and more</p>",
                "<a href=\"x\" onclick=\"y\">link</a> <img src=\"x\"> ~ <p>link</p>",
                "<b class=\"x\">bold</b><script>x</script> ~ <p><b>bold</b>x</p>",
                "an {@code open ~ <p>an {@code open</p>"
            })
    void inlineTagsBecomeHtmlWithoutAttributes(String comment, String html) {
        assertThat(new Javadoc(comment).html().strip().replace(" </p>", "</p>")).isEqualTo(html);
    }

    @Test
    void blockTagsAreListedUnderWhatTheyMean() {
        Javadoc javadoc = new Javadoc("""
                 Adds numbers.
                 Quite fast.
                 <p>Two &amp; more: {@code
                 @Override}
                 @param <T> the type
                 @param first the first,
                     over two lines
                 @return their sum
                 @throws java.io.IOException if {@code first} is missing
                 @see java.util.List#size
                 @since 1.0
                 @author nobody
                """);
        assertThat(Javadoc.text(javadoc.html())).isEqualTo("""
                Adds numbers. Quite fast.

                Two & more: @Override

                Parameters
                    <T> \u2013 the type
                    first \u2013 the first, over two lines
                Returns
                    their sum
                Throws
                    IOException \u2013 if first is missing
                See also
                    List.size
                Since
                    1.0""");
        assertThat(javadoc.summary()).isEqualTo("<p>Adds numbers.</p>");
    }

    @Test
    void preformattedTextKeepsItsLines() {
        String html = new Javadoc("Example: <pre>{@code\n  int x = 1;\n    x++;\n}</pre> Done.").html();
        assertThat(Javadoc.text(html)).isEqualTo("Example:\n\n  int x = 1;\n    x++;\n\nDone.");
    }

    @Test
    void aSentenceDoesNotEndBehindAnAbbreviation() {
        assertThat(new Javadoc("One, e.g. this. Two.").summary()).isEqualTo("<p>One, e.g. this.</p>");
        assertThat(new Javadoc("Only this").summary()).isEqualTo("<p>Only this</p>");
    }

    @Test
    void theJavadocOfAJarIsInTheSourcesBesideIt(@TempDir Path folder) throws IOException {
        assertThat(documented(folder, """
                package greeting;
                /** Greets people. */
                public class Greeting {
                    /**
                     * Says hello.
                     * @param name of whom
                     */
                    public static void hello(String name) {}
                }
                """)).isEqualTo("Says hello.\n\nParameters\n    name \u2013 of whom");
    }

    @Test
    void aCommentInMarkdownIsReadAsSuch(@TempDir Path folder) throws IOException {
        assumeTrue(Runtime.version().feature() >= 23, "Java has such comments since 23");
        assertThat(documented(folder, """
                package greeting;
                public class Greeting {
                    /// Says `hello` to **everyone**.
                    /// @param name of [String] type
                    public static void hello(String name) {}
                }
                """))
                .isEqualTo("Says hello to everyone.\n\nParameters\n    name \u2013 of String type");
    }

    private static String documented(Path folder, String source) throws IOException {
        Path file = Files.writeString(
                Files.createDirectories(folder.resolve("greeting")).resolve("Greeting.java"), source);
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, OutputStream.nullOutputStream(), null, file.toString()))
                .isZero();
        Path jar = folder.resolve("greeting.jar");
        pack(jar, folder.resolve("greeting/Greeting.class"));
        pack(folder.resolve("greeting-sources.jar"), file);
        try (JShell jshell = JShell.builder().executionEngine("local").build()) {
            jshell.addToClasspath(jar.toString());
            JavadocSources.addTo(jshell.sourceCodeAnalysis(), List.of(jar));
            String call = "greeting.Greeting.hello(";
            List<Documentation> found = jshell.sourceCodeAnalysis().documentation(call, call.length(), true);
            assertThat(found).hasSize(1);
            return Javadoc.text(new Javadoc(found.get(0).javadoc()).html());
        }
    }

    private static void pack(Path jar, Path file) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of("create", "true"))) {
            Path target = files.getPath("greeting").resolve(file.getFileName().toString());
            Files.createDirectories(files.getPath("greeting"));
            Files.copy(file, target);
        }
    }
}
