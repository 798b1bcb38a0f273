package io.github.latent4j.kernel.magics;

import java.util.List;

/** Magics that show the text of their cell as something else. */
final class TextMagics {
    private final Session session;

    TextMagics(Session session) {
        this.session = session;
    }

    List<Magic> all() {
        return List.of(
                magic("html", "text/html", "HTML", "<b>bold</b>"),
                magic("markdown", "text/markdown", "Markdown", "**bold**"),
                magic("latex", "text/latex", "LaTeX", "$\\int_0^1 x^2\\,dx$"),
                magic("svg", "image/svg+xml", "an SVG image", """
                        <svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><circle cx="10" cy="10" r="9"/></svg>"""));
    }

    private Magic magic(String name, String mimeType, String what, String example) {
        return Magic.cell(name, "", Magic.Arguments.NONE, "shows the lines below as " + what, call -> {
                    session.display(session.render(call.requiredBody(), mimeType));
                    return null;
                })
                .withDetails("Example:\n%%" + name + "\n" + example);
    }
}
