package io.github.latent4j.kernel.maven;

import eu.maveniverse.maven.mima.extensions.mmr.MavenModelReader;
import eu.maveniverse.maven.mima.extensions.mmr.ModelRequest;
import eu.maveniverse.maven.mima.extensions.mmr.ModelResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.maven.model.building.ModelBuildingException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.ArtifactType;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.DependencyNode;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactDescriptorException;
import org.eclipse.aether.resolution.ArtifactDescriptorResult;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.resolution.DependencyResult;
import org.eclipse.aether.resolution.VersionRangeRequest;
import org.eclipse.aether.resolution.VersionRangeResolutionException;
import org.eclipse.aether.resolution.VersionRangeResult;
import org.eclipse.aether.resolution.VersionRequest;
import org.eclipse.aether.resolution.VersionResolutionException;
import org.eclipse.aether.util.artifact.ArtifactIdUtils;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.eclipse.aether.util.graph.manager.DependencyManagerUtils;
import org.eclipse.aether.version.Version;
import org.jspecify.annotations.Nullable;

/**
 * All that one session has asked and has in use. Each question is put together with all earlier ones, as one project's
 * dependencies; what is in use already keeps its version. A question changes nothing before {@link #accept}.
 */
final class Resolver {
    /** What a question will change. */
    record Answer(
            List<Dependency> asked,
            List<Dependency> managed,
            List<RemoteRepository> repositories,
            Map<String, Artifact> found,
            List<String> notes,
            Set<String> dependencyNotes) {}

    private static final List<String> SCOPES = List.of("compile", "runtime", "provided", "test", "system", "import");

    private final Path mavenUserHome;
    private final KernelJarFilter kernelJars;
    private final Set<String> kernelNotes;

    private final Map<String, RemoteRepository> repositories = new LinkedHashMap<>();
    private final Map<String, Dependency> asked = new LinkedHashMap<>();
    private final Map<String, Dependency> managed = new LinkedHashMap<>();
    private final Map<String, Artifact> inUse = new LinkedHashMap<>();
    private final Set<String> said = new HashSet<>();
    private boolean offline;
    private @Nullable ResolverContext context;

    Resolver(Path mavenUserHome, KernelJars kernelJars) {
        this.mavenUserHome = mavenUserHome;
        this.kernelNotes = new LinkedHashSet<>();
        this.kernelJars = new KernelJarFilter(kernelJars, kernelNotes);
    }

    void setOffline(boolean offline) {
        this.offline = offline;
    }

    void addRepository(String id, String url) throws MavenException {
        if (!id.matches("[A-Za-z0-9_.\\-]+")) {
            throw new MavenException("a repository's id may have letters, digits and . - _ only, got \"" + id + "\"");
        }
        try {
            String scheme = String.valueOf(new URI(url).getScheme());
            if (!List.of("http", "https", "file").contains(scheme)) {
                throw new MavenException("a repository's URL begins with https:, http: or file:, got \"" + url + "\"");
            }
        } catch (URISyntaxException e) {
            throw new MavenException("\"" + url + "\" is not a URL: " + e.getReason());
        }
        repositories.put(
                id,
                new RemoteRepository.Builder(id, "default", url)
                        .setPolicy(new RepositoryPolicy())
                        .build());
    }

    /** The resolver for a question. Not for use after {@link #cut}. */
    synchronized ResolverContext begin(Downloads downloads) throws MavenException {
        if (downloads.cancelled()) {
            throw new MavenException("interrupted");
        }
        ResolverContext current = context;
        if (current == null) {
            current = ResolverContext.open(mavenUserHome, kernelJars);
            context = current;
        }
        current.begin(offline, downloads);
        return current;
    }

    /** Ends the question that is being answered on another thread. The next one begins with a fresh resolver. */
    synchronized void cut() {
        if (context != null) {
            context.cut();
            context = null;
        }
    }

    Answer resolve(MavenRequest request, Downloads downloads) throws MavenException {
        List<Exclusion> exclusions = new ArrayList<>();
        for (String text : request.exclusions()) {
            String[] parts = Coordinate.parseExclusion(text);
            exclusions.add(new Exclusion(parts[0], parts[1], "*", "*"));
        }
        List<Coordinate> coordinates = new ArrayList<>();
        for (String text : request.coordinates()) {
            coordinates.add(Coordinate.parse(text));
        }
        ResolverContext current = begin(downloads);
        List<Dependency> wanted = new ArrayList<>();
        for (Coordinate one : coordinates) {
            ArtifactType type = current.type(one.packaging());
            String classifier = one.classifier().isEmpty() ? type.getClassifier() : one.classifier();
            Artifact artifact = new DefaultArtifact(
                    one.group(), one.artifact(), classifier, type.getExtension(), one.version(), type);
            wanted.add(new Dependency(artifact, JavaScopes.COMPILE, false, exclusions));
        }
        return resolve(current, wanted, List.of(), List.of(), request.from());
    }

