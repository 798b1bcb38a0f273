package io.github.latent4j.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.PieChart;
import org.knowm.xchart.PieChartBuilder;
import org.knowm.xchart.QuickChart;
import org.knowm.xchart.XYChart;

class ChartRendererTest {
    private final Renderer renderer = new Renderer();

    @BeforeEach
    void register() {
        Renderers.register(renderer);
    }

    @Test
    void aChartIsAPngWithTwoPixelsForEachAndATextThatIsTheSameInEveryRun() throws IOException {
        XYChart chart = QuickChart.getChart(
                "rise", "x", "y", new String[] {"a", "b"}, new double[] {1, 2}, new double[][] {{1, 2}, {2, 3}});

        DisplayData data = renderer.render(chart);

        BufferedImage image = ImageIO.read(
                new ByteArrayInputStream(Base64.getDecoder().decode((String) data.getData(MIMEType.IMAGE_PNG))));
        assertThat(image.getWidth()).isEqualTo(1200);
        assertThat(image.getHeight()).isEqualTo(800);
        assertThat(data).extracting("metadata").hasToString("{image/png={width=600, height=400}}");
        assertThat(data.getData(MIMEType.TEXT_PLAIN)).isEqualTo("XYChart[\"rise\", 600x400, series [a, b]]");
        assertThat(IntStream.range(0, 1200 * 800).filter(i -> isColourful(image.getRGB(i % 1200, i / 1200))))
                .as("pixels of lines, which are not grey")
                .hasSizeGreaterThan(1000);
    }

    @Test
    void everyKindOfChartIsShown() {
        PieChart pie =
                new PieChartBuilder().width(300).height(200).title("shares").build();
        pie.addSeries("a", 3);

        DisplayData data = renderer.render(pie);

        assertThat(data.hasDataForType(MIMEType.IMAGE_PNG)).isTrue();
        assertThat(data.getData(MIMEType.TEXT_PLAIN)).isEqualTo("PieChart[\"shares\", 300x200, series [a]]");
    }

    @Test
    void whoAsksForTextIsNotDrawnAnImage() {
        XYChart chart = QuickChart.getChart("rise", "x", "y", "a", new double[] {1, 2}, new double[] {1, 2});
        assertThat(renderer.renderAs(chart, "text/plain").hasDataForType(MIMEType.IMAGE_PNG))
                .isFalse();
    }

    private static boolean isColourful(int rgb) {
        return Math.abs((rgb >> 16 & 0xff) - (rgb & 0xff)) > 50;
    }
}
