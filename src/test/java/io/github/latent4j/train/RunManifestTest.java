package io.github.latent4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunManifestTest {
    private static final TrainSpec SPEC =
            TrainSpec.epochs(2).withBatchSize(5).withValidation(Parabola.TEN).withSeed(3);

    @TempDir
    private Path folder;

    private static RunManifest manifest(TrainSpec spec) {
        Parabola model = new Parabola(0.1);
        History history = Trainer.fit(model, Parabola.TEN, spec);
        return RunManifest.of(model, Parabola.TEN, spec, history);
    }

    @Test
    void aSecondRunIsEqualToTheBit() {
        assertThat(manifest(SPEC).verify(new Parabola(0.1), Parabola.TEN, SPEC)).isEmpty();
    }

    @Test
    void whatDiffersIsNamed() {
        List<String> differences = manifest(SPEC).verify(new Parabola(0.2), Parabola.TEN.take(9), SPEC);

        assertThat(differences.get(0)).startsWith("images was ");
        assertThat(differences.get(1)).startsWith("epoch 1 was {loss=").contains(", now {loss=");
        assertThat(differences).last().isEqualTo("the weights are others");
    }

    @Test
    void anotherMachineIsNamedWhereNumbersDiffer() {
        RunManifest here = manifest(SPEC);
        java.util.Map<String, String> other = new java.util.LinkedHashMap<>(here.machine());
        other.put("processor", "another one");
        RunManifest there = new RunManifest(here.run(), other, here.epochs(), "0");

        assertThat(here.differences(there))
                .containsExactly(
                        "processor was another one, now " + here.machine().get("processor"), "the weights are others");
        assertThat(here.differences(new RunManifest(here.run(), other, here.epochs(), here.weights())))
                .isEmpty();
    }

    @Test
    void itComesBackFromItsFile() {
        RunManifest manifest = manifest(SPEC);

        manifest.save(folder.resolve("run.json"));

        assertThat(RunManifest.load(folder.resolve("run.json"))).isEqualTo(manifest);
        assertThat(manifest.machine()).containsKeys("JDK", "ND4J", "oneDNN", "processor", "threads");
        assertThat(manifest.toString()).contains("epoch 2").contains("validation images");
    }

    @Test
    void aFileOfSomethingElseIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("run.json"), "{\"run\": 3}");

        assertThatThrownBy(() -> RunManifest.load(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessage(file + " is no run manifest: \"epochs\" must be a list");
    }
}
