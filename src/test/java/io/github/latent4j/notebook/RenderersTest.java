package io.github.latent4j.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import io.github.latent4j.train.EpochLog;
import io.github.latent4j.train.History;
import io.github.latent4j.viz.Animation;
import io.github.latent4j.viz.Charts;
import io.github.latent4j.viz.Explorer;
import io.github.latent4j.viz.Figure;
import io.github.latent4j.viz.ImageGrid;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.RenderFunction;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

class RenderersTest {
    private static final Images IMAGES = Images.unlabelled("noise", ImageShape.grey(2, 2), new float[] {0, 1, 1, 0});
    private static final History HISTORY =
            new History(List.of(new EpochLog(1, Map.of("loss", 0.5), Duration.ofMillis(4321))), "a < b");

    private final Renderer renderer = new Renderer();

    @BeforeEach
    void register() {
        Renderers.register(renderer);
    }

    @Test
    void kernelsFindTheRenderersAsServices() {
        assertThat(ServiceLoader.load(RenderFunction.class))
                .extracting(Object::getClass)
                .contains(
                        AnimationRenderer.class,
                        ArrayRenderer.class,
                        ChartRenderer.class,
                        ColumnRenderer.class,
                        ErrorHintRenderer.class,
                        ExplorerRenderer.class,
                        FigureRenderer.class,
                        HistoryRenderer.class,
                        ImagesRenderer.class,
                        TableRenderer.class);
    }

    @Test
    void aFigureIsAPngOfAllItsPixelsShownAtItsLogicalSize() throws IOException {
        Figure figure = Charts.curves(HISTORY);

        DisplayData data = renderer.render(figure);

        BufferedImage image = decoded(data);
        assertThat(image.getWidth()).isEqualTo(1280);
        assertThat(image.getHeight()).isEqualTo(800);
        assertThat(data.getData(MIMEType.TEXT_PLAIN)).isEqualTo(figure.toString());
        assertThat(data).extracting("metadata").hasToString("{image/png={width=640, height=400}}");
    }

    @Test
    void anAnimationIsAGifInHtmlAndAStripOfItsFramesWhereHtmlIsNotShown() throws IOException {
        Animation animation = Animation.of(Collections.nCopies(6, Charts.curves(HISTORY)), Duration.ofMillis(200));

        DisplayData data = renderer.render(animation);

        assertThat(data.getData(MIMEType.TEXT_HTML))
                .isEqualTo("<img src=\"data:image/gif;base64,"
                        + Base64.getEncoder().encodeToString(animation.gif())
                        + "\" width=\"640\" height=\"400\" style=\"max-width:100%;height:auto\""
                        + " alt=\"Animation[6 frames, 640x400]\">");
        assertThat(decoded(data).getWidth()).isEqualTo(2 * (4 * 640 + 3 * 16));
        assertThat(data.getData(MIMEType.TEXT_PLAIN)).isEqualTo("Animation[6 frames, 640x400]");
        assertThat(renderer.renderAs(animation, "image/png").hasDataForType(MIMEType.TEXT_HTML))
                .isFalse();
    }

    @Test
    void anExplorerIsAPageThatMayRunScriptsAndNothingElseAndAPictureWhereHtmlIsNotShown() throws IOException {
        Images grid = Images.unlabelled("grid", ImageShape.grey(1, 1), new float[4]);
        Explorer explorer =
                Explorer.of("a \"code\"", -2, 2, 2, grid, new double[][] {{0, 0}}, new int[1], List.of("bag"));

        DisplayData data = renderer.render(explorer);

        String html = (String) data.getData(MIMEType.TEXT_HTML);
        assertThat(html).startsWith("<iframe sandbox=\"allow-scripts\" ");
        String page = html.substring(html.indexOf("srcdoc=\"") + 8, html.lastIndexOf("\">"));
        assertThat(page).doesNotContain("\"", "<");
        assertThat(page.replace("&quot;", "\"")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&amp;", "&"))
                .isEqualTo(explorer.html());
        assertThat(decoded(data).getWidth()).isEqualTo(explorer.preview().getWidth());
        assertThat(data.getData(MIMEType.TEXT_PLAIN)).isEqualTo(explorer.toString());
    }

    @Test
    void imagesAreTheirGridAndATextTwin() throws IOException {
        DisplayData data = renderer.render(IMAGES);

        assertThat(decoded(data).getWidth()).isEqualTo(ImageGrid.of(IMAGES).getWidth());
        assertThat(data.getData(MIMEType.TEXT_PLAIN)).isEqualTo("Images[noise, 1 of 1x2x2, no labels]");
    }

    @Test
    void imagesThatCannotBeDrawnAreText() {
        DisplayData data = renderer.render(Images.unlabelled("two", new ImageShape(2, 1, 1), new float[2]));

        assertThat(data.hasDataForType(MIMEType.IMAGE_PNG)).isFalse();
        assertThat(data.getData(MIMEType.TEXT_PLAIN)).isEqualTo("Images[two, 1 of 2x1x1, no labels]");
    }

    @Test
    void onlyWhatIsAskedForIsRendered() {
        assertThat(renderer.renderAs(IMAGES, "text/plain").hasDataForType(MIMEType.IMAGE_PNG))
                .isFalse();
        assertThat(renderer.renderAs(HISTORY, "text/plain").hasDataForType(MIMEType.TEXT_HTML))
                .isFalse();
    }

    @Test
    void aTableIsHtmlWithoutColoursAndNumbersStandToTheRightAsTheirColumnPrintsThem() {
        DoubleColumn share = DoubleColumn.create("share", 0.123456789);
        share.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(2));
        Table table = Table.create("t", StringColumn.create("class", "bag"), share);

        DisplayData data = renderer.render(table);

        assertThat(data.getData(MIMEType.TEXT_HTML))
                .isEqualTo("<table><thead><tr><th title=\"STRING\" style=\"text-align:left\">class</th>"
                        + "<th title=\"DOUBLE\" style=\"text-align:right\">share</th></tr></thead>"
                        + "<tbody><tr><td style=\"text-align:left\">bag</td>"
                        + "<td style=\"text-align:right\">0.12</td></tr></tbody></table>");
        assertThat(data.getData(MIMEType.TEXT_PLAIN)).isEqualTo("class  share\n-----  -----\nbag     0.12");
    }

