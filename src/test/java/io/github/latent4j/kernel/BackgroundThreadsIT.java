package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latent4j.kernel.KernelProcess.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Threads print to the cell that started them, in the packaged kernel. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class BackgroundThreadsIT {
    private KernelProcess kernel;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        kernel = new KernelProcess(folder, ProcessHandle.current());
        kernel.run("import java.util.concurrent.atomic.*;\nimport java.util.stream.*;");
    }

    @AfterAll
    void stop() {
        kernel.close();
    }

    /** Sends cells one after another and returns what was published for each, up to a quiet time. */
    private List<List<Reply>> published(String... cells) {
        Map<String, List<Reply>> byCell = new HashMap<>();
        List<String> ids = new ArrayList<>();
        for (String code : cells) {
            String id = kernel.submit(code);
            ids.add(id);
            kernel.awaitReply(id);
        }
        for (Reply next = kernel.nextPublished(10_000); next != null; next = kernel.nextPublished(1500)) {
            byCell.computeIfAbsent(next.parent(), absent -> new ArrayList<>()).add(next);
        }
        return ids.stream().map(byCell::get).toList();
    }

    private static String text(List<Reply> published, String stream) {
        return published.stream()
                .filter(one -> one.type().equals("stream")
                        && one.content().get("name").getAsString().equals(stream))
                .map(one -> one.content().get("text").getAsString())
                .collect(Collectors.joining());
    }

    @Test
    void aThreadPrintsToItsCellWhileOthersRunAndAfter() {
        List<List<Reply>> cells = published(
                "new Thread(() -> { for (int i = 0; i < 200; i++) { System.out.println(\"a\" + i); try { Thread.sleep(5); }"
                        + " catch (InterruptedException e) {} } }).start();",
                "for (int i = 0; i < 200; i++) { System.out.println(\"b\" + i); Thread.sleep(5); }",
                "System.out.println(\"c\");");
        assertThat(text(cells.get(0), "stdout")).isEqualTo(lines("a"));
        assertThat(text(cells.get(1), "stdout")).isEqualTo(lines("b"));
        assertThat(text(cells.get(2), "stdout")).isEqualTo("c\n");
    }

    private static String lines(String letter) {
        return IntStream.range(0, 200).mapToObj(i -> letter + i + "\n").collect(Collectors.joining());
    }

    @Test
    void anExecutorsThreadsAndTheirErrorsAndDisplaysBelongToTheirCell() {
        List<List<Reply>> cells = published(
                "var timer = Executors.newScheduledThreadPool(1);\ntimer.schedule(() -> { System.err.print(\"late\");"
                        + " display(\"shown\"); }, 500, TimeUnit.MILLISECONDS);\n"
                        + "new Thread(() -> { try { Thread.sleep(600); } catch (InterruptedException e) {}"
                        + " throw new IllegalStateException(\"unheard\"); }, \"thrower\").start();",
                "Thread.sleep(1200); System.out.print(\"second\");");
        assertThat(text(cells.get(0), "stderr"))
                .startsWith("late")
                .contains("in thread \"thrower\"", "unheard", "cell ");
        assertThat(cells.get(0).stream().filter(one -> one.type().equals("display_data")))
                .singleElement()
                .satisfies(shown -> assertThat(shown.content().toString()).contains("shown"));
        assertThat(text(cells.get(1), "stdout")).isEqualTo("second");
        assertThat(text(cells.get(1), "stderr")).isEmpty();
    }

    @Test
    void theCommonPoolPrintsToTheCellThatRuns() {
        List<List<Reply>> cells = published(
                "IntStream.range(0, 8).parallel().forEach(i -> System.out.print(\"x\"));",
                "IntStream.range(0, 8).parallel().forEach(i -> System.out.print(\"y\"));");
        assertThat(text(cells.get(0), "stdout")).isEqualTo("xxxxxxxx");
        assertThat(text(cells.get(1), "stdout")).isEqualTo("yyyyyyyy");
    }

    @Test
    void aListenerThatALibraryCallsOnItsOwnThreadPrintsToTheCellThatRuns() {
        kernel.run("import io.github.latent4j.internal.ComputeThread;");
        List<List<Reply>> cells = published(
                "ComputeThread.run(() -> System.out.print(\"one\"));",
                "ComputeThread.run(() -> System.out.print(\"two\"));");
        assertThat(text(cells.get(0), "stdout")).isEqualTo("one");
        assertThat(text(cells.get(1), "stdout")).isEqualTo("two");
    }

    @Test
    void aFloodFromTwoCellsAtOnceArrivesCompleteInOrderAndInFewMessages() {
        String flood = "for (int i = 0; i < 20_000; i++) System.out.println(\"%s\" + i);";
        List<List<Reply>> cells =
                published("new Thread(() -> { " + flood.formatted("é") + " }).start();", flood.formatted("ü"));
        for (int cell = 0; cell < 2; cell++) {
            String letter = cell == 0 ? "é" : "ü";
            assertThat(text(cells.get(cell), "stdout"))
                    .isEqualTo(IntStream.range(0, 20_000)
                            .mapToObj(i -> letter + i + "\n")
                            .collect(Collectors.joining()));
        }
        assertThat(cells.get(0).size() + cells.get(1).size()).isLessThan(20_000);
    }

    @Test
    void codeThatABackgroundThreadEvaluatesPrintsToItsCell() {
        List<List<Reply>> cells = published(
                "new Thread(() -> { try { Thread.sleep(200); eval(\"System.out.print(40 + 2)\"); }"
                        + " catch (Exception e) { e.printStackTrace(); } }).start();",
                "Thread.sleep(500); System.out.print(\"own\");");
        assertThat(text(cells.get(0), "stdout")).isEqualTo("42");
        assertThat(text(cells.get(1), "stdout")).isEqualTo("own");
    }
}
