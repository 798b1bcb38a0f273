package io.github.latent4j.cli;

import java.util.Locale;

/** The three families of systems that differ in where Jupyter keeps its files and in how programs are called. */
enum OperatingSystem {
    LINUX,
    MAC,
    WINDOWS;

    static OperatingSystem current() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return WINDOWS;
        }
        return name.startsWith("mac") ? MAC : LINUX;
    }

    /** The file name of a program. */
    String program(String name) {
        return this == WINDOWS ? name + ".exe" : name;
    }

    /** The folder of a Python environment that holds its programs. */
    String programFolder() {
        return this == WINDOWS ? "Scripts" : "bin";
    }
}
