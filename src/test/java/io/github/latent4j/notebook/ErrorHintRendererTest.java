package io.github.latent4j.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.latent4j.internal.ComputeThread;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend.NoAvailableBackendException;

class ErrorHintRendererTest {
    @Test
    void shapesOfAProductAreNamed() {
        assertThat(hintAfter(() -> Nd4j.ones(2, 3).mmul(Nd4j.ones(2, 3))))
                .isEqualTo("mmul needs as many columns on the left as rows on the right, got shapes [2, 3] and [2, 3];"
                        + " transpose() swaps rows and columns");
    }

    @Test
    void shapesOfASumAreNamed() {
        assertThat(hintAfter(() -> Nd4j.ones(2, 3).add(Nd4j.ones(3, 3))))
                .isEqualTo("both shapes must be equal, or 1 where they differ, got [2, 3] and [3, 3]");
        assertThat(hintAfter(() -> Nd4j.ones(2, 3).addRowVector(Nd4j.ones(4)))).endsWith("got shapes [2, 3] and [4]");
    }

    @Test
    void shapesOfAReshapeAreNamed() {
        assertThat(hintAfter(() -> Nd4j.ones(2, 3).reshape(4, 2)))
                .startsWith("reshape keeps the number of elements, got [2, 3] to [4, 2]");
    }

    @Test
    void aLayerNamesWhatItTakesAndWhatItGot() {
        assertThat(hintAfter(() -> {
                    MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                            .list()
                            .layer(new DenseLayer.Builder().nIn(4).nOut(3).build())
                            .layer(new OutputLayer.Builder()
                                    .nIn(3)
                                    .nOut(2)
                                    .activation(Activation.SOFTMAX)
                                    .build())
                            .build());
                    net.init();
                    net.output(Nd4j.ones(2, 3));
                }))
                .startsWith("this layer takes 4 values for each example, got 3 (shape [2, 3])");
    }

    @Test
    void anOperationThatFailsInNativeCodeIsNamed() {
        assertThat(hint(new RuntimeException("Op [matmul] execution failed")))
                .startsWith("ND4J's operation matmul cannot work with these arrays");
        assertThat(hint(new RuntimeException("Op matmul with name y failed to execute. Here is the error from c++: ")))
                .startsWith("ND4J's operation matmul cannot work with these arrays");
    }

    @Test
    void aClosedArraySaysHowToKeepOne() {
        assertThat(hintAfter(() -> {
                    INDArray array = Nd4j.ones(2);
                    array.close();
                    array.add(1);
                }))
                .startsWith("this array was closed");
    }

    @Test
    void nativeFailuresNameTheJarThatIsMissing() {
        assertThat(hint(new NoAvailableBackendException("no backend"))).contains("nd4j-native", "restart the kernel");
        assertThat(hint(new UnsatisfiedLinkError("no jnind4jcpu in java.library.path")))
                .contains("nd4j-native");
        assertThat(hint(new OutOfMemoryError(
                        "Physical memory usage is too high: physicalBytes (2G) > maxPhysicalBytes (1G)")))
                .contains("org.bytedeco.javacpp.maxbytes");
        assertThat(hint(new OutOfMemoryError("Java heap space"))).isEqualTo("none");
    }

    @Test
    void otherExceptionsHaveNoHintAndAreShownAsBefore() {
        assertThat(hint(new IllegalArgumentException("latentSize must be at least 1, got 0")))
                .isEqualTo("none");
    }

    private static String hintAfter(Runnable misuse) {
        return hint(catchThrowable(() -> ComputeThread.run(misuse)));
    }

    private static String hint(Throwable problem) {
        Renderer renderer = new Renderer();
        renderer.createRegistration(Throwable.class).supporting(MIMEType.ANY).register(new ErrorHintRenderer());
        DisplayData data = renderer.renderAs(problem, "text/x-hint");
        Object hint = data.getData(MIMEType.parse("text/x-hint"));
        return hint == null ? "none" : hint.toString();
    }
}
