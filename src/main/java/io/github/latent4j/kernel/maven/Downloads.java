package io.github.latent4j.kernel.maven;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.ChecksumFailureException;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.transfer.TransferResource;
import org.jspecify.annotations.Nullable;

/** The downloads of one question: counts them, can end them, and refuses files that are not what their checksum says. */
final class Downloads extends AbstractTransferListener {
    private record Running(String name, long bytes, long totalBytes) {}

    private final Map<String, Running> running = new LinkedHashMap<>();
    private final Set<String> corrupted = new HashSet<>();
    private int finished;
    private long finishedBytes;
    private boolean cancelled;

    /** From now on every file that begins or goes on fails. */
    synchronized void cancel() {
        cancelled = true;
    }

    synchronized boolean cancelled() {
        return cancelled;
    }

    synchronized Download state() {
        long bytes = finishedBytes;
        long total = finishedBytes;
        for (Running one : running.values()) {
            bytes += one.bytes();
            total = total < 0 || one.totalBytes() < 0 ? -1 : total + one.totalBytes();
        }
        return new Download(running.values().stream().map(Running::name).toList(), finished, bytes, total);
    }

    @Override
    public synchronized void transferInitiated(TransferEvent event) throws TransferCancelledException {
        endIfCancelled();
    }

    @Override
    public synchronized void transferStarted(TransferEvent event) throws TransferCancelledException {
        note(event, 0);
    }

    @Override
    public synchronized void transferProgressed(TransferEvent event) throws TransferCancelledException {
        note(event, event.getTransferredBytes());
    }

    /**
     * Called for a wrong checksum, then, after a second try, again. A missing checksum is no reason to refuse a file, and that of
     * a list of versions is known to lag behind.
     */
    @Override
    public synchronized void transferCorrupted(TransferEvent event) throws TransferCancelledException {
        String key = key(event.getResource());
        if (event.getException() instanceof ChecksumFailureException failure
                && !failure.getExpected().isEmpty()
                && !key.endsWith(".xml")
                && !corrupted.add(key)) {
            throw new WrongChecksum(failure);
        }
    }

    @Override
    public synchronized void transferSucceeded(TransferEvent event) {
        running.remove(key(event.getResource()));
        finished++;
        finishedBytes += event.getTransferredBytes();
    }

    @Override
    public synchronized void transferFailed(TransferEvent event) {
        running.remove(key(event.getResource()));
    }

    private void note(TransferEvent event, long bytes) throws TransferCancelledException {
        endIfCancelled();
        TransferResource resource = event.getResource();
        String path = resource.getResourceName();
        String name = path.substring(path.lastIndexOf('/') + 1);
        running.put(key(resource), new Running(name, bytes, resource.getContentLength()));
    }

    private void endIfCancelled() throws TransferCancelledException {
        if (cancelled) {
            throw new TransferCancelledException("interrupted");
        }
    }

    private static String key(TransferResource resource) {
        return resource.getRepositoryUrl() + resource.getResourceName();
    }

    /** Ends the download of a file that is not what its checksum says. */
    static final class WrongChecksum extends TransferCancelledException {
        WrongChecksum(ChecksumFailureException failure) {
            super("its checksum is " + failure.getActual() + " and should be " + failure.getExpected());
        }

        static @Nullable WrongChecksum in(@Nullable Throwable thrown) {
            Throwable one = thrown;
            while (one != null && !(one instanceof WrongChecksum)) {
                one = one.getCause();
            }
            return (WrongChecksum) one;
        }
    }
}
