package io.github.latent4j.internal;

import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * What the native library under ND4J is and does, found out by using it.
 *
 * @param library BLAS library and instruction set, e.g. "OPENBLAS, AVX2"
 * @param oneDnnBuiltIn whether the native library contains oneDNN
 * @param oneDnnInUse whether a convolution layer that was just built runs on oneDNN
 * @param programs the version of oneDNN that networks are compiled with, or why they are not
 * @param compiles whether they are
 * @param threads that a computation uses
 * @param maxBytes bound on arrays outside the heap
 * @param maxPhysicalBytes bound on the memory of the process, 0 for none
 */
public record NativeReport(
        String library,
        boolean oneDnnBuiltIn,
        boolean oneDnnInUse,
        String programs,
        boolean compiles,
        int threads,
        long maxBytes,
        long maxPhysicalBytes) {

    /**
     * Starts ND4J if it is not running yet, and looks.
     *
     * @throws IllegalStateException with the cause, if the native library cannot be loaded
     */
    public static NativeReport take() {
        try {
            return ComputeThread.call(NativeReport::look);
        } catch (LinkageError | RuntimeException e) {
            throw new IllegalStateException("the native library of ND4J cannot be used: " + rootOf(e), e);
        }
    }

    private static NativeReport look() {
        NativeOps ops = NativeOpsHolder.getInstance().getDeviceNativeOps();
        Object blas = Nd4j.getExecutioner().getEnvironmentInformation().get("blas.vendor");
        return new NativeReport(
                blas + ", " + instructionSet(ops.binaryLevel()),
                ops.buildInfo().contains("HAVE_ONEDNN"),
                convolutionRunsOnOneDnn(),
                OneDnn.problem().orElseGet(OneDnn::version),
                OneDnn.problem().isEmpty(),
                NativeThreads.available(),
                Pointer.maxBytes(),
                Pointer.maxPhysicalBytes());
    }

    private static boolean convolutionRunsOnOneDnn() {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(1).build())
                .layer(new OutputLayer.Builder().nOut(2).build())
                .setInputType(InputType.convolutional(4, 4, 1))
                .build());
        net.init();
        return net.getLayer(0).getHelper() != null;
    }

    private static String instructionSet(int level) {
        return switch (level) {
            case 2 -> "AVX2";
            case 3 -> "AVX-512";
            default -> "generic";
        };
    }

    private static Throwable rootOf(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
