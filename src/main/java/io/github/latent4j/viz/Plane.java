package io.github.latent4j.viz;

import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;

/**
 * A rectangle of two numbers: {@code x} to the right, {@code y} upwards, in logical pixels from its upper left corner.
 */
record Plane(Range x, Range y, int width, int height) {
    /** To the left of it and below, for the numbers and names of its axes. */
    static final int LEFT = 52;

    static final int BELOW = 42;

    /** To the right of it, for the half of a number. */
    static final int RIGHT = 10;

    private static final int TICK = 4;
    private static final int PIXELS_PER_TICK = 56;

    double across(double value) {
        return x.part(value) * width;
    }

    double down(double value) {
        return (1 - y.part(value)) * height;
    }

    Shape area() {
        return new Rectangle2D.Double(0, 0, width, height);
    }

    /** A frame with round numbers, {@code x} and {@code y}. */
    void drawAxes(Graphics2D g) {
        drawAxes(g, "x", "y");
    }

    /** A frame with round numbers and the names of the axes. */
    void drawAxes(Graphics2D g, String across, String up) {
        g.setColor(Theme.FAINT);
        g.fill(new Rectangle2D.Double(-0.5, height - 0.5, width + 1, 1));
        g.fill(new Rectangle2D.Double(-0.5, -0.5, 1, height + 1));
        for (double tick : x.ticks(Math.max(3, width / PIXELS_PER_TICK))) {
            double place = across(tick);
            g.setColor(Theme.FAINT);
            g.fill(new Rectangle2D.Double(place - 0.5, height, 1, TICK));
            Theme.centred(g, Theme.small(), Theme.MUTED, XyPlot.label(tick), (int) Math.round(place), height + 18);
        }
        int widest = 0;
        for (double tick : y.ticks(Math.max(3, height / PIXELS_PER_TICK))) {
            double place = down(tick);
            g.setColor(Theme.FAINT);
            g.fill(new Rectangle2D.Double(-TICK, place - 0.5, TICK, 1));
            String label = XyPlot.label(tick);
            int labelWidth = Theme.width(label, Theme.small());
            widest = Math.max(widest, labelWidth);
            Theme.text(g, Theme.small(), Theme.MUTED, label, -TICK - 3 - labelWidth, (int) Math.round(place) + 4);
        }
        Theme.centred(g, Theme.text(), Theme.INK, across, width / 2, height + 35);
        Theme.centred(
                g, Theme.text(), Theme.INK, up, -TICK - widest - 8 - Theme.width(up, Theme.text()) / 2, height / 2 + 4);
    }
}
