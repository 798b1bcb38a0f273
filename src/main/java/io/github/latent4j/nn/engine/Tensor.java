package io.github.latent4j.nn.engine;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;

import io.github.latent4j.internal.OneDnn;
import java.nio.FloatBuffer;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;

/**
 * Numbers in native memory.
 *
 * @param shape such as {@code [examples, channels, height, width]}
 * @param layout the order in which they lie in memory, which oneDNN often chooses itself
 * @param memory what oneDNN knows them by
 * @param address where they begin
 */
record Tensor(Shape shape, dnnl_memory_desc layout, dnnl_memory memory, long address) {

    /** All values in their order in memory, padding included. */
    FloatBuffer floats() {
        return OneDnn.floats(address, dnnl_memory_desc_get_size(layout) / Float.BYTES);
    }
}
