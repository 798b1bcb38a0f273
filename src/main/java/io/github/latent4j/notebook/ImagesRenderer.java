package io.github.latent4j.notebook;

import io.github.latent4j.data.Images;
import io.github.latent4j.viz.ImageGrid;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.RenderFunction;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;

/** Shows images as a grid of the first of them; those with channels that cannot be drawn as text. */
public final class ImagesRenderer implements RenderFunction<Images> {
    @Override
    public void render(Images images, RenderContext context) {
        int channels = images.shape().channels();
        if (context.wantsDataRenderedAs(MIMEType.IMAGE_PNG) && (channels == 1 || channels == 3)) {
            Renderers.png(ImageGrid.of(images), context);
        }
        context.renderIfRequested(MIMEType.TEXT_PLAIN, images::toString);
    }
}
