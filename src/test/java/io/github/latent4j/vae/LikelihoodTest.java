package io.github.latent4j.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LikelihoodTest {
    private static final double[] PIXELS = {0, 0.3, 1};

    @ParameterizedTest
    @ValueSource(doubles = {-700, -3, 0, 0.4, 30, 700})
    void bernoulliProbabilitiesOfBlackAndWhiteSumToOne(double a) {
        Likelihood bernoulli = Likelihood.bernoulli();

        double sum = Math.exp(bernoulli.logLikelihood(0, a)) + Math.exp(bernoulli.logLikelihood(1, a));

        assertThat(sum).isCloseTo(1, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 1, 3})
    void theGaussianDensityIntegratesToOne(double sigma) {
        Likelihood gaussian = Likelihood.gaussian(sigma);
        double step = sigma / 50;

        // rectangles over 8 standard deviations: exact to rounding for a smooth function that vanishes at both ends
        double integral = DoubleStream.iterate(-8 * sigma, x -> x < 8 * sigma, x -> x + step)
                .map(x -> step * Math.exp(gaussian.logLikelihood(0.2 + x, 0.2)))
                .sum();

        assertThat(integral).isCloseTo(1, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-40, -3, -1e-3, -1e-4, 0, 9.9e-4, 1.1e-3, 0.5, 40, 900})
    void theContinuousBernoulliDensityIntegratesToOneAndHasItsMean(double a) {
        Likelihood density = Likelihood.continuousBernoulli();
        int steps = 2_000_000;
        double integral = 0;
        double mean = 0;
        for (int i = 0; i < steps; i++) {
            double x = (i + 0.5) / steps;
            double p = Math.exp(density.logLikelihood(x, a)) / steps;
            integral += p;
            mean += x * p;
        }

        assertThat(integral).isCloseTo(1, within(1e-7)); // the midpoint rule: (a / steps)^2 / 24
        assertThat(density.mean(a)).isCloseTo(mean, within(1e-7));
    }

    @Test
    void theProbabilitiesOfAllLevelsSumToOne() {
        Likelihood likelihood = Likelihood.categorical(5);
        double[] a = {0.3, -1, 2, 700, 0};

        double sum = IntStream.range(0, 5)
                .mapToDouble(level -> Math.exp(likelihood.logLikelihood(level / 4.0, a)))
                .sum();

        assertThat(sum).isCloseTo(1, within(1e-12));
        assertThat(likelihood.mean(a)).isCloseTo(0.75, within(1e-12)); // level 3 of 0 to 4
    }

    @Test
    void theLearnedVarianceHasAFloor() {
        Likelihood likelihood = Likelihood.learnedGaussian();

        assertThat(likelihood.logLikelihood(0.5, 0.5, -1e6))
                .isCloseTo(Likelihood.gaussian(0.01).logLikelihood(0.5, 0.5), within(1e-12));
    }

    static Stream<Likelihood> likelihoods() {
        return Stream.of(
                Likelihood.bernoulli(),
                Likelihood.continuousBernoulli(),
                Likelihood.gaussian(0.3),
                Likelihood.learnedGaussian(),
                Likelihood.categorical(3));
    }

    @ParameterizedTest
    @MethodSource("likelihoods")
    void gradientsAgreeWithFiniteDifferences(Likelihood likelihood) {
        double h = 1e-5;
        for (double first : new double[] {-5, -0.7, 0, 0.4, 6}) {
            double[] a = {first, -1, 0.3};
            for (double x : PIXELS) {
                double[] gradient = Arrays.copyOf(a, likelihood.numbers());
                likelihood.differentiate(x, gradient);
                for (int n = 0; n < gradient.length; n++) {
                    double[] up = Arrays.copyOf(a, likelihood.numbers());
                    double[] down = up.clone();
                    up[n] += h;
                    down[n] -= h;
                    double numeric = (likelihood.logLikelihood(x, up) - likelihood.logLikelihood(x, down)) / (2 * h);

                    // rounding of a value near 200 divided by h
                    assertThat(gradient[n]).isCloseTo(numeric, within(1e-8));
                }
            }
        }
    }
}
