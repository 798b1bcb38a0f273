package io.github.latent4j.viz;

import io.github.latent4j.internal.Checks;
import io.github.latent4j.internal.Markup;
import io.github.latent4j.viz.GraphLayout.Place;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A computation graph from left to right: each value with its gradient in a box, and before it the operation that it comes from. */
public final class GraphDrawing {
    private static final int MAX_NODES = 60;

    private static final int MARGIN = 16;
    private static final int HEADER = 44;
    private static final int LINE = 16;
    private static final int PADDING = 7;

    /** Between the boxes of a layer, and at least between layers. */
    private static final int GAP = 16;

    private static final int LAYER_GAP = 36;
    private static final int MAX_LAYER_GAP = 90;

    /** The diameter of an operation, which is wider if its name is. */
    private static final int CIRCLE = 24;

    private static final int CONNECTOR = 6;
    private static final double HEAD_LENGTH = 7;
    private static final double HEAD_WIDTH = 6;

    private static final Color LEAF = new Color(0xf3, 0xf5, 0xf7);

    /**
     * A value of the graph.
     *
     * @param label its name; may be empty
     * @param operation by which it is computed; empty if and only if it has no inputs
     * @param data its value
     * @param gradient the derivative of the result by it
     * @param inputs the indices of the values that it is computed from, all smaller than its own; one may be there twice
     */
    public record Node(String label, String operation, double data, double gradient, List<Integer> inputs) {
        public Node {
            Objects.requireNonNull(label, "label");
            Checks.require(
                    operation.isEmpty() == inputs.isEmpty(),
                    "operation must be empty if and only if there are no inputs, got \"%s\" and %s",
                    operation,
                    inputs);
            inputs = List.copyOf(inputs);
        }

        /** The lines of its box. */
        private List<String> lines() {
            List<String> lines = new ArrayList<>(List.of("data " + digits(data), "grad " + digits(gradient)));
            if (!label.isEmpty()) {
                lines.add(0, label);
            }
            return lines;
        }

        private static String digits(double value) {
            double size = Math.abs(value);
            boolean isPlain = size == 0 || (size >= 0.001 && size < 10_000);
            return String.format(Locale.ROOT, isPlain ? "%.4f" : "%.3e", value + 0.0); // no -0
        }
    }

    private final String title;
    private final int size;
    private final int width;
    private final int height;
    private final List<Mark> marks;

    private GraphDrawing(String title, int size, int width, int height, List<Mark> marks) {
        this.title = title;
        this.size = size;
        this.width = width;
        this.height = height;
        this.marks = marks;
    }

    /**
     * A drawing of 1 to {@value #MAX_NODES} values.
     *
     * @param nodes each behind its inputs
     * @throws IllegalArgumentException if there are none or more, or an input is not an earlier node
     */
    public static GraphDrawing of(String title, List<Node> nodes) {
        Checks.require(
                !nodes.isEmpty() && nodes.size() <= MAX_NODES,
                "nodes must hold 1 to %d nodes, got %d",
                MAX_NODES,
                nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            for (int input : nodes.get(i).inputs()) {
                Checks.require(input >= 0 && input < i, "inputs of node %d must be in 0..%d, got %d", i, i - 1, input);
            }
        }
        return new Composition(List.copyOf(nodes)).drawing(title);
    }

    /** The picture. */
    public Figure figure() {
        String summary =
                String.format(Locale.ROOT, "Figure[\"%s\", %dx%d, graph of %d nodes]", title, width, height, size);
        return Figure.draw(width, height, summary, g -> marks.forEach(mark -> mark.paint(g)));
    }

