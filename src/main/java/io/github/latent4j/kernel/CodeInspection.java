package io.github.latent4j.kernel;

import io.github.latent4j.kernel.JavaTokens.Kind;
import io.github.latent4j.kernel.JavaTokens.Token;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.QualifiedNames;
import org.jspecify.annotations.Nullable;

/** Finds what there is to say about one place of a cell. To be used once, under the lock of the shell. */
final class CodeInspection {
    private static final Pattern VARIABLE = Pattern.compile("(.*\\.)?(\\w+):(.+)");
    private static final Pattern CONDITION = Pattern.compile("\\b(?:if|while|switch|synchronized)\\s*\\($");
    private static final Pattern OWNER =
            Pattern.compile("(?:^|[ .])([A-Z]\\w*)(?:<.*?>)?(?:\\.(?:<.*?>\\s?)?\\w+)?\\(");

    private final JShell jshell;
    private final SourceCodeAnalysis analysis;
    private final JavaSyntax syntax;
    private final SessionVariables variables;
    private final String source;
    private final int cursor;

    /** @param cursor in UTF-16 units from the start of {@code source} */
    CodeInspection(JShell jshell, JavaSyntax syntax, SessionVariables variables, String source, int cursor) {
        this.jshell = jshell;
        this.analysis = jshell.sourceCodeAnalysis();
        this.syntax = syntax;
        this.variables = variables;
        this.source = source;
        this.cursor = cursor;
    }

