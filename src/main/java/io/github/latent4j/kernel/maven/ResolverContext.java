package io.github.latent4j.kernel.maven;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.runtime.standalonestatic.StandaloneStaticRuntime;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.eclipse.aether.DefaultRepositoryCache;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryCache;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.ArtifactType;
import org.eclipse.aether.artifact.DefaultArtifactType;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.util.graph.manager.DependencyManagerUtils;
import org.eclipse.aether.util.graph.selector.AndDependencySelector;
import org.jspecify.annotations.Nullable;

/** Maven's resolver, set up from {@code settings.xml}; and its connections, which can be cut. */
final class ResolverContext {
    private final Context context;
    private final DefaultRepositorySystemSession session;
    private final boolean offlineBySettings;
    private final Connections connections = new Connections();

    private ResolverContext(Context context, boolean offlineBySettings) {
        this.context = context;
        this.session = (DefaultRepositorySystemSession) context.repositorySystemSession();
        this.offlineBySettings = offlineBySettings;
    }

    /**
     * Reads the settings of Maven's installation, if {@code MAVEN_HOME} names one, and of the user.
     *
     * @param mavenUserHome the folder of the user's {@code settings.xml}, in general {@code .m2} at home
     * @param without what a dependency must not bring along, whoever asks
     * @throws MavenException if a {@code settings.xml} is broken
     */
    static ResolverContext open(Path mavenUserHome, KernelJarFilter without) throws MavenException {
        Settings settings = settings(mavenUserHome);
        Context context = new StandaloneStaticRuntime()
                .create(ContextOverrides.create()
                        .withMavenUserHomeOverride(mavenUserHome)
                        .withUserSettings(true)
                        .withEffectiveSettings(settings)
                        .extraArtifactTypes(List.of(new DefaultArtifactType("bundle", "jar", "", "java")))
                        .build());
        ResolverContext result = new ResolverContext(context, settings.isOffline());
        DefaultRepositorySystemSession session = result.session;
        session.setCache(result.connections);
        session.setConfigProperty(DependencyManagerUtils.CONFIG_PROP_VERBOSE, true);
        session.setDependencySelector(new AndDependencySelector(session.getDependencySelector(), without));
        session.setChecksumPolicy(RepositoryPolicy.CHECKSUM_POLICY_WARN); // and Downloads refuses what is wrong
        return result;
    }

    private static Settings settings(Path mavenUserHome) throws MavenException {
        DefaultSettingsBuildingRequest request = new DefaultSettingsBuildingRequest();
        String installation = System.getenv("MAVEN_HOME");
        if (installation != null) {
            request.setGlobalSettingsFile(
                    Path.of(installation, "conf", "settings.xml").toFile());
        }
        request.setUserSettingsFile(mavenUserHome.resolve("settings.xml").toFile());
        Properties properties = new Properties();
        properties.putAll(System.getProperties());
        request.setSystemProperties(properties);
        try {
            return new DefaultSettingsBuilderFactory()
                    .newInstance()
                    .build(request)
                    .getEffectiveSettings();
        } catch (SettingsBuildingException e) {
            throw MavenErrors.of(e);
        }
    }

    /** Prepares for a question, whose downloads go by {@code downloads}. */
    void begin(boolean offline, Downloads downloads) {
        session.setOffline(offline || offlineBySettings);
        session.setTransferListener(downloads);
    }

    Context context() {
        return context;
    }

    RepositorySystem system() {
        return context.repositorySystem();
    }

    RepositorySystemSession session() {
        return session;
    }

    /** What {@code settings.xml} says, or else Maven Central, before mirrors. */
    List<RemoteRepository> repositories() {
        return context.contextOverrides().getRepositories();
    }

    Path localRepository() {
        return session.getLocalRepository().getBasedir().toPath();
    }

    /** The extension of the files, and the classifier, that a packaging stands for. */
    ArtifactType type(String packaging) {
        ArtifactType known = session.getArtifactTypeRegistry().get(packaging);
        return known == null ? new DefaultArtifactType(packaging) : known;
    }

    /** Ends what is being downloaded, also if the server has fallen silent. This context is of no use afterwards. */
    void cut() {
        connections.close();
    }

    /** The resolver's cache, in which its transports keep their connections. */
    private static final class Connections implements RepositoryCache {
        private final RepositoryCache cache = new DefaultRepositoryCache();
        private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

        @Override
        public void put(RepositorySystemSession session, Object key, @Nullable Object data) {
            if (data instanceof Closeable connection) {
                open.add(connection);
            }
            cache.put(session, key, data);
        }

        @Override
        public @Nullable Object get(RepositorySystemSession session, Object key) {
            return cache.get(session, key);
        }

        void close() {
            for (Closeable connection : open) {
                try {
                    connection.close();
                } catch (IOException e) {
                    // it is closed as far as it can be
                }
            }
        }
    }
}
