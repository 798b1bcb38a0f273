package io.github.latent4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final History HISTORY = new History(
            List.of(
                    new EpochLog(1, Map.of("loss", 0.5), Duration.ofMillis(1250)),
                    new EpochLog(2, Map.of("loss", 1 / 3.0), Duration.ofMillis(1100))),
            "all 2 epochs done");

    @TempDir
    Path folder;

    @Test
    void printsAsItsTableWithFixedDigits() {
        assertThat(HISTORY.toString().lines().map(String::strip).toList())
                .contains("1  |  0.5000  |      1.2  |", "2  |  0.3333  |      1.1  |", "stopped: all 2 epochs done");
    }

    @Test
    void theFileOfValuesKeepsAllDigits() throws IOException {
        Path file = folder.resolve("history.csv");

        HISTORY.saveCsv(file);

        assertThat(Files.readAllLines(file))
                .containsExactly("epoch,loss,seconds", "1,0.5,1.25", "2,0.3333333333333333,1.1");
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Path file = folder.resolve("no/such/history.csv");

        assertThatThrownBy(() -> HISTORY.saveCsv(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot write " + file);
    }

    @Test
    void theBestEpochIsTheLowestAndNeverOneWithoutValue() {
        History withGap = new History(
                List.of(
                        new EpochLog(1, Map.of("val_loss", Double.NaN), Duration.ZERO),
                        new EpochLog(2, Map.of("val_loss", 3.0), Duration.ZERO),
                        new EpochLog(3, Map.of("val_loss", 2.0), Duration.ZERO)),
                "interrupted");

        assertThat(withGap.best("val_loss").epoch()).isEqualTo(3);
    }
}
