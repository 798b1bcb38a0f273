package io.github.latent4j.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Java source cut into tokens, without a need for it to be finished or right. All positions are UTF-16 units. */
final class JavaTokens {
    enum Kind {
        WORD,
        NUMBER,
        /** A string, a text block or a character. */
        TEXT,
        COMMENT,
        /** Any other character. */
        SYMBOL
    }

    /**
     * @param end exclusive
     * @param open whether what is written at {@code end} still belongs to it: a comment or text that is not closed
     */
    record Token(Kind kind, int start, int end, boolean open) {}

    private final String source;
    private final List<Token> code = new ArrayList<>();
    private boolean endsInside;

    JavaTokens(String source) {
        this.source = source;
        int at = 0;
        while (at < source.length()) {
            if (Character.isWhitespace(source.charAt(at))) {
                at++;
            } else {
                Token token = next(at);
                if (token.kind() != Kind.COMMENT) {
                    code.add(token);
                }
                endsInside = token.open() && token.end() == source.length();
                at = token.end();
            }
        }
    }

    private Token next(int start) {
        char first = source.charAt(start);
        if (source.startsWith("//", start)) {
            int newline = source.indexOf('\n', start);
            return new Token(Kind.COMMENT, start, newline < 0 ? source.length() : newline, true);
        }
        if (source.startsWith("/*", start)) {
            return closedBy("*/", start + 2, start, Kind.COMMENT);
        }
        if (source.startsWith("\"\"\"", start)) {
            return closedBy("\"\"\"", start + 3, start, Kind.TEXT);
        }
        if (first == '"' || first == '\'') {
            return line(first, start);
        }
        if (Character.isJavaIdentifierStart(source.codePointAt(start))) {
            return new Token(Kind.WORD, start, wordEnd(source, start), false);
        }
        if (Character.isDigit(first)) {
            int end = start + 1;
            while (end < source.length()
                    && (Character.isJavaIdentifierPart(source.charAt(end)) || source.charAt(end) == '.')) {
                end++;
            }
            return new Token(Kind.NUMBER, start, end, false);
        }
        return new Token(Kind.SYMBOL, start, start + Character.charCount(source.codePointAt(start)), false);
    }

    private Token closedBy(String close, int from, int start, Kind kind) {
        int at = from;
        while (at < source.length()) {
            if (kind == Kind.TEXT && source.charAt(at) == '\\') {
                at += 2;
            } else if (source.startsWith(close, at)) {
                return new Token(kind, start, at + close.length(), false);
            } else {
                at++;
            }
        }
        return new Token(kind, start, source.length(), true);
    }

    private Token line(char quote, int start) {
        int at = start + 1;
        while (at < source.length() && source.charAt(at) != '\n') {
            char here = source.charAt(at);
            at += here == '\\' && at + 1 < source.length() && source.charAt(at + 1) != '\n' ? 2 : 1;
            if (here == quote) {
                return new Token(Kind.TEXT, start, at, false);
            }
        }
        return new Token(Kind.TEXT, start, at, true);
    }

    /** Where the word ends that {@code at} is in or before; {@code at} if there is none. */
    static int wordEnd(String source, int at) {
        int end = at;
        while (end < source.length() && Character.isJavaIdentifierPart(source.codePointAt(end))) {
            end += Character.charCount(source.codePointAt(end));
        }
        return end;
    }

    /** Where the word that ends at, or goes on beyond, {@code at} starts; {@code at} if there is none. */
    static int wordStart(String source, int at) {
        int start = at;
        while (start > 0 && Character.isJavaIdentifierPart(source.codePointBefore(start))) {
            start -= Character.charCount(source.codePointBefore(start));
        }
        return start < at && Character.isJavaIdentifierStart(source.codePointAt(start)) ? start : at;
    }

    /** All but comments. */
    List<Token> code() {
        return code;
    }

    /** The last of {@link #code}; null if there is none. */
    @Nullable Token last() {
        return code.isEmpty() ? null : code.get(code.size() - 1);
    }

    String text(Token token) {
        return source.substring(token.start(), token.end());
    }

    boolean is(Token token, char symbol) {
        return token.kind() == Kind.SYMBOL && source.charAt(token.start()) == symbol;
    }

    /** Whether what is written at the end of the source goes into a comment or a text. */
    boolean endsInside() {
        return endsInside;
    }

    /** The brackets that are not closed at the end of the source, outermost first. */
    List<Token> openBrackets() {
        List<Token> open = new ArrayList<>();
        for (Token token : code) {
            if (is(token, '(') || is(token, '[') || is(token, '{')) {
                open.add(token);
            } else if ((is(token, ')') || is(token, ']') || is(token, '}')) && !open.isEmpty()) {
                open.remove(open.size() - 1);
            }
        }
        return open;
    }
}
