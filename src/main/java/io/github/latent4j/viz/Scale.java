package io.github.latent4j.viz;

/** How numbers are placed on an axis. */
public enum Scale {
    /** Equal differences are equally far apart. */
    LINEAR,

    /** Equal ratios are equally far apart, to base 10; numbers that are not positive have no place. */
    LOG;

    /** The number, or NaN where it has no place. */
    double placed(double value) {
        return Double.isFinite(value) && (this == LINEAR || value > 0) ? value : Double.NaN;
    }
}
