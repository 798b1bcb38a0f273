package io.github.latent4j.bench;

import io.github.latent4j.bench.PeerProcess.Task;
import io.github.latent4j.viz.Charts;
import io.github.latent4j.viz.Figure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/** How fast ours and PyTorch are, and how much memory they take, as batch, width and number of images grow; with all threads. */
final class Growth {
    private static final List<String> LIBRARIES = List.of("latent4j", "torch-channels-last");
    /** Of training before it is measured: compilers are done by then. */
    private static final double WARM_SECONDS = 3;

    private static final String STEPS = " steps/s";
    private static final String MEMORY = " MB";

    private Growth() {}

    static void measure(String python, Path data, int threads) throws IOException {
        for (String net : List.of("cnn", "vae")) {
            double[] batches = {16, 32, 64, 128, 256, 512, 1024};
            double[] widths = {0.5, 1, 2, 4};
            double[] sizes = {1024, 4096, 16_384, 65_536};
            List<Table> tables = List.of(
                    table(net + ", batch size", batches, python, data, v -> new Task(net, threads, (int) v, 1, 4096)),
                    table(net + ", width", widths, python, data, v -> new Task(net, threads, 128, v, 2048)),
                    table(net + ", images", sizes, python, data, v -> new Task(net, threads, 128, 1, (int) v)));
            draw(net, "images per second", "", tables);
            draw(net, "steps per second", STEPS, tables);
            draw(net, "peak memory in MB", MEMORY, tables);
        }
    }

    /** One chart of each table, side by side. */
    private static void draw(String net, String what, String suffix, List<Table> tables) {
        String[] columns = LIBRARIES.stream().map(library -> library + suffix).toArray(String[]::new);
        Path file = Throughput.FOLDER.resolve("growth-" + net + "-" + what.replace(' ', '-') + ".png");
        Figure.row(tables.stream()
                        .map(table -> Charts.line(
                                table.copy().setName(table.name() + ": " + what),
                                table.columnNames().get(0),
                                columns))
                        .toArray(Figure[]::new))
                .savePng(file);
        System.out.println("growth: " + file);
    }

    private static Table table(String title, double[] values, String python, Path data, DoubleFunction<Task> task)
            throws IOException {
        String x = title.substring(title.indexOf(", ") + 2);
        Table table = Table.create(title, DoubleColumn.create(x, values));
        for (String library : LIBRARIES) {
            DoubleColumn rates = DoubleColumn.create(library);
            DoubleColumn steps = DoubleColumn.create(library + STEPS);
            DoubleColumn memory = DoubleColumn.create(library + MEMORY);
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
                    int epoch = 0;
                    for (double warm = 0; warm < WARM_SECONDS; epoch++) {
                        warm += process.train(1, epoch)[0];
                    }
                    double[] seconds = new double[5];
                    for (int i = 0; i < seconds.length; i++) {
                        seconds[i] = process.train(1, epoch + i)[0];
                    }
                    double rate = wanted.images() / Entrant.median(seconds);
                    rates.append(rate);
                    steps.append(rate / wanted.batch());
                    memory.append(process.peakMegabytes());
                }
            }
            rates.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(0));
            steps.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(1));
            memory.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(0));
            table.addColumns(rates, steps, memory);
        }
        System.out.println(table.print());
        table.write()
                .csv(Throughput.FOLDER
                        .resolve(title.replace(", ", "-").replace(' ', '-') + ".csv")
                        .toString());
        return table;
    }
}
