package io.github.latent4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    }

    @Test
    void nothingElseIsWritten() throws IOException {
        KernelSpec.install(PRODUCT, data);

        try (var files = Files.list(KernelSpec.folderIn(data))) {
            assertThat(files).containsExactly(file());
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

    private Path file() {
        return data.resolve("kernels/java/kernel.json");
    }

    private void write(String text) throws IOException {
        Files.createDirectories(KernelSpec.folderIn(data));
        Files.writeString(file(), text);
    }
}
