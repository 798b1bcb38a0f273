package io.github.latent4j.kernel;

import static io.github.latent4j.kernel.KernelProcess.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged kernel remembers of five cells: 1 int a = 3; 2 a + 1; 3 a / 0; 4 a + 1; 5 display(a); */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class HistoryIT {
    private KernelProcess kernel;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        kernel = new KernelProcess(folder, ProcessHandle.current());
        kernel.run("int a = 3;");
        kernel.run("a + 1");
        kernel.run("a / 0");
        kernel.await(kernel.submit("a + 2", json("silent", true)));
        kernel.await(kernel.submit("a + 3", json("store_history", false)));
        kernel.run("a + 1");
        kernel.run("String id = display(a);");
    }

    @AfterAll
    void stop() {
        kernel.close();
    }

    private JsonArray ask(Object... settings) {
        JsonObject reply = kernel.ask("history_request", json(settings));
        assertThat(reply.get("status").getAsString()).isEqualTo("ok");
        return reply.getAsJsonArray("history");
    }

    private static List<String> cells(JsonArray history) {
        List<String> cells = new ArrayList<>();
        history.forEach(entry -> cells.add(entry.getAsJsonArray().get(1).getAsInt() + " "
                + entry.getAsJsonArray().get(2).getAsString()));
        return cells;
    }

    @Test
    void theTailIsTheLastCells() {
        assertThat(cells(ask("hist_access_type", "tail", "n", 3, "raw", true, "output", false)))
                .containsExactly("3 a / 0", "4 a + 1", "5 String id = display(a);");
        assertThat(ask("hist_access_type", "tail", "n", 100)).hasSize(5);
        assertThat(ask("hist_access_type", "tail", "n", 0)).isEmpty();
    }

    @Test
    void aRangeEndsBeforeItsStop() {
        assertThat(cells(ask("hist_access_type", "range", "session", 0, "start", 2, "stop", 4)))
                .containsExactly("2 a + 1", "3 a / 0");
        assertThat(cells(ask("hist_access_type", "range", "start", 4)))
                .containsExactly("4 a + 1", "5 String id = display(a);");
        int session = ask("hist_access_type", "tail", "n", 1)
                .get(0)
                .getAsJsonArray()
                .get(0)
                .getAsInt();
        assertThat(ask("hist_access_type", "range", "session", session)).hasSize(5);
        assertThat(ask("hist_access_type", "range", "session", -1))
                .as("earlier sessions are gone")
                .isEmpty();
    }

    @Test
    void aSearchTakesPatternsForTheWholeCell() {
        assertThat(cells(ask("hist_access_type", "search", "pattern", "a*")))
                .containsExactly("2 a + 1", "3 a / 0", "4 a + 1");
        assertThat(cells(ask("hist_access_type", "search", "pattern", "a ? 1", "n", 1)))
                .containsExactly("4 a + 1");
        assertThat(cells(ask("hist_access_type", "search", "pattern", "a*", "unique", true)))
                .containsExactly("3 a / 0", "4 a + 1");
        assertThat(ask("hist_access_type", "search", "pattern", "*display(?)*")).hasSize(1);
        assertThat(ask("hist_access_type", "search", "pattern", "[a]*")).isEmpty();
        assertThat(ask("hist_access_type", "search")).hasSize(5);
    }

    @Test
    void outputsComeWhenAskedFor() {
        JsonArray history = ask("hist_access_type", "range", "start", 1, "stop", 4, "output", true);
        assertThat(history.get(0).getAsJsonArray().get(2).toString()).isEqualTo("[\"int a = 3;\",null]");
        assertThat(history.get(1).getAsJsonArray().get(2).toString()).isEqualTo("[\"a + 1\",\"4\"]");
        assertThat(history.get(2).getAsJsonArray().get(2).toString()).isEqualTo("[\"a / 0\",null]");
    }

    @Test
    void anUnknownWayToAskIsAnError() {
        JsonObject reply = kernel.ask("history_request", json("hist_access_type", "all"));
        assertThat(reply.get("status").getAsString()).isEqualTo("error");
        assertThat(reply.get("evalue").getAsString()).contains("range, tail or search, got all");
    }
}
