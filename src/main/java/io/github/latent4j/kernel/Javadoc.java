package io.github.latent4j.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A documentation comment made readable, as HTML without attributes and as text. */
final class Javadoc {
    private static final Pattern TAG =
            Pattern.compile("<(/?)([A-Za-z][A-Za-z0-9]*)\\b[^>]*>|<!--.*?-->", Pattern.DOTALL);
    private static final Pattern ENTITY = Pattern.compile("&(#?[A-Za-z0-9]+);");
    private static final Map<String, String> ENTITIES = Map.ofEntries(
            Map.entry("lt", "<"),
            Map.entry("gt", ">"),
            Map.entry("amp", "&"),
            Map.entry("quot", "\""),
            Map.entry("apos", "'"),
            Map.entry("nbsp", " "),
            Map.entry("ndash", "\u2013"),
            Map.entry("mdash", "\u2014"),
            Map.entry("hellip", "\u2026"),
            Map.entry("times", "\u00d7"),
            Map.entry("middot", "\u00b7"),
            Map.entry("le", "\u2264"),
            Map.entry("ge", "\u2265"),
            Map.entry("ne", "\u2260"),
            Map.entry("sum", "\u2211"),
            Map.entry("pi", "\u03c0"),
            Map.entry("infin", "\u221e"));

    /** What is kept of HTML: nothing that needs an attribute. */
    private static final Set<String> KEPT = Set.of(
            ("b blockquote br caption cite code dd div dl dt em h1 h2 h3 h4 h5 h6 hr i kbd li ol p pre s small span strong sub sup "
                            + "table tbody td tfoot th thead tr tt u ul var")
                    .split(" "));

    private static final Set<String> PARAGRAPHS = Set.of(
            "p",
            "pre",
            "ul",
            "ol",
            "dl",
            "table",
            "blockquote",
            "div",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "caption");

    private static final Set<String> LINES = Set.of("br", "dt", "tr");
    private static final Set<String> UNSAID =
            Set.of("author", "version", "serial", "serialData", "serialField", "hidden");
    private static final Map<String, String> HEADINGS = Map.of(
            "param", "Parameters",
            "return", "Returns",
            "throws", "Throws",
            "exception", "Throws",
            "see", "See also",
            "since", "Since",
            "deprecated", "Deprecated",
            "apiNote", "Note",
            "implSpec", "Implementation requirements",
            "implNote", "Implementation note");

    private final String html;

    /** @param comment as written in the source, without the signs that make it a comment */
    Javadoc(String comment) {
        List<String> blocks = blocks(comment);
        StringBuilder all = new StringBuilder();
        String body = inline(blocks.get(0)).strip();
        if (!body.isEmpty()) {
            all.append("<p>").append(body).append("</p>");
        }
        String heading = "";
        for (String block : blocks.subList(1, blocks.size())) {
            String[] parts = block.strip().substring(1).split("\\s+", 2);
            String next = HEADINGS.getOrDefault(parts[0], parts[0]);
            if (!UNSAID.contains(parts[0]) && parts.length == 2) {
                if (!next.equals(heading)) {
                    all.append(heading.isEmpty() ? "<dl>" : "")
                            .append("<dt><b>")
                            .append(next)
                            .append("</b></dt>");
                    heading = next;
                }
                all.append("<dd>").append(entry(parts[0], parts[1].strip())).append("</dd>");
            }
        }
        html = kept(all.append(heading.isEmpty() ? "" : "</dl>").toString());
    }

    private static String entry(String tag, String text) {
        switch (tag) {
            case "param", "throws", "exception" -> {
                String[] parts = text.split("\\s+", 2);
                String name = "<code>" + escaped(tag.equals("param") ? parts[0] : reference(parts[0])) + "</code>";
                return parts.length == 1 ? name : name + " \u2013 " + inline(parts[1]);
            }
            case "see" -> {
                boolean isProse = text.startsWith("<") || text.startsWith("\"");
                return isProse ? inline(text) : "<code>" + escaped(reference(text)) + "</code>";
            }
            default -> {
                return inline(text);
            }
        }
    }

    /** The description, and then each block tag with what belongs to it. */
    private static List<String> blocks(String comment) {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        int depth = 0;
        for (String text : comment.stripIndent().split("\n", -1)) {
            if (depth == 0 && text.strip().matches("@[A-Za-z].*")) {
                blocks.add(block.toString());
                block.setLength(0);
            }
            block.append(text).append('\n');
            for (int i = 0; i < text.length(); i++) {
                if (text.startsWith("{@", i) || (depth > 0 && text.charAt(i) == '{')) {
                    depth++;
                } else if (depth > 0 && text.charAt(i) == '}') {
                    depth--;
                }
            }
        }
        blocks.add(block.toString());
        return blocks;
    }

