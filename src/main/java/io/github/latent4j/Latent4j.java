package io.github.latent4j;

import io.github.latent4j.data.Augmentation;
import io.github.latent4j.data.Datasets;
import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import io.github.latent4j.data.PrincipalComponents;
import io.github.latent4j.data.Split;
import io.github.latent4j.data.Synthetic;
import io.github.latent4j.nn.Activation;
import io.github.latent4j.nn.Evaluation;
import io.github.latent4j.nn.FrechetDistance;
import io.github.latent4j.nn.LayerMaps;
import io.github.latent4j.nn.LayerSpec;
import io.github.latent4j.nn.NetSpec;
import io.github.latent4j.nn.Network;
import io.github.latent4j.nn.Optimizer;
import io.github.latent4j.notebook.Expectation;
import io.github.latent4j.notebook.LiveChart;
import io.github.latent4j.notebook.NotebookSize;
import io.github.latent4j.notebook.Progress;
import io.github.latent4j.scratch.ArticleVae;
import io.github.latent4j.scratch.DeepNet;
import io.github.latent4j.scratch.Descent;
import io.github.latent4j.scratch.ScalarMlp;
import io.github.latent4j.scratch.Surface;
import io.github.latent4j.scratch.Value;
import io.github.latent4j.scratch.Walk;
import io.github.latent4j.train.History;
import io.github.latent4j.train.RateSchedule;
import io.github.latent4j.train.RateSearch;
import io.github.latent4j.train.RunManifest;
import io.github.latent4j.train.TrainListener;
import io.github.latent4j.train.TrainSpec;
import io.github.latent4j.train.Trainable;
import io.github.latent4j.vae.BetaSchedule;
import io.github.latent4j.vae.Corruption;
import io.github.latent4j.vae.Latent;
import io.github.latent4j.vae.LatentSpace;
import io.github.latent4j.vae.Likelihood;
import io.github.latent4j.vae.Objective;
import io.github.latent4j.vae.Posteriors;
import io.github.latent4j.vae.Prior;
import io.github.latent4j.vae.Roc;
import io.github.latent4j.vae.Scores;
import io.github.latent4j.vae.Vae;
import io.github.latent4j.vae.VaeSpec;
import io.github.latent4j.viz.Animation;
import io.github.latent4j.viz.Charts;
import io.github.latent4j.viz.ContourMap;
import io.github.latent4j.viz.DecisionMap;
import io.github.latent4j.viz.Explorer;
import io.github.latent4j.viz.Figure;
import io.github.latent4j.viz.FunctionChart;
import io.github.latent4j.viz.GraphDrawing;
import io.github.latent4j.viz.ImageGrid;
import io.github.latent4j.viz.PictureMap;
import io.github.latent4j.viz.Scale;
import io.github.latent4j.viz.Tiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * The one import of a notebook: {@code import static io.github.latent4j.Latent4j.*;}.
 *
 * <p>Every method is one line that hands over to the class that does the work; look there for the details.
 */
public final class Latent4j {
    /** {@link Scale#LINEAR}. */
    public static final Scale LINEAR = Scale.LINEAR;

    /** {@link Scale#LOG}. */
    public static final Scale LOG = Scale.LOG;

    private Latent4j() {}

    // Data

    /** 6,000 + 1,000 pictures of clothes, part of the library: {@link Datasets#fashionMini()}. */
    public static Split fashionMini() {
        return Datasets.fashionMini();
    }

    /** 60,000 + 10,000 pictures of clothes: {@link Datasets#fashionMnist()}. */
    public static Split fashionMnist() {
        return Datasets.fashionMnist();
    }

    /** 60,000 + 10,000 handwritten digits: {@link Datasets#mnist()}. */
    public static Split mnist() {
        return Datasets.mnist();
    }

    /** {@link PrincipalComponents#of(Images)}. */
    public static PrincipalComponents principalComponents(Images images) {
        return PrincipalComponents.of(images);
    }

    /** {@link ImageShape#grey(int, int)}. */
    public static ImageShape grey(int height, int width) {
        return ImageShape.grey(height, width);
    }

    /** Pictures of your own numbers: {@link Images#unlabelled(String, ImageShape, float[])}. */
    public static Images images(String name, ImageShape shape, float... pixels) {
        return Images.unlabelled(name, shape, pixels);
    }