    @Test
    void whateverATableHoldsIsEscaped() {
        Table table = Table.create(StringColumn.create("<b>", "<script>alert('a & b')</script>"));

        assertThat(Renderers.html(table))
                .contains("&lt;b&gt;", "&lt;script&gt;alert('a &amp; b')&lt;/script&gt;")
                .doesNotContain("<script", "<b>");
    }

    @Test
    void numbersThatComeWithAllTheirDigitsAreCutAndMissingValuesAreNamed() {
        Table table = Table.create(
                DoubleColumn.create("share", 0.123456789012345, Double.NaN, 242.37153555403674),
                StringColumn.create("word", "a", "", "line\nbreak"));

        assertThat(Renderers.text(table)).isEqualTo("""
                   share  word
                --------  ----------
                  0.1235  a
                      NA  NA
                242.3715  line↵break""");
    }

    @Test
    void ofAWideTableTheFirstAndLastColumnsAreShown() {
        Table table = Table.create("wide");
        IntStream.range(0, 40).forEach(i -> table.addColumns(IntColumn.create("c" + i, new int[] {i})));

        assertThat(Renderers.html(table))
                .contains(">c9</th>", ">…</th>", ">c30</th>", "<p>20 of 40 columns</p>")
                .doesNotContain(">c10</th>");
    }

    @Test
    void aColumnIsShownAsATableOfItself() {
        DisplayData data = renderer.render(IntColumn.create("only", 1, 20));

        assertThat(data.getData(MIMEType.TEXT_PLAIN)).isEqualTo("only\n----\n   1\n  20");
        assertThat(data.getData(MIMEType.TEXT_HTML)).asString().contains("<th title=\"INTEGER\"", ">20</td>");
    }

    @Test
    void emptyTablesSaySo() {
        assertThat(Renderers.text(Table.create("none"))).isEqualTo("no columns");
        assertThat(Renderers.text(Table.create(IntColumn.create("i")))).isEqualTo("i\n-\nno rows");
    }

    @Test
    void ofALongTableTheFirstTwentyRowsAreShownAndTheNumberOfAll() {
        Table table =
                Table.create(IntColumn.create("i", IntStream.range(0, 1234).toArray()));

        assertThat(Renderers.html(table))
                .contains(">19</td>", "<p>the first 20 of 1,234 rows</p>")
                .doesNotContain(">20</td>");
        assertThat(Renderers.html(table.first(20))).doesNotContain("<p>");
        assertThat(Renderers.text(table).lines().count()).isLessThan(30);
    }

    @Test
    void aHistoryShowsItsMetricsAndWhyItEndedButNoTimes() {
        DisplayData data = renderer.render(HISTORY);

        assertThat(data.getData(MIMEType.TEXT_HTML))
                .asString()
                .contains(">0.5000</td>", "<p>stopped: a &lt; b</p>")
                .doesNotContain("seconds", "4.3");
        assertThat(data.getData(MIMEType.TEXT_PLAIN))
                .asString()
                .contains("0.5", "stopped: a < b")
                .doesNotContain("seconds", "4.3");
        assertThat(HISTORY.toTable().columnNames()).contains("seconds");
    }

    @Test
    void aKernelMayRegisterTheServicesForTypesThatItDoesNotKnow() {
        Renderer any = new Renderer();
        any.createRegistration(Images.class).supporting(MIMEType.ANY).register(new ImagesRenderer());
        any.createRegistration(History.class).supporting(MIMEType.ANY).register(new HistoryRenderer());

        assertThat(any.render(IMAGES).hasDataForType(MIMEType.IMAGE_PNG)).isTrue();
        assertThat(any.render(HISTORY).hasDataForType(MIMEType.TEXT_HTML)).isTrue();
    }

    private static BufferedImage decoded(DisplayData data) throws IOException {
        byte[] png = Base64.getDecoder().decode((String) data.getData(MIMEType.IMAGE_PNG));
        return ImageIO.read(new ByteArrayInputStream(png));
    }
}
