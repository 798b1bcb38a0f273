package io.github.latent4j.nn;

import io.github.latent4j.nn.engine.CompiledNetwork.LayerNorms;
import java.util.List;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Norms of the layers as a table. For the packages of this library. */
public final class NormTable {
    private NormTable() {}

    /**
     * Columns {@code layer}, {@code weights}, {@code gradient}, {@code update} and {@code share}, the update divided by the weights.
     *
     * @param names what the layers with parameters are called, in order
     */
    public static Table of(List<String> names, List<LayerNorms> norms) {
        return Table.create(
                "norms of one step",
                StringColumn.create("layer", names),
                column("weights", norms, LayerNorms::parameters),
                column("gradient", norms, LayerNorms::gradient),
                column("update", norms, LayerNorms::update),
                column("share", norms, norm -> norm.update() / norm.parameters()));
    }

    private static DoubleColumn column(String name, List<LayerNorms> norms, ToDoubleFunction<LayerNorms> value) {
        return DoubleColumn.create(name, norms.stream().mapToDouble(value).toArray());
    }
}