    /** {@code n} plain units, such as the code that a decoder takes. */
    public static ImageShape units(int n) {
        return new ImageShape(n, 1, 1);
    }

    /** {@link NotebookSize#pick(int, int)}. */
    public static int fast(int fast, int full) {
        return NotebookSize.pick(fast, full);
    }

    /** {@link NotebookSize#pick(double, double)}. */
    public static double fast(double fast, double full) {
        return NotebookSize.pick(fast, full);
    }

    /** Two half circles of points: {@link Synthetic#moons(int, double, long)}. */
    public static Images moons(int perClass, double noise, long seed) {
        return Synthetic.moons(perClass, noise, seed);
    }

    /** Arms of points that wind around each other: {@link Synthetic#spirals(int, int, double, long)}. */
    public static Images spirals(int classes, int perClass, double noise, long seed) {
        return Synthetic.spirals(classes, perClass, noise, seed);
    }

    /** A table of columns of the same length: {@link Table#create(String, Column[])}. */
    public static Table table(String title, Column<?>... columns) {
        return Table.create(title, columns);
    }

    /** A column of numbers: {@link DoubleColumn#create(String, double...)}. */
    public static DoubleColumn numbers(String name, double... values) {
        return DoubleColumn.create(name, values);
    }

    /** A column of texts: {@link StringColumn#create(String, String...)}. */
    public static StringColumn texts(String name, String... values) {
        return StringColumn.create(name, values);
    }

    /** {@code n} numbers from {@code low} to {@code high}, the same distance apart. */
    public static double[] linspace(double low, double high, int n) {
        return IntStream.range(0, n)
                .mapToDouble(i -> low + (high - low) * i / Math.max(1, n - 1))
                .toArray();
    }

    /** A number of the text, and where it must lie: {@link Expectation#met(String, double, double, double)}. */
    public static Expectation expect(String name, double value, double low, double high) {
        return Expectation.met(name, value, low, high);
    }

    // From scratch

    /** A number that remembers: {@link Value#of(double)}. */
    public static Value value(double data) {
        return Value.of(data);
    }

    /** A network of such numbers: {@link ScalarMlp#of(long, int...)}. */
    public static ScalarMlp scalarMlp(long seed, int... widths) {
        return ScalarMlp.of(seed, widths);
    }

    /** The article's model, with that many of its mistakes repaired: {@link ArticleVae#of(int, int, long)}. */
    public static ArticleVae articleVae(int pixels, int repairs, long seed) {
        return ArticleVae.of(pixels, repairs, seed);
    }

    /** A deep network of plain arrays: {@link DeepNet#of(long, double, DoubleUnaryOperator, DoubleUnaryOperator, int...)}. */
    public static DeepNet deepNet(long seed, double scale, Activation f, int... widths) {
        return DeepNet.of(seed, scale, f::value, f::derivative, widths);
    }

    /** A landscape of your own: {@link Surface}. */
    public static Surface surface(String name, BinaryOperator<Value> function) {
        return new Surface(name, function);
    }

    /** {@link Surface#bowl(double, double)}. */
    public static Surface bowl(double a, double b) {
        return Surface.bowl(a, b);
    }

    /** {@link Surface#rosenbrock()}. */
    public static Surface rosenbrock() {
        return Surface.rosenbrock();
    }

    /** {@link Surface#saddle()}. */
    public static Surface saddle() {
        return Surface.saddle();
    }

    /** {@link Surface#plateau()}. */
    public static Surface plateau() {
        return Surface.plateau();
    }

    /** {@link Descent#plain(double)}. */
    public static Descent descent(double rate) {
        return Descent.plain(rate);
    }

    /** {@link Descent#momentum(double, double)}. */
    public static Descent heavyBall(double rate, double momentum) {
        return Descent.momentum(rate, momentum);
    }

    /** {@link Descent#rmsProp(double)}. */
    public static Descent rmsProp(double rate) {
        return Descent.rmsProp(rate);
    }

    /** {@link Descent#adam(double)}. */
    public static Descent adamDescent(double rate) {
        return Descent.adam(rate);
    }

    // Networks

    /** A convolution without padding and with stride 1, followed by ReLU: {@link LayerSpec#conv(int, int)}. */
    public static LayerSpec.Conv conv(int filters, int kernel) {
        return LayerSpec.conv(filters, kernel);
    }

