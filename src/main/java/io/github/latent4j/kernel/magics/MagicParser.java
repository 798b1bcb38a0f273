package io.github.latent4j.kernel.magics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the magics in a cell, with IJava's syntax: a line that starts with {@code %name}, or has it right of {@code =}; and
 * {@code %%name} at the start of a cell, which makes all of it the magic's. What stands in comments, strings, text blocks and
 * character literals is no magic, and neither is {@code %} where Java may have its operator: a line's magic stands where a
 * statement can begin, that is at the start of the cell, behind {@code ;}, <code>{</code> or <code>}</code>, or below another magic.
 */
public final class MagicParser {
    private static final String STATEMENT_BEGINS_BEHIND = ";{}";

    /** A string constant in a class file has less than 65,536 bytes; a character at most three, or six in two. */
    private static final int MAX_LITERAL = 16_000;

    private final String source;
    private final List<Found> found = new ArrayList<>();

    private MagicParser(String source) {
        this.source = source;
    }

    /** Where a magic stands. */
    enum Form {
        /** {@code %name} as a statement. */
        LINE,
        /** {@code %name} right of {@code =}. */
        VALUE,
        /** {@code %%name} at the start of the cell. */
        CELL
    }

    /**
     * A magic in a cell.
     *
     * @param start of {@code %} or {@code %%}
     * @param nameEnd behind the name, which may be empty while it is being written
     * @param end of the line, without its line end
     */
    record Found(Form form, int start, int nameEnd, int end) {
        int nameStart() {
            return start + (form == Form.CELL ? 2 : 1);
        }

        boolean hasName() {
            return nameEnd > nameStart();
        }
    }

    /** The magics of a cell in their order. */
    static List<Found> find(String source) {
        MagicParser parser = new MagicParser(source);
        parser.scan();
        return parser.found;
    }

    /** The first magic of a cell as it is written, such as {@code %%time}; empty if there is none. */
    public static Optional<String> first(String source) {
        return find(source).stream()
                .filter(Found::hasName)
                .findFirst()
                .map(magic -> source.substring(magic.start(), magic.nameEnd()));
    }

    /**
     * Puts calls in the place of magics. Each call stays on its line, and uses no name that a cell could have taken.
     *
     * @param cell what {@link MagicCall#cell} is to be
     */
    public static MagicCode translate(String source, int cell) {
        MagicCode code = new MagicCode(source);
        for (Found magic : find(source)) {
            if (magic.hasName()) {
                boolean whole = magic.form() == Form.CELL;
                code.replace(magic.start(), whole ? source.length() : magic.end(), call(source, magic, cell));
            }
        }
        return code;
    }

    private static String call(String source, Found magic, int cell) {
        StringBuilder call = new StringBuilder();
        long line = 1
                + source.substring(0, magic.start())
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        boolean whole = magic.form() == Form.CELL;
        call.append(
                switch (magic.form()) {
                    case LINE -> "$magicLine(";
                    case VALUE -> "$magicValue(";
                    case CELL -> "$magicCell(";
                });
        call.append(cell).append(", ").append(whole ? line + 1 : line);
        appendLiteral(call, source.substring(magic.nameStart(), magic.nameEnd()));
        appendLiteral(call, source.substring(magic.nameEnd(), magic.end()).strip());
        if (whole) {
            String body = body(source, magic);
            for (int at = 0; at < body.length(); at += MAX_LITERAL) {
                appendLiteral(call, body.substring(at, Math.min(body.length(), at + MAX_LITERAL)));
            }
        }
        return call.append(");").toString();
    }

    /** What stands below the first line of a cell magic. */
    private static String body(String source, Found magic) {
        int newline = source.indexOf('\n', magic.end());
        return newline < 0 ? "" : source.substring(newline + 1);
    }

    private static void appendLiteral(StringBuilder call, String text) {
        call.append(", \"");
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            switch (c) {
                case '\n' -> call.append("\\n");
                case '\r' -> call.append("\\r");
                case '"', '\\' -> call.append('\\').append(c);
                default -> call.append(c);
            }
        }
        call.append('"');
    }

    private void scan() {
        int at = 0;
        while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
            at++;
        }
        if (source.startsWith("%%", at)) {
            add(Form.CELL, at, at + 2);
            return;
        }
        char before = ';'; // the last character that is neither blank nor comment nor magic
        boolean lineStart = true;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (Character.isWhitespace(c)) {
                lineStart |= c == '\n';
                at++;
            } else if (source.startsWith("//", at)) {
                at = endOfLine(at);
            } else if (source.startsWith("/*", at)) {
                int close = source.indexOf("*/", at + 2);
                at = close < 0 ? source.length() : close + 2;
            } else if (c == '%' && lineStart && STATEMENT_BEGINS_BEHIND.indexOf(before) >= 0) {
                at = add(Form.LINE, at, source.startsWith("%%", at) ? at + 2 : at + 1);
                before = ';';
            } else if (c == '%' && before == '=') {
                at = add(Form.VALUE, at, at + 1);
                before = ';';
            } else {
                at = endOfToken(at);
                before = c;
                lineStart = false;
            }
        }
    }

    /** Notes a magic if it can be one, and returns where to go on. */
    private int add(Form form, int start, int nameStart) {
        int nameEnd = nameStart;
        if (nameStart < source.length() && Character.isJavaIdentifierStart(source.charAt(nameStart))) {
            while (nameEnd < source.length() && isNamePart(source.charAt(nameEnd))) {
                nameEnd++;
            }
        }
        found.add(new Found(form, start, nameEnd, endOfLine(start)));
        return nameEnd > nameStart ? endOfLine(start) : nameStart;
    }

    private static boolean isNamePart(char c) {
        return Character.isJavaIdentifierPart(c) || c == '-' || c == '.';
    }

    private int endOfLine(int at) {
        int newline = source.indexOf('\n', at);
        int end = newline < 0 ? source.length() : newline;
        return end > at && source.charAt(end - 1) == '\r' ? end - 1 : end;
    }

    /** Behind the literal that begins at {@code at}, or behind the one character there. */
    private int endOfToken(int at) {
        if (source.startsWith("\"\"\"", at)) {
            return endOfLiteral(at + 3, "\"\"\"", true);
        }
        char c = source.charAt(at);
        return c == '"' || c == '\'' ? endOfLiteral(at + 1, String.valueOf(c), false) : at + 1;
    }

    private int endOfLiteral(int at, String close, boolean overLines) {
        while (at < source.length() && (overLines || source.charAt(at) != '\n')) {
            if (source.startsWith(close, at)) {
                return at + close.length();
            }
            at += source.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at, source.length());
    }
}
