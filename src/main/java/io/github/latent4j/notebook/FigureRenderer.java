package io.github.latent4j.notebook;

import io.github.latent4j.viz.Figure;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.RenderFunction;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;

/** Shows a figure at its logical size, for kernels that would show it at twice that. */
public final class FigureRenderer implements RenderFunction<Figure> {
    @Override
    public void render(Figure figure, RenderContext context) {
        Renderers.png(figure, context);
        context.renderIfRequested(MIMEType.TEXT_PLAIN, figure::toString);
    }
}
