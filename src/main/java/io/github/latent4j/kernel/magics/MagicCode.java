package io.github.latent4j.kernel.magics;

import java.util.ArrayList;
import java.util.List;

/** A cell as it was written and as Java, line for line. */
public final class MagicCode {
    private final String written;
    private final StringBuilder java = new StringBuilder();
    private final List<Replaced> replaced = new ArrayList<>();
    private int copied;

    /** Positions in the text as written, and in the Java code. */
    private record Replaced(int start, int end, int javaStart, int javaEnd) {}

    MagicCode(String written) {
        this.written = written;
    }

    /** To be called from the start of the text to its end. */
    void replace(int start, int end, String call) {
        java.append(written, copied, start);
        replaced.add(new Replaced(start, end, java.length(), java.length() + call.length()));
        java.append(call);
        copied = end;
    }

    /** The text with magics. */
    public String written() {
        return written;
    }

    /** The text with a call in the place of each magic. */
    public String java() {
        return java + written.substring(copied);
    }

    /** Where in {@link #written} the character at {@code position} of {@link #java} comes from; for a call, the start of its magic. */
    public int written(int position) {
        int shift = 0;
        for (Replaced each : replaced) {
            if (position < each.javaStart()) {
                break;
            }
            if (position < each.javaEnd()) {
                return each.start();
            }
            shift = each.end() - each.javaEnd();
        }
        return position + shift;
    }
}
