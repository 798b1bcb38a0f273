package io.github.latent4j.vae;

/** The space of codes of a model. */
public final class LatentSpace {
    private final Vae vae;

    LatentSpace(Vae vae) {
        this.vae = vae;
    }

    /** The distribution that codes are drawn from, as it was learned. */
    public GaussianMixture prior() {
        return vae.prior();
    }
}
