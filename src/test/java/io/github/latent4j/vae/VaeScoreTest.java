package io.github.latent4j.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.internal.ComputeThread;
import io.github.latent4j.nn.engine.CompiledNetwork;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** What a model is scored by, against the objective written down from encoder, noise and decoder, without the layer between them. */
class VaeScoreTest {
    private static final int PICTURES = 5;

    /** Those of which codes depend on nothing but the encoder and the noise. */
    static Stream<VaeSpec> specs() {
        return VaeVariants.differentiable()
                .filter(spec -> spec.latent() instanceof Latent.Gaussian gaussian
                        && !(gaussian.prior() instanceof Prior.Vamp)
                        && spec.classes() == 0
                        && spec.corruption() instanceof Corruption.None);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void isTheObjective(VaeSpec spec) {
        double[] scores = ComputeThread.call(() -> {
            CompiledNetwork net = VaeNet.build(spec, DataType.DOUBLE);
            INDArray x = VaeVariants.inputs(spec, PICTURES);
            VaeVariants.prepare(net, spec);
            return new double[] {
                net.score(new DataSet(x, VaeVariants.targets(spec, PICTURES)), true), new ByHand(net, spec, x).score()
            };
        });

        assertThat(scores[0]).isCloseTo(scores[1], within(1e-9 * Math.abs(scores[1])));
    }

    /** Everything of a few pictures. */
    private static final class ByHand {
        private final VaeSpec spec;
        private final Posterior[] posteriors = new Posterior[PICTURES];
        private final GaussianMixture prior;
        private final int samples;
        private final double[][] codes;
        private final double[] losses;

        ByHand(CompiledNetwork net, VaeSpec spec, INDArray x) {
            this.spec = spec;
            int latent = VaeNet.of(net).latentIndex();
            int size = spec.latent().size();
            samples = spec.objective() instanceof Objective.ImportanceWeighted weighted ? weighted.samples() : 1;
            INDArray numbers = through(net, 0, latent - 1, x);
            SplittableRandom noise = new SplittableRandom(5).split(); // as VaeVariants has prepared it
            codes = new double[PICTURES * samples][];
            for (int i = 0; i < PICTURES; i++) {
                double[] row = numbers.getRow(i).dup().data().asDouble();
                posteriors[i] = Posterior.of(Arrays.copyOf(row, size), Arrays.copyOfRange(row, size, 2 * size));
                for (int j = 0; j < samples; j++) {
                    codes[i * samples + j] = posteriors[i].sample(noise);
                }
            }
            double[] parameters = net.getLayer(latent).numParams() == 0
                    ? new double[0]
                    : net.getLayer(latent).params().dup().data().asDouble();
            prior = GaussianLayer.prior(((Latent.Gaussian) spec.latent()).prior(), size, parameters, new double[0]);
            INDArray z = Nd4j.createFromArray(codes);
            losses = losses(through(net, latent + 1, net.getnLayers() - 1, z), x);
        }

        private static INDArray through(CompiledNetwork net, int first, int last, INDArray input) {
            INDArray values = input;
            for (int i = first; i <= last; i++) {
                InputPreProcessor before = net.getLayerWiseConfigurations().getInputPreProcess(i);
                int rows = (int) values.size(0);
                INDArray shaped =
                        before == null ? values : before.preProcess(values, rows, LayerWorkspaceMgr.noWorkspaces());
                values = net.getLayer(i).activate(shaped, false, LayerWorkspaceMgr.noWorkspaces());
            }
            return values;
        }

        private double[] losses(INDArray outputs, INDArray x) {
            int pixels = (int) x.size(1);
            int numbers = spec.likelihood().numbers();
            double[] found = new double[codes.length];
            for (int row = 0; row < codes.length; row++) {
                for (int p = 0; p < pixels; p++) {
                    double[] a = new double[numbers];
                    for (int n = 0; n < numbers; n++) {
                        a[n] = outputs.getDouble(row, n * pixels + p);
                    }
                    if (spec.likelihood() instanceof Likelihood.Bernoulli) {
                        a[0] = Math.log(a[0] / (1 - a[0])); // it is the mean that the network gives
                    }
                    found[row] -= spec.likelihood().logLikelihood(x.getDouble(row / samples, p), a);
                }
            }
            return found;
        }

        double score() {
            double reconstruction = Arrays.stream(losses).sum();
            if (spec.objective() instanceof Objective.ImportanceWeighted) {
                return -sum(this::weightedBound) / PICTURES;
            }
            if (spec.objective() instanceof Objective.BetaTc tc) {
                double kl = sum(i -> posteriors[i].kl());
                return (reconstruction + kl + (tc.beta() - 1) * sum(this::correlation)) / PICTURES;
            }
            Objective.Elbo elbo = (Objective.Elbo) spec.objective();
            double kl = elbo.freeBits() > 0 ? klBeyond(elbo.freeBits()) : sum(this::kl);
            return (reconstruction + elbo.beta().at(0) * kl) / PICTURES;
        }

        private static double sum(IntToDoubleFunction ofPicture) {
            return IntStream.range(0, PICTURES).mapToDouble(ofPicture).sum();
        }

        private double logRatio(int i, double[] z) {
            return prior.logDensity(z) - posteriors[i].logDensity(z);
        }

        private double kl(int i) {
            boolean exact = ((Latent.Gaussian) spec.latent()).prior() instanceof Prior.StandardNormal;
            return exact ? posteriors[i].kl() : -logRatio(i, codes[i]);
        }

        private double klBeyond(double freeBits) {
            double total = 0;
            for (int d = 0; d < spec.latent().size(); d++) {
                int dimension = d;
                double mean = sum(i -> Posterior.kl(
                                posteriors[i].mean()[dimension], posteriors[i].logVariance()[dimension]))
                        / PICTURES;
                total += PICTURES * Math.max(freeBits, mean);
            }
            return total;
        }

        private double weightedBound(int i) {
            double sum = 0;
            for (int j = i * samples; j < (i + 1) * samples; j++) {
                sum += Math.exp(logRatio(i, codes[j]) - losses[j]) / samples;
            }
            return Math.log(sum);
        }

        /** {@code log q(z) - sum_d log q(z_d)}, with densities and not their logarithms. */
        private double correlation(int i) {
            double[] z = codes[i];
            double joint = sum(j -> Math.exp(posteriors[j].logDensity(z))) / PICTURES;
            double product = 1;
            for (int d = 0; d < z.length; d++) {
                int dimension = d;
                product *= sum(j -> Math.exp(Posterior.logDensity(
                                z[dimension],
                                posteriors[j].mean()[dimension],
                                posteriors[j].logVariance()[dimension])))
                        / PICTURES;
            }
            return Math.log(joint / product);
        }
    }
}
