package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged kernel says about code. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class InspectionIT {
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
    void theLibraryExplainsItself() {
        String cell = "import static io.github.latent4j.Latent4j.*;\nfit(";
        JsonObject data = inspect(cell, cell.length(), 0).getAsJsonObject("data");
        assertThat(data.get("text/plain").getAsString())
                .contains(
                        "History Latent4j.fit(Network network, Images images",
                        "Trains a classifier on labelled images");
        assertThat(data.get("text/html").getAsString())
                .contains(
                        "<pre><b>History Latent4j.fit(Network network, Images images",
                        "an interrupt keeps what was learned");
    }

    @Test
    void theJavadocOfAClassIsShown() {
        String cell = "io.github.latent4j.Latent4j";
        assertThat(text(inspect(cell, 25, 0))).startsWith(cell).contains("The one import of a notebook");
    }

    @Test
    void aVariableIsShownWithItsValue() {
        kernel.run("int answer = 42;");
        assertThat(text(inspect("1 + answer", 6, 0))).isEqualTo("int answer = 42");
    }

    @Test
    void aMethodOfTheJdkIsShownWithAllItsOverloads() {
        String expected = JavadocSources.ofJdkExist() ? "the larger of" : "apt install openjdk-";
        assertThat(text(inspect("Math.max", 8, 0)))
                .contains("int Math.max(int a, int b)", "double Math.max(double a, double b)", expected);
    }

    @Test
    void moreDetailIsTheJavadocOfAllOverloadsInFull() {
        String cell = "io.github.latent4j.viz.ImageGrid.of(";
        String brief = text(inspect(cell, cell.length(), 0));
        String detailed = text(inspect(cell, cell.length(), 1));
        assertThat(detailed).startsWith(brief.lines().findFirst().orElseThrow());
        assertThat(detailed.split("Parameters").length).isGreaterThan(brief.split("Parameters").length);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        JsonObject reply = inspect("nothing", 3, 0);
        assertThat(reply.get("status").getAsString()).isEqualTo("ok");
        assertThat(reply.get("found").getAsBoolean()).isFalse();
    }

    private JsonObject inspect(String cell, int cursor, int detail) {
        JsonObject content = new JsonObject();
        content.addProperty("code", cell);
        content.addProperty("cursor_pos", cursor);
        content.addProperty("detail_level", detail);
        return kernel.ask("inspect_request", content);
    }

    private static String text(JsonObject reply) {
        assertThat(reply.get("found").getAsBoolean()).isTrue();
        return reply.getAsJsonObject("data").get("text/plain").getAsString();
    }
}
