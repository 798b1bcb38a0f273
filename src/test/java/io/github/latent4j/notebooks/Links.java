package io.github.latent4j.notebooks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The links of markdown texts: files and headings must be there, addresses well-formed. Nothing is fetched. */
final class Links {
    /** The target of {@code [text](target "title")}, also of a picture, with one level of brackets in it. */
    private static final Pattern INLINE = Pattern.compile("]\\(((?:[^()]|\\([^()]*\\))*)\\)");

    private static final Pattern ATTRIBUTE = Pattern.compile("\\b(?:src|href)\\s*=\\s*[\"']([^\"']*)[\"']");
    private static final Pattern DEFINITION = Pattern.compile("(?m)^\\s{0,3}\\[[^\\]]+]:\\s*(\\S+)");
    private static final Pattern BARE =
            Pattern.compile("(?<![\\w(\"'=])(https?:[^\\s<>()\"'\\]]*[^\\s<>()\"'\\].,;:])");
    private static final Pattern TITLE = Pattern.compile("\\s+(?:\"[^\"]*\"|'[^']*')\\s*$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6}\\s+(.+?)\\s*#*$");
    private static final Pattern HOST = Pattern.compile("(?i)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}");

    private Links() {}

    /** What is wrong with the links of a text in {@code file}, one sentence each. */
    static List<String> broken(Path file, String markdown) {
        List<String> problems = new ArrayList<>();
        for (String target : targets(markdown)) {
            problem(file, target).ifPresent(why -> problems.add("`" + target + "` " + why));
        }
        return problems;
    }

    static Set<String> targets(String markdown) {
        String text = Prose.withoutFormulas(Prose.withoutCode(markdown));
        Set<String> targets = new LinkedHashSet<>();
        for (Pattern pattern : List.of(INLINE, ATTRIBUTE, DEFINITION, BARE)) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                String target = TITLE.matcher(matcher.group(1)).replaceFirst("").strip();
                targets.add(
                        target.startsWith("<") && target.endsWith(">")
                                ? target.substring(1, target.length() - 1)
                                : target);
            }
        }
        return targets;
    }

    private static Optional<String> problem(Path file, String target) {
        if (target.isEmpty() || target.contains(" ")) {
            return Optional.of("must not be empty or have spaces");
        }
        URI uri;
        try {
            uri = new URI(target);
        } catch (URISyntaxException e) {
            return Optional.of("is no address: " + e.getReason());
        }
        String scheme = uri.getScheme();
        if (scheme == null) {
            return missing(file, uri);
        }
        if (!Set.of("http", "https").contains(scheme.toLowerCase(Locale.ROOT))) {
            return Optional.of("must be a file, http or https");
        }
        String host = uri.getHost();
        return host != null && HOST.matcher(host).matches()
                ? Optional.empty()
                : Optional.of("must have the name of a host, got " + uri.getAuthority());
    }

    private static Optional<String> missing(Path file, URI uri) {
        if (uri.getPath().startsWith("/")) {
            return Optional.of("must be relative");
        }
        Path target = uri.getPath().isEmpty()
                ? file
                : file.resolveSibling(uri.getPath()).normalize();
        if (!Files.exists(target)) {
            return Optional.of("leads to no file");
        }
        String anchor = uri.getRawFragment();
        return anchor == null || anchors(target).contains(URLDecoder.decode(anchor, StandardCharsets.UTF_8))
                ? Optional.empty()
                : Optional.of("leads to no heading of " + target.getFileName());
    }

    /** As GitHub makes them of headings in markdown files, and Jupyter of those in notebooks. */
    private static Set<String> anchors(Path file) {
        Set<String> anchors = new HashSet<>();
        if (file.toString().endsWith(".ipynb")) {
            for (CourseNotebook.Cell cell : new CourseNotebook(file).texts()) {
                headings(cell.source()).forEach(heading -> anchors.add(heading.replace(' ', '-')));
            }
        } else if (file.toString().endsWith(".md")) {
            for (String heading : headings(read(file))) {
                String anchor = heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-');
                int again = 1;
                String free = anchor;
                while (!anchors.add(free)) {
                    free = anchor + "-" + again++;
                }
            }
        }
        return anchors;
    }

    private static List<String> headings(String markdown) {
        String text = markdown.replaceAll("(?ms)^```.*?^```\\s*$", "");
        return HEADING.matcher(text)
                .results()
                .map(heading -> heading.group(1)
                        .replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1")
                        .replaceAll("[`*]", ""))
                .toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
