package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StandardInputTest {
    private final Deque<String> typed = new ArrayDeque<>(List.of("first\n", "\n", "3 4\n"));
    private final StandardInput in = new StandardInput(typed::remove);

    @Test
    void linesAreAskedForOneByOneWhenTheyAreNeeded() throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, Charset.defaultCharset()));
        assertThat(reader.readLine()).isEqualTo("first");
        assertThat(typed).hasSize(2);
        assertThat(reader.readLine()).isEmpty();
        Scanner scanner = new Scanner(in, Charset.defaultCharset());
        assertThat(scanner.nextInt() + scanner.nextInt()).isEqualTo(7);
    }

    @Test
    void aReadOfNothingAsksForNothing() throws IOException {
        assertThat(in.read(new byte[0])).isZero();
        assertThat(in.available()).isZero();
        assertThat(typed).hasSize(3);
    }

    @Test
    void aReadReturnsWhatIsThereOfTheLine() throws IOException {
        byte[] four = new byte[4];
        assertThat(in.read()).isEqualTo('f');
        assertThat(in.available()).isEqualTo(5);
        assertThat(in.read(four)).isEqualTo(4);
        assertThat(in.read(four)).isEqualTo(1);
        assertThat(four[0]).isEqualTo((byte) '\n');
    }

    @Test
    void anInterruptEndsTheReadAndTheThreadStaysInterrupted() {
        StandardInput never = new StandardInput(() -> {
            Thread.sleep(60_000);
            return "";
        });
        Thread.currentThread().interrupt();
        assertThatThrownBy(never::read).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aNotebookThatRunsByItselfSaysThatNobodyTypes(@TempDir Path folder) throws IOException {
        InputStream before = System.in;
        Path notebook = Files.writeString(folder.resolve("asks.ipynb"), """
                {"cells": [{"cell_type": "code", "source": "System.in.read()", "metadata": {}, "outputs": [], "execution_count": null}],
                 "metadata": {"kernelspec": {"name": "java", "language": "java", "display_name": "Java"}}, "nbformat": 4, "nbformat_minor": 5}
                """);
        NotebookRun run = NotebookRunner.run(notebook, folder.resolve("out.ipynb"), NotebookRun.Progress.NONE);
        assertThat(run.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.name()).isEqualTo("IOException");
            assertThat(failure.message()).isEqualTo("System.in cannot be read: there is nobody to type");
        });
        assertThat(System.in).isSameAs(before);
    }
}