    /** The same picture as a complete SVG document, sharp at any size, its texts as text. */
    public String svg() {
        String frame = String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\""
                        + " font-family=\"DejaVu Sans, Verdana, sans-serif\">%n<title>%s</title>%n"
                        + "<rect width=\"%d\" height=\"%d\" fill=\"%s\"/>%n",
                width,
                height,
                width,
                height,
                Markup.escaped(title),
                width,
                height,
                Theme.hex(Theme.GROUND));
        return marks.stream().map(Mark::svg).collect(Collectors.joining("\n", frame.replace("\r", ""), "\n</svg>\n"));
    }

    /**
     * Writes the {@link #svg}.
     *
     * @throws UncheckedIOException if {@code file} cannot be written
     */
    public void saveSvg(Path file) {
        try {
            Files.writeString(file, svg());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Says how many nodes are drawn; the same in every run. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "GraphDrawing[\"%s\", %d nodes]", title, size);
    }

    /** Turns nodes into marks. */
    private static final class Composition {
        private final List<Node> nodes;
        private final GraphLayout layout;

        /** Of each layer: where its operations begin, how wide they are at most, and how wide its boxes are. */
        private final double[] left;

        private final double[] operationWidth;
        private final double[] boxWidth;

        Composition(List<Node> nodes) {
            this.nodes = nodes;
            this.layout = new GraphLayout(
                    nodes.stream().map(Node::inputs).toList(),
                    nodes.stream().map(Composition::height).toList(),
                    GAP);
            this.left = new double[layout.layerCount()];
            this.operationWidth = new double[left.length];
            this.boxWidth = new double[left.length];
            for (int i = 0; i < nodes.size(); i++) {
                int layer = layout.node(i).layer;
                operationWidth[layer] = Math.max(operationWidth[layer], operationWidth(nodes.get(i)) + CONNECTOR);
                boxWidth[layer] = Math.max(boxWidth[layer], boxWidth(nodes.get(i)));
            }
            left[0] = MARGIN;
            for (int layer = 1; layer < left.length; layer++) {
                left[layer] = right(layer - 1) + gapBefore(layer);
            }
        }

        private IntStream allNodes() {
            return IntStream.range(0, nodes.size());
        }

        private static double height(Node node) {
            return LINE * node.lines().size() + PADDING;
        }

        private static double boxWidth(Node node) {
            return Math.max(Theme.widest(node.lines(), Theme.small()), Theme.width(node.label(), bold()))
                    + 2.0 * PADDING;
        }

        /** With its operation, where there is one. */
        private static double operationWidth(Node node) {
            return node.inputs().isEmpty()
                    ? -CONNECTOR
                    : Math.max(CIRCLE, Theme.width(node.operation(), Theme.small()) + 12.0);
        }

        private static Font bold() {
            return Theme.small().deriveFont(Font.BOLD);
        }

        /** Steep edges need room to be told apart. */
        private double gapBefore(int layer) {
            double steepest = 0;
            for (int i = 0; i < nodes.size(); i++) {
                for (int input : nodes.get(i).inputs()) {
                    List<Place> edge = layout.edge(input, i);
                    for (int e = 1; e < edge.size(); e++) {
                        if (edge.get(e).layer == layer) {
                            steepest = Math.max(steepest, Math.abs(edge.get(e).y - edge.get(e - 1).y));
                        }
                    }
                }
            }
            return Math.min(MAX_LAYER_GAP, LAYER_GAP + steepest / 6);
        }

        private double right(int layer) {
            return boxLeft(layer) + boxWidth[layer];
        }

        private double boxLeft(int layer) {
            return left[layer] + operationWidth[layer];
        }

        private static double y(Place place) {
            return HEADER + place.y;
        }

        private double top(int node) {
            return y(layout.node(node)) - height(nodes.get(node)) / 2;
        }

        GraphDrawing drawing(String title) {
            List<Mark> marks = new ArrayList<>();
            marks.add(new Mark.Text(title, Theme.title(), Theme.INK, MARGIN, MARGIN + 14, false));
            allNodes().forEach(i -> addEdges(marks, i));
            allNodes().forEach(i -> addNode(marks, i));
            double right = Math.max(right(left.length - 1), MARGIN + Theme.width(title, Theme.title()));
            return new GraphDrawing(
                    title,
                    nodes.size(),
                    (int) Math.ceil(right) + MARGIN,
                    HEADER + (int) Math.ceil(layout.height()) + MARGIN,
                    List.copyOf(marks));
        }

        private void addNode(List<Mark> marks, int i) {
            Node node = nodes.get(i);
            int layer = layout.node(i).layer;
            double x = boxLeft(layer);
            double y = y(layout.node(i));
            if (!node.inputs().isEmpty()) {
                double width = operationWidth(node);
                double end = x - CONNECTOR;
                marks.add(line(end, y, x, y));
                marks.add(new Mark.Box(
                        end - width, y - CIRCLE / 2.0, width, CIRCLE, CIRCLE / 2.0, Theme.GROUND, Theme.MUTED));
                marks.add(text(node.operation(), Theme.small(), Theme.INK, end - width / 2, y + 4));
            }
            Color fill = node.inputs().isEmpty() ? LEAF : Theme.GROUND;
            marks.add(new Mark.Box(x, top(i), boxWidth[layer], height(node), 4, fill, Theme.FAINT));
            List<String> lines = node.lines();
            for (int l = 0; l < lines.size(); l++) {
                boolean isGradient = l == lines.size() - 1;
                boolean isLabel = l < lines.size() - 2;
                marks.add(text(
                        lines.get(l),
                        isLabel ? bold() : Theme.small(),
                        isGradient ? Theme.series(1) : Theme.INK,
                        x + boxWidth[layer] / 2,
                        top(i) + LINE * (l + 1)));
            }
        }

        /** The edges from all inputs of a node, the highest to the highest point of its operation. */
        private void addEdges(List<Mark> marks, int target) {
            List<List<Place>> edges = nodes.get(target).inputs().stream()
                    .map(input -> layout.edge(input, target))
                    .sorted(Comparator.comparingDouble(edge -> edge.get(edge.size() - 2).y))
                    .toList();
            for (int i = 0; i < edges.size(); i++) {
                double step = Math.min(CIRCLE / 3.0, CIRCLE * 0.8 / edges.size());
                addEdge(marks, edges.get(i), target, (i - (edges.size() - 1) / 2.0) * step);
            }
        }

        private void addEdge(List<Mark> marks, List<Place> edge, int target, double above) {
            Path2D path = new Path2D.Double();
            double y = y(edge.get(0));
            path.moveTo(right(edge.get(0).layer), y);
            for (Place place : edge.subList(1, edge.size() - 1)) {
                y = turn(path, place.layer, y, y(place));
                path.lineTo(right(place.layer), y);
            }
            int layer = layout.node(target).layer;
            y = turn(path, layer, y, y(layout.node(target)) + above);
            double round = CIRCLE / 2.0 - Math.sqrt(CIRCLE * CIRCLE / 4.0 - above * above);
            double end = boxLeft(layer) - CONNECTOR - operationWidth(nodes.get(target)) + round;
            path.lineTo(end - HEAD_LENGTH, y);
            marks.add(new Mark.Path(path, Theme.MUTED, false));
            marks.add(head(end, y));
        }

        /** Goes on to the next layer, level at both ends; the new y. */
        private double turn(Path2D path, int layer, double from, double to) {
            double end = left[layer] - HEAD_LENGTH;
            double middle = (right(layer - 1) + end) / 2;
            path.curveTo(middle, from, middle, to, end, to);
            return to;
        }

        private static Mark line(double fromX, double fromY, double toX, double toY) {
            Path2D path = new Path2D.Double();
            path.moveTo(fromX, fromY);
            path.lineTo(toX, toY);
            return new Mark.Path(path, Theme.MUTED, false);
        }

        private static Mark head(double x, double y) {
            Path2D path = new Path2D.Double();
            path.moveTo(x, y);
            path.lineTo(x - HEAD_LENGTH, y - HEAD_WIDTH / 2);
            path.lineTo(x - HEAD_LENGTH, y + HEAD_WIDTH / 2);
            path.closePath();
            return new Mark.Path(path, Theme.MUTED, true);
        }

        private static Mark text(String text, Font font, Color colour, double x, double baseline) {
            return new Mark.Text(text, font, colour, x, baseline, true);
        }
    }
}
