package io.github.latent4j.kernel.magics;

import io.github.latent4j.kernel.magics.Dependencies.Request;
import io.github.latent4j.kernel.magics.Dependencies.Resolved;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Dependencies from Maven repositories for the class path. */
final class MavenMagics {
    private static final long PROGRESS_NANOS = 200_000_000;
    private static final String URL = "\\w+:.+";

    private final Session session;
    private final Dependencies dependencies;

    MavenMagics(Session session, Dependencies dependencies) {
        this.session = session;
        this.dependencies = dependencies;
    }

    List<Magic> all() {
        return List.of(
                Magic.line(
                                "maven",
                                "GROUP:ARTIFACT:[PACKAGING:[CLASSIFIER:]]VERSION... [--from=REPOSITORY] "
                                        + "[--exclude=GROUP:ARTIFACT] [--offline]",
                                Magic.Arguments.COORDINATES,
                                "adds libraries and all that they need from Maven repositories",
                                this::maven)
                        .withAliases("addMavenDependency", "addMavenDependencies")
                        .withDetails("""
                                Everything asked for in this session is resolved together, so versions fit each other.
                                --from looks in a repository first, by the id of a %mavenRepo or by URL; --offline takes what is on this machine.
                                -v of IJava is accepted and changes nothing. The value is the list of the added jars' paths.
                                Example: %maven org.apache.commons:commons-math3:3.6.1"""),
                Magic.line(
                                "mavenRepo",
                                "ID URL",
                                Magic.Arguments.NONE,
                                "adds a Maven repository to look in",
                                this::repository)
                        .withAliases("addMavenRepo")
                        .withDetails("Example: %mavenRepo snapshots https://repo.example.org/snapshots"),
                Magic.line(
                                "loadFromPOM",
                                "FILE [SCOPE...] [--offline]",
                                Magic.Arguments.FILES,
                                "adds the dependencies of a pom.xml",
                                this::pomFile)
                        .withDetails("""
                                Without scopes, those of a run: compile and runtime.
                                Example: %loadFromPOM pom.xml compile"""),
                Magic.cell(
                                "loadFromPOM",
                                "[SCOPE...] [--offline]",
                                Magic.Arguments.NONE,
                                "adds the dependencies of the POM, or parts of one, in the lines below",
                                this::pomBody)
                        .withDetails("""
                                The lines are a whole <project>, or elements <dependency> and <repository> as web pages show them.
                                Example:
                                %%loadFromPOM
                                <dependency>
                                  <groupId>org.apache.commons</groupId>
                                  <artifactId>commons-math3</artifactId>
                                  <version>3.6.1</version>
                                </dependency>"""));
    }

    private List<String> maven(MagicCall call) throws Exception {
        Options options = new Options(call);
        options.ignoreVerbosity();
        List<String> exclusions = options.values("exclude");
        List<String> from = options.values("from");
        boolean offline = options.flag("offline");
        List<String> coordinates = options.someWords("a dependency");
        for (String each : coordinates) {
            if (!each.matches("[^:\\s]+(:[^:\\s]*){0,2}:[^:\\s]+:[^:\\s]+")) {
                throw call.wrong("a dependency", "must be group:artifact:version", each);
            }
        }
        return add(call, String.join(", ", coordinates), progress -> {
            List<String> ids = new ArrayList<>();
            for (String each : from) {
                ids.add(repository(each));
            }
            return dependencies.resolve(new Request(coordinates, exclusions, ids, offline), progress);
        });
    }

    /** The id of a repository, which may be given by its URL, as in IJava. */
    private String repository(String idOrUrl) throws Exception {
        if (!idOrUrl.matches(URL)) {
            return idOrUrl;
        }
        String id = idOrUrl.replaceAll("\\W+", "-");
        dependencies.addRepository(id, idOrUrl);
        return id;
    }

    private List<String> pomFile(MagicCall call) throws Exception {
        Options options = new Options(call);
        options.ignoreVerbosity();
        boolean offline = options.flag("offline");
        List<String> words = options.someWords("a POM");
        Path pom = Path.of(words.get(0));
        if (!Files.isRegularFile(pom)) {
            throw call.wrong("the POM", "must be a file in " + Path.of("").toAbsolutePath(), words.get(0));
        }
        List<String> scopes = List.copyOf(words.subList(1, words.size()));
        return add(call, words.get(0), progress -> dependencies.loadPom(pom, scopes, offline, progress));
    }

    private List<String> pomBody(MagicCall call) throws Exception {
        Options options = new Options(call);
        options.ignoreVerbosity();
        boolean offline = options.flag("offline");
        List<String> scopes = List.copyOf(options.words());
        String xml = call.requiredBody();
        return add(call, "POM", progress -> dependencies.loadPom(xml, scopes, offline, progress));
    }

    private @Nullable Object repository(MagicCall call) throws Exception {
        List<String> words = new Options(call).words();
        if (words.size() != 2) {
            throw call.wrong("a repository", "must be an id and a URL", call.text());
        }
        if (!words.get(1).matches(URL)) {
            throw call.wrong("the URL", "must begin with https:, http: or file:", words.get(1));
        }
        try {
            dependencies.addRepository(words.get(0), words.get(1));
        } catch (Exception e) {
            throw inWords(call, e);
        }
        return null;
    }

    /** What asks {@link Dependencies}. */
    private interface Resolution {
        Resolved run(Consumer<String> progress) throws Exception;
    }

    /** Shows what goes on in one place; in the end there is a text that is the same at every run. */
    private List<String> add(MagicCall call, String what, Resolution resolution) throws Exception {
        String id = session.display(new DisplayData(what + ": resolving ..."));
        String result = what + ": not added";
        try {
            Resolved resolved = resolution.run(new Progress(id, what + ": "));
            session.addToClassPath(resolved.added());
            int added = resolved.added().size();
            List<String> lines = new ArrayList<>();
            lines.add(what + ": "
                    + (added == 0
                            ? "on the class path already"
                            : added + (added == 1 ? " jar" : " jars") + " added to the class path"));
            lines.addAll(resolved.notes());
            result = String.join("\n", lines);
            return resolved.added().stream().map(Path::toString).toList();
        } catch (Exception e) {
            throw inWords(call, e);
        } finally {
            session.update(id, new DisplayData(result));
        }
    }

    /** What the resolver found to be wrong, as an error of the magic; other exceptions stay as they are. */
    private static Exception inWords(MagicCall call, Exception e) {
        return e instanceof RuntimeException || e instanceof InterruptedException
                ? e
                : new MagicException(call.label() + ": " + e.getMessage(), e.getCause());
    }

    /** Shows what goes on, but not more often than one can read. */
    private final class Progress implements Consumer<String> {
        private final String id;
        private final String before;
        private @Nullable Long shown;

        Progress(String id, String before) {
            this.id = id;
            this.before = before;
        }

        @Override
        public synchronized void accept(String words) {
            long now = System.nanoTime();
            if (shown == null || now - shown > PROGRESS_NANOS) {
                shown = now;
                session.update(id, new DisplayData(before + words));
            }
        }
    }
}