    /** The largest value of each {@code size x size} window; windows do not overlap: {@link LayerSpec#maxPool(int)}. */
    public static LayerSpec maxPool(int size) {
        return LayerSpec.maxPool(size);
    }

    /** A transposed convolution, which enlarges, followed by ReLU: {@link LayerSpec#convTransposed(int, int)}. */
    public static LayerSpec.ConvTransposed convTransposed(int filters, int kernel) {
        return LayerSpec.convTransposed(filters, kernel);
    }

    /** The mean of each {@code size x size} window; windows do not overlap: {@link LayerSpec#avgPool(int)}. */
    public static LayerSpec avgPool(int size) {
        return LayerSpec.avgPool(size);
    }

    /** The mean of each channel: {@link LayerSpec#globalAvgPool()}. */
    public static LayerSpec globalAvgPool() {
        return LayerSpec.globalAvgPool();
    }

    /** A fully connected layer, followed by ReLU: {@link LayerSpec#dense(int)}. */
    public static LayerSpec.Dense dense(int units) {
        return LayerSpec.dense(units);
    }

    /** Sets each value to zero with probability {@code rate} while training: {@link LayerSpec#dropout(double)}. */
    public static LayerSpec dropout(double rate) {
        return LayerSpec.dropout(rate);
    }

    /** Normalises each channel over the batch: {@link LayerSpec#batchNorm()}. */
    public static LayerSpec batchNorm() {
        return LayerSpec.batchNorm();
    }

    /** Plain units as pictures: {@link LayerSpec#reshape(int, int, int)}. */
    public static LayerSpec reshape(int channels, int height, int width) {
        return LayerSpec.reshape(channels, height, width);
    }

    /** The last layer of a classifier, one probability per class: {@link LayerSpec#softmax(int)}. */
    public static LayerSpec softmax(int classes) {
        return LayerSpec.softmax(classes);
    }

    /** All functions that a layer may apply to its sums. */
    public static List<Activation> activations() {
        return List.of(Activation.values());
    }

    /** {@link Activation#named(String)}. */
    public static Activation activation(String name) {
        return Activation.named(name);
    }

    /** {@link NetSpec#of(ImageShape, LayerSpec...)}. */
    public static NetSpec netSpec(ImageShape input, LayerSpec... layers) {
        return NetSpec.of(input, layers);
    }

    /** A new network with random weights: {@link Network#of(NetSpec)}. */
    public static Network network(NetSpec spec) {
        return Network.of(spec);
    }

    /** {@link NetSpec#mlp(ImageShape, Activation, int, int...)}. */
    public static NetSpec mlp(ImageShape input, Activation activation, int classes, int... widths) {
        return NetSpec.mlp(input, activation, classes, widths);
    }

    /** {@link Network#of(NetSpec)} with {@link NetSpec#of(ImageShape, LayerSpec...)}. */
    public static Network network(ImageShape input, LayerSpec... layers) {
        return Network.of(NetSpec.of(input, layers));
    }

    // Variational autoencoders

    /** {@link VaeSpec#of(ImageShape, int)}. */
    public static VaeSpec vaeSpec(ImageShape input, int latentSize) {
        return VaeSpec.of(input, latentSize);
    }

    /** A new variational autoencoder with random weights: {@link Vae#of(VaeSpec)}. */
    public static Vae vae(VaeSpec spec) {
        return Vae.of(spec);
    }

    /** {@link Vae#of(VaeSpec)} with {@link VaeSpec#of(ImageShape, int)}. */
    public static Vae vae(ImageShape input, int latentSize) {
        return Vae.of(VaeSpec.of(input, latentSize));
    }

    /** {@link Likelihood#bernoulli()}. */
    public static Likelihood bernoulli() {
        return Likelihood.bernoulli();
    }

    /** {@link Likelihood#gaussian(double)}. */
    public static Likelihood gaussian(double sigma) {
        return Likelihood.gaussian(sigma);
    }

    /** {@link Likelihood#continuousBernoulli()}. */
    public static Likelihood continuousBernoulli() {
        return Likelihood.continuousBernoulli();
    }

    /** {@link Likelihood#learnedGaussian()}. */
    public static Likelihood learnedGaussian() {
        return Likelihood.learnedGaussian();
    }

    /** {@link Likelihood#categorical(int)}. */
    public static Likelihood categorical(int levels) {
        return Likelihood.categorical(levels);
    }

