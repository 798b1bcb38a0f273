package io.github.latent4j.kernel;

import io.github.latent4j.kernel.JavaTokens.Kind;
import io.github.latent4j.kernel.JavaTokens.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/**
 * A cell up to some place, written so that JShell knows there what the cell declares above and has not run yet. JShell analyses one
 * statement; so all of them go into one, a class with a method that is left open. Variables become local to that method. A method or
 * class becomes a member of one more class within, and what follows it stands in another method of that class:
 *
 * <pre>
 *                                  ;class $0 {void $() throws Throwable {;
 * int x = 1;                       int x = 1;
 * int twice(int n) { ... }         class $1 {int twice(int n) { ... } void $() throws Throwable {;
 * tw                               tw
 * </pre>
 *
 * They are not static, since JShell suggests no local variables of static methods. An import cannot stand there: the names that it
 * brings are written in full. To be used under the lock of the shell.
 */
final class CellDraft {
    private static final Pattern IMPORT = Pattern.compile("import\\s+(static\\s+)?([\\w.]+)\\.([\\w*]+)\\s*;?");
    private static final Pattern OPEN_IMPORT = Pattern.compile("import\\b(?:\\s+static\\b)?\\s*");
    private static final Pattern TYPE_BODY = Pattern.compile("\\b(?:class|enum|record|interface|new)\\b");
    private static final Set<String> NOT_LOCAL = Set.of("public", "protected", "private", "static");
    private static final Set<String> PRIMITIVES =
            Set.of("boolean", "byte", "char", "double", "float", "int", "long", "short", "void");
    private static final Set<String> DECLARING = Set.of("class", "interface", "enum", "record", "var");

    private final SourceCodeAnalysis analysis;
    private final Map<String, Imported> imported = new LinkedHashMap<>();
    private final List<String> statements = new ArrayList<>();
    private final String current;
    private final String above;

    /**
     * A name that an import of the cell brings.
     *
     * @param suggestion the name as JShell suggests it: that of a method with its parenthesis
     */
    record Imported(String qualifier, String suggestion) {
        boolean isMethod() {
            return suggestion.endsWith("(") || suggestion.endsWith(")");
        }
    }

    /** @param source of the cell up to the place in question */
    CellDraft(JShell jshell, JavaSyntax syntax, String source) {
        analysis = jshell.sourceCodeAnalysis();
        current = local(split(source));
        Set<String> known = jshell.imports()
                .map(one -> (one.isStatic() ? "static " : "") + one.fullname())
                .collect(Collectors.toSet());
        List<String> declared = new ArrayList<>();
        for (String statement : statements) {
            Matcher name = IMPORT.matcher(statement.strip());
            if (!name.matches()) {
                declared.add(local(statement));
            } else if (!known.contains(
                    (name.group(1) == null ? "" : "static ") + name.group(2) + "." + name.group(3))) {
                addImport(name.group(2), name.group(3));
            }
        }
        if (!parses(declared, syntax)) {
            declared.removeIf(statement -> !parses(List.of(statement), syntax));
        }
        above = open(declared);
    }

