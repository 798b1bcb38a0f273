package io.github.latent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelSpecTest {
    private static final Product PRODUCT = new Product(Path.of("/here/target/latent4j.jar"), Path.of("/jdk/bin/java"));
    private static final String FOREIGN =
            "{\"argv\": [\"java\", \"-jar\", \"/opt/ijava-1.3.0.jar\", \"{connection_file}\"]}";

    @TempDir
    private Path data;

    @Test
    void theDescriptionStartsThisJarOnThisJdkWithOurFlags() throws IOException {
        KernelSpec.install(PRODUCT, data);

        JsonObject json = new Gson().fromJson(Files.readString(file()), JsonObject.class);
        List<String> command = json.getAsJsonArray("argv").asList().stream()
                .map(part -> part.getAsString())
                .toList();
        assertThat(command).startsWith("/jdk/bin/java").containsAll(JvmFlags.all());
        assertThat(command).endsWith("-jar", "/here/target/latent4j.jar", "kernel", "{connection_file}");
        assertThat(json.get("display_name").getAsString()).isEqualTo("Java (latent4j)");
        assertThat(json.get("language").getAsString()).isEqualTo("java");
        assertThat(json.get("interrupt_mode").getAsString()).isEqualTo("message");
        assertThat(json.get("metadata").toString()).isEqualTo("{\"debugger\":false}");
    }

    @Test
    void logosAreWrittenWithItAndNothingElse() throws IOException {
        KernelSpec.install(PRODUCT, data);

        try (var files = Files.list(KernelSpec.folderIn(data))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg");
        }
        for (int size : new int[] {32, 64}) {
            BufferedImage logo = ImageIO.read(KernelSpec.folderIn(data)
                    .resolve("logo-" + size + "x" + size + ".png")
                    .toFile());
            assertThat(List.of(logo.getWidth(), logo.getHeight())).containsExactly(size, size);
        }
    }

    @Test
    void whatIsWrittenIsReadBackAsOurs() {
        KernelSpec written = KernelSpec.install(PRODUCT, data);

        assertThat(KernelSpec.readIn(data)).contains(written);
        assertThat(written.isOurs()).isTrue();
        assertThat(written.parts()).containsExactly(PRODUCT.java(), PRODUCT.jar());
    }

    @Test
    void anOlderOneOfOursIsReplaced() {
        KernelSpec.install(new Product(Path.of("/elsewhere/latent4j-0.0.1.jar"), Path.of("/old/bin/java")), data);

        KernelSpec.install(PRODUCT, data);

        assertThat(KernelSpec.readIn(data).orElseThrow().jar()).contains(PRODUCT.jar());
    }

    @Test
    void somebodyElsesIsRefusedAndLeftAsItWas() throws IOException {
        write(FOREIGN);

        assertThatThrownBy(() -> KernelSpec.install(PRODUCT, data))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(KernelSpec.folderIn(data).toString())
                .hasMessageContaining("jupyter kernelspec remove java");
        assertThat(file()).hasContent(FOREIGN);
    }

    @Test
    void aBrokenDescriptionIsNamedAndLeftAsItWas() throws IOException {
        for (String broken : List.of("", "[]", "{\"argv\": 1}", "{\"argv\": [", "{\"language\": \"java\"}")) {
            write(broken);

            assertThatThrownBy(() -> KernelSpec.install(PRODUCT, data))
                    .isInstanceOf(Failure.class)
                    .hasMessageStartingWith(file() + " is no kernel description");
            assertThat(file()).hasContent(broken);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C:\\Program Files\\Java\\jdk-17\\bin\\java.exe",
                "C:\\Users\\J\u00fcrgen \u0141\\latent4j.jar",
                "/Users/ada/Library/Application Support/latent4j.jar",
                "/opt/\u6f5c\u5728/latent4j.jar"
            })
    void everySystemsPathsAreReadBackAsTheyWere(String path) {
        String json = new KernelSpec(data, List.of(path, "-jar", path)).json();

        assertThat(new Gson()
                        .fromJson(json, JsonObject.class).getAsJsonArray("argv").asList().stream()
                                .map(part -> part.getAsString()))
                .containsExactly(path, "-jar", path);
    }

    @Test
    void oursIsKnownByItsJarOnEverySystem() {
        assertThat(starting("C:\\Program Files\\latent4j\\latent4j.jar").isOurs())
                .isTrue();
        assertThat(starting("/opt/latent4j/latent4j-0.2.0.jar").isOurs()).isTrue();
        assertThat(starting("C:\\latent4j\\ijava.jar").isOurs()).isFalse();
        assertThat(starting("/opt/latent4j/ijava.jar").isOurs()).isFalse();
    }

    private KernelSpec starting(String jar) {
        return new KernelSpec(data, List.of("java", "-jar", jar));
    }

    @Test
    void uninstallingRemovesAllThatInstallingMade() throws IOException {
        KernelSpec kernel = KernelSpec.install(PRODUCT, data);
        for (int java : new int[] {17, 25}) {
            Files.createFile(ClassArchive.in(kernel.folder(), java).file());
        }

        assertThat(KernelSpec.uninstall(data)).contains(kernel);
        assertThat(kernel.folder()).doesNotExist();
        assertThat(KernelSpec.uninstall(data)).isEmpty();
    }

    @Test
    void uninstallingLeavesAUsersOwnFiles() throws IOException {
        KernelSpec kernel = KernelSpec.install(PRODUCT, data);
        Path own = Files.createFile(kernel.folder().resolve("notes.txt"));

        KernelSpec.uninstall(data);

        try (var files = Files.list(kernel.folder())) {
            assertThat(files).containsExactly(own);
        }
    }

    @Test
    void somebodyElsesIsNotUninstalled() throws IOException {
        write(FOREIGN);

        assertThatThrownBy(() -> KernelSpec.uninstall(data))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("is somebody else's and is left alone");
        assertThat(file()).hasContent(FOREIGN);
    }

    private Path file() {
        return data.resolve("kernels/java/kernel.json");
    }

    private void write(String text) throws IOException {
        Files.createDirectories(KernelSpec.folderIn(data));
        Files.writeString(file(), text);
    }
}