    /** The codes of a plain autoencoder: {@link Latent#deterministic(int)}. */
    public static Latent deterministic(int latentSize) {
        return Latent.deterministic(latentSize);
    }

    /** The nearest vectors of a codebook: {@link Latent#quantized(int, int)}. */
    public static Latent quantized(int codewords, int size) {
        return Latent.quantized(codewords, size);
    }

    /** A learned mixture of Gaussians as the prior: {@link Prior#mixture(int)}. */
    public static Prior mixture(int components) {
        return Prior.mixture(components);
    }

    /** The posteriors of learned pictures as the prior: {@link Prior#vamp(int)}. */
    public static Prior vamp(int pseudoInputs) {
        return Prior.vamp(pseudoInputs);
    }

    /** {@link Objective#elbo()}, which has {@code withBeta} and {@code withFreeBits}. */
    public static Objective.Elbo elbo() {
        return Objective.elbo();
    }

    /** {@link Objective#betaTc(double)}. */
    public static Objective betaTc(double beta) {
        return Objective.betaTc(beta);
    }

    /** {@link Objective#importanceWeighted(int)}. */
    public static Objective importanceWeighted(int samples) {
        return Objective.importanceWeighted(samples);
    }

    /** Noise on what the encoder sees while training: {@link Corruption#noise(double)}. */
    public static Corruption noise(double sigma) {
        return Corruption.noise(sigma);
    }

    /** Pixels that the encoder does not see while training: {@link Corruption#masking(double)}. */
    public static Corruption masking(double rate) {
        return Corruption.masking(rate);
    }

    /** A weight of the KL that begins anew every {@code period} steps: {@link BetaSchedule#cyclic(double, int)}. */
    public static BetaSchedule cyclic(double beta, int period) {
        return BetaSchedule.cyclic(beta, period);
    }

    /** {@link Roc#of(Scores, Scores)}. */
    public static Roc roc(Scores normal, Scores outliers) {
        return Roc.of(normal, outliers);
    }

    /** {@link FrechetDistance#of(Network, Images, Images)}. */
    public static double frechetDistance(Network classifier, Images a, Images b) {
        return FrechetDistance.of(classifier, a, b);
    }

    /**
     * A weight of the KL that rises linearly from 0 to {@code beta} over {@code steps} steps.
     *
     * @see BetaSchedule#warmUp(double, int)
     */
    public static BetaSchedule warmUp(double beta, int steps) {
        return BetaSchedule.warmUp(beta, steps);
    }

    // Training

    /** {@link Optimizer#sgd(double)}. */
    public static Optimizer sgd(double rate) {
        return Optimizer.sgd(rate);
    }

    /** {@link Optimizer#momentum(double, double)}. */
    public static Optimizer momentum(double rate, double momentum) {
        return Optimizer.momentum(rate, momentum);
    }

    /** {@link Optimizer#adam(double)}. */
    public static Optimizer adam(double rate) {
        return Optimizer.adam(rate);
    }

    /** How to train: so many passes, in batches of 128, without validation, seed 42: {@link TrainSpec#epochs(int)}. */
    public static TrainSpec epochs(int epochs) {
        return TrainSpec.epochs(epochs);
    }

    /** The rate of {@code 0.5 (1 + cos(pi t))}, falling to zero at the end: {@link RateSchedule#cosine()}. */
    public static RateSchedule cosine() {
        return RateSchedule.cosine();
    }

    /** {@link RateSchedule#steps(int, double)}. */
    public static RateSchedule steps(int every, double factor) {
        return RateSchedule.steps(every, factor);
    }

    /** {@link RateSchedule#warmUp(int, RateSchedule)}. */
    public static RateSchedule warmUp(int steps, RateSchedule after) {
        return RateSchedule.warmUp(steps, after);
    }

    /** {@link RateSchedule#onPlateau(String, double, int)}. */
    public static RateSchedule onPlateau(String metric, double factor, int patience) {
        return RateSchedule.onPlateau(metric, factor, patience);
    }

    /** Moves images about at random: {@link Augmentation#shift(int)}. */
    public static Augmentation shift(int pixels) {
        return Augmentation.shift(pixels);
    }

    /** Makes each pixel black or white at random, as its grey level says: {@link Augmentation#binarize()}. */
    public static Augmentation binarize() {
        return Augmentation.binarize();
    }

