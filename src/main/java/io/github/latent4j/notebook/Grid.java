package io.github.latent4j.notebook;

import io.github.latent4j.internal.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Cells in rows and columns, as HTML in the colours of the page and as text.
 *
 * @param columns of the same length each
 */
record Grid(List<Column> columns) {
    /** Stands for what is left out. */
    static final String GAP = "…";

    private static final int MAX_WIDTH = 100;

    /**
     * A column of texts.
     *
     * @param about a tooltip for the name; empty for none
     * @param isNumber whether its cells stand to the right
     */
    record Column(String name, String about, boolean isNumber, List<String> cells) {
        private int width() {
            return IntStream.concat(
                            IntStream.of(name.length()),
                            cells.stream().mapToInt(cell -> shortened(cell).length()))
                    .max()
                    .orElse(0);
        }
    }

    /**
     * Which of {@code count} things are shown: all, or the first and the last with a {@code -1} between them.
     *
     * @param most to show at most
     */
    static List<Long> shown(long count, int most) {
        List<Long> indices = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            if (count > most && i == most / 2) {
                indices.add(-1L);
                i = count - (most - most / 2);
            }
            indices.add(i);
        }
        return indices;
    }

    /** Names and cells of a table. */
    String html() {
        StringBuilder html = new StringBuilder("<table><thead><tr>");
        for (Column column : columns) {
            String about = column.about().isEmpty() ? "" : " title=\"" + Markup.escaped(column.about()) + "\"";
            html.append(cell("th", about, column, column.name()));
        }
        html.append("</tr></thead><tbody>");
        for (int row = 0; row < rows(); row++) {
            html.append("<tr>");
            for (Column column : columns) {
                html.append(cell("td", "", column, column.cells().get(row)));
            }
            html.append("</tr>");
        }
        return html.append("</tbody></table>").toString();
    }

    private static String cell(String tag, String about, Column column, String text) {
        String side = column.isNumber() ? "right" : "left";
        return "<" + tag + about + " style=\"text-align:" + side + "\">" + Markup.escaped(shortened(text)) + "</" + tag
                + ">";
    }

    /** Columns under their names, two spaces apart; the names are left out if none has one. */
    String text() {
        List<String> lines = new ArrayList<>();
        if (columns.stream().anyMatch(column -> !column.name().isEmpty())) {
            lines.add(line(columns.stream().map(Column::name).toList()));
            lines.add(line(
                    columns.stream().map(column -> "-".repeat(column.width())).toList()));
        }
        for (int row = 0; row < rows(); row++) {
            int at = row;
            lines.add(line(columns.stream()
                    .map(column -> shortened(column.cells().get(at)))
                    .toList()));
        }
        return String.join("\n", lines);
    }

    private String line(List<String> cells) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> padded(cells.get(i), columns.get(i)))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }

    private static String padded(String text, Column column) {
        String blank = " ".repeat(column.width() - text.length());
        return column.isNumber() ? blank + text : text + blank;
    }

    private int rows() {
        return columns.isEmpty() ? 0 : columns.get(0).cells().size();
    }

    private static String shortened(String text) {
        String line = text.replace("\r", "").replace("\n", "↵");
        return line.length() > MAX_WIDTH ? line.substring(0, MAX_WIDTH) + GAP : line;
    }
}
