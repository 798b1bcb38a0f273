package io.github.latent4j.notebooks;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.latent4j.kernel.JshellScript;
import io.github.latent4j.notebooks.CourseNotebook.Cell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * What a notebook of the course looks like. Each method is a rule and returns what breaks it, one sentence each with notebook, cell
 * (counted over all cells, from 1) and rule; none if the notebook keeps to it.
 */
final class NotebookForm {
    static final String IMPORT = "import static io.github.latent4j.Latent4j.*;";

    private static final int MAX_LINES = 12;

    private static final JsonElement METADATA = JsonParser.parseString("""
            {"kernelspec": {"display_name": "Java (latent4j)", "language": "java", "name": "java"},
             "language_info": {"codemirror_mode": "java", "file_extension": ".jshell", "mimetype": "text/x-java-source",
                               "name": "java", "pygments_lexer": "java"}}
            """);

    private static final JsonElement HIDDEN =
            JsonParser.parseString("{\"source_hidden\": true, \"outputs_hidden\": true}");

    private static final Set<String> TAGS = Set.of("cover", "check", "solution");

    private static final List<String> LAST_SECTIONS = List.of("Exercises", "References", "Check");

    private static final Pattern IDENTITY_HASH = Pattern.compile("@[0-9a-f]{5,}");

    private static final Pattern ABSOLUTE_PATH =
            Pattern.compile("(?<![\\w/.])/(?:home|tmp|work|root|Users)\\b\\S*|\\b[A-Z]:\\\\\\S*");

    /** A number beside a unit; "7s" may be several digits seven, so that without a space it needs a decimal point. */
    private static final Pattern TIME = Pattern.compile(
            "\\b\\d+(?:\\.\\d+)?\\s(?:ns|µs|ms|s|secs?|seconds?|minutes?|hours?)\\b|\\b\\d+\\.\\d+s\\b|\\b\\d+(?:\\.\\d+)?ms\\b"
                    + "|\\b[0-2]?\\d:[0-5]\\d:[0-5]\\d\\b|\\b[0-2]\\d:[0-5]\\d\\b");

    private static final Pattern NO_PROSE =
            Pattern.compile("(?s)<(script|style)\\b.*?</\\1>|data:[\\w/+.-]+;base64,[\\w+/=]*");

    private static final Pattern HTML_TAG = Pattern.compile("(?s)<[^>]*>");

    private NotebookForm() {}

    /** Cell 1: title, picture, what one will see, and the table. */
    static List<String> firstCell(CourseNotebook notebook) {
        Broken broken = new Broken(notebook, "cell 1 is the title page");
        Cell cell = notebook.cells().get(0);
        List<String> lines = cell.source().lines().map(String::strip).toList();
        broken.unless(cell.isText(), cell, "it must be markdown");
        broken.unless(!lines.isEmpty() && lines.get(0).matches("# \\S.*"), cell, "its first line must be `# Title`");
        String picture = "pictures/" + notebook.name() + ".png";
        broken.unless(
                cell.source().contains("](" + picture + ")") || cell.source().contains("src=\"" + picture + "\""),
                cell,
                "it must show " + picture);
        for (String row : List.of("You need to know", "Takes", "Data")) {
            broken.unless(
                    row(lines, row).length() > 1, cell, "it must have a table with the row `| " + row + " | ... |`");
        }
        broken.unless(
                row(lines, "Takes").matches(".*\\bminutes?\\b.*")
                        && row(lines, "Takes").matches(".*\\b[MG]B\\b.*"),
                cell,
                "its row `Takes` must have minutes, and memory in MB or GB");
        broken.unless(
                lines.stream().skip(1).anyMatch(line -> line.matches("(?:[-*] |\\d+\\. )?[\\p{L}*`$].*")),
                cell,
                "it must say in a sentence or list what the reader will see");
        return broken.sentences();
    }

