package io.github.latent4j.bench;

import static io.github.latent4j.Latent4j.conv;
import static io.github.latent4j.Latent4j.dense;
import static io.github.latent4j.Latent4j.maxPool;
import static io.github.latent4j.Latent4j.netSpec;
import static io.github.latent4j.Latent4j.softmax;
import static io.github.latent4j.Latent4j.vaeSpec;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import io.github.latent4j.internal.ComputeThread;
import io.github.latent4j.internal.NativeThreads;
import io.github.latent4j.internal.OneDnn;
import io.github.latent4j.nn.Network;
import io.github.latent4j.nn.engine.Batch;
import io.github.latent4j.nn.engine.CompiledNetwork;
import io.github.latent4j.nn.engine.Rows;
import io.github.latent4j.train.EpochLog;
import io.github.latent4j.train.StepRule;
import io.github.latent4j.train.TrainSpec;
import io.github.latent4j.vae.Vae;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.variational.BernoulliReconstructionDistribution;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * The libraries of this side, with the protocol of {@code src/bench/python/peer.py}: {@code latent4j} as a user has it; {@code engine}, a loop by
 * hand over the compiled network, without our training loop; {@code stock}, Deeplearning4j as its documentation would have it.
 */
final class OwnPeer {
    static final List<String> LIBRARIES = List.of("latent4j", "engine", "stock");

    private static final ImageShape SHAPE = ImageShape.grey(28, 28);

    private OwnPeer() {}

    /** A net that can be trained and used. */
    private interface Peer {
        String version();

        /** The mean loss of the last epoch. */
        double train(int epochs, int seed);

        /** Something of the results. */
        double infer();
    }

