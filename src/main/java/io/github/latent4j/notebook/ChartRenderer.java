package io.github.latent4j.notebook;

import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.RenderFunction;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.stream.Collectors;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.internal.series.Series;

/** Shows an XChart chart that a cell has made itself, sharp on every screen. */
public final class ChartRenderer implements RenderFunction<Chart<?, ?>> {
    private static final int PIXEL_RATIO = 2;

    /** Teaches a kernel that does not load renderers as services. */
    static void register(Renderer renderer) {
        renderer.createRegistration(Chart.class).preferring(MIMEType.IMAGE_PNG).register(new ChartRenderer()::render);
    }

    @Override
    public void render(Chart<?, ?> chart, RenderContext context) {
        Renderers.png(context, chart.getWidth(), chart.getHeight(), () -> drawn(chart));
        context.renderIfRequested(MIMEType.TEXT_PLAIN, () -> words(chart));
    }

    private static BufferedImage drawn(Chart<?, ?> chart) {
        BufferedImage image = new BufferedImage(
                chart.getWidth() * PIXEL_RATIO, chart.getHeight() * PIXEL_RATIO, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.scale(PIXEL_RATIO, PIXEL_RATIO);
            chart.paint(graphics, chart.getWidth(), chart.getHeight());
        } finally {
            graphics.dispose();
        }
        return image;
    }

    /** The same in every run, as a figure's text is. */
    private static String words(Chart<?, ?> chart) {
        String series =
                chart.getSeriesCollection().stream().map(Series::getName).collect(Collectors.joining(", ", "[", "]"));
        return chart.getClass().getSimpleName() + "[\"" + chart.getTitle() + "\", " + chart.getWidth() + "x"
                + chart.getHeight() + ", series " + series + "]";
    }
}
