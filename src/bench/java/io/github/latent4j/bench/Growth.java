package io.github.latent4j.bench;

import io.github.latent4j.bench.PeerProcess.Task;
import io.github.latent4j.viz.Charts;
import io.github.latent4j.viz.Figure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import javax.imageio.ImageIO;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/** How fast ours and PyTorch are, and how much memory they take, as batch, width and number of images grow; with all threads. */
final class Growth {
    private static final List<String> LIBRARIES = List.of("latent4j", "torch-channels-last");

    private Growth() {}

    static void measure(String python, Path data, int threads) throws IOException {
        for (String net : List.of("cnn", "vae")) {
            double[] batches = {16, 32, 64, 128, 256, 512, 1024};
            double[] widths = {0.5, 1, 2, 4};
            double[] sizes = {1024, 4096, 16_384, 65_536};
            Figure figure = Figure.row(
                    chart(net + ", batch size", batches, python, data, v -> new Task(net, threads, (int) v, 1, 4096)),
                    chart(net + ", width", widths, python, data, v -> new Task(net, threads, 128, v, 2048)),
                    chart(net + ", images", sizes, python, data, v -> new Task(net, threads, 128, 1, (int) v)));
            Path file = Throughput.FOLDER.resolve("growth-" + net + ".png");
            ImageIO.write(figure, "png", file.toFile());
            System.out.println("growth: " + file);
        }
    }

    private static Figure chart(String title, double[] values, String python, Path data, DoubleFunction<Task> task)
            throws IOException {
        String x = title.substring(title.indexOf(", ") + 2);
        Table table = Table.create(title + ": images per second", DoubleColumn.create(x, values));
        for (String library : LIBRARIES) {
            DoubleColumn rates = DoubleColumn.create(library);
            DoubleColumn steps = DoubleColumn.create(library + " steps/s");
            DoubleColumn memory = DoubleColumn.create(library + " MB");
            for (double value : values) {
                Task wanted = task.apply(value);
                Path log = Throughput.FOLDER.resolve("growth-" + library + ".log");
                Optional<PeerProcess> found = PeerProcess.start(library, wanted, python, data, log);
                if (found.isEmpty()) {
                    rates.append(Double.NaN);
                    steps.append(Double.NaN);
                    memory.append(Double.NaN);
                    continue;
                }
                try (PeerProcess process = found.get()) {
                    process.train(1, 1);
                    process.train(1, 2);
                    double[] seconds = new double[3];
                    for (int i = 0; i < seconds.length; i++) {
                        seconds[i] = process.train(1, 3 + i)[0];
                    }
                    double rate = wanted.images() / Entrant.median(seconds);
                    rates.append(rate);
                    steps.append(rate / wanted.batch());
                    memory.append(process.peakMegabytes());
                }
            }
            table.addColumns(rates, steps, memory);
        }
        System.out.println(table.print());
        table.write()
                .csv(Throughput.FOLDER
                        .resolve(title.replace(", ", "-").replace(' ', '-') + ".csv")
                        .toString());
        return Charts.line(table, x, LIBRARIES.toArray(String[]::new));
    }
}
