package io.github.latent4j.viz;

import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;

/** Colours for numbers from 0 to 1, between the nearest two of some. */
record ColourScale(List<Color> colours) {
    /** White to deep blue, darkening evenly (the single-hue blues of Brewer 2003). */
    static final ColourScale BLUES = of(0xffffff, 0xdeebf7, 0x9ecae1, 0x4292c6, 0x08519c, 0x08306b);

    /** Nearly white to slate, so that coloured lines on it stay visible. */
    static final ColourScale SLATE = of(0xfcfcfa, 0xe4e9ec, 0xc3ced6, 0x9fb0bc, 0x7b91a1);

    /** Blue over white, which is in the middle, to red (Brewer 2003), equally dark at both ends. */
    static final ColourScale DIVERGING =
            of(0x08519c, 0x2f7fbc, 0x83b9dc, 0xcfe1f0, 0xffffff, 0xfbd7c6, 0xf0987a, 0xd24b40, 0xa50f15);

    static final ColourScale GREY = of(0x000000, 0xffffff);

    private static ColourScale of(int... colours) {
        return new ColourScale(IntStream.of(colours).mapToObj(Color::new).toList());
    }

    /** Of a number from 0 to 1; of one outside, the colour of the nearer end. */
    Color at(double part) {
        double place = Math.max(0, Math.min(1, part)) * (colours.size() - 1);
        int below = Math.min((int) place, colours.size() - 2);
        return mixed(colours.get(below), colours.get(below + 1), place - below);
    }

    /** From {@code a} at 0 to {@code b} at 1. */
    static Color mixed(Color a, Color b, double part) {
        return new Color(
                mixed(a.getRed(), b.getRed(), part),
                mixed(a.getGreen(), b.getGreen(), part),
                mixed(a.getBlue(), b.getBlue(), part));
    }

    private static int mixed(int a, int b, double part) {
        return (int) Math.round(a + (b - a) * part);
    }

    /** Whether white text reads better than dark: relative luminance (WCAG 2) below that of equal contrast, about. */
    static boolean isDark(Color colour) {
        float[] rgb = colour.getRGBColorComponents(null);
        return 0.2126 * Math.pow(rgb[0], 2.2) + 0.7152 * Math.pow(rgb[1], 2.2) + 0.0722 * Math.pow(rgb[2], 2.2) < 0.25;
    }
}
