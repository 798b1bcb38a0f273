package io.github.latent4j.notebook;

import io.github.latent4j.internal.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An array in words.
 *
 * @param title its shape and type
 * @param note statistics, or why there are no values; may be empty
 */
record ArraySummary(String title, List<Slice> slices, String note) {
    /**
     * A matrix of an array.
     *
     * @param label its place in the array; empty if it is the whole array
     * @param rows the index of each row; empty if it has only one, which needs none
     * @param columns the index of each column; -1 where some are left out, as for rows
     */
    record Slice(String label, List<Long> rows, List<Long> columns, List<List<String>> cells) {
        private Grid withIndices() {
            List<Grid.Column> shown = new ArrayList<>();
            if (!rows.isEmpty()) {
                shown.add(new Grid.Column(
                        "", "", true, rows.stream().map(Slice::index).toList()));
            }
            for (int i = 0; i < columns.size(); i++) {
                shown.add(new Grid.Column(index(columns.get(i)), "", true, column(i)));
            }
            return new Grid(shown);
        }

        private Grid withoutIndices() {
            return new Grid(IntStream.range(0, columns.size())
                    .mapToObj(i -> new Grid.Column("", "", true, column(i)))
                    .toList());
        }

        private List<String> column(int index) {
            return cells.stream().map(row -> row.get(index)).toList();
        }

        private static String index(long index) {
            return index < 0 ? Grid.GAP : Long.toString(index);
        }
    }

    /** With the index of each row and column. */
    String html() {
        return paragraph(title)
                + slices.stream()
                        .map(slice -> paragraph(slice.label())
                                + (slice.columns().isEmpty()
                                        ? ""
                                        : slice.withIndices().html()))
                        .collect(Collectors.joining())
                + paragraph(note);
    }

    private static String paragraph(String text) {
        return text.isEmpty() ? "" : "<p>" + Markup.escaped(text) + "</p>";
    }

    /** Values only. */
    String text() {
        List<String> parts = new ArrayList<>(List.of(title));
        for (Slice slice : slices) {
            parts.add(slice.label());
            parts.add(slice.withoutIndices().text());
        }
        parts.add(note);
        return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("\n"));
    }
}
