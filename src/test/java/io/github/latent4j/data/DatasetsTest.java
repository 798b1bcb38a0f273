package io.github.latent4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
    @TempDir
    Path folder;

    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void theBundledSetHasTheSameNumberOfImagesOfEachClass() {
        Split mini = Datasets.fashionMini();

        assertThat(mini.train()).hasToString("Images[fashion-mini, 6000 of 1x28x28, 10 classes]");
        assertThat(mini.test()).hasToString("Images[fashion-mini, 1000 of 1x28x28, 10 classes]");
        for (int label = 0; label < 10; label++) {
            assertThat(mini.train().ofClass(label).size()).isEqualTo(600);
            assertThat(mini.test().ofClass(label).size()).isEqualTo(100);
        }
    }

    @Test
    void theBundledPicturesAreAsBrightAsTheFullSet() {
        float[] pixels = Datasets.fashionMini().train().pixels();
        double sum = 0;
        for (float pixel : pixels) {
            sum += pixel;
        }

        // The full training set's mean is 0.2860. The means of its images have a standard deviation of 0.147, so that
        // of 6,000 of them has one of 0.0019; 4 of these.
        assertThat(sum / pixels.length).isCloseTo(0.2860, within(0.0076));
    }

    @Test
    void aSetIsReadFromAFolder() throws IOException {
        fill(folder, 0, 1, 2, 3);

        Split tiny = Datasets.find(IdxBytes.tinySet(), new DatasetFolders(List.of(folder, folder.resolve("cache"))));

        assertThat(tiny.train()).hasToString("Images[tiny, 20 of 1x2x2, 10 classes]");
        assertThat(tiny.test().label(9)).isEqualTo(9);
    }

    @Test
    void aFolderThatLacksAFileIsNamedWithIt() throws IOException {
        fill(folder, 0, 1, 2);

        assertThatThrownBy(() ->
                        Datasets.find(IdxBytes.tinySet(), new DatasetFolders(List.of(folder, folder.resolve("cache")))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(folder.resolve("tiny") + " lacks t10k-labels-idx1-ubyte.gz of tiny");
    }

    @Test
    void aFileWithOtherContentIsNoSilentSuccess() throws IOException {
        fill(folder, 0, 1, 2, 3);
        byte[] other = IdxBytes.labels(20);
        other[10] = 7;
        Path file = folder.resolve("tiny/train-labels-idx1-ubyte.gz");
        Files.write(file, IdxBytes.gzip(other));

        assertThatThrownBy(() ->
                        Datasets.find(IdxBytes.tinySet(), new DatasetFolders(List.of(folder, folder.resolve("cache")))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith(file + " has other content than the published train-labels-idx1-ubyte: its"
                        + " SHA-256 is " + IdxBytes.sha256(other));
    }

    @Test
    void aDownloadGoesIntoTheCacheAndIsReadFromThereNextTime() {
        serve("/good/", 0, 1, 2, 3);
        PublishedSet set = IdxBytes.tinySet(address("/good/"));
        DatasetFolders folders = new DatasetFolders(List.of(folder));

        Split first = Datasets.find(set, folders);
        server.stop(0);
        Split second = Datasets.find(set, folders);

        assertThat(second.train().pixels()).isEqualTo(first.train().pixels());
        assertThat(namesIn(folder.resolve("tiny"))).hasSize(4).allMatch(name -> name.endsWith("-ubyte.gz"));
    }

    @Test
    void aMirrorWithWrongContentIsPassedOver() {
        server.createContext("/bad/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (exchange) {
                exchange.getResponseBody().write(IdxBytes.gzip(IdxBytes.labels(3)));
            }
        });
        serve("/good/", 0, 1, 2, 3);

        Split tiny = Datasets.find(
                IdxBytes.tinySet(address("/bad/"), address("/good/")), new DatasetFolders(List.of(folder)));

        assertThat(tiny.train().size()).isEqualTo(20);
    }

    @Test
    void aTruncatedDownloadLeavesNothingBehind() {
        server.createContext("/short/", exchange -> {
            byte[] whole = IdxBytes.gzip(IdxBytes.images(20));
            exchange.sendResponseHeaders(200, 0);
            try (exchange) {
                exchange.getResponseBody().write(whole, 0, whole.length / 2);
            }
        });

        assertThatThrownBy(
                        () -> Datasets.find(IdxBytes.tinySet(address("/short/")), new DatasetFolders(List.of(folder))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("is truncated");
        assertThat(namesIn(folder.resolve("tiny"))).isEmpty();
    }

    @Test
    void withoutNetworkTheMessageSaysWhereItLookedAndWhatToDo() {
        serve("/empty/");
        String unreachable = "http://127.0.0.1:1/";

        assertThatThrownBy(() -> Datasets.find(
                        IdxBytes.tinySet(address("/empty/"), unreachable), new DatasetFolders(List.of(folder))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("tiny is in none of the folders [" + folder
                        + "], and: cannot download train-images-idx3-ubyte of tiny (127.0.0.1: status 404; 127.0.0.1:"
                        + " not reachable). Put its files [train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz,"
                        + " t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz] into " + folder.resolve("tiny")
                        + ", or name the folder above theirs in the environment variable LATENT4J_DATA."
                        + " Datasets.fashionMini() needs no file.");
    }

    @Test
    void anInterruptedDownloadEndsAndLeavesNothingBehind() {
        server.createContext("/slow/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            Thread.currentThread().setName("slow mirror");
            try (exchange) {
                exchange.getResponseBody().write(0x1f);
                exchange.getResponseBody().flush();
                Thread.sleep(2_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Thread.currentThread().interrupt();

        assertThatThrownBy(
                        () -> Datasets.find(IdxBytes.tinySet(address("/slow/")), new DatasetFolders(List.of(folder))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the download of train-images-idx3-ubyte was interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(namesIn(folder.resolve("tiny"))).isEmpty();
    }

    @Test
    void ownFilesThatDoNotFitTogetherAreNamed() throws IOException {
        Path images = Files.write(folder.resolve("images"), IdxBytes.images(3));
        Path labels = Files.write(folder.resolve("labels"), IdxBytes.labels(4));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Datasets.idx("mine", images, labels, List.of("a", "b", "c", "d")))
                .withMessage(images + " has 3 images but " + labels + " has 4 labels");
        Path three = Files.write(folder.resolve("three"), IdxBytes.labels(3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Datasets.idx("mine", images, three, List.of("a", "b")))
                .withMessage("classNames must name every label of " + three + ", got 2 names and a label 2");
    }

    @Test
    void anUnknownNameListsTheKnownOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Datasets.fetch("cifar"))
                .withMessage("name must be one of [mnist, fashion-mnist], got \"cifar\"");
    }

    @Test
    void eachSystemHasItsCache() {
        Path home = Path.of("/home/ada");

        assertThat(last(DatasetFolders.of(Map.of(), "Linux", home))).isEqualTo(home.resolve(".cache/latent4j"));
        assertThat(last(DatasetFolders.of(Map.of("XDG_CACHE_HOME", "/fast"), "Linux", home)))
                .isEqualTo(Path.of("/fast/latent4j"));
        assertThat(last(DatasetFolders.of(Map.of(), "Mac OS X", home)))
                .isEqualTo(home.resolve("Library/Caches/latent4j"));
        assertThat(last(DatasetFolders.of(Map.of(), "Windows 11", home)))
                .isEqualTo(home.resolve("AppData/Local/latent4j"));
    }

    @Test
    void theNamedFolderIsSearchedFirst() {
        DatasetFolders folders = DatasetFolders.of(Map.of("LATENT4J_DATA", "/data"), "Linux", Path.of("/home/ada"));

        assertThat(folders.searched()).startsWith(Path.of("/data"), Path.of("/usr/share/datasets"));
    }

    private static Path last(DatasetFolders folders) {
        return folders.searched().get(folders.searched().size() - 1);
    }

    private static void fill(Path folder, int... files) throws IOException {
        Path set = Files.createDirectories(folder.resolve("tiny"));
        for (int i : files) {
            Files.write(set.resolve(name(i)), IdxBytes.gzip(IdxBytes.tinyFile(i)));
        }
    }

    /** Serves some of the tiny set's files below {@code path}, and 404 for the others. */
    private void serve(String path, int... files) {
        List<String> names = IntStream.of(files).mapToObj(DatasetsTest::name).toList();
        server.createContext(path, exchange -> {
            int found = names.indexOf(exchange.getRequestURI().getPath().substring(path.length()));
            try (exchange) {
                if (found < 0) {
                    exchange.sendResponseHeaders(404, -1);
                } else {
                    byte[] content = IdxBytes.gzip(IdxBytes.tinyFile(files[found]));
                    exchange.sendResponseHeaders(200, content.length);
                    exchange.getResponseBody().write(content);
                }
            }
        });
    }

    private String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static String name(int i) {
        return PublishedSet.MNIST.files().get(i).name() + ".gz";
    }

    private static List<String> namesIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