    /** @param detailed whether the Javadoc of all overloads is wanted in full, rather than that of the first */
    Optional<DisplayData> find(boolean detailed) {
        JavaTokens before = new JavaTokens(source.substring(0, cursor));
        List<Documentation> found = before.endsInside() ? List.of() : named(before);
        if (found.isEmpty()) {
            found = called(before);
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(shown(found, detailed));
    }

    /** The word at the cursor, or the call that ends there. */
    private List<Documentation> named(JavaTokens before) {
        int start = JavaTokens.wordStart(source, cursor);
        int end = JavaTokens.wordEnd(source, cursor);
        if (start == end) {
            Token last = before.last();
            Token name = last != null && before.is(last, ')') ? nameOfCall(before) : null;
            return name == null ? List.of() : named(name.start(), name.end());
        }
        return named(start, end);
    }

    private List<Documentation> named(int start, int end) {
        String word = source.substring(start, end);
        if (!SourceVersion.isIdentifier(word) || SourceVersion.isKeyword(word)) {
            return List.of();
        }
        String above = source.substring(0, start);
        boolean isCalled = source.substring(end).stripLeading().startsWith("(");
        boolean isNew = above.matches("(?s).*\\bnew\\s+(?:[\\w.]+\\.)?");
        if (above.endsWith("@")) {
            above = above.substring(0, start - 1);
        } else if (above.stripTrailing().endsWith("::")) {
            above = CodeCompletion.asMember(above);
            isCalled = true;
        }
        List<Documentation> found = named(above + word, isCalled || isNew);
        if (found.isEmpty()) {
            found = named(withoutCondition(above) + word, isCalled || isNew);
        }
        return found.isEmpty() ? notImported(above + word) : found;
    }

    private List<Documentation> named(String name, boolean isCalled) {
        List<Documentation> found = documentation(isCalled ? name + "(" : name);
        return found.isEmpty() ? documentation(isCalled ? name : name + "(") : found;
    }

    /** JShell has nothing to say about a condition whose statement does not follow. */
    private static String withoutCondition(String above) {
        List<Token> open = new JavaTokens(above).openBrackets();
        if (open.isEmpty()) {
            return above;
        }
        int end = open.get(open.size() - 1).end();
        return CONDITION.matcher(above.substring(0, end)).replaceFirst("") + above.substring(end);
    }

    private static @Nullable Token nameOfCall(JavaTokens before) {
        List<Token> code = before.code();
        int depth = 0;
        for (int i = code.size() - 1; i > 0; i--) {
            if (before.is(code.get(i), ')')) {
                depth++;
            } else if (before.is(code.get(i), '(') && --depth == 0) {
                Token name = code.get(i - 1);
                return name.kind() == Kind.WORD ? name : null;
            }
        }
        return null;
    }

    /** The innermost call whose arguments the cursor is in: the overloads that fit what is written of them, else all. */
    private List<Documentation> called(JavaTokens before) {
        List<Token> open = before.openBrackets();
        for (int i = open.size() - 1; i >= 0 && !before.is(open.get(i), '{'); i--) {
            Token parenthesis = open.get(i);
            if (before.is(parenthesis, '(')) {
                List<Documentation> found = documentation(source.substring(0, argumentStart(parenthesis)));
                if (found.isEmpty()) {
                    found = documentation(source.substring(0, parenthesis.end()));
                }
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return List.of();
    }

    private int argumentStart(Token parenthesis) {
        JavaTokens arguments = new JavaTokens(source.substring(parenthesis.end(), cursor));
        int depth = 0;
        int start = 0;
        for (Token token : arguments.code()) {
            switch (arguments.text(token)) {
                case "(", "[", "{" -> depth++;
                case ")", "]", "}" -> depth--;
                case "," -> start = depth == 0 ? token.end() : start;
                default -> {}
            }
        }
        return parenthesis.end() + start;
    }

    private List<Documentation> documentation(String upTo) {
        CellDraft draft = new CellDraft(jshell, syntax, upTo);
        String code = draft.isImport() ? draft.importedSoFar() : draft.code();
        return analysis.documentation(code, code.length(), true);
    }

    private List<Documentation> notImported(String name) {
        String code = new CellDraft(jshell, syntax, name).code();
        QualifiedNames classes = analysis.listQualifiedNames(code, code.length());
        List<Documentation> found = new ArrayList<>();
        if (!classes.isResolvable()) {
            for (String full : classes.getNames()) {
                found.addAll(analysis.documentation(";" + full, full.length() + 1, true));
            }
        }
        return found;
    }

    private DisplayData shown(List<Documentation> all, boolean detailed) {
        StringBuilder html = new StringBuilder();
        StringBuilder text = new StringBuilder();
        String previous = "";
        for (Documentation one : all) {
            String signature = signature(one.signature());
            String comment = one.javadoc() == null ? "" : one.javadoc();
            String body =
                    comment.isBlank() || comment.equals(previous) ? "" : said(comment, detailed || previous.isEmpty());
            html.append("<pre><b>")
                    .append(Javadoc.escaped(signature))
                    .append("</b></pre>")
                    .append(body);
            text.append(text.length() == 0 ? "" : "\n\n").append(signature);
            text.append(body.isEmpty() ? "" : "\n\n" + Javadoc.text(body));
            previous = comment.isBlank() ? previous : comment;
        }
        if (previous.isEmpty()
                && !JavadocSources.ofJdkExist()
                && ofJdk(all.get(0).signature())) {
            String hint = "No Javadoc: this JDK has no lib/src.zip. On Debian and Ubuntu: apt install openjdk-"
                    + Runtime.version().feature() + "-source";
            html.append("<p>").append(hint).append("</p>");
            text.append("\n\n").append(hint);
        }
        DisplayData shown = new DisplayData(text.toString());
        shown.putHTML(html.toString());
        return shown;
    }

    private static String said(String comment, boolean inFull) {
        Javadoc javadoc = new Javadoc(comment);
        return inFull ? javadoc.html() : javadoc.summary();
    }

    /** JShell's header of a declaration as it would be written. */
    private String signature(String header) {
        String plain = header.replaceAll("\\$\\d*\\.", "");
        Matcher variable = VARIABLE.matcher(plain);
        if (variable.matches()) {
            boolean isField = variable.group(1) != null && !variable.group(1).equals("Array.");
            String type = Javadoc.withoutPackages(variable.group(3)).replaceAll(",(?=\\S)", ", ");
            String value = isField ? "" : variables.describe(variable.group(2), type);
            return type + " " + (isField ? variable.group(1) : "") + variable.group(2) + value;
        }
        if (plain.contains("(")) {
            return Javadoc.withoutPackages(plain)
                    .replaceAll("@\\w+ ", "")
                    .replaceAll("(\\w)<[^<>()]*>\\.", "$1.")
                    .replaceAll("\\.<[^()]*>(?=\\w+\\()", ".")
                    .replaceAll(",(?=\\S)", ", ");
        }
        return plain.matches("(?:\\w+\\.)*[a-z]\\w*") ? "package " + plain : plain;
    }

    private boolean ofJdk(String header) {
        Matcher owner = OWNER.matcher(header);
        String type = header;
        if (owner.find()) {
            String code = ";" + owner.group(1);
            type = analysis.documentation(code, code.length(), false).stream()
                    .map(Documentation::signature)
                    .collect(Collectors.joining());
        }
        return type.matches("javax?\\..*\\b[A-Z].*");
    }
}
