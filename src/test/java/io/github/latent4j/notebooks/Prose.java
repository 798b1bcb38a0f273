package io.github.latent4j.notebooks;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Markdown text apart from the code in it. */
final class Prose {
    /** Fenced blocks, and spans between equally many backticks. */
    private static final Pattern CODE =
            Pattern.compile("(?ms)^\\s*(```+|~~~+).*?^\\s*\\1\\s*$|(?<!`)(`+)(?!`).+?(?<!`)\\2(?!`)");

    private static final Pattern FORMULA = Pattern.compile("(?s)(?<!\\\\)\\$\\$.*?\\$\\$|(?<!\\\\)\\$.*?(?<!\\\\)\\$");

    private static final Pattern BLANK_LINE = Pattern.compile("\\n[ \\t]*\\n");

    private static final Pattern ENVIRONMENT = Pattern.compile("\\\\(begin|end)\\{([^}]*)}");

    private Prose() {}

    static String withoutCode(String markdown) {
        return CODE.matcher(markdown).replaceAll(" ");
    }

    static String withoutFormulas(String markdown) {
        return FORMULA.matcher(markdown).replaceAll(" ");
    }

    /** What is wrong with the formulas of a text, one sentence each. */
    static List<String> brokenFormulas(String markdown) {
        List<String> problems = new ArrayList<>();
        String text = withoutCode(markdown);
        int at = 0;
        while ((at = dollar(text, at)) < text.length()) {
            String mark = text.startsWith("$$", at) ? "$$" : "$";
            int begin = at + mark.length();
            int end = dollar(text, begin);
            String formula = text.substring(begin, end);
            if (!text.startsWith(mark, end) || BLANK_LINE.matcher(formula).find()) {
                problems.add("a formula is not closed: `" + mark + start(formula) + "`");
                return problems; // from here on inside and outside are mixed up
            }
            problems.addAll(unbalanced(formula));
            at = end + mark.length();
        }
        return problems;
    }

    /** The next dollar that is not written as {@code \$}; the length of the text if there is none. */
    private static int dollar(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '$') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at, text.length());
    }

    private static List<String> unbalanced(String formula) {
        List<String> problems = new ArrayList<>();
        int depth = 0;
        for (int i = 0; i < formula.length() && depth >= 0; i++) {
            switch (formula.charAt(i)) {
                case '\\' -> i++;
                case '{' -> depth++;
                case '}' -> depth--;
                default -> {}
            }
        }
        if (formula.isBlank()) {
            problems.add("a formula is empty");
        }
        if (depth != 0) {
            problems.add("its braces do not match: `" + start(formula) + "`");
        }
        if (count(formula, "\\\\left(?![a-zA-Z])") != count(formula, "\\\\right(?![a-zA-Z])")) {
            problems.add("its \\left and \\right do not match: `" + start(formula) + "`");
        }
        List<String> open = new ArrayList<>();
        Matcher environment = ENVIRONMENT.matcher(formula);
        boolean matched = true;
        while (environment.find()) {
            if (environment.group(1).equals("begin")) {
                open.add(environment.group(2));
            } else {
                matched &= !open.isEmpty() && open.remove(open.size() - 1).equals(environment.group(2));
            }
        }
        if (!matched || !open.isEmpty()) {
            problems.add("its \\begin and \\end do not match: `" + start(formula) + "`");
        }
        return problems;
    }

    private static long count(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }

    private static String start(String formula) {
        String line = formula.strip().lines().findFirst().orElse("");
        return line.length() <= 60 ? line : line.substring(0, 60) + "...";
    }
}
