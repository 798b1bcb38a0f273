package io.github.latent4j.nn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FloatSumTest {
    static IntStream counts() {
        return IntStream.concat(IntStream.rangeClosed(1, 140), IntStream.of(783, 784, 785, 3072));
    }

    @ParameterizedTest
    @MethodSource("counts")
    void everyTermCountsOnce(int count) {
        FloatSum sum = new FloatSum(count);
        Random random = new Random(count);
        double wanted = 0;
        for (int i = 0; i < count; i++) {
            sum.terms[i] = 1 + random.nextFloat();
            wanted += sum.terms[i];
        }

        assertThat(sum.sum() / wanted).isCloseTo(1, within(1e-6)); // at most 12 roundings of 6e-8
    }
}
