package io.github.latent4j.kernel;

import io.github.latent4j.kernel.magics.Dependencies;
import io.github.latent4j.kernel.maven.MavenRequest;
import io.github.latent4j.kernel.maven.MavenResolver;
import io.github.latent4j.kernel.maven.Resolution;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Gives magics the {@link MavenResolver} of a session. */
final class MavenDependencies implements Dependencies {
    private final MavenResolver resolver = new MavenResolver(PrivateLibraries::contains);

    @Override
    public Resolved resolve(Request request, Consumer<String> progress) throws Exception {
        resolver.setOffline(request.offline());
        return resolved(resolver.resolve(
                new MavenRequest(request.coordinates(), request.exclusions(), request.from()),
                download -> progress.accept(download.text())));
    }

    @Override
    public Resolved loadPom(Path pom, List<String> scopes, boolean offline, Consumer<String> progress)
            throws Exception {
        resolver.setOffline(offline);
        return resolved(resolver.loadPom(pom, scopes, download -> progress.accept(download.text())));
    }

    @Override
    public Resolved loadPom(String xml, List<String> scopes, boolean offline, Consumer<String> progress)
            throws Exception {
        resolver.setOffline(offline);
        return resolved(resolver.loadPomText(xml, scopes, download -> progress.accept(download.text())));
    }

    private static Resolved resolved(Resolution resolution) {
        return new Resolved(resolution.added(), resolution.notes());
    }

    @Override
    public void addRepository(String id, String url) throws Exception {
        resolver.addRepository(id, url);
    }

    @Override
    public List<String> complete(String beginning) {
        return resolver.complete(beginning);
    }
}
