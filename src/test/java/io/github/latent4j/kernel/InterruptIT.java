package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.latent4j.kernel.KernelProcess.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Interrupts of cells in the packaged kernel: the cell ends, nothing of it runs on, and the next one works. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class InterruptIT {
    /** A second, as promised, and what a busy machine adds. */
    private static final long LIMIT_MILLIS = 2000;

    private KernelProcess kernel;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        kernel = new KernelProcess(folder, ProcessHandle.current());
        kernel.run("import java.util.concurrent.atomic.*;\nimport java.util.concurrent.locks.*;\n"
                + "import java.util.stream.*;\nvar turns = new AtomicLong();");
    }

    @AfterAll
    void stop() {
        kernel.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while (true) turns.incrementAndGet();",
                "while (true) { turns.incrementAndGet(); Thread.sleep(5); }",
                "while (true) { try { Thread.sleep(60_000); } catch (Throwable e) { turns.incrementAndGet(); } }",
                "while (true) { try { while (true) turns.incrementAndGet(); } catch (Throwable e) {} }",
                "try { while (true) turns.incrementAndGet(); } finally { while (true) turns.incrementAndGet(); }",
                "try { Thread.sleep(60_000); } finally { Thread.sleep(60_000); }",
                "int deep(int n) { return turns.incrementAndGet() < 0 || n > 500 ? 0 : deep(n + 1) + deep(n + 1); }\ndeep(0)",
                "class Static { static int n; static { while (turns.get() >= 0) turns.incrementAndGet(); } }\nStatic.n",
                "class Fields { int n = count(); int count() { while (true) turns.incrementAndGet(); } }\nnew Fields()",
                "new LinkedBlockingQueue<Integer>().take();",
                "new PipedInputStream(new PipedOutputStream()).read();",
                "new ProcessBuilder(\"sleep\", \"60\").start().waitFor();",
                "new CompletableFuture<Integer>().get();",
                "Object lock = new Object(); synchronized (lock) { lock.wait(); }",
                "IntStream.range(0, Integer.MAX_VALUE).forEach(i -> turns.incrementAndGet());",
                "IntStream.iterate(0, i -> i).parallel().forEach(i -> turns.incrementAndGet());",
                "Stream.generate(() -> turns.incrementAndGet()).anyMatch(n -> n < 0)",
                "new Object() { public String toString() { while (true) turns.incrementAndGet(); } }",
                "display(new Object() { public String toString() { while (true) turns.incrementAndGet(); } });",
                "throw new RuntimeException() { public String getMessage() { while (true) turns.incrementAndGet(); } };",
                "eval(\"while (true) turns.incrementAndGet();\")"
            })
    void theCellEndsWithinASecondAndTheNextOneWorks(String code) throws InterruptedException {
        Answer answer = interrupted(code, 700);
        assertThat(answer.only("error").get("evalue").getAsString()).isEqualTo("interrupted");
        assertNothingRunsOn();
    }

    @Test
    void anInterruptBetweenStatementsIsNotLost() throws InterruptedException {
        interrupted("turns.incrementAndGet();\n".repeat(2000), 700);
        assertNothingRunsOn();
    }

    /** Neither polls nor interrupts reach such code: its thread is replaced, and named. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"x\".repeat(60).matches(\"(x*)(x*)(x*)(x*)(x*)(x*)(x*)y\") | java.lang.String.matches",
                "new CompletableFuture<Integer>().join(); | java.util.concurrent.CompletableFuture.join",
                "new ServerSocket(0, 1, InetAddress.getLoopbackAddress()).accept() | java.net.ServerSocket.accept",
                "Lock held = new ReentrantLock(); Thread owner = new Thread(() -> { held.lock(); LockSupport.park(); }); "
                        + "owner.start(); Thread.sleep(100); held.lock(); | java.util.concurrent.locks.ReentrantLock.lock",
                "IntStream.range(0, Integer.MAX_VALUE).mapToObj(Integer::toString).filter(String::isEmpty).count()"
                        + " | java.",
                "eval(\"new CompletableFuture<Integer>().join();\") | java.util.concurrent.CompletableFuture.join"
            })
    void aThreadThatCannotBeStoppedIsNamedAndReplaced(String code, String place) throws InterruptedException {
        kernel.run("var kept = new int[] {7};");
        Answer answer = interrupted(code, 1000);
        assertThat(answer.only("error").get("evalue").getAsString())
                .startsWith("interrupted; thread \"cells")
                .contains("cannot be stopped and runs on: it is in ")
                .contains(place);
        if (!code.startsWith("eval")) { // what it evaluates has no place yet
            assertThat(answer.only("error").get("traceback").toString()).contains("cell ");
        }
        assertThat(kernel.run("kept[0] + IntStream.range(0, 100).map(i -> i).sum()")
                        .text())
                .isEqualTo("4957");
    }

    @Test
    void aThreadThatIsLeftBehindEndsAsSoonAsItIsBackInTheCell() throws InterruptedException {
        kernel.run(
                "var back = new AtomicInteger(); var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());");
        interrupted("try { server.accept(); } finally { back.incrementAndGet(); }\nback.addAndGet(10);", 700);
        kernel.run("new Socket(server.getInetAddress(), server.getLocalPort()).close(); Thread.sleep(300);");
        assertThat(kernel.run("back.get()").text()).isEqualTo("1");
        assertThat(kernel.run(
                                "Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().startsWith(\"cells\")"
                                        + " && Stream.of(t.getStackTrace()).anyMatch(f -> f.getClassName().equals(\"java.net.ServerSocket\"))).count()")
                        .text())
                .isEqualTo("0");
    }

    @Test
    void threadsOfTheCellStopAndThoseOfEarlierCellsGoOn() throws InterruptedException {
        kernel.run("var earlier = new AtomicLong();\n"
                + "Thread old = new Thread(() -> { while (true) { earlier.incrementAndGet(); try { Thread.sleep(5); }"
                + " catch (InterruptedException e) { earlier.set(-1_000_000); } } });\nold.start();");
        Answer answer = interrupted("""
                var pool = Executors.newFixedThreadPool(3);
                for (int i = 0; i < 100; i++) pool.submit(() -> { while (true) turns.incrementAndGet(); });
                new Thread(() -> { while (true) { turns.incrementAndGet(); Thread.yield(); } }).start();
                new Thread(() -> { try { Thread.sleep(60_000); } catch (InterruptedException e) {} while (true) turns.incrementAndGet(); }).start();
                new java.util.Timer().schedule(new TimerTask() { public void run() { turns.incrementAndGet(); } }, 10, 10);
                Executors.newScheduledThreadPool(1).scheduleAtFixedRate(() -> turns.incrementAndGet(), 10, 400, TimeUnit.MILLISECONDS);
                CompletableFuture.runAsync(() -> { while (true) turns.incrementAndGet(); });
                ForkJoinPool.commonPool().submit(() -> { while (true) turns.incrementAndGet(); });
                while (true) turns.incrementAndGet();""", 700);
        assertThat(answer.only("error").get("evalue").getAsString()).isEqualTo("interrupted");
        assertNothingRunsOn();
        kernel.run("long before = earlier.get(); Thread.sleep(200);");
        assertThat(kernel.run("before > 0 && earlier.get() > before").text()).isEqualTo("true");
        kernel.run("old.stop();".replace("old.stop();", "earlier.set(Long.MIN_VALUE);"));
    }

    @Test
    void aPoolOfAnEarlierCellWorksAfterATaskOfItWasInterrupted() throws InterruptedException {
        kernel.run("var workers = Executors.newFixedThreadPool(2);");
        interrupted(
                "workers.submit(() -> { while (true) turns.incrementAndGet(); });\n"
                        + "workers.submit(() -> { Thread.sleep(60_000); return 1; }).get()",
                700);
        assertNothingRunsOn();
        assertThat(kernel.run(
                                "workers.submit(() -> { int n = 0; for (int i = 0; i < 5; i++) n += i; return n; }).get()")
                        .text())
                .isEqualTo("10");
    }

    @Test
    void aBackgroundThreadThatCannotBeStoppedIsNamed() throws InterruptedException {
        Answer answer = interrupted(
                "new Thread(() -> \"x\".repeat(60).matches(\"(x*)(x*)(x*)(x*)(x*)(x*)(x*)y\"), \"searcher\").start();\nThread.sleep(60_000);",
                700);
        assertThat(answer.only("error").get("evalue").getAsString())
                .isEqualTo(
                        "interrupted; thread \"searcher\" cannot be stopped and runs on: it is in java.lang.String.matches");
        assertThat(kernel.run("1 + 1").text()).isEqualTo("2");
    }

    @Test
    void trainingEndsAfterItsStepAndItsHistoryIsKept() throws InterruptedException {
        kernel.run("""
                import static io.github.latent4j.Latent4j.*;
                import io.github.latent4j.nn.NetSpec;
                import io.github.latent4j.train.*;""");
        assertThat(kernel.run(NET).status()).isEqualTo("ok");
        kernel.run("var steps = new AtomicLong();\n"
                + "TrainListener counter = new TrainListener() { public void onStep(StepLog log) { steps.incrementAndGet(); }"
                + " public void onEnd(History h) { for (int i = 0; i < 3; i++) System.out.print(\"end\"); } };");
        kernel.run("fit(net, images, epochs(1));"); // loads what takes long the first time
        Answer answer = interrupted("var history = fit(net, images, epochs(100_000), counter);", 2000);
        assertThat(answer.only("error").get("evalue").getAsString()).isEqualTo("interrupted");
        assertThat(answer.printed("stdout")).endsWith("endendend");
        assertThat(kernel.run("history").text()).contains("interrupted");
        kernel.run("long stepsThen = steps.get(); Thread.sleep(300);");
        assertThat(kernel.run("steps.get() > 0 && steps.get() == stepsThen").text())
                .isEqualTo("true");
        assertThat(kernel.run("fit(net, images, epochs(1)).epochs().size()").text())
                .isEqualTo("1");
    }

    private static final String NET = """
            var images = fashionMini().train();
            var net = network(NetSpec.of(images.shape(), dense(8), softmax(10)).withOptimizer(adam(1e-3)).withSeed(1));""";

    @Test
    void anInterruptWhileTheKernelStartsOrCompilesIsNotLost(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (KernelProcess starting = new KernelProcess(folder, ProcessHandle.current())) {
            String id = starting.submit("while (true) {}");
            starting.askControl("interrupt_request", new JsonObject());
            assertThat(starting.await(id).only("error").get("ename").getAsString())
                    .isEqualTo("KeyboardInterrupt");
            assertThat(starting.run("1 + 1").text()).isEqualTo("2");
            id = starting.submit("var a = List.of(1);\n".repeat(60) + "while (true) {}");
            Thread.sleep(100);
            starting.askControl("interrupt_request", new JsonObject());
            assertThat(starting.await(id).only("error").get("ename").getAsString())
                    .isEqualTo("KeyboardInterrupt");
            assertThat(starting.run("2 + 2").text()).isEqualTo("4");
        }
    }

    @Test
    void interruptingTwiceAndWithoutACellDoesNoHarm() throws InterruptedException {
        kernel.askControl("interrupt_request", new JsonObject());
        assertThat(kernel.run("Thread.sleep(50); for (int i = 0; i < 9; i++) {} 1")
                        .text())
                .isEqualTo("1");
        String id = kernel.submit("while (true) turns.incrementAndGet();");
        Thread.sleep(500);
        for (int i = 0; i < 5; i++) {
            kernel.askControl("interrupt_request", new JsonObject());
        }
        assertThat(kernel.await(id).only("error").get("evalue").getAsString()).isEqualTo("interrupted");
        assertThat(kernel.run("Thread.sleep(50); for (int i = 0; i < 9; i++) {} 2")
                        .text())
                .isEqualTo("2");
    }

    private Answer interrupted(String code, long afterMillis) throws InterruptedException {
        String id = kernel.submit(code);
        Thread.sleep(afterMillis);
        long begin = System.nanoTime();
        kernel.askControl("interrupt_request", new JsonObject());
        Answer answer = kernel.await(id);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isLessThan(LIMIT_MILLIS);
        assertThat(answer.published().toString()).contains("KeyboardInterrupt");
        return answer;
    }

    private void assertNothingRunsOn() {
        kernel.run("long turnsThen = turns.get(); Thread.sleep(500);");
        assertThat(kernel.run("turns.get() == turnsThen").text()).isEqualTo("true");
        assertThat(kernel.run(
                                "IntStream.range(0, 100).parallel().map(i -> { int n = 0; for (int j = 0; j < i; j++) n++; return n; }).sum()")
                        .text())
                .isEqualTo("4950");
    }
}
