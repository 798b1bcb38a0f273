package io.github.latent4j.viz;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where the nodes of a graph are to be drawn from left to right, in layers, as Sugiyama, Tagawa and Toda 1981 have it: a node stands behind
 * all of its inputs, an edge that passes layers holds a place in each of them, each layer is ordered by where its neighbours are, and then
 * all move to their neighbours as far as those beside them let them.
 */
final class GraphLayout {
    private static final int ORDERINGS = 24;
    private static final int ALIGNMENTS = 200;

    /** A place in a layer: a node, or where an edge passes between nodes. */
    static final class Place {
        final int layer;
        private final boolean isNode;
        private final double height;
        private final Set<Place> left = new LinkedHashSet<>();
        private final Set<Place> right = new LinkedHashSet<>();

        /** Of its middle. */
        double y;

        private double rank;

        private Place(int layer, boolean isNode, double height) {
            this.layer = layer;
            this.isNode = isNode;
            this.height = height;
        }

        /** How much an edge pulls: more where it passes layers, for one that gives way in each of them is hard to follow. */
        private double pull(Place neighbour) {
            return isNode && neighbour.isNode ? 1 : isNode || neighbour.isNode ? 2 : 8;
        }
    }

    private final List<List<Integer>> inputs;
    private final double gap;
    private final List<Place> nodes = new ArrayList<>();
    private final List<Map<Integer, Place>> passing = new ArrayList<>();
    private final boolean[] isPlaced;
    private List<List<Place>> layers = new ArrayList<>();

    /**
     * Lays out at once.
     *
     * @param inputs of each node, all of them earlier ones
     * @param heights of each node
     * @param gap between the nodes of a layer
     */
    GraphLayout(List<List<Integer>> inputs, List<Double> heights, double gap) {
        this.inputs = inputs;
        this.gap = gap;
        this.isPlaced = new boolean[inputs.size()];
        int[] layerOf = layerOf();
        for (int i = 0; i < inputs.size(); i++) {
            nodes.add(new Place(layerOf[i], true, heights.get(i)));
            passing.add(new HashMap<>());
        }
        IntStream.rangeClosed(0, IntStream.of(layerOf).max().orElseThrow())
                .forEach(layer -> layers.add(new ArrayList<>()));
        for (int i = inputs.size() - 1; i >= 0; i--) {
            place(i); // a result before what it is made of, so that this comes in the order in which it is used
        }
        order();
        align();
    }

    int layerCount() {
        return layers.size();
    }

    /** From the highest place, which is at 0, to the lowest. */
    double height() {
        return allPlaces()
                .mapToDouble(place -> place.y + place.height / 2)
                .max()
                .orElseThrow();
    }

    Place node(int i) {
        return nodes.get(i);
    }

    /** The places of an edge from its source to its target, both included. */
    List<Place> edge(int source, int target) {
        List<Place> edge = new ArrayList<>(List.of(node(source)));
        for (int layer = node(source).layer + 1; layer < node(target).layer; layer++) {
            edge.add(passing.get(source).get(layer));
        }
        edge.add(node(target));
        return edge;
    }

    /** The longest way from a leaf; a leaf itself stands just before its first user. */
    private int[] layerOf() {
        int[] layerOf = new int[inputs.size()];
        int[] firstUser = new int[inputs.size()];
        for (int i = 0; i < layerOf.length; i++) {
            for (int input : inputs.get(i)) {
                layerOf[i] = Math.max(layerOf[i], layerOf[input] + 1);
            }
        }
        for (int i = layerOf.length - 1; i >= 0; i--) {
            if (inputs.get(i).isEmpty()) {
                layerOf[i] = Math.max(0, firstUser[i] - 1);
            }
            for (int input : inputs.get(i)) {
                firstUser[input] = firstUser[input] == 0 ? layerOf[i] : Math.min(firstUser[input], layerOf[i]);
            }
        }
        return layerOf;
    }

    private void place(int node) {
        if (isPlaced[node]) {
            return;
        }
        isPlaced[node] = true;
        layers.get(nodes.get(node).layer).add(nodes.get(node));
        for (int input : inputs.get(node)) {
            Place before = nodes.get(input);
            for (int layer = before.layer + 1; layer < nodes.get(node).layer; layer++) {
                Place place = passing.get(input).get(layer);
                if (place == null) { // several edges of one source share their way as far as they can
                    place = new Place(layer, false, 0);
                    passing.get(input).put(layer, place);
                    layers.get(layer).add(place);
                }
                connect(before, place);
                before = place;
            }
            connect(before, nodes.get(node));
            place(input);
        }
    }

