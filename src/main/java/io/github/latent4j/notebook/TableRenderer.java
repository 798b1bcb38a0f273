package io.github.latent4j.notebook;

import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.RenderFunction;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import tech.tablesaw.api.Table;

/** Shows the first 20 rows of a table as HTML. */
public final class TableRenderer implements RenderFunction<Table> {
    @Override
    public void render(Table table, RenderContext context) {
        context.renderIfRequested(MIMEType.TEXT_HTML, () -> Renderers.html(table));
        context.renderIfRequested(MIMEType.TEXT_PLAIN, () -> Renderers.text(table));
    }
}
