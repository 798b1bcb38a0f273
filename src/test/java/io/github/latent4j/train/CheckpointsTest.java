package io.github.latent4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import io.github.latent4j.data.Datasets;
import io.github.latent4j.data.Images;
import io.github.latent4j.nn.LayerSpec;
import io.github.latent4j.nn.NetSpec;
import io.github.latent4j.nn.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class CheckpointsTest {
    private static final Images SOME = Datasets.fashionMini().train().take(150);
    private static final Images HELD = Datasets.fashionMini().test().take(60);
    private static final NetSpec NET = NetSpec.of(
            SOME.shape(), LayerSpec.conv(4, 5), LayerSpec.maxPool(4), LayerSpec.dropout(0.3), LayerSpec.softmax(10));
    private static final TrainSpec SPEC = TrainSpec.epochs(6)
            .withBatchSize(40)
            .withValidation(HELD)
            .withRate(RateSchedule.warmUp(3, RateSchedule.onPlateau("val_loss", 0.5, 1)))
            .withEarlyStopping("val_loss", 2);

    @TempDir
    private Path folder;

    private static List<Map<String, Double>> metrics(History history) {
        return history.epochs().stream().map(EpochLog::metrics).toList();
    }

    /** Stops the run from within, as an error in a listener would. */
    private static TrainListener failingIn(int epoch) {
        return new TrainListener() {
            @Override
            public void onStep(StepLog log) {
                if (log.epoch() == epoch && log.step() == 2) {
                    throw new IllegalStateException("cut off");
                }
            }
        };
    }

    @Test
    void aRunThatWasCutOffEndsAsIfItHadNotBeen() {
        Network straight = Network.of(NET);
        History whole = straight.fit(SOME, SPEC);
        TrainSpec kept = SPEC.withCheckpoints(folder);
        for (int epoch : new int[] {1, 3, 4}) {
            try {
                Network.of(NET).fit(SOME, kept, failingIn(epoch));
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("cut off");
            }
        }
        Network resumed = Network.of(NET);
        History rest = resumed.fit(SOME, kept);

        assertThat(metrics(rest)).isEqualTo(metrics(whole));
        assertThat(rest.stopReason()).isEqualTo(whole.stopReason());
        assertThat(resumed.state()).isEqualTo(straight.state());
        assertThat(resumed.lastRun().differences(straight.lastRun())).isEmpty();

        Network again = Network.of(NET); // nothing is left to do
        assertThat(again.fit(SOME, kept).stopReason()).isEqualTo(whole.stopReason());
        assertThat(again.state()).isEqualTo(straight.state());
    }

    @Test
    void onlyTheNewestStay() throws IOException {
        Trainer.fit(new Parabola(0.1), Parabola.TEN, TrainSpec.epochs(5).withCheckpoints(folder));

        assertThat(names()).containsExactlyInAnyOrder("epoch-00004.l4j", "epoch-00005.l4j");
    }

    @Test
    void aDamagedFileIsPassedOverForTheOneBefore() throws IOException {
        TrainSpec spec = TrainSpec.epochs(3).withCheckpoints(folder);
        Trainer.fit(new Parabola(0.1), Parabola.TEN, spec);
        Files.writeString(folder.resolve("epoch-00003.l4j"), "nonsense");
        Parabola model = new Parabola(0.1);

        Trainer.fit(model, Parabola.TEN, spec);

        assertThat(model.rules).hasSize(1); // one epoch of one step
    }

    @Test
    void checkpointsOfAnotherRunAreRefused() {
        Trainer.fit(new Parabola(0.1), Parabola.TEN, TrainSpec.epochs(2).withCheckpoints(folder));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trainer.fit(
                        new Parabola(0.1),
                        Parabola.TEN.take(9),
                        TrainSpec.epochs(2).withCheckpoints(folder)))
                .withMessage(
                        "the checkpoints in %s are of another run: images was %s, now %s; take another folder, or delete them to begin anew",
                        folder, Parabola.TEN.sha256(), Parabola.TEN.take(9).sha256());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trainer.fit(
                        new Parabola(0.1),
                        Parabola.TEN,
                        TrainSpec.epochs(3)
                                .withSeed(1)
                                .withEarlyStopping("loss", 2)
                                .withCheckpoints(folder)))
                .withMessageContaining("run: epochs was 2, now 3; "
                        + "earlyStopping was none, now EarlyStopping[metric=loss, patience=2, minDelta=0.0]; "
                        + "seed was 42, now 1; take");
    }

    @Test
    void noPartOfTheSpecIsForgotten() {
        Map<String, String> run = RunIdentity.of(new Parabola(0.1), Parabola.TEN, SPEC);

        assertThat(Stream.of(TrainSpec.class.getRecordComponents()).map(RecordComponent::getName))
                .filteredOn(name -> !name.equals("checkpoints"))
                .allSatisfy(name -> assertThat(run).containsKey(name));
    }

    /** To begin anew in silence would lose what a newer program has written. */
    @Test
    void checkpointsOfWhichNoneCanBeReadAreNotOverwritten() throws IOException {
        TrainSpec spec = TrainSpec.epochs(3).withCheckpoints(folder);
        Trainer.fit(new Parabola(0.1), Parabola.TEN, spec);
        for (String name : List.of("epoch-00002.l4j", "epoch-00003.l4j")) {
            byte[] bytes = Files.readAllBytes(folder.resolve(name));
            bytes[8] = 2;
            Files.write(folder.resolve(name), bytes);
        }

        assertThatThrownBy(() -> Trainer.fit(new Parabola(0.1), Parabola.TEN, spec))
                .isInstanceOf(ModelFileException.class)
                .hasMessage(
                        "no checkpoint in %s can be read; delete them to begin anew: "
                                + "%s has version 2 of the format; this program reads version 1",
                        folder, folder.resolve("epoch-00003.l4j"));
    }

    @Test
    void aFolderThatCannotBeMadeIsNamedBeforeAnythingIsTrained() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        Parabola model = new Parabola(0.1);

        assertThatThrownBy(() ->
                        Trainer.fit(model, Parabola.TEN, TrainSpec.epochs(2).withCheckpoints(file)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("cannot make the folder " + file + ": ");
        assertThat(model.rules).isEmpty();
    }

    @Test
    void whatAKilledProcessHasLeftIsClearedAwayAndNothingElse() throws IOException {
        Files.writeString(folder.resolve("epoch-00007.l4j.0123-4567.part"), "half");
        Files.writeString(folder.resolve(".mine.part"), "mine");
        Files.writeString(folder.resolve("notes.part"), "mine");

        Trainer.fit(new Parabola(0.1), Parabola.TEN, TrainSpec.epochs(1).withCheckpoints(folder));

        assertThat(names()).containsExactlyInAnyOrder(".mine.part", "notes.part", "epoch-00001.l4j");
    }

    /** Values of the wrong kind in any place of the header, the checksum right. */
    @Test
    void aForgedCheckpointIsRefusedWithASentence() throws IOException {
        TrainSpec spec = TrainSpec.epochs(2).withEarlyStopping("loss", 5).withCheckpoints(folder);
        Trainer.fit(new Parabola(0.1), Parabola.TEN, spec);
        Files.delete(folder.resolve("epoch-00001.l4j"));
        Path file = folder.resolve("epoch-00002.l4j");
        ModelFile right = ModelFile.read(file);
        String json = right.header().toString();
        Checkpoints checkpoints = new Checkpoints(folder, RunIdentity.of(new Parabola(0.1), Parabola.TEN, spec));
        Random random = new Random(4);
        String[] nonsense = {"null", "-1", "1e300", "\"x\"", "[]", "{}", "true", "0.5", "99999999999", "[1]"};
        int refused = 0;
        for (int i = 0; i < 1000; i++) {
            int at = random.nextInt(json.length());
            String changed = json.substring(0, at)
                    + json.substring(at)
                            .replaceFirst(
                                    ":(\"[^\"]*\"|[^,{}\\[\\]\"]+)", ":" + nonsense[random.nextInt(nonsense.length)]);
            new ModelFile(JsonParser.parseString(changed).getAsJsonObject(), right.arrays()).write(file);
            try {
                assertThat(checkpoints.newest()).isPresent();
            } catch (ModelFileException e) {
                assertThat(e).hasMessageStartingWith("no checkpoint in " + folder);
                refused++;
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("the checkpoints in " + folder + " are of another run: ");
                refused++;
            }
        }
        assertThat(refused).isBetween(500, 999); // some only change how long an epoch took
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    /** A model of a million weights, so that a kill often comes while a file is written: {@code w = 0.999 w + epoch's noise}. */
    static final class Heavy implements Trainable {
        private float[] weights = new float[1 << 20];

        @Override
        public String description() {
            return "heavy";
        }

        @Override
        public double learningRate() {
            return 1;
        }

        @Override
        public void begin(TrainSpec spec) {}

        @Override
        public StepResult step(Images batch, StepRule rule) {
            Random random = new Random(rule.seed());
            float noise = random.nextFloat();
            for (int i = 0; i < weights.length; i++) {
                weights[i] = 0.999f * weights[i] + noise;
            }
            return new StepResult(Map.of(EpochLog.LOSS, (double) weights[7]), 1);
        }

        @Override
        public Map<String, Double> evaluateBatch(Images batch) {
            return Map.of(EpochLog.LOSS, (double) weights[7]);
        }

        @Override
        public ModelState state() {
            return new ModelState(weights, new float[0], 0);
        }

        @Override
        public void restore(ModelState state) {
            weights = state.weights();
        }

        static TrainSpec spec(Path folder) {
            return TrainSpec.epochs(400).withCheckpoints(folder);
        }

        /** The child: trains to the end or until it is killed. */
        public static void main(String[] args) {
            TrainListener voice = new TrainListener() {
                @Override
                public void onEpoch(EpochLog log) {
                    System.out.println("epoch " + log.epoch());
                }
            };
            Trainer.fitHere(new Heavy(), Parabola.TEN, spec(Path.of(args[0])), List.of(voice));
        }
    }

    @Test
    void killedFiftyTimesAtAnyMomentARunGoesOnAndEndsTheSame() throws IOException, InterruptedException {
        Random random = new Random();
        List<Integer> reached = new ArrayList<>();
        for (int kill = 0; kill < 50; kill++) {
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xshare:auto",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Heavy.class.getName(),
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(child.inputReader().readLine()).startsWith("epoch "); // it is under way
            child.waitFor(random.nextInt(100), TimeUnit.MILLISECONDS);
            child.destroyForcibly().waitFor();
            Optional<Checkpoints.Checkpoint> newest =
                    new Checkpoints(folder, RunIdentity.of(new Heavy(), Parabola.TEN, Heavy.spec(folder))).newest();
            reached.add(newest.map(checkpoint -> checkpoint.epochs().size()).orElse(0));
        }
        Heavy resumed = new Heavy();
        History rest = Trainer.fitHere(resumed, Parabola.TEN, Heavy.spec(folder), List.of());
        Heavy straight = new Heavy();
        History whole =
                Trainer.fitHere(straight, Parabola.TEN, Heavy.spec(folder).withoutCheckpoints(), List.of());

        assertThat(reached).isSorted(); // nothing was lost
        assertThat(reached)
                .as("epochs when killed")
                .last(InstanceOfAssertFactories.INTEGER)
                .isBetween(50, 399);
        assertThat(metrics(rest)).isEqualTo(metrics(whole));
        assertThat(resumed.state()).isEqualTo(straight.state());
        assertThat(names()).containsExactlyInAnyOrder("epoch-00399.l4j", "epoch-00400.l4j"); // and no parts of files
    }
}
