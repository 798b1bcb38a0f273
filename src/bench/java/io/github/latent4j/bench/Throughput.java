package io.github.latent4j.bench;

import io.github.latent4j.data.Datasets;
import io.github.latent4j.data.Images;
import io.github.latent4j.internal.ComputeThread;
import io.github.latent4j.internal.NativeReport;
import io.github.latent4j.internal.NativeThreads;
import io.github.latent4j.nn.Network;
import io.github.latent4j.train.TrainSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * Training throughput of the network of the course (93,322 parameters, batches of 128) beside the same network as a user
 * of Deeplearning4j 1.0.0-M2.1 writes it, in turn in one process on the same images. Prints each round, then medians.
 *
 * <p>The peer keeps the settings that Deeplearning4j has by default, its layers without oneDNN; it runs on the same
 * native library as ours. Both sides cut the images into shuffled batches anew in each round, inside the time.
 */
public final class Throughput {
    private static final String HELPERS_OFF = "org.eclipse.deeplearning4j.helpers.disable";
    private static final int ROUNDS = 5;
    private static final int BATCH = 128;

    private Throughput() {}

    public static void main(String[] args) {
        System.out.println(NativeReport.take());
        Images images = Datasets.fashionMini().train().take(20 * BATCH);
        Network ours = Network.of(Models.cnn(images.shape()));
        MultiLayerNetwork stock = ComputeThread.call(Throughput::stock);
        List<Double> ourRates = new ArrayList<>();
        List<Double> stockRates = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            int seed = round;
            double stockRate = rate(images, () -> ComputeThread.run(() -> fit(stock, images, seed)));
            double ourRate =
                    rate(images, () -> ours.fit(images, TrainSpec.epochs(1).withSeed(seed)));
            if (round > 0) { // the first one warms up
                stockRates.add(stockRate);
                ourRates.add(ourRate);
            }
            print(round == 0 ? "warm-up" : "round " + round, stockRate, ourRate);
        }
        print("median", median(stockRates), median(ourRates));
        System.exit(0); // Deeplearning4j leaves threads behind
    }

    private static void print(String what, double stock, double ours) {
        System.out.printf(
                Locale.ROOT,
                "%-8s  stock Deeplearning4j %,6.0f images/s   latent4j %,6.0f images/s   ratio %.1f%n",
                what,
                stock,
                ours,
                ours / stock);
    }

    private static double rate(Images images, Runnable epoch) {
        long start = System.nanoTime();
        epoch.run();
        return images.size() * 1e9 / (System.nanoTime() - start);
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElseThrow();
    }

    private static void fit(MultiLayerNetwork net, Images images, long seed) {
        NativeThreads.together(); // its default
        List<DataSet> batches = new ArrayList<>();
        for (Images batch : images.shuffle(seed).batches(BATCH)) {
            INDArray x = Nd4j.createFromArray(batch.pixels()).reshape(batch.size(), 1, 28, 28);
            INDArray y = Nd4j.zeros(batch.size(), 10);
            for (int i = 0; i < batch.size(); i++) {
                y.putScalar(i, batch.label(i), 1);
            }
            batches.add(new DataSet(x, y));
        }
        net.fit(new ListDataSetIterator<>(batches, BATCH));
    }

    private static MultiLayerNetwork stock() {
        String before = System.getProperty(HELPERS_OFF);
        System.setProperty(HELPERS_OFF, "true"); // its default; read when a layer is made
        try {
            MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                    .seed(42)
                    .updater(new Adam(1e-3))
                    .weightInit(WeightInit.XAVIER_UNIFORM)
                    .activation(Activation.RELU)
                    .list()
                    .layer(new ConvolutionLayer.Builder(3, 3).nOut(32).build())
                    .layer(pool())
                    .layer(new ConvolutionLayer.Builder(3, 3).nOut(64).build())
                    .layer(pool())
                    .layer(new ConvolutionLayer.Builder(3, 3).nOut(64).build())
                    .layer(new DenseLayer.Builder().nOut(64).build())
                    .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                            .activation(Activation.SOFTMAX)
                            .nOut(10)
                            .build())
                    .setInputType(InputType.convolutional(28, 28, 1))
                    .build());
            net.init();
            return net;
        } finally {
            System.setProperty(HELPERS_OFF, before);
        }
    }

    private static SubsamplingLayer pool() {
        return new SubsamplingLayer.Builder(2, 2).stride(2, 2).build();
    }
}
