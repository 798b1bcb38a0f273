package io.github.latent4j.kernel;

import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.RenderFunction;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;

/** A type of some library, which brings its own renderer as a service. */
public record Swatch(String colour) {
    /** The service. */
    public static final class Html implements RenderFunction<Swatch> {
        @Override
        public void render(Swatch swatch, RenderContext context) {
            context.renderIfRequested(MIMEType.TEXT_HTML, () -> "<i style=\"background:" + swatch.colour() + "\"></i>");
        }
    }

    /** A problem of that library. */
    public static final class Faded extends RuntimeException {}

    /** Its hint, a service as well. */
    public static final class Advice implements RenderFunction<Faded> {
        @Override
        public void render(Faded problem, RenderContext context) {
            context.renderIfRequested(MIMEType.parse("text/x-hint"), () -> "paint it again");
        }
    }
}