    /**
     * @param name how messages call the POM
     * @param scopes the scopes to take; empty for compile and runtime
     */
    Answer loadPom(Path file, String name, Collection<String> scopes, Downloads downloads) throws MavenException {
        for (String scope : scopes) {
            if (!SCOPES.contains(scope)) {
                throw new MavenException("\"" + scope + "\" is not a scope: scopes are " + String.join(", ", SCOPES));
            }
        }
        Collection<String> taken = scopes.isEmpty() ? List.of(JavaScopes.COMPILE, JavaScopes.RUNTIME) : scopes;
        ResolverContext current = begin(downloads);
        ArtifactDescriptorResult pom = readPom(current, file, name);
        List<Dependency> wanted = new ArrayList<>();
        for (Dependency dependency : pom.getDependencies()) {
            if (taken.contains(dependency.getScope().isEmpty() ? JavaScopes.COMPILE : dependency.getScope())) {
                wanted.add(dependency.setScope(JavaScopes.COMPILE).setOptional(false));
            }
        }
        return resolve(current, wanted, pom.getManagedDependencies(), pom.getRepositories(), List.of());
    }

    private ArtifactDescriptorResult readPom(ResolverContext current, Path file, String name) throws MavenException {
        PomText.check(file, name);
        List<RemoteRepository> raw = repositories(current, List.of(), List.of());
        try {
            ModelResponse response = new MavenModelReader(current.context())
                    .readModel(ModelRequest.builder()
                            .setPomFile(file)
                            .setRepositories(raw)
                            .build());
            return response.toArtifactDescriptorResult(response.getEffectiveModel());
        } catch (ArtifactDescriptorException | ArtifactResolutionException | VersionResolutionException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ModelBuildingException broken) {
                    throw MavenErrors.brokenPom(broken, name);
                }
            }
            throw errors(current, afterMirrors(current, raw)).of(e, null);
        }
    }

    private static List<RemoteRepository> afterMirrors(ResolverContext current, List<RemoteRepository> raw) {
        return current.system().newResolutionRepositories(current.session(), raw);
    }

    private Answer resolve(
            ResolverContext current,
            List<Dependency> wanted,
            List<Dependency> newlyManaged,
            List<RemoteRepository> newRepositories,
            List<String> from)
            throws MavenException {
        List<RemoteRepository> places = afterMirrors(current, repositories(current, newRepositories, from));
        MavenErrors errors = errors(current, places);
        List<String> notes = new ArrayList<>();
        Map<String, Dependency> fresh = new LinkedHashMap<>();
        for (Dependency dependency : wanted) {
            Artifact artifact = dependency.getArtifact();
            String kernels = kernelJars.versionOf(artifact);
            if (kernels != null) {
                if (!Versions.matches(artifact.getVersion(), kernels)) {
                    notes.add(MavenNotes.kernels(artifact, kernels));
                }
                continue;
            }
            Artifact chosen = artifact.setVersion(version(current, artifact, places, errors, notes));
            Dependency other = fresh.put(key(chosen), dependency.setArtifact(chosen));
            if (other != null && !other.getArtifact().getVersion().equals(chosen.getVersion())) {
                throw new MavenException(MavenNotes.name(chosen) + " is asked in two versions, "
                        + other.getArtifact().getVersion() + " and " + chosen.getVersion() + ": ask for one of them");
            }
        }
        CollectRequest collect = new CollectRequest();
        collect.setRepositories(places);
        Map<String, Dependency> all = new LinkedHashMap<>(asked);
        fresh.forEach(all::putIfAbsent);
        collect.setDependencies(new ArrayList<>(all.values()));
        inUse.values()
                .forEach(artifact -> collect.addManagedDependency(
                        new Dependency(artifact.setVersion(artifact.getBaseVersion()), "")));
        managed.values().forEach(collect::addManagedDependency);
        newlyManaged.forEach(collect::addManagedDependency);
        kernelNotes.clear();
        DependencyResult result = resolve(current, collect, errors);
        Set<String> dependencyNotes = new LinkedHashSet<>(kernelNotes);
        noteConflicts(result.getRoot(), dependencyNotes);
        return new Answer(
                List.copyOf(fresh.values()), newlyManaged, newRepositories, found(result), notes, dependencyNotes);
    }

    private DependencyResult resolve(ResolverContext current, CollectRequest collect, MavenErrors errors)
            throws MavenException {
        try {
            return current.system()
                    .resolveDependencies(
                            current.session(),
                            new DependencyRequest(collect, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME)));
        } catch (DependencyResolutionException e) {
            DependencyResult found = e.getResult();
            throw errors.of(e, found == null ? null : found.getRoot());
        }
    }

    /** The version to use for what was asked directly. */
    private String version(
            ResolverContext current,
            Artifact wanted,
            List<RemoteRepository> places,
            MavenErrors errors,
            List<String> notes)
            throws MavenException {
        Artifact used = inUse.get(key(wanted));
        if (used != null) {
            if (!Versions.matches(wanted.getVersion(), used.getBaseVersion())) {
                notes.add(MavenNotes.inUse(wanted, used.getBaseVersion()));
            }
            return used.getBaseVersion();
        }
        try {
            if (Versions.isRange(wanted.getVersion())) {
                return highest(current, wanted, places, errors);
            }
            String version = wanted.getVersion();
            return version.equals("LATEST") || version.equals("RELEASE")
                    ? current.system()
                            .resolveVersion(current.session(), new VersionRequest(wanted, places, ""))
                            .getVersion()
                    : version;
        } catch (VersionResolutionException | VersionRangeResolutionException e) {
            throw errors.noVersion(wanted, null);
        }
    }

    private static String highest(
            ResolverContext current, Artifact wanted, List<RemoteRepository> places, MavenErrors errors)
            throws MavenException, VersionRangeResolutionException {
        Version highest = versions(current, wanted, places).getHighestVersion();
        if (highest == null) {
            throw errors.noVersion(
                    wanted,
                    versions(current, wanted.setVersion("(,)"), places).getVersions().stream()
                            .map(Version::toString)
                            .toList());
        }
        return highest.toString();
    }

    private static VersionRangeResult versions(ResolverContext current, Artifact range, List<RemoteRepository> places)
            throws VersionRangeResolutionException {
        return current.system().resolveVersionRange(current.session(), new VersionRangeRequest(range, places, ""));
    }

    /** Where mediation would have chosen another version than the one that is in use. */
    private void noteConflicts(DependencyNode above, Set<String> notes) {
        for (DependencyNode node : above.getChildren()) {
            Artifact used = inUse.get(key(node.getArtifact()));
            String wanted = DependencyManagerUtils.getPremanagedVersion(node);
            if (used != null && wanted != null && !Versions.matches(wanted, used.getBaseVersion())) {
                notes.add(MavenNotes.inUseByDependency(used, wanted, above.getArtifact()));
            }
            noteConflicts(node, notes);
        }
    }

    private Map<String, Artifact> found(DependencyResult result) {
        Map<String, Artifact> found = new LinkedHashMap<>();
        for (ArtifactResult one : result.getArtifactResults()) {
            Artifact artifact = one.getArtifact();
            if (!artifact.getExtension().equals("pom") && !inUse.containsKey(key(artifact))) {
                found.put(key(artifact), artifact);
            }
        }
        return found;
    }

    /** What is known by id, with those of {@code from} first. */
    private List<RemoteRepository> repositories(ResolverContext current, List<RemoteRepository> more, List<String> from)
            throws MavenException {
        Map<String, RemoteRepository> known = new LinkedHashMap<>();
        current.repositories().forEach(one -> known.put(one.getId(), one));
        known.putAll(repositories);
        more.forEach(one -> known.putIfAbsent(one.getId(), one));
        Map<String, RemoteRepository> ordered = new LinkedHashMap<>();
        for (String id : from) {
            RemoteRepository first = known.get(id);
            if (first == null) {
                throw new MavenException("there is no repository \"" + id + "\": known are "
                        + String.join(", ", known.keySet()) + "; add it with %mavenRepo");
            }
            ordered.put(id, first);
        }
        known.forEach(ordered::putIfAbsent);
        return new ArrayList<>(ordered.values());
    }

    private static MavenErrors errors(ResolverContext current, List<RemoteRepository> places) {
        return new MavenErrors(
                places, current.localRepository(), current.session().isOffline());
    }

    /** Takes an answer as what the session asked and now has in use. */
    Resolution accept(Answer answer) {
        answer.asked().forEach(one -> asked.putIfAbsent(key(one.getArtifact()), one));
        answer.managed().forEach(one -> managed.putIfAbsent(key(one.getArtifact()), one));
        answer.repositories().forEach(one -> repositories.putIfAbsent(one.getId(), one));
        inUse.putAll(answer.found());
        List<String> notes = new ArrayList<>(answer.notes());
        answer.dependencyNotes().stream().filter(said::add).forEach(notes::add);
        return new Resolution(paths(answer.found()), paths(inUse), notes);
    }

    private static List<Path> paths(Map<String, Artifact> artifacts) {
        return artifacts.values().stream()
                .map(artifact -> artifact.getFile().toPath())
                .toList();
    }

    private static String key(Artifact artifact) {
        return ArtifactIdUtils.toVersionlessId(artifact);
    }
}
