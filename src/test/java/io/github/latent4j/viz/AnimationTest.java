package io.github.latent4j.viz;

import static io.github.latent4j.viz.Pixels.count;
import static io.github.latent4j.viz.Pixels.pixels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnimationTest {
    private static final Duration TENTH = Duration.ofMillis(100);
    private static final Color INK = new Color(0x26, 0x2b, 0x33);

    @Test
    void theGifShowsEveryFrameInItsOwnColours() throws IOException {
        List<Figure> frames = bars(7);

        List<BufferedImage> shown = shown(Animation.of(frames, TENTH).gif());

        assertThat(shown).hasSize(7);
        for (int i = 0; i < 7; i++) {
            assertThat(pixels(shown.get(i))).as("frame %d", i).isEqualTo(pixels(frames.get(i)));
        }
    }

    @Test
    void theGifIsRepeatedForEverAndHoldsItsLastFrameFiveTimesAsLong() throws IOException {
        byte[] gif = Animation.of(bars(3), TENTH).gif();

        assertThat(delays(gif)).containsExactly("10", "10", "50");
        assertThat(metadata(gif, 0).getElementsByTagName("ApplicationExtension").item(0))
                .isInstanceOfSatisfying(IIOMetadataNode.class, extension -> {
                    assertThat(extension.getAttribute("applicationID")).isEqualTo("NETSCAPE");
                    assertThat((byte[]) extension.getUserObject()).containsExactly(1, 0, 0);
                });
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 10_000})
    void theShortestAndTheLongestTimeAreKept(long millis) throws IOException {
        byte[] gif = Animation.of(bars(2), Duration.ofMillis(millis)).gif();

        assertThat(delays(gif)).containsExactly(Long.toString(millis / 10), Long.toString(millis / 2));
    }

    @Test
    void allFramesShareOnePalette() throws IOException {
        byte[] gif = Animation.of(bars(4), TENTH).gif();

        for (int i = 0; i < 4; i++) {
            assertThat(metadata(gif, i).getElementsByTagName("LocalColorTable").getLength())
                    .isZero();
        }
    }

    @Test
    void ofThousandsOfColoursEachIsShownByOneCloseToIt() throws IOException {
        List<Figure> frames = List.of(rainbow(0), rainbow(0.5f));

        List<BufferedImage> shown = shown(Animation.of(frames, TENTH).gif());

        assertThat(IntStream.of(pixels(frames.get(1))).distinct().count()).isGreaterThan(4000);
        for (int i = 0; i < 2; i++) {
            assertThat(meanError(frames.get(i), shown.get(i))).isLessThan(8); // of 255: 4,400 colours by 255
            assertThat(count(shown.get(i), Color.WHITE.getRGB()))
                    .as("white stays white")
                    .isGreaterThanOrEqualTo(count(frames.get(i), Color.WHITE.getRGB()));
        }
        assertThat(distance(shown.get(1).getRGB(5, 5), INK.getRGB())).isLessThan(8);
    }

    @Test
    void framesThatAreEqualAreFramesToo() throws IOException {
        Figure figure = bars(2).get(1);

        List<BufferedImage> shown =
                shown(Animation.of(List.of(figure, figure, figure), TENTH).gif());

        assertThat(shown).hasSize(3);
        assertThat(pixels(shown.get(2))).isEqualTo(pixels(figure));
    }

    @Test
    void whatWouldBeLargeGetsFewerPixels() throws IOException {
        Random random = new Random(1);
        List<Figure> noise = IntStream.range(0, 4)
                .mapToObj(i -> Figure.draw(440, 320, "noise", g -> {
                    for (int x = 0; x < 440; x++) {
                        for (int y = 0; y < 320; y++) {
                            g.setColor(new Color(random.nextInt(1 << 24)));
                            g.fillRect(x, y, 1, 1);
                        }
                    }
                }))
                .toList();

        byte[] gif = Animation.of(noise, TENTH).gif();

        BufferedImage first = shown(gif).get(0);
        assertThat(first.getWidth()).isLessThan(880).isGreaterThanOrEqualTo(440);
        assertThat(first.getWidth() * 320).isEqualTo(first.getHeight() * 440);
    }

    @Test
    void theSameFramesGiveTheSameBytes() {
        assertThat(Animation.of(bars(3), TENTH).gif())
                .isEqualTo(Animation.of(bars(3), TENTH).gif());
    }

    @Test
    void aStripHasTheFirstAndTheLastFrameAndEvenlySpacedOnesBetween() {
        assertThat(Animation.of(bars(9), TENTH).strip(3))
                .hasToString("Figure[row, 332x60, Figure[bar 0], Figure[bar 4], Figure[bar 8]]");
    }

    @Test
    void aLongStripHasRowsOfAtMostFour() {
        assertThat(Animation.of(bars(9), TENTH).strip(5))
                .hasToString("Figure[column, 332x136,"
                        + " Figure[row, 332x60, Figure[bar 0], Figure[bar 2], Figure[bar 4]],"
                        + " Figure[row, 216x60, Figure[bar 6], Figure[bar 8]]]");
    }

    @Test
    void ofFewerFramesThanPicturesTheStripHasAll() {
        assertThat(Animation.of(bars(2), TENTH).strip(4))
                .hasToString("Figure[row, 216x60, Figure[bar 0], Figure[bar 1]]");
    }

    @Test
    void aStripOfOnePictureIsRefused() {
        assertThatThrownBy(() -> Animation.of(bars(2), TENTH).strip(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pictures must be at least 2, got 1");
    }

    @Test
    void itSaysHowManyFramesItHasAndTheirSize() {
        assertThat(Animation.of(bars(24), TENTH)).hasToString("Animation[24 frames, 100x60]");
    }

    @Test
    void aSavedFileIsTheGif(@TempDir Path directory) throws IOException {
        Animation animation = Animation.of(bars(2), TENTH);
        Path file = directory.resolve("bars.gif");

        animation.save(file);

        assertThat(Files.readAllBytes(file))
                .isEqualTo(animation.gif())
                .startsWith("GIF89a".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed(@TempDir Path directory) {
        Path file = directory.resolve("missing").resolve("bars.gif");

        assertThatThrownBy(() -> Animation.of(bars(2), TENTH).save(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot write " + file);
    }

    @Test
    void oneFrameIsNoAnimation() {
        assertThatThrownBy(() -> Animation.of(bars(1), TENTH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("frames must hold at least 2 figures, got 1");
    }

    @Test
    void framesOfSeveralSizesAreRefused() {
        List<Figure> frames = new ArrayList<>(bars(2));
        frames.add(Figure.draw(100, 61, "higher", g -> {}));

        assertThatThrownBy(() -> Animation.of(frames, TENTH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("frames must have one size, 100x60, but frame 2 has 100x61");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.009S", "PT10.001S", "PT-1S"})
    void aTimePerFrameOutOfRangeIsRefused(Duration perFrame) {
        assertThatThrownBy(() -> Animation.of(bars(2), perFrame))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("perFrame must be from 10 ms to 10 s, got " + perFrame);
    }

    /** A dark square that stays at the left top, and a red bar that moves. */
    private static List<Figure> bars(int n) {
        return IntStream.range(0, n)
                .mapToObj(i -> Figure.draw(100, 60, "Figure[bar " + i + "]", g -> {
                    ground(g);
                    g.setColor(Color.RED);
                    g.fillRect(10 + 3 * i, 20, 5, 30);
                }))
                .toList();
    }

    private static Figure rainbow(float hue) {
        return Figure.draw(100, 60, "rainbow", g -> {
            ground(g);
            for (int x = 20; x < 100; x++) {
                for (int y = 0; y < 60; y++) {
                    g.setColor(Color.getHSBColor(hue + x / 200f, y / 60f, 0.9f));
                    g.fillRect(x, y, 1, 1);
                }
            }
        });
    }

    private static void ground(Graphics2D g) {
        g.setColor(INK);
        g.fillRect(0, 0, 10, 10);
    }

    private static double meanError(BufferedImage expected, BufferedImage actual) {
        int[] a = pixels(expected);
        int[] b = pixels(actual);
        return IntStream.range(0, a.length)
                .mapToDouble(i -> distance(a[i], b[i]))
                .average()
                .orElseThrow();
    }

    /** The largest difference of a channel. */
    private static int distance(int a, int b) {
        return IntStream.of(0, 8, 16)
                .map(shift -> Math.abs((a >> shift & 0xff) - (b >> shift & 0xff)))
                .max()
                .orElseThrow();
    }

    /** What a browser shows: each frame drawn over the ones before. */
    private static List<BufferedImage> shown(byte[] gif) throws IOException {
        List<BufferedImage> shown = new ArrayList<>();
        ImageReader reader = reader(gif);
        BufferedImage screen = new BufferedImage(reader.getWidth(0), reader.getHeight(0), BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < reader.getNumImages(true); i++) {
            IIOMetadataNode place = (IIOMetadataNode)
                    metadata(gif, i).getElementsByTagName("ImageDescriptor").item(0);
            Graphics2D g = screen.createGraphics();
            g.drawImage(
                    reader.read(i),
                    Integer.parseInt(place.getAttribute("imageLeftPosition")),
                    Integer.parseInt(place.getAttribute("imageTopPosition")),
                    null);
            g.dispose();
            shown.add(new BufferedImage(screen.getColorModel(), screen.copyData(null), false, null));
        }
        return shown;
    }

    private static List<String> delays(byte[] gif) throws IOException {
        List<String> delays = new ArrayList<>();
        for (int i = 0; i < reader(gif).getNumImages(true); i++) {
            IIOMetadataNode control = (IIOMetadataNode) metadata(gif, i)
                    .getElementsByTagName("GraphicControlExtension")
                    .item(0);
            delays.add(control.getAttribute("delayTime"));
        }
        return delays;
    }

    private static IIOMetadataNode metadata(byte[] gif, int frame) throws IOException {
        return (IIOMetadataNode) reader(gif).getImageMetadata(frame).getAsTree("javax_imageio_gif_image_1.0");
    }

    private static ImageReader reader(byte[] gif) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(gif));
        reader.setInput(in);
        return reader;
    }
}