    private static String row(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.matches("\\|\\s*\\**" + name + "\\**\\s*\\|.*"))
                .map(line -> line.replaceFirst("\\|[^|]*\\|", "").strip())
                .findFirst()
                .orElse("");
    }

    /** The picture at the top is the one that a cell draws. */
    static List<String> cover(CourseNotebook notebook) {
        Broken broken = new Broken(notebook, "the picture up front is drawn by the notebook");
        List<Cell> tagged = tagged(notebook, "cover");
        if (tagged.size() != 1) {
            broken.because("exactly one code cell must have the tag `cover`, there are " + tagged.size());
            return broken.sentences();
        }
        Cell cell = tagged.get(0);
        Path picture = notebook.file().resolveSibling("pictures").resolve(notebook.name() + ".png");
        List<String> pngs = cell.pngs();
        if (pngs.isEmpty()) {
            broken.because(cell, "it has the tag `cover`, but no output image/png");
        } else if (!Files.isRegularFile(picture)) {
            broken.because(cell, "there is no file pictures/" + picture.getFileName());
        } else {
            byte[] drawn = Base64.getMimeDecoder().decode(pngs.get(pngs.size() - 1));
            broken.unless(
                    Arrays.equals(drawn, bytes(picture)),
                    cell,
                    "its last image/png differs from pictures/" + picture.getFileName());
        }
        return broken.sentences();
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static List<Cell> tagged(CourseNotebook notebook, String tag) {
        return notebook.code().stream()
                .filter(cell -> cell.tags().contains(tag))
                .toList();
    }

    /** Cell 2 is the one import; others are of java.* and stand where IJava takes them. */
    static List<String> imports(CourseNotebook notebook) {
        Broken broken = new Broken(notebook, "one import");
        for (Cell cell : notebook.cells()) {
            if (cell.number() == 2) {
                broken.unless(
                        cell.isCode() && cell.source().equals(IMPORT),
                        cell,
                        "it must be a code cell with exactly `" + IMPORT + "`");
            } else if (cell.isCode()) {
                checkImports(cell, broken);
            }
        }
        broken.unless(notebook.cells().size() > 1, notebook.cells().get(0), "a cell 2 must be there");
        return broken.sentences();
    }

    private static void checkImports(Cell cell, Broken broken) {
        boolean atTop = true;
        for (String line : cell.source().lines().toList()) {
            if (!line.strip().matches("import\\s.*")) {
                atTop = false;
            } else if (!line.startsWith("import java.")) {
                broken.because(cell, "`" + line.strip() + "`: only lines that start with `import java.` are allowed");
            } else {
                broken.unless(atTop, cell, "`" + line + "` must stand at the top of its cell, with no comment above");
                broken.unless(
                        !line.startsWith("import java.awt.*"),
                        cell,
                        "`" + line + "` brings a second List: import the classes that are needed by name");
            }
        }
    }

    static List<String> lengths(CourseNotebook notebook) {
        Broken broken = new Broken(notebook, "a code cell has at most " + MAX_LINES + " lines");
        for (Cell cell : notebook.code()) {
            long lines = cell.source().lines().count();
            broken.unless(lines <= MAX_LINES, cell, "it has " + lines);
        }
        return broken.sentences();
    }

    /** Every code cell is whole statements, the last of which is no comment. */
    static List<String> endings(CourseNotebook notebook) {
        Broken broken = new Broken(notebook, "a code cell ends in a value or a statement");
        try (JShell jshell = JShell.builder().executionEngine("local").build()) {
            for (Cell cell : notebook.code()) {
                String source = cell.source().strip();
                String last = source.lines().reduce("", (before, line) -> line).strip();
                broken.unless(!source.isEmpty(), cell, "it is empty");
                broken.unless(!last.matches("(?://|/\\*|\\*).*"), cell, "it ends in a comment");
                broken.unless(
                        isWhole(source, jshell.sourceCodeAnalysis()),
                        cell,
                        "it is not whole Java statements; magics are none");
            }
        }
        return broken.sentences();
    }

    private static boolean isWhole(String source, SourceCodeAnalysis analysis) {
        String rest = source;
        while (!rest.isBlank()) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            if (info.completeness() == Completeness.EMPTY) {
                return true;
            }
            if (!info.completeness().isComplete() || info.completeness() == Completeness.UNKNOWN) {
                return false;
            }
            rest = info.remaining();
        }
        return true;
    }

    static List<String> execution(CourseNotebook notebook) {
        Broken broken = new Broken(notebook, "all code cells have been executed in order");
        int count = 0;
        for (Cell cell : notebook.code()) {
            count++;
            JsonElement executed = cell.json().get("execution_count");
            broken.unless(
                    executed != null && executed.toString().equals(String.valueOf(count)),
                    cell,
                    "its execution_count must be " + count + ", not " + executed);
        }
        if (notebook.code().stream().allMatch(cell -> cell.outputs().isEmpty())) {
            broken.because("no cell has outputs");
        }
        return broken.sentences();
    }

    static List<String> errors(CourseNotebook notebook) {
        Broken broken = new Broken(notebook, "no output is an error");
        for (Cell cell : notebook.code()) {
            for (JsonObject output : cell.outputs()) {
                String type = output.get("output_type").getAsString();
                broken.unless(!type.equals("error"), cell, "it failed with " + output.get("ename"));
                broken.unless(
                        !(type.equals("stream")
                                && output.get("name").getAsString().equals("stderr")),
                        cell,
                        "it has printed to stderr");
            }
        }
        return broken.sentences();
    }

    static List<String> sections(CourseNotebook notebook) {
        Broken broken = new Broken(notebook, "sections, the last of them " + String.join(", ", LAST_SECTIONS));
        List<String> names = new ArrayList<>();
        for (Cell cell : notebook.texts()) {
            if (cell.beginsSection()) {
                names.add(cell.section());
            }
            broken.unless(
                    Prose.withoutCode(cell.source()).lines().skip(1).noneMatch(line -> line.startsWith("## ")),
                    cell,
                    "a section must begin a cell");
        }
        int own = names.size() - LAST_SECTIONS.size();
        if (own < 1 || !names.subList(own, names.size()).equals(LAST_SECTIONS)) {
            broken.because(
                    "the sections are " + names + "; they must end in " + LAST_SECTIONS + ", with others before");
        }
        for (Cell cell : notebook.cells()) {
            if (cell.section().equals("References")) {
                broken.unless(cell.isText(), cell, "References must be text");
            }
        }
        broken.unlessAny(
                notebook.texts().stream()
                        .filter(cell -> cell.section().equals("References"))
                        .flatMap(cell -> cell.source().lines())
                        .anyMatch(line -> line.matches("(?:[-*]|\\d+\\.) .*\\b(?:1[89]|20)\\d\\d\\b.*")),
                "References must be a list with at least one entry that has a year");
        return broken.sentences();
    }

    static List<String> exercises(CourseNotebook notebook) {
        Broken broken = new Broken(notebook, "each exercise is followed by its hidden solution");
        List<Cell> cells = notebook.cells();
        int solutions = 0;
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            boolean isSolution = cell.tags().contains("solution");
            boolean isHidden = HIDDEN.equals(cell.metadata().get("jupyter"));
            if (cell.isCode() && cell.section().equals("Exercises")) {
                solutions++;
                broken.unless(
                        isSolution && isHidden,
                        cell,
                        "its metadata must be {\"jupyter\": " + HIDDEN + ", \"tags\": [\"solution\"]}");
            } else if (cell.section().equals("Exercises")) {
                boolean followed = i + 1 < cells.size() && cells.get(i + 1).isCode();
                boolean introduces = cell.beginsSection()
                        && i + 1 < cells.size()
                        && cells.get(i + 1).isText();
                broken.unless(followed || introduces, cell, "no code cell follows this exercise");
            } else {
                broken.unless(
                        !isSolution && !cell.metadata().has("jupyter"),
                        cell,
                        "only solutions below ## Exercises may be hidden");
            }
        }
        broken.unlessAny(solutions > 0, "there must be at least one exercise with a solution");
        return broken.sentences();
    }

    static List<String> check(CourseNotebook notebook) {
        Broken broken = new Broken(notebook, "the last code cell is the check");
        List<Cell> code = notebook.code();
        Cell last = code.get(code.size() - 1);
        broken.unless(last.tags().contains("check"), last, "it must have the tag `check`");
        broken.unless(last.section().equals("Check"), last, "it must stand under `## Check`");
        for (Cell cell : tagged(notebook, "check")) {
            broken.unless(cell.number() == last.number(), cell, "only the last code cell may have the tag `check`");
        }
        return broken.sentences();
    }

    /** What would differ at each run. */
    static List<String> stableOutputs(CourseNotebook notebook) {
        Broken broken = new Broken(notebook, "outputs have no identity hashes, absolute paths or times");
        for (Cell cell : notebook.code()) {
            for (Map.Entry<String, String> output : cell.outputTexts()) {
                String raw = NO_PROSE.matcher(output.getValue()).replaceAll(" ");
                boolean markup = output.getKey().matches("text/html|image/svg\\+xml");
                String visible = markup ? HTML_TAG.matcher(raw).replaceAll(" ") : raw;
                first(IDENTITY_HASH, raw, found -> broken.because(cell, "identity hash `" + found + "`"));
                first(ABSOLUTE_PATH, raw, found -> broken.because(cell, "absolute path `" + found + "`"));
                first(TIME, visible, found -> broken.because(cell, "time `" + found + "`"));
            }
            first(
                    ABSOLUTE_PATH,
                    cell.source(),
                    found -> broken.because(cell, "absolute path `" + found + "` in the code"));
        }
        return broken.sentences();
    }

    private static void first(Pattern pattern, String text, Consumer<String> found) {
        Matcher matcher = pattern.matcher(text);
        if (matcher.find()) {
            found.accept(matcher.group());
        }
    }

    /** The format of the file, and nothing in it that only a front end needs. */
    static List<String> metadata(CourseNotebook notebook) {
        Broken broken = new Broken(notebook, "nbformat 4.5 with cell ids, and no other metadata than needed");
        JsonObject json = notebook.json();
        String format = json.get("nbformat") + "." + json.get("nbformat_minor");
        broken.unlessAny(format.equals("4.5"), "the format is " + format);
        broken.unlessAny(
                METADATA.equals(json.get("metadata")),
                "the notebook's metadata must be " + METADATA + ", not " + json.get("metadata"));
        Set<String> ids = new HashSet<>();
        for (Cell cell : notebook.cells()) {
            String id = cell.json().has("id") ? cell.json().get("id").getAsString() : "";
            broken.unless(id.matches("[\\w-]{1,64}"), cell, "it must have an id of letters, digits, - and _");
            broken.unless(ids.add(id), cell, "the id " + id + " is that of another cell too");
            broken.unless(cell.isCode() || cell.isText(), cell, "it must be markdown or code, not " + cell.type());
            broken.unless(
                    Set.of("tags", "jupyter").containsAll(cell.metadata().keySet()),
                    cell,
                    "its metadata may have tags and jupyter, it has "
                            + cell.metadata().keySet());
            broken.unless(TAGS.containsAll(cell.tags()), cell, "its tags may be " + TAGS + ", they are " + cell.tags());
        }
        return broken.sentences();
    }

    static List<String> formulas(CourseNotebook notebook) {
        Broken broken = new Broken(notebook, "formulas are closed");
        for (Cell cell : notebook.texts()) {
            Prose.brokenFormulas(cell.source()).forEach(problem -> broken.because(cell, problem));
        }
        return broken.sentences();
    }

    static List<String> links(CourseNotebook notebook) {
        Broken broken = new Broken(notebook, "links lead somewhere");
        for (Cell cell : notebook.texts()) {
            Links.broken(notebook.file(), cell.source()).forEach(problem -> broken.because(cell, problem));
        }
        return broken.sentences();
    }

    /** The exported script compiles in the JDK's own jshell. */
    static List<String> plainJshell(CourseNotebook notebook) {
        try {
            JshellScript.of(notebook.file());
            return List.of();
        } catch (IllegalArgumentException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    /** Sentences about what breaks one rule. */
    private static final class Broken {
        private final String notebook;
        private final String rule;
        private final List<String> sentences = new ArrayList<>();

        Broken(CourseNotebook notebook, String rule) {
            this.notebook = notebook.name();
            this.rule = rule;
        }

        void because(String problem) {
            sentences.add(notebook + ": " + rule + ": " + problem);
        }

        void because(Cell cell, String problem) {
            sentences.add(notebook + ", cell " + cell.number() + ": " + rule + ": " + problem);
        }

        void unless(boolean holds, Cell cell, String problem) {
            if (!holds) {
                because(cell, problem);
            }
        }

        void unlessAny(boolean holds, String problem) {
            if (!holds) {
                because(problem);
            }
        }

        List<String> sentences() {
            return sentences;
        }
    }
}
