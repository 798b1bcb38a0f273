package io.github.latent4j.nn;

import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/** The summary of a model while it is being written, layer by layer. For the packages of this library. */
public final class LayerTable {
    private final StringColumn layers = StringColumn.create("layer");
    private final StringColumn outputs = StringColumn.create("output");
    private final LongColumn parameters = LongColumn.create("parameters");

    /** Adds a row: what the layer is, the shape of what it passes on, and how many values it holds. */
    public void add(String layer, String output, long count) {
        layers.append(layer);
        outputs.append(output);
        parameters.append(count);
    }

    /**
     * Columns {@code layer}, {@code output} and {@code parameters}; the last row is the total.
     *
     * @param title names the table
     */
    public Table withTotal(String title) {
        add("total", "", (long) parameters.sum());
        parameters.setPrintFormatter(NumberColumnFormatter.ints());
        return Table.create(title, layers, outputs, parameters);
    }
}
