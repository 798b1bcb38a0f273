package io.github.latent4j.viz;

import static io.github.latent4j.viz.Pixels.pixels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureTest {
    private static final Figure RED = plain("Figure[red]", 30, 20, Color.RED);
    private static final Figure BLUE = plain("Figure[blue]", 40, 10, Color.BLUE);

    @Test
    void aFigureHasTwoPixelsForEachLogicalOneAndSaysSo() {
        assertThat(RED.getWidth()).isEqualTo(60);
        assertThat(RED.getHeight()).isEqualTo(40);
        assertThat(RED.logicalWidth()).isEqualTo(30);
        assertThat(RED.logicalHeight()).isEqualTo(20);
        assertThat(RED.getProperty(Figure.PIXEL_RATIO_PROPERTY)).isEqualTo(2);
    }

    @Test
    void aRowShowsEveryFigurePixelByPixelOnWhiteGround() {
        Figure row = Figure.row(RED, BLUE);

        assertThat(row).hasToString("Figure[row, 86x20, Figure[red], Figure[blue]]");
        assertThat(pixels(row.getSubimage(0, 0, 60, 40))).isEqualTo(pixels(RED));
        assertThat(pixels(row.getSubimage(92, 0, 80, 20))).isEqualTo(pixels(BLUE));
        assertThat(pixels(row.getSubimage(60, 0, 32, 40))).containsOnly(Color.WHITE.getRGB());
        assertThat(pixels(row.getSubimage(92, 20, 80, 20))).containsOnly(Color.WHITE.getRGB());
    }

    @Test
    void aRowOfNothingIsRefused() {
        assertThatThrownBy(Figure::row).hasMessage("figures must hold at least one figure, got none");
    }

    @Test
    void aSavedPngHasTheSamePixels(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("figure.png");

        RED.savePng(file);

        assertThat(pixels(ImageIO.read(file.toFile()))).isEqualTo(pixels(RED));
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed(@TempDir Path directory) {
        Path file = directory.resolve("missing").resolve("figure.png");

        assertThatThrownBy(() -> RED.savePng(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot write " + file);
    }

    private static Figure plain(String summary, int width, int height, Color colour) {
        return Figure.draw(width, height, summary, g -> {
            g.setColor(colour);
            g.fillRect(0, 0, width, height);
        });
    }
}
