package io.github.latent4j.kernel;

import io.github.latent4j.kernel.Completions.Completion;
import io.github.latent4j.kernel.JavaTokens.Kind;
import io.github.latent4j.kernel.JavaTokens.Token;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.QualifiedNames;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/** Finds what may be written at one place of a cell. To be used once, under the lock of the shell. */
final class CodeCompletion {
    private static final int MOST = 500;

    /** Fewer letters do not suggest packages: front ends sort by letters, and would put them before variables. */
    private static final int LETTERS_OF_A_PACKAGE = 3;

    private static final Set<String> KEYWORDS = Set.of(
            ("abstract assert boolean break byte case catch char class continue default do double else enum extends false final "
                            + "finally float for if implements import instanceof int interface long native new null private "
                            + "protected public record return short static super switch synchronized this throw throws transient "
                            + "true try var void volatile while yield")
                    .split(" "));
    private static final Set<String> OF_OBJECT =
            Set.of("clone", "equals", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    /** What JShell declares for itself: wrappers, and variables for values without a name. */
    private static final Predicate<String> INTERNAL =
            Pattern.compile("\\$.*|do_it\\$.*|REPL\\.?").asMatchPredicate();

    private static final Pattern TYPE_BEFORE_REFERENCE =
            Pattern.compile("([\\w.]*\\b[A-Z]\\w*(?:<[\\w.<>, ?]*>)?)\\s*::\\s*$");

    private final SourceCodeAnalysis analysis;
    private final String source;
    private final int cursor;
    private final int start;
    private final String prefix;
    private final CellDraft draft;
    private final JavaTokens before;
    private final Map<String, Boolean> found = new LinkedHashMap<>();
    private int replaced;

    /** @param cursor in UTF-16 units from the start of {@code source} */
    CodeCompletion(JShell jshell, JavaSyntax syntax, String source, int cursor) {
        this.analysis = jshell.sourceCodeAnalysis();
        this.source = source;
        this.cursor = cursor;
        this.start = JavaTokens.wordStart(source, cursor);
        this.prefix = source.substring(start, cursor);
        this.before = new JavaTokens(source.substring(0, start));
        this.draft = new CellDraft(jshell, syntax, source.substring(0, start));
        this.replaced = prefix.length();
    }

    Completions find() {
        Token last = before.last();
        boolean inNumber = last != null && last.kind() == Kind.NUMBER && last.end() == cursor;
        if (before.endsInside() || inNumber) {
            return Completions.none(cursor);
        }
        String code = draft.code();
        if (draft.isImport()) {
            suggest(code);
            if (!prefix.isEmpty() && code.matches("import\\s+") && "static ".startsWith(prefix)) {
                found.put("static ", false);
            }
        } else if (isReference()) {
            suggest(code);
            referToInstanceMethods(code);
        } else if (last != null && before.is(last, '.')) {
            suggest(code);
        } else {
            name(code, last == null ? "" : before.text(last));
        }
        return result();
    }

    private boolean isReference() {
        List<Token> code = before.code();
        return code.size() > 1
                && before.is(code.get(code.size() - 1), ':')
                && before.is(code.get(code.size() - 2), ':')
                && code.get(code.size() - 2).end() == code.get(code.size() - 1).start();
    }

    private void suggest(String code) {
        int[] anchor = new int[1];
        String upToCursor = code + prefix;
        List<Suggestion> suggestions = analysis.completionSuggestions(upToCursor, upToCursor.length(), anchor);
        for (Suggestion suggestion : suggestions) {
            found.merge(suggestion.continuation(), suggestion.matchesType(), Boolean::logicalOr);
        }
        if (!suggestions.isEmpty()) {
            replaced = upToCursor.length() - anchor[0];
        }
    }

    /** Of {@code String::length} JShell knows only the static methods. */
    private void referToInstanceMethods(String code) {
        String member = asMember(code) + prefix;
        for (Suggestion one : analysis.completionSuggestions(member, member.length(), new int[1])) {
            if (one.continuation().contains("(")) {
                found.putIfAbsent(one.continuation().replaceAll("\\(.*", ""), one.matchesType());
            }
        }
        if ("new".startsWith(prefix)) {
            found.putIfAbsent("new", false);
        }
    }

    /** Code that ends in a {@code ::} as code that ends in a dot, behind which static and other members are known. */
    static String asMember(String code) {
        Matcher type = TYPE_BEFORE_REFERENCE.matcher(code);
        return type.find()
                ? code.substring(0, type.start()) + "((" + type.group(1) + ") null)."
                : code.replaceFirst("\\s*::\\s*$", ".");
    }

    /** A name that stands alone. */
    private void name(String code, String last) {
        suggest(last.equals("@") ? code.substring(0, code.lastIndexOf('@')) : code);
        if (found.isEmpty()) {
            suggest(code + " 0 + "); // behind "return" or a cast JShell suggests nothing, in an expression it does
        }
        boolean onlyPackages = found.keySet().stream().allMatch(CodeCompletion::isPackage);
        if (prefix.length() < LETTERS_OF_A_PACKAGE && !onlyPackages) {
            found.keySet().removeIf(CodeCompletion::isPackage);
        }
        boolean isNew = last.equals("new");
        draft.imported().forEach((simple, origin) -> {
            if (simple.startsWith(prefix) && !(isNew && origin.isMethod())) {
                found.putIfAbsent(origin.suggestion() + (isNew ? "(" : ""), false);
            }
        });
        if (!prefix.isEmpty()) {
            if (!draft.imported().containsKey(prefix)) {
                QualifiedNames classes = analysis.listQualifiedNames(code + prefix, code.length() + prefix.length());
                if (!classes.isResolvable()) {
                    classes.getNames().forEach(name -> found.putIfAbsent(name, false));
                }
            }
            KEYWORDS.stream().filter(word -> word.startsWith(prefix)).forEach(word -> found.putIfAbsent(word, false));
        }
    }

    private Completions result() {
        if (!draft.mayMeanThis()) {
            found.keySet().removeAll(Set.of("this", "super"));
        }
        found.keySet().removeIf(INTERNAL);
        List<Suggested> all = new ArrayList<>();
        found.forEach((text, matches) -> all.add(new Suggested(text, typeOf(text), matches)));
        all.sort(Suggested.ORDER);
        int end = prefix.isEmpty() ? cursor : JavaTokens.wordEnd(source, cursor);
        boolean called = end < source.length() && source.charAt(end) == '(';
        Stream<Completion> completions = all.stream().limit(MOST).map(one -> {
            String text = called ? one.text().replaceAll("\\(\\)?$", "") : one.text();
            return new Completion(text, one.type());
        });
        return new Completions(completions.distinct().toList(), cursor - replaced, end);
    }

    private static boolean isPackage(String text) {
        return text.endsWith(".");
    }

    private String typeOf(String text) {
        Token last = before.last();
        String name = text.substring(text.lastIndexOf('.') + 1);
        if (isPackage(text)) {
            return "module";
        } else if (KEYWORDS.contains(text.strip())) {
            return "keyword";
        } else if (last != null && before.text(last).equals("new")) {
            return "class";
        } else if (text.contains("(") || isReference()) {
            return "function";
        } else if (Character.isUpperCase(name.charAt(0)) && !name.matches("[A-Z][A-Z0-9_]+")) {
            return "class";
        }
        return "instance";
    }

    private record Suggested(String text, String type, boolean matchesType) {
        static final Comparator<Suggested> ORDER = Comparator.comparing(Suggested::isOfObject)
                .thenComparing(one -> !one.matchesType())
                .thenComparing(Suggested::rank)
                .thenComparing(Suggested::text, String.CASE_INSENSITIVE_ORDER);

        boolean isOfObject() {
            return OF_OBJECT.contains(text.replaceAll("\\(.*", ""));
        }

        int rank() {
            return switch (type) {
                case "function", "instance" -> 0;
                case "class" -> 1;
                case "keyword" -> 2;
                default -> 3;
            };
        }
    }
}