    /** Mirrors images at random: {@link Augmentation#flip()}. */
    public static Augmentation flip() {
        return Augmentation.flip();
    }

    /** Draws the metrics while a model trains: {@link LiveChart}. */
    public static TrainListener liveChart(String... metrics) {
        return new LiveChart(metrics);
    }

    /**
     * Trains a classifier on labelled images and shows how it goes; an interrupt keeps what was learned.
     *
     * @see Network#fit
     */
    public static History fit(Network network, Images images, TrainSpec train, TrainListener... listeners) {
        return network.fit(images, train, withProgress(listeners));
    }

    /**
     * Trains a variational autoencoder on images and shows how it goes; an interrupt keeps what was learned.
     *
     * @see Vae#fit
     */
    public static History fit(Vae vae, Images images, TrainSpec train, TrainListener... listeners) {
        return vae.fit(images, train, withProgress(listeners));
    }

    /** {@link #rateSearch(Trainable, Images, TrainSpec)} with batches of 128, seed 42. */
    public static RateSearch rateSearch(Trainable model, Images images) {
        return rateSearch(model, images, TrainSpec.epochs(1));
    }

    /**
     * The loss while the learning rate rises from 1e-6 to 10 in 100 steps; the model is the same afterwards.
     *
     * @see RateSearch#of
     */
    public static RateSearch rateSearch(Trainable model, Images images, TrainSpec train) {
        return RateSearch.of(model, images, train, 1e-6, 10, 100);
    }

    private static TrainListener[] withProgress(TrainListener... listeners) {
        return Stream.concat(Stream.of(new Progress()), Stream.of(listeners)).toArray(TrainListener[]::new);
    }

    /** Reads a network that {@link Network#save} has written: {@link Network#load(Path)}. */
    public static Network loadNetwork(Path file) {
        return Network.load(file);
    }

    /** Reads what {@link RunManifest#save} has written: {@link RunManifest#load(Path)}. */
    public static RunManifest loadManifest(Path file) {
        return RunManifest.load(file);
    }

    /** Reads a variational autoencoder that {@link Vae#save} has written: {@link Vae#load(Path)}. */
    public static Vae loadVae(Path file) {
        return Vae.load(file);
    }

    // Pictures

    /** {@link Charts#curves(History, String...)}. */
    public static Figure plot(History history, String... metrics) {
        return Charts.curves(history, metrics);
    }

    /** {@link Charts#rateSearch(RateSearch)}. */
    public static Figure plot(RateSearch search) {
        return Charts.rateSearch(search);
    }

    /** How well scores tell outliers: {@link Roc#toTable()} as a curve. */
    public static Figure plot(Roc roc) {
        return Charts.line(roc.toTable(), "false alarms", "found");
    }

    /** The KL of each latent dimension: {@link Posteriors#dimensions()} as bars. */
    public static Figure plot(Posteriors posteriors) {
        return Charts.bars(posteriors.dimensions(), "dimension", "kl");
    }

    /** Images over what the model makes of them: {@link Vae#reconstruct(Images)}. */
    public static Figure reconstructions(Vae vae, Images images) {
        return ImageGrid.rows(List.of("original", "reconstruction"), images, vae.reconstruct(images));
    }

    /** New pictures: {@link Vae#sample(int, long)}. */
    public static Figure samples(Vae vae, int n, long seed) {
        return ImageGrid.of(vae.sample(n, seed));
    }

    /** 20 x 20 pictures of the plane of codes of a model with two latent dimensions: {@link LatentSpace#manifold(int)}. */
    public static Figure manifold(Vae vae) {
        return ImageGrid.of(vae.latent().manifold(20), 20);
    }

    /** The codes of labelled images by class, their first two numbers: {@link Posteriors#toTable()}. */
    public static Figure codes(Vae vae, Images images) {
        return Charts.scatter(vae.encode(images).toTable(), "z1", "z2", "class");
    }

    /** {@link #codes(Vae, Images)} on axes from {@code -reach} to {@code reach}, such as a frame of an animation. */
    public static Figure codes(String title, Vae vae, Images images, double reach) {
        return Charts.scatter(vae.encode(images).toTable().setName(title), "z1", "z2", "class", reach);
    }