    /** Replaces inline tags by HTML. */
    private static String inline(String text) {
        StringBuilder result = new StringBuilder();
        int at = 0;
        while (true) {
            int open = text.indexOf("{@", at);
            int close = open < 0 ? -1 : closing(text, open);
            if (close < 0) {
                return result.append(text, at, text.length()).toString();
            }
            result.append(text, at, open);
            String[] parts = text.substring(open + 2, close).split("\\s", 2);
            result.append(inline(parts[0], parts.length == 2 ? parts[1] : ""));
            at = close + 1;
        }
    }

    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            if (text.charAt(i) == '{') {
                depth++;
            } else if (text.charAt(i) == '}' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static String inline(String tag, String text) {
        return switch (tag) {
            case "value" -> "<code>" + escaped(reference(text.strip())) + "</code>";
            case "code", "systemProperty" -> "<code>" + escaped(text) + "</code>";
            case "literal" -> escaped(text);
            case "link", "linkplain" -> link(tag, text.strip());
            case "snippet" -> "<pre>" + escaped(text.replaceFirst("^[^\\n]*\\n", "")) + "</pre>";
            case "return" -> "Returns " + inline(text) + ".";
            case "inheritDoc", "docRoot" -> "";
            default -> inline(text);
        };
    }

    private static String link(String tag, String text) {
        Matcher target = Pattern.compile("[\\w.$#/]+(?:\\([^)]*\\))?").matcher(text);
        String label = target.lookingAt() ? text.substring(target.end()).strip() : text;
        String shown = label.isEmpty() ? escaped(reference(target.group())) : inline(label);
        return tag.equals("link") ? "<code>" + shown + "</code>" : shown;
    }

    /** What {@code java.util.List#of(Object)} is called in code. */
    private static String reference(String text) {
        return withoutPackages(text).replaceFirst("^#", "").replace('#', '.');
    }

    /** {@code Map<String, int[]>} for {@code java.util.Map<java.lang.String, int[]>}. */
    static String withoutPackages(String text) {
        return text.replaceAll("\\b(?:[a-z][\\w]*\\.)+(?=[A-Z])", "");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String kept(String html) {
        return TAG.matcher(html).replaceAll(tag -> {
            boolean keep = tag.group(2) != null && KEPT.contains(tag.group(2).toLowerCase(Locale.ROOT));
            return keep ? "<" + tag.group(1) + tag.group(2) + ">" : "";
        });
    }

    String html() {
        return html;
    }

    /** The first sentence of the description, as HTML. */
    String summary() {
        Matcher end = Pattern.compile("(?<!e\\.g|i\\.e)\\.(?=\\s+[A-Z<]|</p>)|(?=<p>|<ul>|<dl>|<pre>|<table>|</p>)")
                .matcher(html);
        return end.find(Math.min(3, html.length())) ? html.substring(0, end.end()) + "</p>" : html;
    }

    /** {@code html} as text, with an empty line between paragraphs. */
    static String text(String html) {
        StringBuilder text = new StringBuilder();
        boolean verbatim = false;
        int at = 0;
        Matcher tag = TAG.matcher(html);
        while (true) {
            boolean more = tag.find();
            String words = html.substring(at, more ? tag.start() : html.length());
            append(text, verbatim ? words : words.replaceAll("\\s+", " "), verbatim);
            if (!more) {
                return decoded(
                        text.toString().strip().replaceAll("[ ]+\n", "\n").replaceAll("\n{3,}", "\n\n"));
            }
            String name = tag.group(2) == null ? "" : tag.group(2).toLowerCase(Locale.ROOT);
            if (name.equals("pre")) {
                verbatim = tag.group(1).isEmpty();
            }
            if (PARAGRAPHS.contains(name)) {
                text.append("\n\n");
            } else if (LINES.contains(name) && tag.group(1).isEmpty()) {
                text.append('\n');
            } else if (name.equals("li") && tag.group(1).isEmpty()) {
                text.append("\n- ");
            } else if (name.equals("dd") && tag.group(1).isEmpty()) {
                text.append("\n    ");
            } else if ((name.equals("td") || name.equals("th")) && tag.group(1).isEmpty()) {
                append(text, " ", false);
            }
            at = tag.end();
        }
    }

    private static void append(StringBuilder text, String words, boolean verbatim) {
        boolean atSpace = text.length() == 0 || Character.isWhitespace(text.charAt(text.length() - 1));
        text.append(!verbatim && atSpace ? words.stripLeading() : words);
    }

    private static String decoded(String text) {
        return ENTITY.matcher(text).replaceAll(entity -> {
            String name = entity.group(1);
            String character = ENTITIES.get(name);
            if (name.startsWith("#")) {
                boolean hex = name.startsWith("#x") || name.startsWith("#X");
                try {
                    character = Character.toString(Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10));
                } catch (IllegalArgumentException notACharacter) {
                    character = null;
                }
            }
            return Matcher.quoteReplacement(character == null ? entity.group() : character);
        });
    }
}
