package io.github.latent4j.kernel.maven;

/** Hears how a download goes on. */
@FunctionalInterface
public interface DownloadListener {
    /**
     * Called on the thread that asked, a few times a second while files arrive, and once at the end if any arrived. What it
     * throws ends the download.
     */
    void onProgress(Download download);
}