    /** What a model with two latent dimensions decodes in the box of the codes of labelled images, with these codes on it: {@link PictureMap}. */
    public static Figure codePlane(String title, Vae vae, Images images) {
        double[] box = vae.latent().box(images);
        return PictureMap.of(
                title,
                box[0],
                box[1],
                box[2],
                box[3],
                vae.latent().plane(20, box),
                vae.encode(images).means(),
                images.labels(),
                images.classNames());
    }

    /** A row of ten pictures from each image to its counterpart: {@link LatentSpace#interpolate(Images, Images, int)}. */
    public static Figure interpolation(Vae vae, Images from, Images to) {
        return ImageGrid.of(vae.latent().interpolate(from, to, 10), 10);
    }

    /** The same on great circles: {@link LatentSpace#interpolateOnSphere(Images, Images, int)}. */
    public static Figure interpolationOnSphere(Vae vae, Images from, Images to) {
        return ImageGrid.of(vae.latent().interpolateOnSphere(from, to, 10), 10);
    }

    /** A row for each number of the first image's code while it runs from -3 to 3: {@link LatentSpace#traverse(Images, int, double)}. */
    public static Figure traversal(Vae vae, Images images) {
        Images pictures = vae.latent().traverse(images, 9, 3);
        return ImageGrid.rows(vae.latent().names(), pictures.batches(9).toArray(Images[]::new));
    }

    /** A row for each image: itself and the nine nearest of a gallery: {@link LatentSpace#nearest(Images, Images, int)}. */
    public static Figure neighbours(Vae vae, Images images, Images gallery) {
        return ImageGrid.of(vae.latent().nearest(images, gallery, 9), 10);
    }

    /** What {@code a} is to {@code b}, the upper row is to the lower: {@link LatentSpace#analogy(Images, Images, Images)}. */
    public static Figure analogy(Vae vae, Images a, Images b, Images c) {
        return ImageGrid.rows(List.of("before", "after"), c, vae.latent().analogy(a, b, c));
    }

    /** The function and its derivative: {@link FunctionChart}. */
    public static Figure plot(Activation activation) {
        return FunctionChart.of(
                activation.toString(), -5, 5, List.of("f", "f'"), List.of(activation::value, activation::derivative));
    }

    /** {@link Charts#bars(Table, String, String)}. */
    public static Figure bars(Table table, String labels, String values) {
        return Charts.bars(table, labels, values);
    }

    /** {@link Charts#line(Table, String, String...)}. */
    public static Figure line(Table table, String x, String... ys) {
        return Charts.line(table, x, ys);
    }

    /** {@link Charts#line(Scale, Table, String, String...)}. */
    public static Figure line(Scale yScale, Table table, String x, String... ys) {
        return Charts.line(yScale, table, x, ys);
    }

    /** {@link Charts#bands(Table, String, String, String)}. */
    public static Figure bands(Table table, String x, String y, String group) {
        return Charts.bands(table, x, y, group);
    }

    /** {@link Charts#bands(Scale, Table, String, String, String)}. */
    public static Figure bands(Scale yScale, Table table, String x, String y, String group) {
        return Charts.bands(yScale, table, x, y, group);
    }

    /** {@link Charts#scatter(Table, String, String, String)}. */
    public static Figure scatter(Table table, String x, String y, String group) {
        return Charts.scatter(table, x, y, group);
    }

    /** {@link Charts#histograms(Table, String, String)}. */
    public static Figure histograms(Table table, String values, String group) {
        return Charts.histograms(table, values, group);
    }

    /** {@link Charts#boxes(Table, String, String)}. */
    public static Figure boxes(Table table, String values, String group) {
        return Charts.boxes(table, values, group);
    }

    /** {@link ContourMap#of(String, DoubleBinaryOperator, double, double, double, double)}. */
    public static ContourMap contourMap(
            String title, DoubleBinaryOperator f, double xLow, double xHigh, double yLow, double yHigh) {
        return ContourMap.of(title, f, xLow, xHigh, yLow, yHigh);
    }

    /** {@link DecisionMap#of(String, double, double, double[][], double[][], int[])}. */
    public static DecisionMap decisionMap(
            String title, double low, double high, double[][] probabilities, double[][] points, int[] labels) {
        return DecisionMap.of(title, low, high, probabilities, points, labels);
    }

