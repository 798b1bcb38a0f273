package io.github.latent4j.vae;

import io.github.latent4j.data.Images;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/** The posteriors {@code q(z|x)} of some images, in their order. Immutable. */
public final class Posteriors {
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

    /** One row per image: the means, {@code z1} to {@code zL}, and {@code class} if the images have labels. */
    public Table toTable() {
        Table table = Table.create("latent means of " + images.name());
        for (int d = 0; d < latentSize; d++) {
            DoubleColumn column = DoubleColumn.create("z" + (d + 1));
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
