package io.github.latent4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParallelTrainingTest {
    private static final TrainSpec SPEC = TrainSpec.epochs(50).withBatchSize(2);

    @Test
    void twoTrainingsAtTheSameTimeRunOneAfterTheOther() throws InterruptedException {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        Parabola one = new Parabola(0.01);
        Parabola two = new Parabola(0.01);
        Thread first = new Thread(() -> Trainer.fit(one, Parabola.TEN, SPEC, recorder("one", seen)));
        Thread second = new Thread(() -> Trainer.fit(two, Parabola.TEN, SPEC, recorder("two", seen)));

        first.start();
        second.start();
        first.join();
        second.join();

        assertThat(seen).hasSize(100);
        assertThat(seen.subList(0, 50)).containsOnly(seen.get(0)); // not in between
        assertThat(two.weight()).isEqualTo(one.weight());
    }

    @Test
    void aListenerMayTrainAnotherModel() {
        Parabola outer = new Parabola(0.01);
        Parabola inner = new Parabola(0.01);

        Trainer.fit(outer, Parabola.TEN, TrainSpec.epochs(2), new TrainListener() {
            @Override
            public void onEpoch(EpochLog log) {
                Trainer.fit(inner, Parabola.TEN, TrainSpec.epochs(1));
            }
        });

        assertThat(inner.weight()).isEqualTo(outer.weight());
    }

    private static TrainListener recorder(String name, List<String> seen) {
        return new TrainListener() {
            @Override
            public void onEpoch(EpochLog log) {
                seen.add(name);
            }
        };
    }
}
