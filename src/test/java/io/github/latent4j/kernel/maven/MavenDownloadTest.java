package io.github.latent4j.kernel.maven;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from a server of this machine that serves a folder, slowly or not at all where a test wants that. */
@Timeout(60)
class MavenDownloadTest {
    @TempDir
    Path folder;

    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stalled = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile String stallAt = "nothing";
    private volatile String slowAt = "nothing";
    private volatile String password = "";
    private HttpServer server;
    private TinyRepository central;
    private MavenResolver maven;
    private String localRepositoryOfTheBuild;

    @BeforeEach
    void open() throws Exception {
        localRepositoryOfTheBuild = System.clearProperty("maven.repo.local");
        central = new TinyRepository(folder.resolve("central"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
        settings("<mirror><id>mirror</id><mirrorOf>*</mirrorOf><url>" + url() + "</url></mirror>", "");
        maven = new MavenResolver(folder.resolve("home"), List.of(), name -> false);
    }

    @AfterEach
    void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
        if (localRepositoryOfTheBuild != null) {
            System.setProperty("maven.repo.local", localRepositoryOfTheBuild);
        }
    }

    private void settings(String mirrors, String more) {
        TinyRepository.write(
                folder.resolve("home/settings.xml"),
                ("<settings><mirrors>" + mirrors + "</mirrors>" + more + "</settings>").getBytes(UTF_8));
    }

    private String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/maven";
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            asked.add(exchange.getRequestURI().toString());
            Path file = central.folder().resolve(path.substring(path.indexOf("/", 1) + 1));
            String expected = "Basic " + Base64.getEncoder().encodeToString(password.getBytes(UTF_8));
            if (!password.isEmpty()
                    && !expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"r\"");
                exchange.sendResponseHeaders(401, -1);
            } else if (Files.isRegularFile(file)) {
                send(exchange, path, Files.readAllBytes(file));
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(HttpExchange exchange, String path, byte[] content) throws IOException, InterruptedException {
        exchange.sendResponseHeaders(200, content.length);
        for (int i = 0; i < content.length; i++) {
            if (i == content.length / 2 && path.endsWith(stallAt)) {
                exchange.getResponseBody().flush();
                stalled.countDown();
                end.await();
            }
            if (path.endsWith(slowAt) && i % (content.length / 10) == 0) {
                exchange.getResponseBody().flush();
                Thread.sleep(100);
            }
            exchange.getResponseBody().write(content[i]);
        }
    }

    private List<Path> resolve(String coordinate) throws Exception {
        return maven.resolve(MavenRequest.of(coordinate), progress -> {}).added();
    }

    @Test
    void aMirrorOfTheSettingsStandsForAllRepositories() throws Exception {
        central.add("org.x:a:1");
        maven.addRepository("mine", "http://nowhere.invalid/");
        assertThat(resolve("org.x:a:1")).hasSize(1);
        assertThat(asked).contains("/maven/org/x/a/1/a-1.jar");
    }

    @Test
    void theProxyOfTheSettingsIsUsed() throws Exception {
        settings(
                "<mirror><id>mirror</id><mirrorOf>*</mirrorOf><url>http://nowhere.invalid/maven</url></mirror>",
                "<proxies><proxy><protocol>http</protocol><host>localhost</host><port>"
                        + server.getAddress().getPort() + "</port></proxy></proxies>");
        central.add("org.x:a:1");
        assertThat(resolve("org.x:a:1")).hasSize(1);
        assertThat(asked).contains("http://nowhere.invalid/maven/org/x/a/1/a-1.jar");
    }

    @Test
    void theServerOfTheSettingsGivesThePassword() throws Exception {
        settings(
                "<mirror><id>mirror</id><mirrorOf>*</mirrorOf><url>" + url() + "</url></mirror>",
                "<servers><server><id>mirror</id><username>me</username><password>secret</password></server></servers>");
        password = "me:secret";
        central.add("org.x:a:1");
        assertThat(resolve("org.x:a:1")).hasSize(1);
        password = "me:other";
        assertThatThrownBy(() -> resolve("org.x:b:1"))
                .isInstanceOf(MavenException.class)
                .hasNoCause()
                .hasMessageStartingWith("org.x:b:pom:1 cannot be downloaded from mirror (" + url() + "): ")
                .hasMessageContaining("401")
                .hasMessageEndingWith("; check the network, and the proxies and servers in settings.xml");
    }

    @Test
    void aServerThatDoesNotAnswerIsNamed() {
        settings("<mirror><id>mirror</id><mirrorOf>*</mirrorOf><url>http://localhost:1/maven</url></mirror>", "");
        assertThatThrownBy(() -> resolve("org.x:a:1"))
                .hasMessageStartingWith("org.x:a:pom:1 cannot be downloaded from mirror (http://localhost:1/maven): ")
                .hasMessageContaining("refused");
    }

    @Test
    void theListenerHearsOfADownloadOnTheThreadThatAsked() throws Exception {
        central.add("org.x:a:1");
        TinyRepository.write(central.file("org.x:a:1", ".jar"), new byte[100_000]);
        slowAt = "a-1.jar";
        List<Download> heard = new ArrayList<>();
        Set<Thread> on = ConcurrentHashMap.newKeySet();
        maven.resolve(MavenRequest.of("org.x:a:1"), progress -> {
            heard.add(progress);
            on.add(Thread.currentThread());
        });
        assertThat(on).containsExactly(Thread.currentThread());
        assertThat(heard).as("coalesced").hasSizeBetween(2, 20);
        assertThat(heard).isSortedAccordingTo((left, right) -> Long.compare(left.bytes(), right.bytes()));
        Download midway = heard.stream()
                .filter(one -> one.running().contains("a-1.jar"))
                .reduce((first, second) -> second)
                .orElseThrow();
        assertThat(midway.totalBytes()).isBetween(100_000L, 101_000L);
        assertThat(midway.text()).matches("downloading a-1\\.jar \\(0\\.\\d of 0\\.1 MB\\)");
        Download last = heard.get(heard.size() - 1);
        assertThat(last.text()).isEqualTo("downloaded 2 files (0.1 MB)");
    }

    @Test
    void anInterruptEndsADownloadThatHasStalledAndTheNextQuestionIsAnswered() throws Exception {
        central.add("org.x:a:1").add("org.x:b:1");
        stallAt = "a-1.jar";
        FutureTask<Throwable> question = new FutureTask<>(() -> {
            try {
                resolve("org.x:a:1");
                return null;
            } catch (Throwable e) {
                return e;
            }
        });
        Thread thread = new Thread(question);
        thread.start();
        assertThat(stalled.await(30, TimeUnit.SECONDS)).isTrue();
        thread.interrupt();
        assertThat(question.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(one -> one.getName().equals("maven") && one.isAlive());
        assertThat(resolve("org.x:b:1")).hasSize(1);
        stallAt = "nothing";
        assertThat(resolve("org.x:a:1")).as("asked again").hasSize(1);
    }

    @Test
    void anErrorOfTheListenerEndsTheDownloadAndTheNextQuestionIsAnswered() throws Exception {
        central.add("org.x:a:1");
        TinyRepository.write(central.file("org.x:a:1", ".jar"), new byte[100_000]);
        slowAt = "a-1.jar";
        Error stop = new Error("stop");
        assertThatThrownBy(() -> maven.resolve(MavenRequest.of("org.x:a:1"), progress -> {
                    throw stop;
                }))
                .isSameAs(stop);
        assertThat(resolve("org.x:a:1")).hasSize(1);
    }
}
