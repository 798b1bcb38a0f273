package io.github.latent4j.nn;

import java.util.Arrays;

/** What can be seen inside a layer as small pictures of one size: the maps that it makes of an image, or its kernels. Values of any range. */
public final class LayerMaps {
    private final String name;
    private final int height;
    private final int width;
    private final double[][] maps;

    LayerMaps(String name, int height, int width, double[][] maps) {
        this.name = name;
        this.height = height;
        this.width = width;
        this.maps = maps;
    }

    /** Cuts {@code values}, shape {@code [maps, height, width]}, into maps. */
    static LayerMaps of(String name, int height, int width, float[] values) {
        int size = height * width;
        double[][] maps = new double[values.length / size][size];
        for (int i = 0; i < values.length; i++) {
            maps[i / size][i % size] = values[i];
        }
        return new LayerMaps(name, height, width, maps);
    }

    /** Of which layer they are. */
    public String name() {
        return name;
    }

    public int size() {
        return maps.length;
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    /** All of them, shape {@code [size, height * width]}, row by row; a copy. */
    public double[][] values() {
        return Arrays.stream(maps).map(double[]::clone).toArray(double[][]::new);
    }

    @Override
    public String toString() {
        return "LayerMaps[" + name + ", " + size() + " of " + height + "x" + width + "]";
    }
}
