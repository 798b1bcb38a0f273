package io.github.latent4j.viz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.latent4j.viz.GraphDrawing.Node;
import java.awt.Color;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Scanner;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class GraphDrawingTest {
    private static final Node X = leaf("x", 2);
    private static final Node W = leaf("w", -3);
    private static final GraphDrawing PRODUCT =
            GraphDrawing.of("y = x w", List.of(X, W, new Node("y", "×", -6, 1, List.of(0, 1))));

    @Test
    void eachNodeHasItsNameItsValueItsGradientAndTheOperationBeforeIt() throws Exception {
        assertThat(texts(PRODUCT))
                .containsExactly(
                        "y = x w",
                        "x",
                        "data 2.0000",
                        "grad 0.5000",
                        "w",
                        "data -3.0000",
                        "grad 0.5000",
                        "×",
                        "y",
                        "data -6.0000",
                        "grad 1.0000");
        Rectangle2D operation = rectangles(PRODUCT, "12.0").get(0);
        Rectangle2D box = boxes(PRODUCT).get(2);
        assertThat(operation.getMaxX()).isLessThan(box.getMinX());
        assertThat(operation.getCenterY()).isEqualTo(box.getCenterY());
    }

    @Test
    void aNodeWithoutANameHasTwoLines() throws Exception {
        GraphDrawing drawing = GraphDrawing.of("t", List.of(leaf("", 1), leaf("x", 1)));

        assertThat(texts(drawing))
                .containsExactly("t", "data 1.0000", "grad 0.5000", "x", "data 1.0000", "grad 0.5000");
        assertThat(boxes(drawing).get(0).getHeight())
                .isLessThan(boxes(drawing).get(1).getHeight());
    }

    @ParameterizedTest
    @CsvSource({
        "0.70710678, 0.7071",
        "-0.0, 0.0000",
        "9999.99994, 9999.9999",
        "12345, 1.235e+04",
        "-0.00012345, -1.235e-04",
        "NaN, NaN",
        "-Infinity, -Infinity",
    })
    void numbersHaveFourDigitsAndAnExponentIfTheyNeedOne(double value, String text) throws Exception {
        assertThat(texts(GraphDrawing.of("t", List.of(leaf("", value))))).contains("data " + text);
    }

    @Test
    void theFigureAndTheSvgShowTheSame() throws Exception {
        Figure figure = PRODUCT.figure();
        Rectangle2D leaf = boxes(PRODUCT).get(0);

        Element svg = parsed(PRODUCT);
        assertThat(svg.getAttribute("width")).isEqualTo(Integer.toString(figure.logicalWidth()));
        assertThat(svg.getAttribute("height")).isEqualTo(Integer.toString(figure.logicalHeight()));
        assertThat(figure)
                .hasToString("Figure[\"y = x w\", " + figure.logicalWidth() + "x" + figure.logicalHeight()
                        + ", graph of 3 nodes]");
        int inside = figure.getRGB((int) (2 * leaf.getMinX()) + 6, (int) (2 * leaf.getCenterY()));
        int outside = figure.getRGB((int) (2 * leaf.getMinX()) - 6, (int) (2 * leaf.getCenterY()));
        assertThat(new Color(inside)).isEqualTo(new Color(0xf3, 0xf5, 0xf7));
        assertThat(new Color(outside)).isEqualTo(Color.WHITE);
    }

    @Test
    void aNodeStandsBehindItsInputsAndALeafJustBeforeItsFirstUser() throws Exception {
        GraphDrawing drawing = GraphDrawing.of(
                "chain",
                List.of(
                        leaf("a", 1),
                        leaf("late", 1),
                        new Node("b", "exp", 1, 1, List.of(0)),
                        new Node("c", "exp", 1, 1, List.of(2)),
                        new Node("d", "+", 1, 1, List.of(3, 1))));

        List<Rectangle2D> boxes = boxes(drawing);

        assertThat(boxes.get(0).getMaxX()).isLessThan(boxes.get(2).getMinX());
        assertThat(boxes.get(2).getMaxX()).isLessThan(boxes.get(3).getMinX());
        assertThat(boxes.get(3).getMaxX()).isLessThan(boxes.get(4).getMinX());
        assertThat(boxes.get(1).getMaxX()).isEqualTo(boxes.get(3).getMaxX());
    }

    @Test
    void anInputThatIsUsedTwiceHasTwoArrows() throws Exception {
        GraphDrawing drawing = GraphDrawing.of("square", List.of(X, new Node("", "×", 4, 1, List.of(0, 0))));

        assertThat(edges(drawing)).hasSize(2);
        assertThat(edges(drawing).get(0).getCurrentPoint())
                .isNotEqualTo(edges(drawing).get(1).getCurrentPoint());
    }

    @Test
    void aTreeIsDrawnWithoutACrossing() throws Exception {
        List<Node> nodes = new ArrayList<>();
        IntStream.range(0, 16).forEach(i -> nodes.add(leaf("w" + (i * 7 % 16), i)));
        int[] order = new Random(3).ints(0, 16).distinct().limit(16).toArray();
        for (int i = 0; i < 8; i++) {
            nodes.add(new Node("", "+", 1, 1, List.of(order[2 * i], order[2 * i + 1])));
        }
        for (int i = 0; i < 7; i++) {
            nodes.add(new Node("", "+", 1, 1, List.of(16 + 2 * i, 17 + 2 * i)));
        }

        List<Path2D> edges = edges(GraphDrawing.of("tree", nodes));

        assertThat(edges).hasSize(30);
        for (Path2D a : edges) {
            for (Path2D b : edges) {
                if (a != b) {
                    assertThat(Collections.disjoint(points(a), new HashSet<>(points(b))))
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noBoxesOverlapAndNoEdgeCrossesABoxOrLeavesThePicture(long seed) throws Exception {
        List<Node> nodes = random(seed);
        GraphDrawing drawing = GraphDrawing.of("random", nodes);
        List<Rectangle2D> boxes = boxes(drawing);
        Figure figure = drawing.figure();
        Rectangle2D below = new Rectangle2D.Double(0, 40, figure.logicalWidth(), figure.logicalHeight() - 40.0);

        assertThat(boxes).hasSize(nodes.size()).allMatch(below::contains);
        for (int i = 0; i < boxes.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(boxes.get(i).intersects(boxes.get(j)))
                        .as("%d and %d", i, j)
                        .isFalse();
            }
        }
        List<Path2D> edges = edges(drawing);
        assertThat(edges)
                .hasSize(nodes.stream().mapToInt(node -> node.inputs().size()).sum());
        for (Path2D edge : edges) {
            for (List<Long> point : points(edge)) {
                double x = point.get(0) / 10.0;
                double y = point.get(1) / 10.0;
                assertThat(below.contains(x, y)).isTrue();
                assertThat(boxes.stream().noneMatch(box -> inside(box, x, y))).isTrue();
            }
        }
    }

    @Test
    void theSameNodesGiveTheSameDrawing() {
        assertThat(GraphDrawing.of("random", random(9)).svg())
                .isEqualTo(GraphDrawing.of("random", random(9)).svg());
    }

    @Test
    void whateverItIsCalledIsShownAsText() throws Exception {
        GraphDrawing drawing =
                GraphDrawing.of("a < b & \"c\"", List.of(leaf("<g>", 1), new Node("</svg>", "<", 1, 1, List.of(0))));

        assertThat(texts(drawing)).contains("a < b & \"c\"", "<g>", "</svg>", "<");
        assertThat(parsed(drawing).getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("a < b & \"c\"");
    }

    @Test
    void aSavedFileIsTheSvg(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("graph.svg");

        PRODUCT.saveSvg(file);

        assertThat(Files.readString(file)).isEqualTo(PRODUCT.svg());
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed(@TempDir Path directory) {
        Path file = directory.resolve("missing").resolve("graph.svg");

        assertThatThrownBy(() -> PRODUCT.saveSvg(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot write " + file);
    }

    @Test
    void itSaysHowManyNodesItHas() {
        assertThat(PRODUCT).hasToString("GraphDrawing[\"y = x w\", 3 nodes]");
    }

    @Test
    void asManyNodesAsCanBeReadAreDrawn() {
        assertThat(GraphDrawing.of("t", Collections.nCopies(60, X))).hasToString("GraphDrawing[\"t\", 60 nodes]");
        assertThatThrownBy(() -> GraphDrawing.of("t", Collections.nCopies(61, X)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nodes must hold 1 to 60 nodes, got 61");
        assertThatThrownBy(() -> GraphDrawing.of("t", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nodes must hold 1 to 60 nodes, got 0");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 2})
    void anInputThatIsNotAnEarlierNodeIsRefused(int input) {
        List<Node> nodes = List.of(X, new Node("", "exp", 1, 1, List.of(input)), W);

        assertThatThrownBy(() -> GraphDrawing.of("t", nodes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("inputs of node 1 must be in 0..0, got " + input);
    }

    @Test
    void anOperationWithoutInputsAndInputsWithoutAnOperationAreRefused() {
        assertThatThrownBy(() -> new Node("", "+", 1, 1, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("operation must be empty if and only if there are no inputs, got \"+\" and []");
        assertThatThrownBy(() -> new Node("", "", 1, 1, List.of(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("operation must be empty if and only if there are no inputs, got \"\" and [0]");
    }

    private static Node leaf(String label, double data) {
        return new Node(label, "", data, 0.5, List.of());
    }

    private static List<Node> random(long seed) {
        Random random = new Random(seed);
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < 10 + 6 * seed && i < 60; i++) {
            String label = random.nextBoolean() ? "" : "node " + i;
            if (i < 4 || random.nextInt(4) == 0) {
                nodes.add(leaf(label, random.nextGaussian()));
            } else {
                int before = i;
                List<Integer> inputs = IntStream.rangeClosed(0, random.nextInt(3))
                        .map(j -> random.nextBoolean() ? before - 1 : random.nextInt(before))
                        .boxed()
                        .toList();
                nodes.add(new Node(label, inputs.size() > 1 ? "+" : "softplus", 1e9 * i, -1e-9 * i, inputs));
            }
        }
        return nodes;
    }

    private static boolean inside(Rectangle2D box, double x, double y) {
        return x > box.getMinX() + 0.5 && x < box.getMaxX() - 0.5 && y > box.getMinY() && y < box.getMaxY();
    }

    private static List<Rectangle2D> boxes(GraphDrawing drawing) throws Exception {
        return rectangles(drawing, "4.0");
    }

    private static List<Rectangle2D> rectangles(GraphDrawing drawing, String radius) throws Exception {
        List<Rectangle2D> rectangles = new ArrayList<>();
        for (Element box : elements(drawing, "rect")) {
            if (box.getAttribute("rx").equals(radius)) {
                rectangles.add(new Rectangle2D.Double(
                        number(box, "x"), number(box, "y"), number(box, "width"), number(box, "height")));
            }
        }
        return rectangles;
    }

    /** The lines with an arrow head: those with a curve. */
    private static List<Path2D> edges(GraphDrawing drawing) throws Exception {
        List<Path2D> edges = new ArrayList<>();
        for (Element path : elements(drawing, "path")) {
            String d = path.getAttribute("d");
            if (d.contains("C")) {
                edges.add(path(d));
            }
        }
        return edges;
    }

    private static Path2D path(String d) {
        Path2D path = new Path2D.Double();
        for (String part : d.split("(?=[MLC])", -1)) {
            double[] v = new Scanner(part.substring(1))
                    .useLocale(Locale.ROOT)
                    .tokens()
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            switch (part.charAt(0)) {
                case 'M' -> path.moveTo(v[0], v[1]);
                case 'L' -> path.lineTo(v[0], v[1]);
                default -> path.curveTo(v[0], v[1], v[2], v[3], v[4], v[5]);
            }
        }
        return path;
    }

    /** Points along a path, closer than they need be, in tenths of a pixel. */
    private static List<List<Long>> points(Path2D path) {
        List<List<Long>> points = new ArrayList<>();
        double[] to = new double[6];
        double x = 0;
        double y = 0;
        for (PathIterator i = path.getPathIterator(null, 0.05); !i.isDone(); i.next()) {
            int steps = i.currentSegment(to) == PathIterator.SEG_MOVETO
                    ? 1
                    : (int) Math.ceil(Math.hypot(to[0] - x, to[1] - y));
            for (int step = 1; step <= steps; step++) {
                double part = (double) step / steps;
                points.add(List.of(
                        Math.round(10 * (x + part * (to[0] - x))), Math.round(10 * (y + part * (to[1] - y)))));
            }
            x = to[0];
            y = to[1];
        }
        return points;
    }

    private static List<String> texts(GraphDrawing drawing) throws Exception {
        return elements(drawing, "text").stream().map(Element::getTextContent).toList();
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    private static List<Element> elements(GraphDrawing drawing, String name) throws Exception {
        NodeList found = parsed(drawing).getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private static Element parsed(GraphDrawing drawing) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(drawing.svg().getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
    }
}
