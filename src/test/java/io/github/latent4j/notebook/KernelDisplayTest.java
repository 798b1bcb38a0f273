package io.github.latent4j.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latent4j.train.EpochLog;
import io.github.latent4j.train.History;
import io.github.latent4j.viz.Charts;
import io.github.latent4j.viz.Figure;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KernelDisplayTest {
    private static final History HISTORY =
            new History(List.of(new EpochLog(1, Map.of("loss", 0.5), Duration.ofSeconds(1))), "all 1 epochs done");
    private static final Figure FIGURE = Charts.curves(HISTORY);

    @BeforeEach
    void forget() {
        FakeKernels.reset();
    }

    @Test
    void ijavaShowsTextsAsPlainTextAndFiguresInItsOwnWay() {
        KernelDisplay display = FakeKernels.ijava();

        display.show("one").update("two");
        display.show(FIGURE).update(FIGURE);

        assertThat(display.isPresent()).isTrue();
        assertThat(FakeKernels.CALLS)
                .containsExactly(
                        "display(one, [text/plain])",
                        "updateDisplay(id-1, two, [text/plain])",
                        "display(" + FIGURE + ")",
                        "updateDisplay(id-1, " + FIGURE + ")");
        assertThat(FakeKernels.printed()).isEmpty();
    }

    @Test
    void jjavaIsUsedLikeIjava() {
        FakeKernels.find(Map.of("org.dflib.jjava.jupyter.kernel.BaseNotebookStatics", FakeKernels.IJavaDisplay.class))
                .show("one")
                .update("two");

        assertThat(FakeKernels.CALLS)
                .containsExactly("display(one, [text/plain])", "updateDisplay(id-1, two, [text/plain])");
    }

    @Test
    void rapaioGetsTheTypeBeforeTheValue() {
        KernelDisplay display =
                FakeKernels.find(Map.of("org.rapaio.jupyter.kernel.global.Global", FakeKernels.RapaioGlobal.class));

        display.show("one").update("two");
        display.show(FIGURE);

        assertThat(FakeKernels.CALLS)
                .containsExactly(
                        "display(text/plain, one)", "updateDisplay(id-1, text/plain, two)", "display(" + FIGURE + ")");
    }

    @Test
    void classesOfIjavaWithoutARunningKernelAreNoKernel() {
        KernelDisplay display = FakeKernels.find(Map.of(
                "io.github.spencerpark.ijava.runtime.Kernel", FakeKernels.IJavaKernel.class,
                "io.github.spencerpark.ijava.runtime.Display", FakeKernels.IJavaDisplay.class));

        assertThat(display.isPresent()).isFalse();
    }

    @Test
    void classesOfIjavaWithoutARunningKernelDoNotHideAnotherKernel() {
        FakeKernels.find(Map.of(
                        "io.github.spencerpark.ijava.runtime.Kernel", FakeKernels.IJavaKernel.class,
                        "io.github.spencerpark.ijava.runtime.Display", FakeKernels.IJavaDisplay.class,
                        "org.rapaio.jupyter.kernel.global.Global", FakeKernels.RapaioGlobal.class))
                .show("one");

        assertThat(FakeKernels.CALLS).containsExactly("display(text/plain, one)");
    }

    @Test
    void theConsoleGetsTextsAndNoFigures() {
        KernelDisplay display = FakeKernels.console();

        display.show("one").update("two");
        display.show(FIGURE).update(FIGURE);

        assertThat(FakeKernels.printed()).containsExactly("one", "two");
    }

    @Test
    void thisTestRunsInNoKernel() {
        assertThat(KernelDisplay.find().isPresent()).isFalse();
    }

    @Test
    void aKernelThatFailsIsReportedOnceAndThenTextsArePrinted() {
        FakeKernels.ijavaInstance = new Object();
        KernelDisplay display = FakeKernels.find(Map.of(
                "io.github.spencerpark.ijava.runtime.Kernel", FakeKernels.IJavaKernel.class,
                "io.github.spencerpark.ijava.runtime.Display", FakeKernels.FailingDisplay.class));

        KernelDisplay.Shown shown = display.show("one");
        shown.update("two");
        shown.update("three");
        display.show("four").update("five");

        assertThat(display.isPresent()).isFalse();
        assertThat(FakeKernels.CALLS).containsExactly("display(one)");
        assertThat(FakeKernels.printed())
                .containsExactly(
                        "the notebook does not show what is going on here, so it is printed:"
                                + " java.lang.IllegalStateException: the connection is closed",
                        "two",
                        "three",
                        "four",
                        "five");
    }

    @Test
    void aKernelWithoutTheMethodsIsReportedAndDoesNotThrow() {
        FakeKernels.find(Map.of("org.rapaio.jupyter.kernel.global.Global", String.class))
                .show("one");

        assertThat(FakeKernels.printed()).hasSize(2).last().isEqualTo("one");
    }

    @Test
    void anInterruptedThreadShowsToo_andStaysInterrupted() {
        Thread.currentThread().interrupt();

        FakeKernels.ijava().show("one");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(FakeKernels.CALLS).containsExactly("display(one, [text/plain])");
    }

    @Test
    void findingAStockKernelTeachesItTheLibrarysTypesOnce() {
        FakeKernels.StockKernel kernel = new FakeKernels.StockKernel();
        FakeKernels.ijavaInstance = kernel;
        Map<String, Class<?>> classes = Map.of(
                "io.github.spencerpark.ijava.runtime.Kernel", FakeKernels.IJavaKernel.class,
                "io.github.spencerpark.ijava.runtime.Display", FakeKernels.IJavaDisplay.class);
        assertThat(kernel.getRenderer().render(HISTORY).hasDataForType(MIMEType.TEXT_HTML))
                .isFalse();

        FakeKernels.find(classes);
        FakeKernels.find(classes);

        assertThat(kernel.getRenderer().render(HISTORY).getData(MIMEType.TEXT_HTML))
                .asString()
                .startsWith("<table>")
                .endsWith("<p>stopped: all 1 epochs done</p>");
        assertThat(kernel.getRenderer().render(FIGURE).hasDataForType(MIMEType.IMAGE_PNG))
                .isTrue();
    }
}
