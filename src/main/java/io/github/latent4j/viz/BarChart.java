package io.github.latent4j.viz;

import io.github.latent4j.internal.Checks;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Draws {@link Charts#bars}. */
final class BarChart {
    private static final int MARGIN = 16;
    private static final int HEADER = 44;
    private static final int ROW = 20;
    private static final int BAR = 13;
    private static final int GAP = 8;
    private static final int LONGEST_BAR = 420;
    private static final int MAX_BARS = 100;

    private BarChart() {}

    static Figure of(String title, String labelTitle, String valueTitle, List<String> labels, double... values) {
        Checks.require(
                labels.size() <= MAX_BARS, "table must have at most %d rows for bars, got %d", MAX_BARS, labels.size());
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            Checks.nonNegative("row " + i + " of column \"" + valueTitle + "\"", values[i]);
            texts.add(String.format(Locale.ROOT, values[i] == Math.rint(values[i]) ? "%,.0f" : "%,.3f", values[i]));
        }
        double largest = Math.max(DoubleStream.of(values).max().orElseThrow(), Double.MIN_NORMAL);
        int left = MARGIN + Theme.widest(labels, Theme.small()) + GAP;
        int plot = left + LONGEST_BAR + GAP + Theme.widest(texts, Theme.small()) + MARGIN;
        int width = Math.max(plot, 2 * MARGIN + Theme.width(title, Theme.title()));
        int height = MARGIN + HEADER + ROW * values.length + MARGIN;
        String summary = String.format(
                Locale.ROOT, "Figure[\"%s\", %dx%d, %d bars of %s]", title, width, height, values.length, valueTitle);
        return Figure.draw(width, height, summary, g -> {
            Theme.text(g, Theme.title(), Theme.INK, title, MARGIN, MARGIN + 14);
            Theme.text(g, Theme.small(), Theme.MUTED, valueTitle + " by " + labelTitle, MARGIN, MARGIN + 33);
            g.translate(left, MARGIN + HEADER);
            for (int i = 0; i < values.length; i++) {
                bar(g, i * ROW, labels.get(i), texts.get(i), (int) Math.round(LONGEST_BAR * values[i] / largest));
            }
        });
    }

    private static void bar(Graphics2D g, int y, String label, String text, int length) {
        int baseline = y + BAR - 2;
        Theme.text(g, Theme.small(), Theme.INK, label, -GAP - Theme.width(label, Theme.small()), baseline);
        g.setColor(Theme.series(0));
        g.fillRect(0, y, Math.max(1, length), BAR);
        Theme.text(g, Theme.small(), Theme.MUTED, text, length + GAP, baseline);
    }
}
