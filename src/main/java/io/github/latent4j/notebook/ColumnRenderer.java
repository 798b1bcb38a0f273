package io.github.latent4j.notebook;

import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.RenderFunction;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Shows a column of a table as a table of that column. */
public final class ColumnRenderer implements RenderFunction<Column<?>> {
    /** Teaches a kernel that does not load renderers as services. */
    static void register(Renderer renderer) {
        renderer.createRegistration(Column.class).preferring(MIMEType.TEXT_HTML).register(new ColumnRenderer()::render);
    }

    @Override
    public void render(Column<?> column, RenderContext context) {
        Table table = Table.create(column);
        context.renderIfRequested(MIMEType.TEXT_HTML, () -> Renderers.html(table));
        context.renderIfRequested(MIMEType.TEXT_PLAIN, () -> Renderers.text(table));
    }
}
