package io.github.latent4j.viz;

import io.github.latent4j.internal.Markup;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.RoundRectangle2D;
import java.util.Locale;

/** A part of a drawing, in logical pixels, which can paint itself or say what it is in SVG. */
sealed interface Mark {
    void paint(Graphics2D g);

    String svg();

    /** A rectangle with round corners, which may be so round that it is a circle. */
    record Box(double x, double y, double width, double height, double radius, Color fill, Color line) implements Mark {
        @Override
        public void paint(Graphics2D g) {
            RoundRectangle2D box = new RoundRectangle2D.Double(x, y, width, height, 2 * radius, 2 * radius);
            g.setColor(fill);
            g.fill(box);
            g.setColor(line);
            g.setStroke(new BasicStroke(1));
            g.draw(box);
        }

        @Override
        public String svg() {
            return String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"%.1f\" fill=\"%s\" stroke=\"%s\"/>",
                    x,
                    y,
                    width,
                    height,
                    radius,
                    Theme.hex(fill),
                    Theme.hex(line));
        }
    }

    /** A line of text. */
    record Text(String text, Font font, Color colour, double x, double baseline, boolean isCentred) implements Mark {
        @Override
        public void paint(Graphics2D g) {
            FontRenderContext metrics = g.getFontRenderContext();
            double left = isCentred ? x - font.getStringBounds(text, metrics).getWidth() / 2 : x;
            g.setFont(font);
            g.setColor(colour);
            g.drawString(text, (float) left, (float) baseline);
        }

        @Override
        public String svg() {
            return String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\"%s%s fill=\"%s\">%s</text>",
                    x,
                    baseline,
                    font.getSize(),
                    font.isBold() ? " font-weight=\"bold\"" : "",
                    isCentred ? " text-anchor=\"middle\"" : "",
                    Theme.hex(colour),
                    Markup.escaped(text));
        }
    }

    /** A line, or if it is filled what it surrounds. */
    record Path(Path2D path, Color colour, boolean isFilled) implements Mark {
        private static final float THICKNESS = 1.2f;

        @Override
        public void paint(Graphics2D g) {
            g.setColor(colour);
            if (isFilled) {
                g.fill(path);
            } else {
                g.setStroke(new BasicStroke(THICKNESS));
                g.draw(path);
            }
        }

        @Override
        public String svg() {
            StringBuilder d = new StringBuilder();
            double[] points = new double[6];
            for (PathIterator i = path.getPathIterator(null); !i.isDone(); i.next()) {
                int type = i.currentSegment(points);
                d.append("MLQCZ".charAt(type)); // in the order of the constants of PathIterator
                int values = type == PathIterator.SEG_CLOSE ? 0 : type == PathIterator.SEG_CUBICTO ? 6 : 2;
                for (int v = 0; v < values; v++) {
                    d.append(v == 0 ? "" : " ").append(String.format(Locale.ROOT, "%.1f", points[v]));
                }
            }
            String ink = isFilled
                    ? "fill=\"" + Theme.hex(colour) + "\""
                    : String.format(
                            Locale.ROOT,
                            "fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\"",
                            Theme.hex(colour),
                            THICKNESS);
            return "<path d=\"" + d + "\" " + ink + "/>";
        }
    }
}