    /** Puts the statements before the last into {@link #statements}; a line that makes no sense is left out. Returns the last. */
    private String split(String source) {
        String rest = source.substring(CellEvaluator.leadingBlank(source));
        while (true) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            int newline = rest.indexOf('\n');
            if (info.completeness() == Completeness.UNKNOWN && newline >= 0) {
                rest = rest.substring(newline + 1);
            } else if (info.completeness() == Completeness.COMPLETE && isClosed(rest, info)) {
                statements.add(
                        rest.substring(0, rest.length() - info.remaining().length()));
                rest = info.remaining();
            } else {
                return rest;
            }
            rest = rest.substring(CellEvaluator.leadingBlank(rest));
        }
    }

    private static boolean isClosed(String rest, CompletionInfo info) {
        JavaTokens tokens = new JavaTokens(
                rest.substring(0, rest.length() - info.remaining().length()));
        Token last = tokens.last();
        boolean endsClosed = last != null && (tokens.is(last, ';') || tokens.is(last, '}'));
        return endsClosed || !info.remaining().isEmpty();
    }

    private boolean parses(List<String> declared, JavaSyntax syntax) {
        String text = open(declared);
        return syntax.errors(
                        text + "}".repeat(new JavaTokens(text).openBrackets().size()))
                .isEmpty();
    }

    private String open(List<String> declared) {
        StringBuilder body = new StringBuilder(";class $0 {void $() throws Throwable {;");
        int classes = 0;
        for (String statement : declared) {
            if (isMember(statement)) {
                body.append("class $").append(++classes).append(" {").append(inFull(statement));
                body.append(" void $() throws Throwable {;");
            } else {
                body.append(inFull(statement)).append('\n');
            }
        }
        return body.toString();
    }

    /** The whole in JShell's terms; it ends where the draft ends. */
    String code() {
        if (isImport()) {
            return current;
        }
        return above + (isMember(current) ? "class $ {" : "") + inFull(current);
    }

    boolean isImport() {
        return isImport(current);
    }

    static boolean isImport(String statement) {
        return OPEN_IMPORT.matcher(statement).lookingAt();
    }

    /** Whether the draft ends in a statement that has a class, in which {@code this} means something. */
    boolean mayMeanThis() {
        return TYPE_BODY.matcher(current).find();
    }

    /** What an import at the end of the draft imports so far, as an expression. */
    String importedSoFar() {
        return ";" + OPEN_IMPORT.matcher(current).replaceFirst("");
    }

    /** The names that imports of the cell bring which have not run yet. */
    Map<String, Imported> imported() {
        return imported;
    }

    private void addImport(String qualifier, String name) {
        String members = ";" + qualifier + ".";
        for (Suggestion member : analysis.completionSuggestions(members, members.length(), new int[1])) {
            String simple = member.continuation().replaceAll("[(.].*", "");
            boolean isPackage = member.continuation().endsWith(".");
            if (!isPackage && !simple.equals("class") && (name.equals("*") || name.equals(simple))) {
                imported.putIfAbsent(simple, new Imported(qualifier, member.continuation()));
            }
        }
    }

    /** Writes imported names in full. */
    private String inFull(String statement) {
        if (imported.isEmpty()) {
            return statement;
        }
        JavaTokens tokens = new JavaTokens(statement);
        List<Token> code = tokens.code();
        StringBuilder full = new StringBuilder();
        int copied = 0;
        for (int i = 0; i < code.size(); i++) {
            Token token = code.get(i);
            Imported origin = imported.get(tokens.text(token));
            boolean called = i + 1 < code.size() && tokens.is(code.get(i + 1), '(');
            if (origin != null && (called || !origin.isMethod()) && !isNameOfMemberOrDeclared(tokens, i)) {
                full.append(statement, copied, token.start())
                        .append(origin.qualifier())
                        .append('.');
                copied = token.start();
            }
        }
        return full.append(statement, copied, statement.length()).toString();
    }

    private static boolean isNameOfMemberOrDeclared(JavaTokens tokens, int index) {
        if (index == 0) {
            return false;
        }
        Token before = tokens.code().get(index - 1);
        String word = tokens.text(before);
        if (before.kind() == Kind.WORD) {
            return !SourceVersion.isKeyword(word) || PRIMITIVES.contains(word) || DECLARING.contains(word);
        }
        boolean afterColons =
                word.equals(":") && index > 1 && tokens.is(tokens.code().get(index - 2), ':');
        return afterColons || word.equals(".");
    }

    /** A statement as it can stand in a method. */
    static String inMethod(String statement) {
        String local = local(statement);
        return isMember(local) ? "class $ {" + local + "\n}" : local;
    }

    /** Blanks out the modifiers that what is declared in a method cannot have. */
    private static String local(String statement) {
        if (isImport(statement)) {
            return statement;
        }
        JavaTokens tokens = new JavaTokens(statement);
        StringBuilder result = new StringBuilder(statement);
        for (Token token : tokens.code()) {
            if (tokens.is(token, '{') || tokens.is(token, '=') || tokens.is(token, ';')) {
                break;
            }
            if (NOT_LOCAL.contains(tokens.text(token))) {
                result.replace(token.start(), token.end(), " ".repeat(token.end() - token.start()));
            }
        }
        return result.toString();
    }

    /** Whether a statement begins like a class, or like a method: with a type, a name and a parenthesis. */
    static boolean isMember(String statement) {
        JavaTokens tokens = new JavaTokens(statement);
        List<Token> code = tokens.code();
        int depth = 0;
        for (int i = 0; i < code.size(); i++) {
            String text = tokens.text(code.get(i));
            if (text.equals(")")) {
                depth--;
            } else if (text.equals("(")) {
                boolean ofAnnotation = i > 1 && tokens.is(code.get(i - 2), '@');
                if (depth == 0 && !ofAnnotation) {
                    return i > 1 && isName(tokens, code.get(i - 1)) && isBeforeNameOfMember(tokens, i - 2);
                }
                depth++;
            } else if (depth == 0) {
                switch (text) {
                    case "class", "interface", "enum" -> {
                        return i == 0 || !tokens.is(code.get(i - 1), '.');
                    }
                    case "{", "=", ";" -> {
                        return false;
                    }
                    default -> {}
                }
            }
        }
        return false;
    }

    private static boolean isName(JavaTokens tokens, Token token) {
        return token.kind() == Kind.WORD && !SourceVersion.isKeyword(tokens.text(token));
    }

    private static boolean isBeforeNameOfMember(JavaTokens tokens, int index) {
        List<Token> code = tokens.code();
        Token token = code.get(index);
        String text = tokens.text(token);
        return switch (text) {
            case "yield" -> false;
            case "]" -> index > 0 && tokens.is(code.get(index - 1), '[');
            case ">" -> code.subList(0, index).stream().anyMatch(earlier -> tokens.is(earlier, '<'));
            default -> PRIMITIVES.contains(text) || isName(tokens, token);
        };
    }
}
