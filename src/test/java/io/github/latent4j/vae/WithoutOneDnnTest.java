package io.github.latent4j.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.data.Images;
import io.github.latent4j.nn.Optimizer;
import io.github.latent4j.train.TrainSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where there is no oneDNN, as on ARM, Deeplearning4j's layers compute the same; in a process of its own, for that is decided at start. */
@Timeout(180)
class WithoutOneDnnTest {
    private static final String MARK = "figures ";

    /** Few enough for one part: more would draw their noise from two streams where networks are compiled. */
    private static final int PICTURES = 7;

    /** What a model says before and after it has learned. */
    private static double[] figures(VaeSpec spec) {
        Images images = images(spec);
        Vae vae = Vae.of(spec.withOptimizer(Optimizer.sgd(1e-2))); // Adam makes much of a gradient that is almost zero
        double loss = vae.fit(images, TrainSpec.epochs(3)).last().metric("loss");
        float[] drawn = vae.reconstruct(images).pixels();
        double light =
                IntStream.range(0, drawn.length).mapToDouble(i -> drawn[i]).sum();
        double[] codes = Stream.of(vae.encode(images).means())
                .flatMapToDouble(Arrays::stream)
                .toArray();
        boolean gaussian = spec.latent() instanceof Latent.Gaussian;
        return new double[] {
            loss,
            light,
            Arrays.stream(codes).map(Math::abs).sum(),
            gaussian ? vae.elbo(images).value() : 0,
            gaussian ? vae.logLikelihood(images, 3).mean() : 0
        };
    }

    private static Images images(VaeSpec spec) {
        Random random = new Random(6);
        float[] pixels = new float[PICTURES * VaeVariants.SHAPE.size()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat();
        }
        int classes = Math.max(1, spec.classes());
        return Images.labelled(
                "noise",
                VaeVariants.SHAPE,
                pixels,
                IntStream.range(0, PICTURES).map(i -> i % classes).toArray(),
                IntStream.range(0, classes).mapToObj(Integer::toString).toList());
    }

    /** The other process. */
    static final class Child {
        public static void main(String[] args) {
            VaeVariants.all().forEach(spec -> System.out.println(MARK + Arrays.toString(figures(spec))));
            System.out.println(
                    Vae.of(VaeSpec.of(VaeVariants.SHAPE, 2)).summary().name());
        }
    }

    @Test
    void everyKindOfModelComputesTheSame() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.eclipse.deeplearning4j.helpers.disable=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = child.inputReader()) {
            reader.lines().forEach(lines::add);
        }
        assertThat(child.waitFor()).isZero();
        assertThat(lines.get(lines.size() - 1)).startsWith("layer by layer in Deeplearning4j");

        List<String> found =
                lines.stream().filter(line -> line.startsWith(MARK)).toList();
        List<VaeSpec> specs = VaeVariants.all().toList();
        assertThat(found).hasSameSizeAs(specs);
        for (int i = 0; i < found.size(); i++) {
            String[] numbers = found.get(i)
                    .substring(MARK.length() + 1, found.get(i).length() - 1)
                    .split(", ", -1);
            double[] wanted = figures(specs.get(i));
            for (int n = 0; n < wanted.length; n++) {
                assertThat(Double.parseDouble(numbers[n]))
                        .as(specs.get(i) + " " + n)
                        .isCloseTo(wanted[n], within(1e-4 * (1 + Math.abs(wanted[n])))); // floats
            }
        }
    }
}
