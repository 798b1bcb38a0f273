package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the packaged kernel answers while a cell is written. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class CompletionIT {
    private KernelProcess kernel;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        kernel = new KernelProcess(folder, ProcessHandle.current());
    }

    @AfterAll
    void stop() {
        kernel.close();
    }

    @Test
    void completionWorksBeforeTheFirstCell() {
        assertThat(matches(complete("String s = \"\";\ns.isE", 20))).containsExactly("isEmpty()");
    }

    @Test
    void namesOfTheLibraryAreCompletedBelowTheImport() {
        String cell = "import static io.github.latent4j.Latent4j.*;\nvar spec = vaeSp";
        assertThat(matches(complete(cell, cell.length()))).containsExactly("vaeSpec(");
    }

    @Test
    void positionsAreCodePointsAndEachMatchHasAType() {
        JsonObject reply = complete("\"\uD83D\uDE00\".subs", 8);
        assertThat(reply.get("status").getAsString()).isEqualTo("ok");
        assertThat(matches(reply)).containsExactly("substring(");
        assertThat(reply.get("cursor_start").getAsInt()).isEqualTo(4);
        assertThat(reply.get("cursor_end").getAsInt()).isEqualTo(8);
        JsonObject type = reply.getAsJsonObject("metadata")
                .getAsJsonArray("_jupyter_types_experimental")
                .get(0)
                .getAsJsonObject();
        assertThat(type.get("type").getAsString()).isEqualTo("function");
        assertThat(type.get("text").getAsString()).isEqualTo("substring(");
        assertThat(type.get("start").getAsInt()).isEqualTo(4);
        assertThat(type.get("end").getAsInt()).isEqualTo(8);
    }

    @Test
    void whereThereIsNothingTheListIsEmpty() {
        JsonObject reply = complete("no.such.thing.", 14);
        assertThat(reply.get("status").getAsString()).isEqualTo("ok");
        assertThat(matches(reply)).isEmpty();
    }

    @Test
    void whatIsAskedBehindARunningCellIsAnsweredAfterIt() {
        kernel.submit("Thread.sleep(500); int declared = 1;");
        assertThat(matches(complete("decla", 5))).containsExactly("declared");
    }

    @ParameterizedTest
    @CsvSource({
        "int x = 1;, complete, ''",
        "int = 3;, invalid, ''",
        "for (int i = 0; i < 3; i++) {, incomplete, '    '",
        "if (a) { while (b) {, incomplete, '        '",
        "@Deprecated, incomplete, ''"
    })
    void aConsoleLearnsWhetherACellIsComplete(String cell, String status, String indent) {
        JsonObject content = new JsonObject();
        content.addProperty("code", cell);
        JsonObject reply = kernel.ask("is_complete_request", content);
        assertThat(reply.get("status").getAsString()).isEqualTo(status);
        if (status.equals("incomplete")) {
            assertThat(reply.get("indent").getAsString()).isEqualTo(indent);
        }
    }

    private JsonObject complete(String cell, int cursor) {
        JsonObject content = new JsonObject();
        content.addProperty("code", cell);
        content.addProperty("cursor_pos", cursor);
        return kernel.ask("complete_request", content);
    }

    private static List<String> matches(JsonObject reply) {
        return StreamSupport.stream(reply.getAsJsonArray("matches").spliterator(), false)
                .map(JsonElement::getAsString)
                .toList();
    }
}
