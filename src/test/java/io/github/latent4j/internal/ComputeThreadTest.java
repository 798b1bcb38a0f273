package io.github.latent4j.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.factory.Nd4j;

@Timeout(60)
class ComputeThreadTest {
    @Test
    void everyTaskRunsOnTheSameThread() {
        Thread first = ComputeThread.call(Thread::currentThread);
        Thread second = ComputeThread.call(Thread::currentThread);

        assertThat(first).isSameAs(second).isNotSameAs(Thread.currentThread());
        assertThat(first.isDaemon()).isTrue();
    }

    @Test
    void aTaskInsideATaskRunsAtOnce() {
        assertThat(ComputeThread.<Integer>call(() -> ComputeThread.call(() -> 7)))
                .isEqualTo(7);
    }

    @Test
    void nd4jWorksForAThreadWhoseContextLoaderSeesNoLibrary() throws InterruptedException {
        AtomicReference<Object> sum = new AtomicReference<>();
        Thread foreign = new Thread(
                () -> sum.set(ComputeThread.call(() -> Nd4j.ones(3).sumNumber().intValue())));
        foreign.setContextClassLoader(ClassLoader.getPlatformClassLoader());

        foreign.start();
        foreign.join();

        assertThat(sum.get()).isEqualTo(3);
    }

    @Test
    void anExceptionKeepsItsTypeAndShowsTheCallersLine() {
        assertThatThrownBy(() -> ComputeThread.run(ComputeThreadTest::fail))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no")
                .satisfies(thrown -> {
                    assertThat(thrown.getStackTrace()[0].getMethodName()).isEqualTo("fail");
                    assertThat(thrown.getStackTrace())
                            .extracting(StackTraceElement::getMethodName)
                            .anyMatch(name -> name.contains("anExceptionKeepsItsTypeAndShowsTheCallersLine"));
                });
    }

    private static void fail() {
        throw new IllegalArgumentException("no");
    }

    @Test
    void anErrorArrivesAsItIs() {
        assertThatThrownBy(() -> ComputeThread.run(() -> {
                    throw new StackOverflowError("deep");
                }))
                .isInstanceOf(StackOverflowError.class);
    }

    @Test
    void anInterruptReachesTheTaskAndTheCallerWaitsForItsEnd() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicBoolean endedBeforeCallerWentOn = new AtomicBoolean();
        AtomicBoolean flagKept = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            ComputeThread.run(() -> {
                running.countDown();
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                }
                ended.set(true);
            });
            endedBeforeCallerWentOn.set(ended.get());
            flagKept.set(Thread.currentThread().isInterrupted());
        });

        caller.start();
        running.await();
        caller.interrupt();
        caller.join();

        assertThat(endedBeforeCallerWentOn).isTrue();
        assertThat(flagKept).isTrue();
        assertThat(ComputeThread.<Boolean>call(() -> Thread.currentThread().isInterrupted()))
                .as("the next task starts without the interrupt")
                .isFalse();
    }

    @Test
    void aWaitingTaskIsTakenOutOfTheQueueByAnInterrupt() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Thread busy = new Thread(() -> ComputeThread.call(() -> {
            running.countDown();
            release.await();
            return true;
        }));
        busy.start();
        running.await();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicBoolean ran = new AtomicBoolean();
        Thread waiting = new Thread(() -> {
            try {
                ComputeThread.run(() -> ran.set(true));
            } catch (CancellationException e) {
                thrown.set(e);
            }
        });
        waiting.start();

        waiting.interrupt();
        waiting.join();
        release.countDown();
        busy.join();
        ComputeThread.run(() -> {});

        assertThat(thrown.get()).hasMessage("interrupted while waiting for another computation");
        assertThat(ran).isFalse();
    }
}
