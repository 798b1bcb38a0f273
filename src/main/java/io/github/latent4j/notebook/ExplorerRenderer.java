package io.github.latent4j.notebook;

import io.github.latent4j.internal.Markup;
import io.github.latent4j.viz.Explorer;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.RenderFunction;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;

/**
 * Shows an explorer as a page in the page, where its script can do nothing to the notebook nor the notebook's style to it; where HTML is
 * not shown, its plane.
 */
public final class ExplorerRenderer implements RenderFunction<Explorer> {
    /** In CSS pixels: a page of two columns, which needs no more whatever it shows, and shrinks where there is less. */
    private static final int WIDTH = 770;

    private static final int HEIGHT = 540;

    /** What remains of it where scripts are not allowed. */
    private static final String OTHERWISE = " can be explored when the cell has been run, or the notebook is trusted.";

    @Override
    public void render(Explorer explorer, RenderContext context) {
        context.renderIfRequested(MIMEType.TEXT_HTML, () -> html(explorer));
        if (context.wantsDataRenderedAs(MIMEType.IMAGE_PNG)) {
            Renderers.png(explorer.preview(), context);
        }
        context.renderIfRequested(MIMEType.TEXT_PLAIN, explorer::toString);
    }

    private static String html(Explorer explorer) {
        String name = Markup.escaped(explorer.toString());
        return "<iframe sandbox=\"allow-scripts\" width=\"" + WIDTH + "\" height=\"" + HEIGHT
                + "\" style=\"max-width:100%;border:0\" title=\"" + name + "\" srcdoc=\""
                + Markup.escaped(explorer.html()) + "\">" + name + OTHERWISE + "</iframe>";
    }
}
