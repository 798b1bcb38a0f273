package io.github.latent4j.kernel.maven;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the jars that the cells of one session ask for, with Maven's rules: all that was asked so far is resolved together,
 * as one project's dependencies. {@code settings.xml} and the local repository are those of the user's Maven.
 *
 * <p>What the kernel itself runs with, and what an earlier question has put on the class path, is loaded and stays; an answer
 * says where another version was asked. A question that fails or is interrupted changes nothing.
 *
 * <p>May be called from several threads; one question is answered at a time. A thread that waits for an answer can be
 * interrupted.
 */
public final class MavenResolver {
    private static final long PROGRESS_MILLIS = 200;
    private static final long END_MILLIS = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Path mavenUserHome;
    private final Iterable<Path> classPath;
    private final Predicate<String> isPrivate;
    private @Nullable Resolver resolver;

    /** @param isPrivate whether a class, by its name with dots, belongs to the kernel alone: cells bring their own copy */
    public MavenResolver(Predicate<String> isPrivate) {
        this(Path.of(System.getProperty("user.home", ""), ".m2"), KernelJars.classPathOfThisJvm(), isPrivate);
    }

    /** @param classPath what this JVM was started with */
    MavenResolver(Path mavenUserHome, Iterable<Path> classPath, Predicate<String> isPrivate) {
        this.mavenUserHome = mavenUserHome;
        this.classPath = classPath;
        this.isPrivate = isPrivate;
    }

    /**
     * Finds what is asked, and all that it needs.
     *
     * @throws MavenException if something is not to be had; the message is for the user
     * @throws InterruptedException if the thread was interrupted; downloads have ended
     */
    public Resolution resolve(MavenRequest request, DownloadListener listener)
            throws MavenException, InterruptedException {
        return ask(listener, (current, downloads) -> current.resolve(request, downloads));
    }

    /**
     * Finds what a POM depends on. Its parents, imports, properties, managed versions and repositories count; the last two stay
     * for later questions of this session.
     *
     * @param scopes which of its dependencies: some of compile, runtime, provided, test, system; empty for compile and runtime
     * @throws MavenException if the POM cannot be read, or something is not to be had
     * @throws InterruptedException if the thread was interrupted; downloads have ended
     */
    public Resolution loadPom(Path pom, List<String> scopes, DownloadListener listener)
            throws MavenException, InterruptedException {
        Path file = pom.toAbsolutePath().normalize();
        if (!Files.isRegularFile(file)) {
            throw new MavenException("there is no file " + file + ": name a POM, such as pom.xml");
        }
        return ask(listener, (current, downloads) -> current.loadPom(file, pom.toString(), scopes, downloads));
    }

    /**
     * As {@link #loadPom(Path, List, DownloadListener)}, from text.
     *
     * @param xml a whole POM, or some of the elements of one, such as a few {@code <dependency>}
     */
    public Resolution loadPomText(String xml, List<String> scopes, DownloadListener listener)
            throws MavenException, InterruptedException {
        String text = PomText.complete(xml);
        Path folder = temporaryFolder();
        Path pom = folder.resolve("pom").resolve("pom.xml"); // one deeper: nothing lies where it looks for a parent
        try {
            Files.createDirectories(folder.resolve("pom"));
            Files.writeString(pom, text);
            return ask(listener, (current, downloads) -> current.loadPom(pom, "the POM", scopes, downloads));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + pom, e);
        } finally {
            delete(pom, folder.resolve("pom"), folder);
        }
    }

    /**
     * Adds a repository for all later questions, after those of {@code settings.xml}; one of the same id is replaced.
     *
     * @throws MavenException if the id or the URL cannot be one
     */
    public void addRepository(String id, String url) throws MavenException, InterruptedException {
        lock.lockInterruptibly();
        try {
            current().addRepository(id, url);
        } finally {
            lock.unlock();
        }
    }

    /** From now on only what is in the local repository is found; {@code false} leaves that to {@code settings.xml}. */
    public void setOffline(boolean offline) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            current().setOffline(offline);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Completes a coordinate from what is in the local repository: groups, then artifacts, then versions, newest first. At most 50,
     * whole coordinates; none while a question is being answered.
     */
    public List<String> complete(String prefix) {
        if (!lock.tryLock()) {
            return List.of();
        }
        try {
            return Completion.of(current().begin(new Downloads()).localRepository(), prefix);
        } catch (MavenException e) {
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /** Work on the resolver that may take long. */
    private interface Question<T> {
        T on(Resolver resolver, Downloads downloads) throws MavenException;
    }

    private Resolution ask(DownloadListener listener, Question<Resolver.Answer> question)
            throws MavenException, InterruptedException {
        lock.lockInterruptibly();
        try {
            return current().accept(call(listener, question));
        } finally {
            lock.unlock();
        }
    }

    /** Answers on a thread of its own: one that waits for a silent server cannot be interrupted, only cut off. */
    private <T> T call(DownloadListener listener, Question<T> question) throws MavenException, InterruptedException {
        Resolver current = current();
        Downloads downloads = new Downloads();
        FutureTask<T> task = new FutureTask<>(() -> question.on(current, downloads));
        Thread worker = new Thread(task, "maven");
        worker.setDaemon(true);
        worker.setContextClassLoader(MavenResolver.class.getClassLoader());
        boolean usable = false;
        try {
            worker.start();
            T answer = await(task, downloads, listener);
            usable = true;
            return answer;
        } catch (MavenException e) {
            usable = true;
            throw e;
        } finally {
            if (!usable) {
                downloads.cancel();
                current.cut();
                worker.interrupt();
                join(worker);
            }
        }
    }

    private static void join(Thread worker) {
        try {
            worker.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T await(FutureTask<T> task, Downloads downloads, DownloadListener listener)
            throws MavenException, InterruptedException {
        Download last = downloads.state();
        while (!task.isDone()) {
            try {
                task.get(PROGRESS_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                Download now = downloads.state();
                if (!now.equals(last)) {
                    listener.onProgress(now);
                    last = now;
                }
            } catch (ExecutionException e) {
                throw failure(e.getCause());
            }
        }
        if (downloads.state().finished() > 0) {
            listener.onProgress(downloads.state());
        }
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private static MavenException failure(@Nullable Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        return (MavenException) Objects.requireNonNull(thrown);
    }

    private Resolver current() {
        Resolver known = resolver;
        if (known == null) {
            known = new Resolver(mavenUserHome, KernelJars.read(classPath, isPrivate));
            resolver = known;
        }
        return known;
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("pom");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary folder", e);
        }
    }

    private static void delete(Path... paths) {
        for (Path path : paths) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // a temporary file stays behind
            }
        }
    }
}
