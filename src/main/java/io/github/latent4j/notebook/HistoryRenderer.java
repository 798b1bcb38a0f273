package io.github.latent4j.notebook;

import io.github.latent4j.internal.Markup;
import io.github.latent4j.train.History;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.RenderFunction;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import tech.tablesaw.api.Table;

/**
 * Shows a history as its table without the seconds, which differ from run to run and would change a saved notebook
 * each time, and why training ended.
 */
public final class HistoryRenderer implements RenderFunction<History> {
    @Override
    public void render(History history, RenderContext context) {
        Table table = history.toTable();
        table.removeColumns("seconds");
        String end = "stopped: " + history.stopReason();
        context.renderIfRequested(
                MIMEType.TEXT_HTML, () -> Renderers.html(table) + "<p>" + Markup.escaped(end) + "</p>");
        context.renderIfRequested(MIMEType.TEXT_PLAIN, () -> Renderers.text(table) + "\n" + end);
    }
}