    private static void connect(Place left, Place right) {
        left.right.add(right);
        right.left.add(left);
    }

    /** Goes through the layers to and fro, and keeps the order with the fewest crossings. */
    private void order() {
        List<List<Place>> best = copy();
        long fewest = crossings();
        for (int i = 0; i < ORDERINGS && fewest > 0; i++) {
            for (int l = 0; l < layers.size(); l++) {
                boolean isForth = i % 2 == 0;
                sort(isForth ? l : layers.size() - 1 - l, isForth ? place -> place.left : place -> place.right);
            }
            long crossings = crossings();
            if (crossings < fewest) {
                fewest = crossings;
                best = copy();
            }
        }
        layers = best;
    }

    private List<List<Place>> copy() {
        List<List<Place>> copy = new ArrayList<>();
        layers.forEach(layer -> copy.add(new ArrayList<>(layer)));
        return copy;
    }

    private void sort(int layer, Function<Place, Set<Place>> neighbours) {
        rank();
        ToDoubleFunction<Place> mean = place -> neighbours.apply(place).stream()
                .mapToDouble(neighbour -> neighbour.rank)
                .average()
                .orElse(place.rank);
        layers.get(layer).sort(Comparator.comparingDouble(mean));
    }

    /** Of each place its part of the way through its layer. */
    private void rank() {
        for (List<Place> layer : layers) {
            for (int i = 0; i < layer.size(); i++) {
                layer.get(i).rank = (i + 0.5) / layer.size();
            }
        }
    }

    private long crossings() {
        rank();
        long crossings = 0;
        for (List<Place> layer : layers) {
            for (int i = 0; i < layer.size(); i++) {
                for (Place above : layer.get(i).right) {
                    crossings += layer.subList(i + 1, layer.size()).stream()
                            .flatMap(below -> below.right.stream())
                            .filter(end -> end.rank < above.rank)
                            .count();
                }
            }
        }
        return crossings;
    }

    private void align() {
        for (List<Place> layer : layers) {
            double y = 0;
            for (int i = 0; i < layer.size(); i++) {
                y += i == 0 ? 0 : distance(layer.get(i - 1), layer.get(i));
                layer.get(i).y = y;
            }
        }
        for (int i = 0; i < ALIGNMENTS; i++) {
            for (int l = 0; l < layers.size(); l++) {
                align(layers.get(i % 2 == 0 ? l : layers.size() - 1 - l));
            }
        }
        double top = allPlaces()
                .mapToDouble(place -> place.y - place.height / 2)
                .min()
                .orElseThrow();
        allPlaces().forEach(place -> place.y -= top);
    }

    private Stream<Place> allPlaces() {
        return layers.stream().flatMap(List::stream);
    }

    private double distance(Place above, Place below) {
        return (above.height + below.height) / 2 + gap;
    }

    /**
     * Moves the places of a layer, in the order and at the distances that they have to keep, to where the squares of what their edges rise or
     * fall have the least sum: those that would come too close form one block, which moves as a whole.
     */
    private void align(List<Place> layer) {
        List<Block> blocks = new ArrayList<>();
        double offset = 0; // of a place below the first one, if all stand as close as they can
        for (int i = 0; i < layer.size(); i++) {
            offset += i == 0 ? 0 : distance(layer.get(i - 1), layer.get(i));
            Block block = Block.of(layer.get(i), offset);
            while (!blocks.isEmpty() && blocks.get(blocks.size() - 1).y >= block.y) {
                block = blocks.remove(blocks.size() - 1).and(block);
            }
            blocks.add(block);
        }
        int next = 0;
        offset = 0;
        for (Block block : blocks) {
            for (int i = 0; i < block.size; i++) {
                offset += next == 0 ? 0 : distance(layer.get(next - 1), layer.get(next));
                layer.get(next++).y = block.y + offset;
            }
        }
    }

    /** Places that stand as close as they can. */
    private record Block(double y, double weight, int size) {
        /** Of one place, where its neighbours pull it. */
        static Block of(Place place, double offset) {
            double weight = 0;
            double sum = 0;
            for (Set<Place> side : List.of(place.left, place.right)) {
                for (Place neighbour : side) {
                    weight += place.pull(neighbour);
                    sum += place.pull(neighbour) * neighbour.y;
                }
            }
            return weight == 0
                    ? new Block(place.y - offset, 1, 1) // nothing pulls it
                    : new Block(sum / weight - offset, weight, 1);
        }

        Block and(Block below) {
            double both = weight + below.weight;
            return new Block((y * weight + below.y * below.weight) / both, both, size + below.size);
        }
    }
}
