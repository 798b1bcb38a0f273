package io.github.latent4j.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScalarMlpTest {
    private static final double[][] CORNERS = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};

    @Test
    void itHasAWeightForEachInputAndABiasForEachNeuron() {
        assertThat(ScalarMlp.of(1, 2, 3, 1).parameters()).hasSize(3 * (2 + 1) + 1 * (3 + 1));
        assertThat(ScalarMlp.of(1, 2, 3, 1)).hasToString("ScalarMlp[2 layers, 13 parameters]");
    }

    @Test
    void itLearnsTheExclusiveOr() {
        ScalarMlp net = ScalarMlp.of(1, 2, 4, 1);
        double before = loss(net).data();
        for (int step = 0; step < 400; step++) {
            loss(net).backward();
            net.parameters().forEach(parameter -> parameter.descend(0.2));
        }

        assertThat(before).isGreaterThan(0.5);
        assertThat(loss(net).data()).isLessThan(0.01); // no perceptron without a hidden layer gets below 1
    }

    private static Value loss(ScalarMlp net) {
        Value sum = Value.of(0);
        for (double[] corner : CORNERS) {
            Value y = net.apply(Value.of(corner[0]), Value.of(corner[1])).get(0);
            sum = sum.plus(y.minus(corner[0] == corner[1] ? -1 : 1).power(2));
        }
        return sum.times(0.25);
    }

    @Test
    void theSameSeedGivesTheSameWeights() {
        double[] first = ScalarMlp.of(3, 2, 2).parameters().stream()
                .mapToDouble(Value::data)
                .toArray();

        assertThat(ScalarMlp.of(3, 2, 2).parameters().stream().mapToDouble(Value::data))
                .containsExactly(toObjects(first));
    }

    private static Double[] toObjects(double[] values) {
        Double[] objects = new Double[values.length];
        for (int i = 0; i < values.length; i++) {
            objects[i] = values[i];
        }
        return objects;
    }

    @Test
    void itRefusesWhatDoesNotFit() {
        assertThatThrownBy(() -> ScalarMlp.of(1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("widths must name the inputs and at least one layer, got [2]");
        assertThatThrownBy(() -> ScalarMlp.of(1, 2, 1).apply(Value.of(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("inputs must be 2 values, got 1");
    }
}
