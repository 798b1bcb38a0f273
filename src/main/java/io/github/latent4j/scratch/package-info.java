/** Deep learning without a library, to be read: a scalar that knows its derivative, a small network of such scalars, and ways downhill. */
@NullMarked
package io.github.latent4j.scratch;

import org.jspecify.annotations.NullMarked;
