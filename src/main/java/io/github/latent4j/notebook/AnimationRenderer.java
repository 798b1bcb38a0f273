package io.github.latent4j.notebook;

import io.github.latent4j.internal.Markup;
import io.github.latent4j.viz.Animation;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.RenderFunction;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.Base64;
import java.util.Locale;

/** Shows an animation as a GIF at its logical size; where HTML is not shown, {@value #PICTURES} of its frames. */
public final class AnimationRenderer implements RenderFunction<Animation> {
    private static final int PICTURES = 4;

    @Override
    public void render(Animation animation, RenderContext context) {
        context.renderIfRequested(MIMEType.TEXT_HTML, () -> html(animation));
        if (context.wantsDataRenderedAs(MIMEType.IMAGE_PNG)) {
            Renderers.png(animation.strip(PICTURES), context);
        }
        context.renderIfRequested(MIMEType.TEXT_PLAIN, animation::toString);
    }

    private static String html(Animation animation) {
        return String.format(
                Locale.ROOT,
                "<img src=\"data:image/gif;base64,%s\" width=\"%d\" height=\"%d\""
                        + " style=\"max-width:100%%;height:auto\" alt=\"%s\">",
                Base64.getEncoder().encodeToString(animation.gif()),
                animation.logicalWidth(),
                animation.logicalHeight(),
                Markup.escaped(animation.toString()));
    }
}
