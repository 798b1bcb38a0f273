package io.github.latent4j.kernel.maven;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.codehaus.plexus.util.ReaderFactory;
import org.codehaus.plexus.util.xml.XmlStreamReader;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;

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

    /**
     * Checks that every element is one that a POM has. Maven itself is lenient where it reads the POM of a library, and so would
     * pass over a slip of the user's in silence.
     *
     * @param name how the message calls the file
     */
    static void check(Path file, String name) throws MavenException {
        try (XmlStreamReader text = ReaderFactory.newXmlReader(file.toFile())) {
            new MavenXpp3Reader().read(text, true);
        } catch (XmlPullParserException e) {
            String message = String.valueOf(e.getMessage()).replaceAll("(?s) \\(position: .*", "");
            throw new MavenException(name + ", line " + e.getLineNumber() + ": " + message);
        } catch (IOException e) {
            throw new MavenException(name + " cannot be read: " + e.getMessage());
        }
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
