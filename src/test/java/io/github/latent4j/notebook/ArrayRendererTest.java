package io.github.latent4j.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.internal.ComputeThread;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ArrayRendererTest {
    private final Renderer renderer = new Renderer();

    @BeforeEach
    void register() {
        Renderers.register(renderer);
    }

    @Test
    void aMatrixIsShownWithShapeTypeValuesAndStatistics() {
        DisplayData data = renderer.render(made(() -> Nd4j.arange(6).reshape(2, 3)));
        assertThat(data.getData(MIMEType.TEXT_PLAIN)).isEqualTo("""
                INDArray[2x3, FLOAT]
                0.0000  1.0000  2.0000
                3.0000  4.0000  5.0000
                min 0.0000, max 5.0000, mean 2.5000, standard deviation 1.8708""");
        assertThat(data.getData(MIMEType.TEXT_HTML))
                .asString()
                .startsWith("<p>INDArray[2x3, FLOAT]</p><table><thead>")
                .contains("<td style=\"text-align:right\">1</td><td style=\"text-align:right\">3.0000</td>")
                .endsWith("<p>min 0.0000, max 5.0000, mean 2.5000, standard deviation 1.8708</p>");
    }

    @Test
    void theOrderIsNamedIfItIsNotTheUsualOne() {
        assertThat(text(() -> Nd4j.arange(6).reshape(2, 3).transpose())).startsWith("INDArray[3x2, FLOAT, order f]\n");
    }

    @Test
    void scalarsAndEmptyArraysHaveNoStatistics() {
        assertThat(text(() -> Nd4j.scalar(2.5))).isEqualTo("INDArray[scalar, DOUBLE]\n2.5000");
        assertThat(text(() -> Nd4j.empty(DataType.FLOAT))).isEqualTo("INDArray[empty, FLOAT]");
        assertThat(text(() -> Nd4j.create(DataType.FLOAT, 0, 3))).isEqualTo("INDArray[empty, 0x3, FLOAT]");
    }

    @Test
    void everyTypeIsWrittenInItsOwnWay() {
        assertThat(text(() -> Nd4j.createFromArray(true, false)))
                .isEqualTo("INDArray[2, BOOL]\ntrue  false\ntrue: 1 of 2");
        assertThat(text(() -> Nd4j.createFromArray(3L, -40L)))
                .isEqualTo("INDArray[2, LONG]\n3  -40\nmin -40, max 3, mean -18.5000, standard deviation 30.4056");
        assertThat(text(() -> Nd4j.create("one", "two"))).isEqualTo("INDArray[2, UTF8]\none  two");
        assertThat(text(() -> Nd4j.createFromArray(1f, 2f).castTo(DataType.FLOAT16)))
                .startsWith("INDArray[2, HALF]\n1.0000  2.0000\n");
        assertThat(text(() -> Nd4j.createFromArray(1e8, 2e-8))).contains("1.0000e+08  2.0000e-08");
    }

    @Test
    void whatIsNotFiniteIsCountedAndLeftOutOfTheStatistics() {
        assertThat(text(() -> Nd4j.createFromArray(1f, Float.NaN, 3f, Float.NEGATIVE_INFINITY)))
                .isEqualTo("""
                        INDArray[4, FLOAT]
                        1.0000  NaN  3.0000  -Infinity
                        NaN: 1, infinite: 1; the others: min 1.0000, max 3.0000, mean 2.0000, standard deviation 1.4142""");
        assertThat(text(() -> Nd4j.createFromArray(Float.NaN, Float.NaN))).endsWith("the others: none");
    }

    @Test
    void ofALargeMatrixTheCornersAreShown() {
        String text = text(() -> Nd4j.arange(100 * 100).reshape(100, 100));
        assertThat(text.lines()).hasSize(1 + 21 + 1);
        assertThat(text.lines().skip(1).findFirst().orElseThrow())
                .matches(" *0\\.0000 .* 5\\.0000  …  +94\\.0000 .* 99\\.0000");
        assertThat(text).contains("9999.0000").doesNotContain(" 50.0000");
    }

    @Test
    void moreThanTwoDimensionsAreSlicesWithTheirPlace() {
        assertThat(text(() -> Nd4j.arange(8).reshape(2, 1, 2, 2))).isEqualTo("""
                INDArray[2x1x2x2, FLOAT]
                [0, 0, :, :]
                0.0000  1.0000
                2.0000  3.0000
                [1, 0, :, :]
                4.0000  5.0000
                6.0000  7.0000
                min 0.0000, max 7.0000, mean 3.5000, standard deviation 2.4495""");
        assertThat(text(() -> Nd4j.zeros(64, 1, 28, 28)).lines())
                .hasSize(1 + 4 * 10 + 1 + 1)
                .contains("[0, 0, :, :]", "[1, 0, :, :]", "…", "[62, 0, :, :]", "[63, 0, :, :]");
    }

    static Stream<Supplier<INDArray>> views() {
        Supplier<INDArray> whole = () -> Nd4j.rand(2000, 2000);
        return Stream.of(
                whole,
                () -> whole.get().transpose(),
                () -> whole.get().reshape(4_000_000),
                () -> whole.get().reshape(2_000_000, 2),
                () -> whole.get().reshape(2, 2_000_000),
                () -> whole.get().get(NDArrayIndex.interval(0, 2, 2000), NDArrayIndex.all()),
                () -> whole.get().get(NDArrayIndex.interval(500, 2000), NDArrayIndex.interval(300, 1900)),
                () -> whole.get().reshape(100, 200, 200).permute(2, 0, 1),
                () -> whole.get().castTo(DataType.DOUBLE).getColumn(3),
                () -> whole.get().mul(1000).castTo(DataType.INT32));
    }

    /** The elements one by one are the reference; the parts that a large array is read in must not lose or repeat any. */
    @ParameterizedTest
    @MethodSource("views")
    void statisticsAreThoseOfAllElementsHoweverTheyLieInMemory(Supplier<INDArray> array) {
        INDArray made = made(array);
        double[] elements = ComputeThread.call(() -> made.dup('c').data().asDouble());
        String last =
                ComputeThread.call(() -> text(made)).lines().reduce((a, b) -> b).orElseThrow();
        double mean = DoubleStream.of(elements).average().orElseThrow();
        double min = DoubleStream.of(elements).min().orElseThrow();
        assertThat(elements).hasSize((int) made.length());
        assertThat(last).contains("mean " + Digits.of(mean) + ",");
        assertThat(last).startsWith("min " + (made.dataType() == DataType.INT32 ? "0" : Digits.of(min)) + ",");
    }

    @Test
    void aMillionNumbersFarFromZeroKeepTheirDigits() {
        Random random = new Random(5);
        double[] numbers = random.doubles(1_000_000).map(u -> 1e6 + u).toArray();
        Statistics statistics = new Statistics();
        statistics.add(numbers);
        assertThat(statistics.mean()).isCloseTo(1e6 + 0.5, within(0.0012)); // 4 standard errors
        assertThat(statistics.standardDeviation()).isCloseTo(Math.sqrt(1.0 / 12), within(0.001));
    }

    @Test
    void anArrayWhoseMemoryIsGoneIsASentence() {
        assertThat(text(() -> {
                    INDArray whole = Nd4j.rand(4, 4);
                    INDArray view = whole.getRow(1);
                    whole.close();
                    return view;
                }))
                .isEqualTo("INDArray[closed]\nit was closed, so its values are gone");
        WorkspaceConfiguration settings =
                WorkspaceConfiguration.builder().initialSize(1 << 20).build();
        Supplier<INDArray> escaped = () -> {
            try (MemoryWorkspace open = Nd4j.getWorkspaceManager().getAndActivateWorkspace(settings, "LOCAL")) {
                INDArray inside = Nd4j.rand(3, 4);
                assertThat(open.isScopeActive()).isTrue();
                assertThat(text(inside)).contains("min ");
                return inside;
            }
        };
        String sentence = "INDArray[3x4, FLOAT]\nits workspace LOCAL was closed or used again, so its values are gone;"
                + " detach() before that keeps them";
        assertThat(text(escaped)).isEqualTo(sentence);
        INDArray old = made(escaped);
        ComputeThread.run(() -> {
            try (MemoryWorkspace again = Nd4j.getWorkspaceManager().getAndActivateWorkspace(settings, "LOCAL")) {
                assertThat(again.isScopeActive()).isTrue();
                assertThat(text(old)).isEqualTo(sentence);
            }
        });
    }

    private static INDArray made(Supplier<INDArray> array) {
        return ComputeThread.call(array::get);
    }

    private String text(Supplier<INDArray> array) {
        return text(made(array));
    }

    private String text(INDArray array) {
        return (String) renderer.render(array).getData(MIMEType.TEXT_PLAIN);
    }
}
