package io.github.latent4j.internal;

import java.util.Locale;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;
import org.nd4j.nativeblas.OpaqueDataBuffer;

/**
 * ND4J's native functions, of which those that take memory keep to the bound of the process: without it an array that is far too large
 * ends the whole process. {@link Dl4j} has ND4J load this class in place of its own, and so have the options of our JVMs, for cells that
 * use ND4J first.
 */
public final class BoundedNativeOps extends Nd4jCpu {
    /** Less than this is not worth asking the system how much the process has. */
    private static final long SMALL_BYTES = 1 << 20;

    /** How often unused arrays are looked for before there is no room. */
    private static final int ATTEMPTS = 3;

    private static final int FREEING_MILLIS = 50;
    private static final int MEGABYTE = 1_000_000;

    private final long bound = Dl4j.maxPhysicalBytes();

    /** Called by ND4J. */
    public BoundedNativeOps() {}

    @Override
    public OpaqueDataBuffer allocateDataBuffer(long elements, int dataType, boolean allocateBoth) {
        requireRoom(elements, DataType.fromInt(dataType));
        return super.allocateDataBuffer(elements, dataType, allocateBoth);
    }

    @Override
    public Pointer mallocHost(long memorySize, int flags) {
        requireRoom(memorySize, DataType.INT8);
        return super.mallocHost(memorySize, flags);
    }

    private void requireRoom(long elements, DataType type) {
        double bytes = (double) elements * type.width();
        if (bytes <= SMALL_BYTES) {
            return;
        }
        for (int attempt = 0; bound > 0 && bytes + Pointer.physicalBytes() > bound; attempt++) {
            if (attempt == ATTEMPTS) {
                throw new OutOfMemoryError(String.format(
                        Locale.ROOT,
                        "%,d values of type %s need %,.0f MB; this process has %,d MB and may take %,d MB",
                        elements,
                        type,
                        bytes / MEGABYTE,
                        Pointer.physicalBytes() / MEGABYTE,
                        bound / MEGABYTE));
            }
            freeUnused();
        }
    }

    /** Arrays that nobody refers to any more are freed by a thread of ND4J's, after the collector has found them. */
    private static void freeUnused() {
        System.gc();
        try {
            Thread.sleep(FREEING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
