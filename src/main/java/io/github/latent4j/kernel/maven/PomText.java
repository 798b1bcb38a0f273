package io.github.latent4j.kernel.maven;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A POM as a cell holds it: whole, or only the dependencies and repositories that a project's page says to copy. */
final class PomText {
    private static final Pattern PROLOG = Pattern.compile("\\A(\\s|<\\?.*?\\?>|<!--.*?-->)*", Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);

    private PomText() {}

    /** A whole POM that says the same; every line keeps its number. */
    static String complete(String text) {
        Matcher prolog = PROLOG.matcher(text);
        int start = prolog.find() ? prolog.end() : 0;
        if (text.startsWith("<project", start)) {
            return text;
        }
        String fragment = blank(text.substring(0, start))
                + COMMENT.matcher(text.substring(start)).replaceAll(comment -> blank(comment.group()));
        fragment = wrap(fragment, "dependency", "dependencies");
        fragment = wrap(fragment, "repository", "repositories");
        return "<project><modelVersion>4.0.0</modelVersion><groupId>cell</groupId><artifactId>cell</artifactId>"
                + "<version>1</version>" + fragment + "</project>";
    }

    private static String blank(String text) {
        return text.replaceAll("[^\n]", "");
    }

    private static String wrap(String fragment, String one, String all) {
        int first = fragment.indexOf("<" + one + ">");
        int last = fragment.lastIndexOf("</" + one + ">");
        if (first < 0 || last < first || fragment.contains("<" + all + ">")) {
            return fragment;
        }
        int end = last + one.length() + "</>".length();
        return fragment.substring(0, first)
                + "<" + all + ">" + fragment.substring(first, end) + "</" + all + ">"
                + fragment.substring(end);
    }
}
