package io.github.latent4j.viz;

import static io.github.latent4j.viz.Pixels.count;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplorerTest {
    /** Two by two pictures of one row: the levels 0 to 7 of 255, in reading order. */
    private static final Images GRID = Images.unlabelled(
            "grid", ImageShape.grey(1, 2), new float[] {0, 1 / 255f, 2 / 255f, 3 / 255f, 4 / 255f, 5 / 255f, 6 / 255f, 1
            });

    private static final double[][] CODES = {{-1, 1}, {0, 0}, {0.5, -2}};
    private static final List<String> NAMES = List.of("bag", "<b>&\"shoe\"");

    private static Explorer explorer() {
        return Explorer.of("codes </script> & {{codes}}", -2, 2, 2, GRID, CODES, new int[] {0, 1, 1}, NAMES);
    }

    @Test
    void thePageHoldsAllDecodedPicturesAsOneWhereTheirPointsAre() throws IOException {
        BufferedImage sheet = sheet(explorer().html());

        assertThat(sheet.getWidth()).isEqualTo(4);
        assertThat(sheet.getHeight()).isEqualTo(2);
        assertThat(sheet.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
        assertThat(sheet.getRaster().getSamples(0, 0, 4, 2, 0, (int[]) null)).containsExactly(0, 1, 2, 3, 4, 5, 6, 255);
    }

    @Test
    void thePageHoldsClassAndPlaceOfEachCode() {
        assertThat(explorer().html()).contains("const codes = [0,2500,2500,1,5000,5000,1,6250,10000];");
    }

    @Test
    void codesOutsideOfThePlaneAreCountedInstead() {
        double[][] codes = {{-2.01, 0}, {0, 2.01}, {2, 2}};

        Explorer explorer = Explorer.of("codes", -2, 2, 2, GRID, codes, new int[3], NAMES);

        assertThat(explorer.html()).contains("const codes = [0,10000,0];", "Outside of the plane: 2 of 3 codes.");
        assertThat(explorer().html()).doesNotContain("Outside of");
    }

    @Test
    void whateverItIsCalledIsShownAsText() {
        assertThat(explorer().html())
                .contains(
                        "<h1>codes &lt;/script&gt; &amp; {{codes}}</h1>", "</i>&lt;b&gt;&amp;&quot;shoe&quot;</button>")
                .doesNotContain("<b>");
    }

    @Test
    void thePageNeedsNothingFromElsewhere() {
        assertThat(explorer().html()).doesNotContain("http:", "https:", "src=", "href=", "@import", "url(", "import ");
    }

    @Test
    void nothingOfThePageHasAnIdThatASecondOneCouldHaveToo() {
        assertThat(explorer().html()).doesNotContain(" id=", "getElementById");
    }

    @Test
    void twentyTimesTwentyPicturesTakeLessThanFourHundredKilobytes() {
        float[] pixels = new float[400 * 28 * 28];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i * 7919L % 251 / 255f; // worse than any decoder
        }
        Images grid = Images.unlabelled("grid", ImageShape.grey(28, 28), pixels);

        assertThat(Explorer.of("codes", -3, 3, 20, grid, CODES, new int[3], NAMES)
                        .html())
                .hasSizeLessThan(440_000);
    }

    @Test
    void thePreviewHasADotForEachCodeInTheColourOfItsClass() {
        Figure preview = explorer().preview();

        assertThat(preview)
                .hasToString("Figure[\"codes </script> & {{codes}}\", " + preview.logicalWidth()
                        + "x516, 3 codes, classes [bag, <b>&\"shoe\"]]");
        int blue = preview.getRGB(2 * (62 + 105), 2 * (44 + 105));
        int red = preview.getRGB(2 * (62 + 210), 2 * (44 + 210));
        assertThat(blue & 0xff).isGreaterThan((blue >> 16 & 0xff) + 50);
        assertThat(red >> 16 & 0xff).isGreaterThan((red & 0xff) + 50);
        assertThat(count(preview, Theme.series(0).getRGB())).as("of the legend").isPositive();
    }

    @Test
    void aSavedPageIsTheHtml(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("codes.html");

        explorer().save(file);

        assertThat(Files.readString(file)).isEqualTo(explorer().html()).startsWith("<!DOCTYPE html>");
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed(@TempDir Path directory) {
        Path file = directory.resolve("missing").resolve("codes.html");

        assertThatThrownBy(() -> explorer().save(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot write " + file);
    }

    @Test
    void itSaysWhatIsToBeExplored() {
        assertThat(Explorer.of("codes", -2, 2, 2, GRID, CODES, new int[3], NAMES))
                .hasToString("Explorer[\"codes\", 2x2 pictures of 1x1x2 over [-2, 2], 3 codes, 2 classes]");
    }

    @Test
    void itKeepsItsOwnCopyOfTheCodes() {
        double[][] codes = {{-1, 1}};
        int[] labels = {0};
        Explorer explorer = Explorer.of("codes", -2, 2, 2, GRID, codes, labels, NAMES);
        String before = explorer.html();

        codes[0][0] = 2;
        labels[0] = 1;

        assertThat(explorer.html()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "3, 2", "NaN, 1", "0, Infinity"})
    void aSquareWithoutAnAreaIsRefused(double low, double high) {
        refused(
                () -> Explorer.of("codes", low, high, 2, GRID, CODES, new int[3], NAMES),
                "low must be less than high and both finite, got " + low + " and " + high);
    }

    @Test
    void aGridThatDoesNotFitIsRefused() {
        refused(
                () -> Explorer.of("codes", -2, 2, 3, GRID, CODES, new int[3], NAMES),
                "grid must hold side * side = 9 pictures, got 4");
        refused(
                () -> Explorer.of("codes", -2, 2, 1, GRID.take(1), CODES, new int[3], NAMES),
                "side must be at least 2, got 1");
        Images colour = Images.unlabelled("colour", new ImageShape(3, 1, 1), new float[12]);
        refused(
                () -> Explorer.of("codes", -2, 2, 2, colour, CODES, new int[3], NAMES),
                "the pictures of grid must have 1 channel (grey), got 3");
        Images large = Images.unlabelled("large", ImageShape.grey(1001, 1000), new float[4 * 1001 * 1000]);
        refused(
                () -> Explorer.of("codes", -2, 2, 2, large, CODES, new int[3], NAMES),
                "grid must have at most 4,000,000 pixels in all pictures, got 4,004,000");
    }

    @Test
    void codesThatAreNoPointsOfAPlaneAreRefused() {
        refused(
                () -> Explorer.of("codes", -2, 2, 2, GRID, new double[][] {{1, 2}, {1, 2, 3}}, new int[2], NAMES),
                "codes[1] must be 2 finite numbers, got [1.0, 2.0, 3.0]");
        refused(
                () -> Explorer.of("codes", -2, 2, 2, GRID, new double[][] {{Double.NaN, 0}}, new int[1], NAMES),
                "codes[0] must be 2 finite numbers, got [NaN, 0.0]");
    }

    @Test
    void labelsThatNameNoClassAreRefused() {
        refused(
                () -> Explorer.of("codes", -2, 2, 2, GRID, CODES, new int[2], NAMES),
                "labels must have one entry per code, 3, got 2");
        refused(
                () -> Explorer.of("codes", -2, 2, 2, GRID, CODES, new int[] {0, 2, 0}, NAMES),
                "labels[1] must be in 0..1, got 2");
        refused(
                () -> Explorer.of("codes", -2, 2, 2, GRID, CODES, new int[3], Collections.nCopies(11, "class")),
                "classNames must hold 1 to 10 names, got 11");
    }

    private static void refused(Runnable call, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static BufferedImage sheet(String html) throws IOException {
        Matcher matcher = Pattern.compile("data:image/png;base64,([^\"]+)").matcher(html);
        assertThat(matcher.find()).isTrue();
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(matcher.group(1))));
    }
}
