package io.github.latent4j.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
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
    @ValueSource(doubles = {-5, -0.7, 0, 0.4, 6})
    void gradientsAgreeWithFiniteDifferences(double a) {
        double h = 1e-5;
        for (Likelihood likelihood : new Likelihood[] {Likelihood.bernoulli(), Likelihood.gaussian(0.3)}) {
            for (double x : PIXELS) {
                double numeric = (likelihood.logLikelihood(x, a + h) - likelihood.logLikelihood(x, a - h)) / (2 * h);

                // rounding of a value near 200 divided by h
                assertThat(likelihood.gradient(x, a)).isCloseTo(numeric, within(1e-8));
            }
        }
    }
}
