package io.github.latent4j.internal;

/** Text inside HTML and XML. */
public final class Markup {
    private Markup() {}

    /** What reads as {@code text} inside an element or an attribute in double quotes. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
