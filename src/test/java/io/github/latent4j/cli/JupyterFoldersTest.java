package io.github.latent4j.cli;

import static io.github.latent4j.cli.OperatingSystem.LINUX;
import static io.github.latent4j.cli.OperatingSystem.MAC;
import static io.github.latent4j.cli.OperatingSystem.WINDOWS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JupyterFoldersTest {
    private static final Path HOME = Path.of("/home/ada");

    @Test
    void eachSystemHasItsPlaceForAUser() {
        assertThat(JupyterFolders.user(LINUX, Map.of(), HOME)).isEqualTo(HOME.resolve(".local/share/jupyter"));
        assertThat(JupyterFolders.user(MAC, Map.of(), HOME)).isEqualTo(HOME.resolve("Library/Jupyter"));
        assertThat(JupyterFolders.user(WINDOWS, Map.of("APPDATA", "/roaming"), HOME))
                .isEqualTo(Path.of("/roaming/jupyter"));
    }

    @Test
    void theVariablesThatJupyterObeysAreObeyed() {
        Map<String, String> both = Map.of("XDG_DATA_HOME", "/xdg", "JUPYTER_DATA_DIR", "/jupyter-data");

        assertThat(JupyterFolders.user(LINUX, Map.of("XDG_DATA_HOME", "/xdg"), HOME))
                .isEqualTo(Path.of("/xdg/jupyter"));
        assertThat(JupyterFolders.user(LINUX, both, HOME)).isEqualTo(Path.of("/jupyter-data"));
        assertThat(JupyterFolders.user(MAC, both, HOME)).isEqualTo(Path.of("/jupyter-data"));
    }

    @Test
    void anEmptyVariableCountsAsNone() {
        assertThat(JupyterFolders.user(LINUX, Map.of("XDG_DATA_HOME", ""), HOME))
                .isEqualTo(HOME.resolve(".local/share/jupyter"));
    }

    @Test
    void oursComesBeforeTheUsersOwnPath() {
        Path ours = Path.of("ours");

        assertThat(JupyterFolders.pathWith(ours, Map.of())).isEqualTo("ours");
        assertThat(JupyterFolders.pathWith(ours, Map.of("JUPYTER_PATH", "theirs")))
                .isEqualTo("ours" + File.pathSeparator + "theirs");
    }
}
