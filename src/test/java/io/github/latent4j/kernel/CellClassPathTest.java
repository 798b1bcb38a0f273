package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CellClassPathTest {
    @TempDir
    Path folder;

    private OpenKernel kernel;

    @BeforeEach
    void open() {
        kernel = new OpenKernel();
    }

    @AfterEach
    void close() {
        kernel.close();
    }

    @Test
    void anAddedFolderIsUsedByLaterCellsAndVariablesStayAsTheyWere() throws Exception {
        Path classes = compile("added.Greeting", "public static String hello() { return \"hello\"; }");
        kernel.text("int kept = 7; kept");
        kernel.text("getKernelInstance().addToClasspath(\"" + classes + "\"); 0");
        assertThat(kernel.text("import added.Greeting;\nGreeting.hello() + kept"))
                .isEqualTo("hello7");
    }

    @Test
    void theKernelsOwnLibrariesAreThereUntilACellBringsItsVersion() throws Exception {
        assertThat(kernel.text("new com.google.gson.JsonObject()")).isEqualTo("{}");
    }

    @Test
    void aCellsVersionOfAKernelLibraryWinsInCellsAndTheKernelKeepsItsOwn() throws Exception {
        Path classes = compile("com.google.gson.Gson", "public String whose() { return \"the cell's\"; }");
        kernel.kernel.addToClasspath(classes.toString());
        assertThat(kernel.text("new com.google.gson.Gson().whose()")).isEqualTo("the cell's");
        assertThat(kernel.text("List.of(1, 2)")).isEqualTo("[1, 2]"); // written with the kernel's own version
    }

    @Test
    void aLibraryOfTheApplicationStaysTheApplicationsToCompilerAndCode() throws Exception {
        Path classes = compile("tech.tablesaw.api.Table", "public String whose() { return \"the cell's\"; }");
        kernel.kernel.addToClasspath(classes.toString());
        assertThat(kernel.text("tech.tablesaw.api.Table.create(\"t\").name()")).isEqualTo("t");
    }

    @Test
    void whatDoesNotExistIsRefusedByName() {
        assertThatThrownBy(() -> kernel.kernel.addToClasspath(
                        folder.resolve("absent.jar").toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a class path entry must exist, got " + folder.resolve("absent.jar"));
    }

    /** Compiles a class with one member into a folder of its own. */
    private Path compile(String name, String member) throws IOException {
        int dot = name.lastIndexOf('.');
        Path source = folder.resolve("src").resolve(name.substring(dot + 1) + ".java");
        Files.createDirectories(source.getParent());
        Files.writeString(
                source,
                "package " + name.substring(0, dot) + "; public class " + name.substring(dot + 1) + " { " + member
                        + " }");
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<String> arguments = List.of("-d", classes.toString(), "-proc:none", source.toString());
        int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(code).isZero();
        return classes;
    }
}
