package io.github.latent4j.scratch;

import io.github.latent4j.internal.Checks;
import java.util.Locale;

/** A way downhill: what it makes of the gradient {@code g} of each step, for each coordinate by itself. */
public sealed interface Descent {

    /**
     * {@code x <- x - rate g} (Cauchy 1847).
     *
     * @throws IllegalArgumentException if {@code rate} is not positive
     */
    static Descent plain(double rate) {
        return new Plain(rate);
    }

    /**
     * {@code v <- momentum v - rate g; x <- x + v}: a heavy ball (Polyak 1964).
     *
     * @throws IllegalArgumentException if {@code rate} is not positive or {@code momentum} not in {@code [0, 1)}
     */
    static Descent momentum(double rate, double momentum) {
        return new Momentum(rate, momentum);
    }

    /**
     * {@code s <- 0.9 s + 0.1 g^2; x <- x - rate g / (√s + 1e-8)}: steps of about {@code rate}, whatever the slope (Hinton 2012).
     *
     * @throws IllegalArgumentException if {@code rate} is not positive
     */
    static Descent rmsProp(double rate) {
        return new RmsProp(rate);
    }

    /**
     * {@code m <- 0.9 m + 0.1 g; s <- 0.999 s + 0.001 g^2; x <- x - rate m' / (√s' + 1e-8)}, where {@code m'} and {@code s'} are {@code m} and
     * {@code s} by {@code 1 - 0.9^t} and {@code 1 - 0.999^t} (Kingma and Ba 2015).
     *
     * @throws IllegalArgumentException if {@code rate} is not positive
     */
    static Descent adam(double rate) {
        return new Adam(rate);
    }

    /** One for each coordinate of a walk. */
    interface Coordinate {
        /** What is to be added to the coordinate. */
        double step(double gradient);
    }

    /** At rest. */
    Coordinate start();

    /**
     * Walks from {@code (x, y)}. A walk whose place is not finite any more ends there.
     *
     * @param steps to take at most, at least 1
     * @throws IllegalArgumentException if {@code steps < 1}
     */
    default Walk walk(Surface surface, double x, double y, int steps) {
        Checks.positive("steps", steps);
        Walk.Recorder walk = new Walk.Recorder(toString());
        Coordinate ofX = start();
        Coordinate ofY = start();
        double nextX = x;
        double nextY = y;
        for (int i = 0; i <= steps; i++) {
            Surface.Slope slope = surface.slope(nextX, nextY);
            walk.add(nextX, nextY, slope.value());
            if (!Double.isFinite(slope.value())) {
                break;
            }
            nextX += ofX.step(slope.byX());
            nextY += ofY.step(slope.byY());
        }
        return walk.finish();
    }

    /** See {@link #plain}. */
    record Plain(double rate) implements Descent {
        public Plain {
            requirePositive(rate);
        }

        @Override
        public Coordinate start() {
            return gradient -> -rate * gradient;
        }

        @Override
        public String toString() {
            return "gradient descent, rate " + number(rate);
        }
    }

    /** See {@link #momentum(double, double)}. */
    record Momentum(double rate, double momentum) implements Descent {
        public Momentum {
            requirePositive(rate);
            Checks.require(momentum >= 0 && momentum < 1, "momentum must be in [0, 1), got %s", momentum);
        }

        @Override
        public Coordinate start() {
            return new Coordinate() {
                private double velocity;

                @Override
                public double step(double gradient) {
                    velocity = momentum * velocity - rate * gradient;
                    return velocity;
                }
            };
        }

        @Override
        public String toString() {
            return "momentum " + number(momentum) + ", rate " + number(rate);
        }
    }

    /** See {@link #rmsProp}. */
    record RmsProp(double rate) implements Descent {
        private static final double DECAY = 0.9;
        private static final double EPSILON = 1e-8;

        public RmsProp {
            requirePositive(rate);
        }

        @Override
        public Coordinate start() {
            return new Coordinate() {
                private double squares;

                @Override
                public double step(double gradient) {
                    squares = DECAY * squares + (1 - DECAY) * gradient * gradient;
                    return -rate * gradient / (Math.sqrt(squares) + EPSILON);
                }
            };
        }

        @Override
        public String toString() {
            return "RMSProp, rate " + number(rate);
        }
    }

    /** See {@link #adam}. */
    record Adam(double rate) implements Descent {
        private static final double MEAN_DECAY = 0.9;
        private static final double SQUARE_DECAY = 0.999;
        private static final double EPSILON = 1e-8;

        public Adam {
            requirePositive(rate);
        }

        @Override
        public Coordinate start() {
            return new Coordinate() {
                private double mean;
                private double squares;
                private int t;

                @Override
                public double step(double gradient) {
                    t++;
                    mean = MEAN_DECAY * mean + (1 - MEAN_DECAY) * gradient;
                    squares = SQUARE_DECAY * squares + (1 - SQUARE_DECAY) * gradient * gradient;
                    double unbiasedMean = mean / (1 - Math.pow(MEAN_DECAY, t));
                    double unbiasedSquares = squares / (1 - Math.pow(SQUARE_DECAY, t));
                    return -rate * unbiasedMean / (Math.sqrt(unbiasedSquares) + EPSILON);
                }
            };
        }

        @Override
        public String toString() {
            return "Adam, rate " + number(rate);
        }
    }

    private static void requirePositive(double rate) {
        Checks.require(rate > 0 && Double.isFinite(rate), "rate must be finite and > 0, got %s", rate);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value)
                .replaceFirst("(\\.\\d*?)0+($|e)", "$1$2")
                .replaceFirst("\\.($|e)", "$1");
    }
}