    /** {@link Charts#valueMap(Table, String, String, String)}. */
    public static Figure valueMap(Table table, String x, String y, String value) {
        return Charts.valueMap(table, x, y, value);
    }

    /** {@link Tiles#of(String, List, double[][], int, int, int)}. */
    public static Figure tiles(
            String title, List<String> captions, double[][] values, int height, int width, int columns) {
        return Tiles.of(title, captions, values, height, width, columns);
    }

    /** {@link Charts#heatMap(Table, String)} of {@link Evaluation#confusion()}. */
    public static Figure confusion(Evaluation evaluation) {
        return Charts.heatMap(evaluation.confusion(), "predicted");
    }

    /** {@link ImageGrid#of(Images)}. */
    public static Figure grid(Images images) {
        return ImageGrid.of(images);
    }

    /** {@link ImageGrid#of(Images, int)}. */
    public static Figure grid(Images images, int columns) {
        return ImageGrid.of(images, columns);
    }

    /** {@link ImageGrid#rows(List, Images...)}. */
    public static Figure rows(List<String> titles, Images... sets) {
        return ImageGrid.rows(titles, sets);
    }

    /** What a value was computed from, with all values and gradients: {@link Value#graph()} as a {@link GraphDrawing}. */
    public static Figure graph(String title, Value value) {
        return GraphDrawing.of(
                        title,
                        value.graph().stream()
                                .map(node -> new GraphDrawing.Node(
                                        node.label(), node.operation(), node.data(), node.gradient(), node.inputs()))
                                .toList())
                .figure();
    }

    /** A landscape, for {@link #walks}: {@link ContourMap#of(String, DoubleBinaryOperator, double, double, double, double)}. */
    public static ContourMap contourMap(Surface surface, double xLow, double xHigh, double yLow, double yHigh) {
        return ContourMap.of(surface.name(), surface::at, xLow, xHigh, yLow, yHigh);
    }

    /** Ways down a landscape: {@link ContourMap#withPath(String, double[], double[])} for each of them. */
    public static Figure walks(ContourMap landscape, List<Walk> walks) {
        ContourMap map = landscape;
        for (Walk walk : walks) {
            map = map.withPath(walk.name(), walk.xs(), walk.ys());
        }
        return map.figure();
    }

    /** What a layer makes of the first image, map by map: {@link Network#featureMaps}. */
    public static Figure featureMaps(Network network, Images images, int layer) {
        LayerMaps maps = network.featureMaps(images, layer);
        return Tiles.of(maps.name(), List.of(), maps.values(), maps.height(), maps.width(), 8);
    }

    /** The weights of a convolution: {@link Network#kernels}. */
    public static Figure kernels(Network network, int layer) {
        LayerMaps maps = network.kernels(layer);
        return Tiles.of(maps.name(), List.of(), maps.values(), maps.height(), maps.width(), 8);
    }

    /** A page on which one walks through a latent space of two dimensions, among the codes of real images: {@link Explorer}. */
    public static Explorer explorer(Vae vae, Images images) {
        return Explorer.of(
                "latent space of " + images.name(),
                -3,
                3,
                20,
                vae.latent().plane(20, 3),
                vae.encode(images).means(),
                images.labels(),
                images.classNames());
    }

    /** Where a network draws its borders between points such as {@link #moons}: {@link DecisionMap}. */
    public static Figure boundary(String title, Network network, Images points) {
        return DecisionMap.of(
                        title,
                        0,
                        1,
                        network.predict(Synthetic.lattice(60)).probabilities(),
                        points.rows(),
                        points.labels())
                .figure();
    }

    /** Figures one after the other, each for so many milliseconds: {@link Animation}. */
    public static Animation animation(int frames, int milliseconds, IntFunction<Figure> frame) {
        return Animation.of(IntStream.range(0, frames).mapToObj(frame).toList(), Duration.ofMillis(milliseconds));
    }

    /** Figures one after the other: {@link Animation#of(List, Duration)}. */
    public static Animation animation(int milliseconds, List<Figure> frames) {
        return Animation.of(frames, Duration.ofMillis(milliseconds));
    }

    /** {@link Figure#row(Figure...)}. */
    public static Figure row(Figure... figures) {
        return Figure.row(figures);
    }

    /** {@link Figure#column(List)}. */
    public static Figure column(Figure... figures) {
        return Figure.column(List.of(figures));
    }
}
