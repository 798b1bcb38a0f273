package io.github.latent4j.vae;

import io.github.latent4j.data.Images;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/** The posteriors {@code q(z|x)} of some images, in their order. Immutable. */
public final class Posteriors {
    /** Least variance of the posterior mean of a dimension that is used. */
    private static final double ACTIVE = 0.01;

    private final Images images;
    private final int latentSize;
    private final double[] mean;
    private final double[] logVariance;

    /** {@code mean} and {@code logVariance} have shape {@code [images, latentSize]} and are not copied. */
    Posteriors(Images images, int latentSize, double[] mean, double[] logVariance) {
        this.images = images;
        this.latentSize = latentSize;
        this.mean = mean;
        this.logVariance = logVariance;
    }

    /** What the dimensions of a code are called. */
    static List<String> names(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(d -> "z" + d).toList();
    }

    /** Number of images. */
    public int size() {
        return images.size();
    }

    /** Number of latent dimensions. */
    public int latentSize() {
        return latentSize;
    }

    /**
     * The posterior of image {@code i}.
     *
     * @throws IndexOutOfBoundsException if there is no image {@code i}
     */
    public Posterior get(int i) {
        int from = Objects.checkIndex(i, size()) * latentSize;
        return Posterior.of(
                Arrays.copyOfRange(mean, from, from + latentSize),
                Arrays.copyOfRange(logVariance, from, from + latentSize));
    }

    /** Mean over the images of {@code KL(q(z|x) || N(0, I))}, in nats. */
    public double kl() {
        return Posterior.kl(mean, logVariance) / size();
    }

    /**
     * One row per dimension: {@code dimension}, {@code z1} to {@code zL}; {@code kl}, its part of the KL to {@code N(0, I)} in nats, mean over
     * the images; {@code variance} of the posterior's mean over the images; and {@code active}, whether that is above 0.01 (Burda et al.
     * 2016).
     */
    public Table dimensions() {
        StringColumn names = StringColumn.create("dimension");
        DoubleColumn kls = DoubleColumn.create("kl");
        DoubleColumn variances = DoubleColumn.create("variance");
        BooleanColumn active = BooleanColumn.create("active");
        for (int d = 0; d < latentSize; d++) {
            double kl = 0;
            for (int i = 0; i < size(); i++) {
                int at = i * latentSize + d;
                kl += Posterior.kl(mean[at], logVariance[at]) / size();
            }
            names.append(names(latentSize).get(d));
            kls.append(kl);
            variances.append(varianceOfMean(d));
            active.append(varianceOfMean(d) > ACTIVE);
        }
        kls.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(3));
        variances.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(4));
        return Table.create("KL of each latent dimension of " + images.name(), names, kls, variances, active);
    }

    private double varianceOfMean(int d) {
        double sum = 0;
        for (int i = 0; i < size(); i++) {
            sum += mean[i * latentSize + d];
        }
        double squares = 0;
        for (int i = 0; i < size(); i++) {
            double difference = mean[i * latentSize + d] - sum / size();
            squares += difference * difference;
        }
        return squares / size();
    }

    /** Number of dimensions that tell images apart: those whose posterior mean varies by more than 0.01 over them (Burda et al. 2016). */
    public int activeUnits() {
        return (int) IntStream.range(0, latentSize)
                .filter(d -> varianceOfMean(d) > ACTIVE)
                .count();
    }

    /** The means, one row per image; copies. */
    public double[][] means() {
        return IntStream.range(0, size())
                .mapToObj(i -> Arrays.copyOfRange(mean, i * latentSize, (i + 1) * latentSize))
                .toArray(double[][]::new);
    }

    /** One code of each image, drawn from its posterior. */
    double[][] draw(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, size()).mapToObj(i -> get(i).sample(random)).toArray(double[][]::new);
    }

    /** What the KL to {@code prior} is made of, from one code of each image. */
    KlSplit klSplit(CodeDistribution prior, long seed) {
        double[][] codes = draw(seed);
        double[] z = Arrays.stream(codes).flatMapToDouble(Arrays::stream).toArray();
        AggregatePosterior aggregate = new AggregatePosterior(size(), latentSize, z, mean, logVariance);
        double[] joint = aggregate.joint();
        double[] product = aggregate.product();
        double information = 0;
        double correlation = 0;
        double rest = 0;
        for (int i = 0; i < size(); i++) {
            information += get(i).logDensity(codes[i]) - joint[i];
            correlation += joint[i] - product[i];
            rest += product[i] - prior.logDensity(codes[i]);
        }
        return new KlSplit(information / size(), correlation / size(), rest / size());
    }

    /** One row per image: the means, {@code z1} to {@code zL}, and {@code class} if the images have labels. */
    public Table toTable() {
        Table table = Table.create("latent means of " + images.name());
        for (int d = 0; d < latentSize; d++) {
            DoubleColumn column = DoubleColumn.create(names(latentSize).get(d));
            for (int i = 0; i < size(); i++) {
                column.append(mean[i * latentSize + d]);
            }
            column.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(3));
            table.addColumns(column);
        }
        if (images.hasLabels()) {
            StringColumn names = StringColumn.create("class");
            for (int label : images.labels()) {
                names.append(images.classNames().get(label));
            }
            table.addColumns(names);
        }
        return table;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "Posteriors[%,d images, %d dimensions, mean KL %.2f nats]", size(), latentSize, kl());
    }
}
