package io.github.latent4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Downloads the files of a data set into a folder: checked before they get their name, so never half a file. */
final class Mirrors {
    /** Told while a file arrives. */
    @FunctionalInterface
    interface Progress {
        /** {@code total} is -1 if the server does not say. */
        void bytes(String file, long done, long total);
    }

    /** No file of a set is larger; a server that sends more is not the one we want. */
    private static final long MAX_BYTES = 100_000_000;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(60);

    private final Progress progress;
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    Mirrors(Progress progress) {
        this.progress = progress;
    }

    /**
     * Downloads what {@code folder} lacks of {@code set}, trying its mirrors in turn.
     *
     * @throws UncheckedIOException if no mirror has a file with the right content; says what each one answered
     */
    void fetch(PublishedSet set, Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + folder, e);
        }
        for (PublishedSet.PublishedFile file : set.files()) {
            if (DatasetFolders.fileIn(folder, file).isEmpty()) {
                fetch(set, file, folder.resolve(file.name() + ".gz"));
            }
        }
    }

    private void fetch(PublishedSet set, PublishedSet.PublishedFile file, Path target) {
        List<String> answers = new ArrayList<>();
        for (String mirror : set.mirrors()) {
            URI address = URI.create(mirror + file.name() + ".gz");
            try {
                download(address, file, target);
                return;
            } catch (IOException | UncheckedIOException e) {
                answers.add(address.getHost() + ": " + reason(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(
                        "the download of " + file.name() + " was interrupted", new IOException(e));
            }
        }
        throw new UncheckedIOException(
                "cannot download " + file.name() + " of " + set.name() + " (" + String.join("; ", answers) + ")",
                new IOException("no mirror of " + set.name() + " could be used"));
    }

    private void download(URI address, PublishedSet.PublishedFile file, Path target)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(RESPONSE_TIMEOUT).build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        Path part = Files.createTempFile(target.getParent(), file.name(), ".part");
        try (InputStream in = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException("status " + response.statusCode());
            }
            copy(
                    in,
                    part,
                    file.name(),
                    response.headers().firstValueAsLong("Content-Length").orElse(-1));
            Datasets.requireHash(IdxFile.read(part, file.kind()), file);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void copy(InputStream in, Path part, String name, long total) throws IOException, InterruptedException {
        byte[] buffer = new byte[1 << 16];
        long done = 0;
        try (OutputStream out = Files.newOutputStream(part)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                done += read;
                if (done > MAX_BYTES) {
                    throw new IOException("sends more than " + MAX_BYTES + " bytes");
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                progress.bytes(name, done, total);
            }
        }
    }

    private static String reason(Exception e) {
        if (e instanceof java.net.ConnectException || e instanceof java.nio.channels.UnresolvedAddressException) {
            return "not reachable";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
