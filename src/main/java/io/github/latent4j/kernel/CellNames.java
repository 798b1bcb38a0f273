package io.github.latent4j.kernel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What error messages call the places of code: cells have their number, and files that cells load have numbers below zero. */
final class CellNames {
    private static final Map<String, Integer> NUMBERS = new ConcurrentHashMap<>();
    private static final Map<Integer, String> NAMES = new ConcurrentHashMap<>();

    private CellNames() {}

    /** The name of a cell or file. */
    static String of(int cell) {
        return cell < 0 ? NAMES.getOrDefault(cell, "loaded code") : "cell " + cell;
    }

    /** The number of a file, always the same for the same name. */
    static synchronized int number(String name) {
        return NUMBERS.computeIfAbsent(name, absent -> {
            int number = -1 - NAMES.size();
            NAMES.put(number, name);
            return number;
        });
    }
}
