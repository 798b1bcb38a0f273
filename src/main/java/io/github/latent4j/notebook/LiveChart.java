package io.github.latent4j.notebook;

import io.github.latent4j.train.EpochLog;
import io.github.latent4j.train.History;
import io.github.latent4j.train.TrainListener;
import io.github.latent4j.train.TrainSpec;
import io.github.latent4j.viz.Charts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Draws {@link Charts#curves} while a model trains: one figure in the notebook, replaced after each epoch. Outside a
 * kernel it does nothing. Can be used for several runs, one after the other.
 */
public final class LiveChart implements TrainListener {
    private final KernelDisplay display;
    private final String[] metrics;
    private final List<EpochLog> done = new ArrayList<>();
    private Optional<KernelDisplay.Shown> shown = Optional.empty();

    /**
     * A chart of the given metrics.
     *
     * @param metrics as for {@link Charts#curves}; one that is not logged ends training at the first epoch with an
     *     {@link IllegalArgumentException} that lists those that are
     */
    public LiveChart(String... metrics) {
        this(KernelDisplay.find(), metrics);
    }

    LiveChart(KernelDisplay display, String[] metrics) {
        this.display = display;
        this.metrics = metrics.clone();
    }

    @Override
    public void onStart(TrainSpec spec) {
        done.clear();
        shown = Optional.empty();
    }

    @Override
    public void onEpoch(EpochLog log) {
        done.add(log);
        if (display.isPresent()) {
            show(chart());
        }
    }

    /** The figure, or why there is none: a machine without fonts must not end training. */
    private Object chart() {
        try {
            return Charts.curves(new History(done, "training"), metrics);
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void show(Object content) {
        if (shown.isEmpty()) {
            shown = Optional.of(display.show(content));
        } else {
            shown.get().update(content);
        }
    }
}
