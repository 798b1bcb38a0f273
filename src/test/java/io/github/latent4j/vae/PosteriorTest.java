package io.github.latent4j.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PosteriorTest {
    @Test
    void klIsZeroAtThePriorAndPositiveElsewhere() {
        assertThat(kl(0, 0)).isZero();
        assertThat(kl(1e-6, 0)).isPositive();
        assertThat(kl(0, 1e-7)).isPositive();
        assertThat(kl(0, -3)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "-1, 0.5", "0.3, -1"})
    void klAgreesWithMonteCarlo(double mean, double logVariance) {
        Posterior q = Posterior.of(new double[] {mean}, new double[] {logVariance});
        Random random = new Random(1);
        double average = DoubleStream.generate(() -> q.sample(random)[0])
                .limit(200_000)
                .map(z -> logNormal(z, mean, logVariance) - logNormal(z, 0, 0))
                .average()
                .orElseThrow();

        // 4 standard errors: the log-ratio has a standard deviation of about 1, so 4 / sqrt(200000)
        assertThat(average).isCloseTo(q.kl(), within(0.01));
    }

    @Test
    void lengthsThatDifferAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Posterior.of(new double[2], new double[3]))
                .withMessage("mean has 2 dimensions but logVariance has 3");
    }

    private static double kl(double mean, double logVariance) {
        return Posterior.of(new double[] {mean}, new double[] {logVariance}).kl();
    }

    private static double logNormal(double z, double mean, double logVariance) {
        double d = z - mean;
        return -0.5 * (Math.log(2 * Math.PI) + logVariance + d * d / Math.exp(logVariance));
    }
}
