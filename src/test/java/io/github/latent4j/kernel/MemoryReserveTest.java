package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryReserveTest {
    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void whatRunsOutOfMemoryIsTriedOnceMore() {
        assertThat(MemoryReserve.with(() -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new OutOfMemoryError("the first time");
                    }
                    return "done";
                }))
                .isEqualTo("done");
        assertThat(tries).hasValue(2);
    }

    @Test
    void whatRunsOutOfMemoryAgainSaysSo() {
        assertThatThrownBy(() -> MemoryReserve.with(() -> {
                    throw new OutOfMemoryError("try " + tries.incrementAndGet());
                }))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("try 2");
    }

    @Test
    void aLoopThatRunsOutOfMemoryGoesOn() {
        MemoryReserve.untilDone(() -> {
            if (tries.incrementAndGet() < 3) {
                throw new OutOfMemoryError("try " + tries);
            }
        });
        assertThat(tries).hasValue(3);
    }
}