    public static void main(String[] args) throws IOException {
        String library = args[0];
        boolean cnn = args[1].equals("cnn");
        int batch = Integer.parseInt(args[3]);
        double width = Double.parseDouble(args[4]);
        if (library.equals("stock")) {
            System.setProperty("org.eclipse.deeplearning4j.helpers.disable", "true"); // its default
        }
        Images images = images(args[6], Integer.parseInt(args[5]));
        Peer peer = switch (library) {
            case "latent4j" -> cnn ? network(images, batch, width) : vae(images, batch, width);
            case "engine" -> engine(images, cnn, batch, width);
            default -> stock(images, cnn, batch);
        };
        System.out.println(peer.version());
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            Scanner words = new Scanner(line);
            long start = System.nanoTime();
            double result = 0;
            if (words.next().equals("train")) {
                result = peer.train(words.nextInt(), words.nextInt());
            } else {
                for (int passes = words.nextInt(); passes > 0; passes--) {
                    result = peer.infer();
                }
            }
            System.out.println((System.nanoTime() - start) / 1e9 + " " + result);
        }
        System.exit(0); // Deeplearning4j leaves threads behind
    }

    private static Images images(String data, int count) throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(data + ".pixels"));
        float[] some = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(some);
        byte[] classes = Files.readAllBytes(Path.of(data + ".labels"));
        float[] pixels = new float[count * SHAPE.size()];
        for (int i = 0; i < count; i++) {
            System.arraycopy(some, i % classes.length * SHAPE.size(), pixels, i * SHAPE.size(), SHAPE.size());
        }
        int[] labels =
                IntStream.range(0, count).map(i -> classes[i % classes.length]).toArray();
        List<String> names = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
        return Images.labelled("benchmark", SHAPE, pixels, labels, names);
    }

    private static Network newNetwork(double width) {
        int a = (int) (32 * width);
        int b = (int) (64 * width);
        return Network.of(
                netSpec(SHAPE, conv(a, 3), maxPool(2), conv(b, 3), maxPool(2), conv(b, 3), dense(b), softmax(10)));
    }

    private static Vae newVae(double width) {
        return Vae.of(vaeSpec(SHAPE, 20).withHidden((int) (400 * width)));
    }

    private static String ours() {
        return "latent4j, oneDNN " + ComputeThread.call(OneDnn::version);
    }

    private static Peer network(Images images, int batch, double width) {
        Network network = newNetwork(width);
        return peer(
                ours(),
                (epochs, seed) -> network.fit(
                                images,
                                TrainSpec.epochs(epochs).withBatchSize(batch).withSeed(seed))
                        .last()
                        .metric(EpochLog.LOSS),
                () -> network.predict(images).labels()[0]);
    }

    private static Peer vae(Images images, int batch, double width) {
        Vae vae = newVae(width);
        return peer(
                ours(),
                (epochs, seed) -> vae.fit(
                                images,
                                TrainSpec.epochs(epochs).withBatchSize(batch).withSeed(seed))
                        .last()
                        .metric(EpochLog.LOSS),
                () -> vae.encode(images).get(0).mean()[0]);
    }

    /** The same order of images and the same steps, and nothing else. */
    private static Peer engine(Images images, boolean cnn, int batch, double width) {
        CompiledNetwork net = (CompiledNetwork)
                (cnn ? newNetwork(width).dl4j() : newVae(width).dl4j());
        return peer(
                "engine by hand",
                (epochs, seed) -> ComputeThread.call(() -> {
                    double sum = 0;
                    for (int epoch = 0; epoch < epochs; epoch++) {
                        sum = 0;
                        for (Images part : images.shuffle(seed + epoch).batches(batch)) {
                            Rows pixels = part::copyPixels;
                            net.train(
                                    new Batch(part.size(), pixels, cnn ? oneHot(part) : pixels), StepRule.plain(seed));
                            sum += net.score() * part.size();
                        }
                    }
                    return sum / images.size();
                }),
                () -> 0);
    }

    private static Rows oneHot(Images images) {
        return (target, from, to) -> {
            for (int i = from; i < to; i++) {
                for (int c = 0; c < 10; c++) {
                    target.put(c == images.label(i) ? 1 : 0);
                }
            }
        };
    }

    /** The width is 1 in any case. */
    private static Peer stock(Images images, boolean cnn, int batch) {
        MultiLayerNetwork net = ComputeThread.call(() -> cnn ? stockCnn() : stockVae());
        return peer(
                "Deeplearning4j 1.0.0-M2.1",
                (epochs, seed) -> ComputeThread.call(() -> {
                    NativeThreads.together(); // its default
                    for (int epoch = 0; epoch < epochs; epoch++) {
                        for (Images part : images.shuffle(seed + epoch).batches(batch)) {
                            try (INDArray x = pixels(part, cnn);
                                    INDArray y = labels(part)) {
                                if (cnn) {
                                    net.fit(x, y);
                                } else {
                                    net.pretrainLayer(0, x);
                                }
                            }
                        }
                    }
                    return cnn ? net.score() : Double.NaN; // the layer's score is not the net's
                }),
                () -> ComputeThread.call(() -> {
                    double last = 0;
                    for (Images part : images.batches(256)) {
                        try (INDArray x = pixels(part, cnn);
                                INDArray y = net.output(x)) {
                            last = y.getDouble(0);
                        }
                    }
                    return last;
                }));
    }

    private static INDArray pixels(Images images, boolean cnn) {
        INDArray array = Nd4j.createFromArray(images.pixels());
        return cnn ? array.reshape(images.size(), 1, 28, 28) : array.reshape(images.size(), 784);
    }

    private static INDArray labels(Images images) {
        INDArray y = Nd4j.zeros(images.size(), 10);
        for (int i = 0; i < images.size(); i++) {
            y.putScalar(i, images.label(i), 1);
        }
        return y;
    }

    private static NeuralNetConfiguration.ListBuilder builder() {
        return new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Adam(1e-3))
                .weightInit(WeightInit.XAVIER_UNIFORM)
                .activation(Activation.RELU)
                .list();
    }

    private static MultiLayerNetwork stockCnn() {
        MultiLayerNetwork net = new MultiLayerNetwork(builder()
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
    }

    private static SubsamplingLayer pool() {
        return new SubsamplingLayer.Builder(2, 2).stride(2, 2).build();
    }

    private static MultiLayerNetwork stockVae() {
        MultiLayerNetwork net = new MultiLayerNetwork(builder()
                .layer(new VariationalAutoencoder.Builder()
                        .nIn(784)
                        .nOut(20)
                        .encoderLayerSizes(400)
                        .decoderLayerSizes(400)
                        .pzxActivationFunction(Activation.IDENTITY)
                        .reconstructionDistribution(new BernoulliReconstructionDistribution(Activation.SIGMOID))
                        .build())
                .build());
        net.init();
        return net;
    }

    private interface Training {
        double train(int epochs, int seed);
    }

    private interface Inference {
        double infer();
    }

    private static Peer peer(String version, Training training, Inference inference) {
        return new Peer() {
            @Override
            public String version() {
                return version;
            }

            @Override
            public double train(int epochs, int seed) {
                return training.train(epochs, seed);
            }

            @Override
            public double infer() {
                return inference.infer();
            }
        };
    }
}
