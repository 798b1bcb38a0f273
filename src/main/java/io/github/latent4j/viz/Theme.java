package io.github.latent4j.viz;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.util.Collection;
import java.util.Locale;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The one look of all figures: white ground, dark grey text, thin grey lines, colours that colour-blind readers tell apart. */
final class Theme {
    static final Color GROUND = Color.WHITE;
    static final Color INK = new Color(0x26, 0x2b, 0x33);
    static final Color MUTED = new Color(0x6b, 0x72, 0x7c);
    static final Color FAINT = new Color(0xb4, 0xba, 0xc2);
    static final Color LINES = new Color(0xe3, 0xe6, 0xea);

    /**
     * The accessible ten of Petroff 2021, "Accessible color sequences for data visualization", with a near-black in
     * place of the greyer of its two greys: simulated for each kind of colour-blindness, any two then differ by at
     * least 18 in CIELAB.
     */
    private static final Color[] SERIES = {
        new Color(0x3f, 0x90, 0xda),
        new Color(0xbd, 0x1f, 0x01),
        new Color(0xff, 0xa9, 0x0e),
        new Color(0x83, 0x2d, 0xb6),
        new Color(0xa9, 0x6b, 0x59),
        new Color(0x26, 0x30, 0x3c),
        new Color(0x92, 0xda, 0xdd),
        new Color(0xe7, 0x63, 0x00),
        new Color(0xb9, 0xac, 0x70),
        new Color(0x94, 0xa4, 0xa2),
    };

    private static final Marker[] MARKERS = {SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.TRIANGLE_UP};

    /** How many series can be told apart by colour alone. */
    static final int COLOURS = SERIES.length;

    /** How many series can be told apart. */
    static final int MAX_SERIES = SERIES.length * MARKERS.length;

    private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);
    private static final BasicStroke HAIRLINE = new BasicStroke(1);

    private Theme() {}

    /** The colour of series {@code i}; after ten they repeat, with another {@link #marker}. */
    static Color series(int i) {
        return SERIES[i % SERIES.length];
    }

    static Marker marker(int i) {
        return MARKERS[i / SERIES.length % MARKERS.length];
    }

    /** For dots that lie on each other. */
    static Color translucent(Color colour) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 175);
    }

    /** For areas under lines. */
    static Color veil(Color colour) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 48);
    }

    /** As CSS and SVG have it. */
    static String hex(Color colour) {
        return String.format(Locale.ROOT, "#%06x", colour.getRGB() & 0xffffff);
    }

    static Font title() {
        return font(Font.BOLD, 15);
    }

    static Font text() {
        return font(Font.PLAIN, 13);
    }

    static Font small() {
        return font(Font.PLAIN, 12);
    }

    /** In logical pixels, rounded up. */
    static int width(String text, Font font) {
        return (int) Math.ceil(font.getStringBounds(text, METRICS).getWidth());
    }

    /** Of the widest of at least one text. */
    static int widest(Collection<String> texts, Font font) {
        return texts.stream().mapToInt(text -> width(text, font)).max().orElseThrow();
    }

    static void text(Graphics2D g, Font font, Color colour, String text, int x, int baseline) {
        g.setFont(font);
        g.setColor(colour);
        g.drawString(text, x, baseline);
    }

    static void centred(Graphics2D g, Font font, Color colour, String text, int x, int baseline) {
        text(g, font, colour, text, x - width(text, font) / 2, baseline);
    }

    /** The text, cut where it is wider than so many logical pixels. */
    static String fitted(String text, Font font, int width) {
        if (width(text, font) <= width) {
            return text;
        }
        int length = text.length();
        while (length > 0 && width(text.substring(0, length) + "…", font) > width) {
            length--;
        }
        return text.substring(0, length) + "…";
    }

    /**
     * The sans-serif family, which every Java has if the system has any font.
     *
     * @throws IllegalStateException if it has none, saying what to install
     */
    private static Font font(int style, int size) {
        Font font = new Font(Font.SANS_SERIF, style, size);
        try {
            font.getStringBounds("x", METRICS); // the first look at a font loads them
            return font;
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw new IllegalStateException(
                    "figures need a font and Java finds none here; install fontconfig and one font family"
                            + " (apt-get install fontconfig fonts-dejavu-core, or conda install fontconfig fonts-conda-forge)",
                    e);
        }
    }

    static void apply(AxesChartStyler styler) {
        styler.setLocale(Locale.ROOT);
        styler.setBaseFont(text());
        styler.setChartFontColor(INK);
        styler.setChartBackgroundColor(GROUND);
        styler.setChartPadding(12);
        styler.setChartTitleVisible(false);
        styler.setPlotBackgroundColor(GROUND);
        styler.setPlotBorderVisible(false);
        styler.setPlotContentSize(0.94);
        styler.setPlotMargin(4);
        styler.setPlotGridLinesColor(LINES);
        styler.setPlotGridLinesStroke(HAIRLINE);
        styler.setPlotTicksMarksVisible(false);
        styler.setAxisTitleFont(text());
        styler.setAxisTitlePadding(8);
        styler.setAxisTickLabelsFont(small());
        styler.setAxisTickLabelsColor(MUTED);
        styler.setAxisTicksLineVisible(false);
        styler.setAxisTicksMarksVisible(false);
        styler.setYAxisTickMarkSpacingHint(60);
        styler.setLegendVisible(false);
        styler.setMarkerSize(6);
    }
}
