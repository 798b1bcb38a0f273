package io.github.latent4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latent4j.data.Datasets;
import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import io.github.latent4j.internal.ComputeThread;
import io.github.latent4j.train.TrainSpec;
import io.github.latent4j.vae.Latent;
import io.github.latent4j.vae.Objective;
import io.github.latent4j.vae.Prior;
import io.github.latent4j.vae.Vae;
import io.github.latent4j.vae.VaeSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What people get wrong, with the library and with ND4J beside it: all in one process, which must outlive it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class MisuseTest {
    private static final ImageShape SHAPE = ImageShape.grey(2, 2);
    private static final NetSpec NET = NetSpec.of(SHAPE, LayerSpec.dense(3), LayerSpec.softmax(2));
    private static final int CLASSES = 2;
    private static final float[] PIXELS = {0, 0.5f, 1, 0};

    private static Images images() {
        return Images.labelled("some", SHAPE, PIXELS, new int[] {1}, List.of("a", "b"));
    }

    private static MultiLayerNetwork dl4j() {
        return Network.of(NET).dl4j();
    }

    private static INDArray rows(int n) {
        return Nd4j.rand(n, 1, 2, 2);
    }

    private static String fit(MultiLayerNetwork net, INDArray x, INDArray y) {
        net.fit(x, y);
        return "trained";
    }

    private static String fit(Images images, TrainSpec spec) {
        Network.of(NET).fit(images, spec);
        return "trained";
    }

    /** What is thrown with a sentence that was written for whoever reads it; others come from deep within. */
    private static final List<String> SENTENCES = List.of(
            "IllegalArgumentException", "IllegalStateException", "ND4JIllegalStateException", "OutOfMemoryError");

    /** Of these ND4J only says which operation failed; in a notebook, {@code ErrorHintRenderer} adds what that means. */
    private static final List<String> NAMED_ONLY =
            List.of("gemm of other shapes", "shapes in SameDiff", "a closed network");

    private static final String MARK = "misuse";

    /** Name of the misuse, and how it is done. */
    private static Map<String, Callable<Object>> cases() {
        Map<String, Callable<Object>> cases = new LinkedHashMap<>();
        // with ND4J
        cases.put("shapes of a matrix product", () -> Nd4j.rand(3, 4).mmul(Nd4j.rand(3, 4)));
        cases.put("shapes of a sum", () -> Nd4j.rand(3, 4).add(Nd4j.rand(4, 3)));
        cases.put("an index beyond the shape", () -> Nd4j.rand(3, 4).getDouble(5, 5));
        cases.put("a closed array", () -> {
            INDArray x = Nd4j.rand(3, 4);
            x.close();
            return x.sumNumber();
        });
        cases.put("reshape to another length", () -> Nd4j.rand(3, 4).reshape(5, 5));
        cases.put("an interval beyond the shape", () -> Nd4j.rand(3, 4).get(NDArrayIndex.interval(0, 9)));
        cases.put("a scalar beyond the length", () -> Nd4j.rand(2, 3).putScalar(100, 1));
        cases.put("data of another length", () -> Nd4j.create(new float[6], new int[] {2, 4}));
        cases.put("gemm of other shapes", () -> Nd4j.gemm(Nd4j.rand(3, 4), Nd4j.rand(5, 6), false, false));
        cases.put("shapes in SameDiff", () -> {
            SameDiff graph = SameDiff.create();
            SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 4);
            x.mmul("y", graph.var("w", Nd4j.rand(3, 2)));
            return graph.output(Map.of("x", Nd4j.rand(2, 4)), "y");
        });
        cases.put("80 GB uninitialised", () -> Nd4j.createUninitialized(DataType.FLOAT, 20_000_000_000L));
        cases.put("80 GB of zeros", () -> Nd4j.zeros(DataType.FLOAT, 200_000, 100_000));
        cases.put("40 GB at random", () -> Nd4j.rand(DataType.FLOAT, 100_000, 100_000));
        // with a network of Deeplearning4j
        cases.put("images of another width", () -> dl4j().output(Nd4j.rand(2, 1, 2, 3)));
        cases.put("images of another rank", () -> dl4j().output(Nd4j.rand(4)));
        cases.put("no images", () -> dl4j().output(Nd4j.create(0, 4)));
        cases.put("labels of another width", () -> fit(dl4j(), rows(2), Nd4j.rand(2, 3)));
        cases.put("more labels than images", () -> fit(dl4j(), rows(2), Nd4j.rand(3, 2)));
        cases.put(
                "NaN in the images",
                () -> fit(dl4j(), Nd4j.valueArrayOf(new long[] {2, 1, 2, 2}, Float.NaN), Nd4j.rand(2, 2)));
        cases.put(
                "infinite labels",
                () -> fit(dl4j(), rows(2), Nd4j.valueArrayOf(new long[] {2, 2}, Float.POSITIVE_INFINITY)));
        cases.put("a closed network", () -> {
            MultiLayerNetwork net = dl4j();
            net.close();
            return net.output(rows(2));
        });
        cases.put("predicting with a closed network", () -> {
            Network net = Network.of(NET);
            net.predict(images());
            net.dl4j().close();
            return net.predict(images());
        });
        cases.put("training a closed network", () -> {
            Network net = Network.of(NET);
            net.fit(images(), TrainSpec.epochs(1));
            net.dl4j().close();
            return net.fit(images(), TrainSpec.epochs(1));
        });
        // with the library
        cases.put("half an image", () -> Images.unlabelled("half", SHAPE, new float[6]));
        cases.put("a pixel of NaN", () -> Images.unlabelled("x", SHAPE, new float[] {0, 0, Float.NaN, 0}));
        cases.put(
                "a label out of range",
                () -> Images.labelled("x", SHAPE, PIXELS, new int[] {CLASSES}, List.of("a", "b")));
        cases.put("training without labels", () -> fit(Images.unlabelled("x", SHAPE, PIXELS), TrainSpec.epochs(1)));
        cases.put(
                "training with more classes",
                () -> fit(
                        Images.labelled("x", SHAPE, PIXELS, new int[] {2}, List.of("a", "b", "c")),
                        TrainSpec.epochs(1)));
        cases.put(
                "training with other images",
                () -> fit(Datasets.fashionMini().test().take(3), TrainSpec.epochs(1)));
        cases.put("a batch of none", () -> TrainSpec.epochs(1).withBatchSize(0));
        cases.put(
                "a network of 40 GB",
                () -> Network.of(NetSpec.of(SHAPE, LayerSpec.dense(2_000_000_000), LayerSpec.softmax(2))));
        cases.put(
                "a kernel that is larger than the image",
                () -> NetSpec.of(SHAPE, LayerSpec.conv(2, 3), LayerSpec.softmax(2)));
        cases.put(
                "a Vae for other images",
                () -> Vae.of(VaeSpec.of(SHAPE, 2))
                        .encode(Datasets.fashionMini().test().take(2)));
        cases.put("codes of another size", () -> Vae.of(VaeSpec.of(SHAPE, 2)).decode(new double[] {1, 2, 3}));
        cases.put("a code of NaN", () -> Vae.of(VaeSpec.of(SHAPE, 2)).decode(new double[] {Double.NaN, 0}));
        cases.put(
                "a sample of three billion pixels",
                () -> Vae.of(VaeSpec.of(SHAPE, 2)).sample(750_000_000, 1));
        cases.put(
                "two billion samples of each image",
                () -> Vae.of(VaeSpec.of(SHAPE, 2).withObjective(Objective.importanceWeighted(2_000_000_000)))
                        .fit(images(), TrainSpec.epochs(1)));
        cases.put(
                "a codebook of 500 GB",
                () -> Vae.of(VaeSpec.of(SHAPE, 2).withLatent(Latent.quantized(2_000_000_000, 64))));
        cases.put("two billion pseudo-inputs", () -> Vae.of(VaeSpec.of(SHAPE, 2).withPrior(Prior.vamp(2_000_000_000))));
        cases.put("a sample of -1", () -> Vae.of(VaeSpec.of(SHAPE, 2)).sample(-1, 1));
        return cases;
    }

    /** What the process of {@link Child} says of each case. */
    private record Outcome(String thrown, String message) {}

    /** Does everything wrong, one case after the other, and says what came of it. */
    static final class Child {
        public static void main(String[] args) {
            cases().forEach((name, misuse) -> System.out.println("\n" + MARK + "\t" + name + "\t" + outcome(misuse)));
            System.out.println("\n" + MARK + "\talive\t" + fit(images(), TrainSpec.epochs(1)) + "\t");
        }

        private static String outcome(Callable<Object> misuse) {
            try {
                Object result = ComputeThread.call(() -> unchecked(misuse));
                return "nothing\t" + String.valueOf(result).replaceAll("\\s+", " ");
            } catch (Throwable e) {
                return e.getClass().getSimpleName() + "\t"
                        + String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
            }
        }

        private static Object unchecked(Callable<Object> misuse) {
            try {
                return misuse.call();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void eachMisuseIsAnsweredByASentenceAndTheProcessLives() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx400m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        try (BufferedReader lines = child.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split("\t", 4);
                if (parts[0].equals(MARK)) { // native code prints too
                    outcomes.put(parts[1], new Outcome(parts[2], parts[3]));
                }
            }
        }
        assertThat(child.waitFor()).isZero();
        assertThat(outcomes.keySet()).containsAll(cases().keySet());
        assertThat(outcomes.remove("alive").thrown()).as("a network afterwards").isEqualTo("trained");
        outcomes.forEach((name, outcome) -> {
            if (NAMED_ONLY.contains(name)) {
                assertThat(outcome.message())
                        .as(name)
                        .containsPattern("Op .*matmul.*(execution failed|failed to execute)");
            } else {
                assertThat(outcome.thrown()).as(name + " " + outcome).isIn(SENTENCES);
                assertThat(outcome.message()).as(name).contains(" ").hasSizeBetween(20, 250);
            }
        });
        assertThat(outcomes.get("80 GB uninitialised").message())
                .startsWith("20,000,000,000 values of type FLOAT need 80,000 MB; this process has ");
    }
}
