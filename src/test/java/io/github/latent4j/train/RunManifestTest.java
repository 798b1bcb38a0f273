package io.github.latent4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunManifestTest {
    private static final TrainSpec SPEC =
            TrainSpec.epochs(2).withBatchSize(5).withValidation(Parabola.TEN).withSeed(3);

    @TempDir
    private Path folder;

    private static RunManifest manifest(TrainSpec spec) {
        return Trainer.manifestOf(new Parabola(0.1), Parabola.TEN, spec);
    }

    @Test
    void aSecondRunIsEqualToTheBit() {
        assertThat(manifest(SPEC).verify(new Parabola(0.1), Parabola.TEN, SPEC)).isEmpty();
    }

    @Test
    void whatDiffersIsNamed() {
        TrainSpec longer = TrainSpec.epochs(3)
                .withBatchSize(5)
                .withValidation(Parabola.TEN)
                .withSeed(3);

        List<String> differences = manifest(SPEC).verify(new Parabola(0.2), Parabola.TEN.take(9), longer);

        assertThat(differences.get(0)).startsWith("images was ");
        assertThat(differences.get(1)).isEqualTo("epochs was 2, now 3");
        assertThat(differences.get(2)).startsWith("epoch 1 was {loss=").contains(", now {loss=");
        assertThat(differences)
                .endsWith("the end was \"all 2 epochs done\", now \"all 3 epochs done\"", "the weights are others");
    }

    @Test
    void weightsThatARunBeginsWithArePartOfIt() {
        Parabola moved = new Parabola(0.1);
        moved.setWeight(2);

        assertThat(manifest(SPEC).verify(moved, Parabola.TEN, SPEC).get(0))
                .matches("the weights to begin with were \\w{64} after 0 steps, now \\w{64} after 0 steps");
    }

    @Test
    void anotherMachineIsNamedWhereNumbersDiffer() {
        RunManifest here = manifest(SPEC);
        java.util.Map<String, String> other = new java.util.LinkedHashMap<>(here.machine());
        other.put("processor", "another one");
        RunManifest there = new RunManifest(here.run(), here.begin(), other, here.epochs(), here.end(), "0");

        assertThat(here.differences(there))
                .containsExactly(
                        "processor was another one, now " + here.machine().get("processor"), "the weights are others");
        RunManifest same = new RunManifest(here.run(), here.begin(), other, here.epochs(), here.end(), here.weights());
        assertThat(here.differences(same)).isEmpty();
    }

    @Test
    void itComesBackFromItsFile() {
        RunManifest manifest = manifest(SPEC);

        manifest.save(folder.resolve("run.json"));

        assertThat(RunManifest.load(folder.resolve("run.json"))).isEqualTo(manifest);
        assertThat(manifest.machine()).containsKeys("JDK", "ND4J", "oneDNN", "processor", "threads");
        assertThat(manifest.machine().get("ND4J")).matches("\\d.*");
        assertThat(manifest.toTable().stringColumn("what").asList()).contains("epoch 1", "epoch 2", "weights");
    }

    @Test
    void everyPartButEarlierEpochsIsPrinted() {
        RunManifest manifest = manifest(SPEC);

        assertThat(manifest.toString().lines())
                .hasSize(manifest.toTable().rowCount()) // a title, and epoch 1 is left out
                .contains("  batchSize        5", "  seed             3", "  weights          " + manifest.weights());
    }

    private static void assertRefused(String text, String fault) {
        assertThatThrownBy(() -> RunManifest.parse(text, "x"))
                .isInstanceOf(ModelFileException.class)
                .hasMessage("x is no run manifest: " + fault);
    }

    @Test
    void aFileOfSomethingElseIsRefused() throws IOException {
        String right = manifest(SPEC).toJson().toString();

        assertRefused("", "it is no object of JSON");
        assertRefused("[]", "it is no object of JSON");
        assertRefused("{\"a\":".repeat(400), "it is no JSON");
        assertRefused("{}", "\"version\" must be a whole number");
        assertRefused(right.replace(":1,", ":2,"), "it has version 2; this program reads version 1");
        assertRefused(right.replace("\"epochs\":[{", "\"epochs\":[3,{"), "each epoch must be an object, got 3");
        assertRefused(right.replaceAll("\"epochs\":\\[.*\\]", "\"epochs\":[]"), "there must be at least one epoch");
        Path file = Files.write(folder.resolve("run.json"), new byte[] {-1, -2, 0});
        assertThatThrownBy(() -> RunManifest.load(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessage(file + " is no run manifest: it is no JSON");
        assertThatThrownBy(() -> RunManifest.load(folder.resolve("none")))
                .isInstanceOf(ModelFileException.class)
                .hasMessage("there is no file " + folder.resolve("none"));
    }

    @Test
    void tenThousandChangedFilesAreReadOrRefused() {
        byte[] right = manifest(SPEC).toJson().toString().getBytes(StandardCharsets.UTF_8);
        Random random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] changed = right.clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            try {
                RunManifest.parse(new String(changed, StandardCharsets.UTF_8), "x");
            } catch (ModelFileException e) {
                assertThat(e).hasMessageStartingWith("x is no run manifest: ");
                refused++;
            }
        }
        assertThat(refused).isBetween(1_000, 9_999); // most only change a text
    }
}
