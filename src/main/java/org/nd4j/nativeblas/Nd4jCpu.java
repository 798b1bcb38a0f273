package org.nd4j.nativeblas;

/**
 * A name that Deeplearning4j 1.0.0-M2.1 still asks for: its layer helpers look up {@code Nd4jCpu$Environment} here to
 * learn whether oneDNN is in use, but the class moved to another package in M2. Without this one, convolution, pooling
 * and batch normalisation silently run without oneDNN.
 */
public final class Nd4jCpu {
    private Nd4jCpu() {}

    /** Found and called by reflection from {@code BaseMKLDNNHelper}. */
    public static final class Environment {
        private static final Environment INSTANCE = new Environment();

        private Environment() {}

        public static Environment getInstance() {
            return INSTANCE;
        }

        public boolean isUseMKLDNN() {
            return org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu.Environment.getInstance()
                    .isUseONEDNN();
        }
    }
}
