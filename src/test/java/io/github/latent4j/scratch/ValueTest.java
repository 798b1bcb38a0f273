package io.github.latent4j.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ValueTest {
    static Stream<Arguments> operations() {
        return Stream.of(
                operation("plus", Value::plus),
                operation("minus", Value::minus),
                operation("times", Value::times),
                operation("dividedBy", (a, b) -> a.dividedBy(b.power(2).plus(1))),
                operation("power", (a, b) -> a.power(3).times(b.power(2))),
                operation("exp", (a, b) -> a.exp().times(b)),
                operation("log", (a, b) -> a.power(2).plus(b.power(2)).plus(1).log()),
                operation("tanh", (a, b) -> a.times(b).tanh()),
                operation("sigmoid", (a, b) -> a.times(b).sigmoid()),
                operation("relu", (a, b) -> a.plus(b).relu()),
                operation("numbers", (a, b) -> a.times(3).minus(1).times(b.plus(0.5))),
                operation("used twice", (a, b) -> a.plus(a).times(b).plus(a)));
    }

    private static Arguments operation(String name, BinaryOperator<Value> function) {
        return arguments(name, function);
    }

    /** Central differences with 1e-5 leave an error of about 1e-10 of the third derivative, and of rounding. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void itsGradientAgreesWithFiniteDifferences(String name, BinaryOperator<Value> function) {
        Random random = new Random(42);
        Surface surface = new Surface(name, function);
        double h = 1e-5;
        for (int i = 0; i < 50; i++) {
            double x = 4 * random.nextDouble() - 2;
            double y = 4 * random.nextDouble() - 2;

            Surface.Slope slope = surface.slope(x, y);

            assertThat(slope.byX()).isCloseTo((surface.at(x + h, y) - surface.at(x - h, y)) / (2 * h), within(1e-7));
            assertThat(slope.byY()).isCloseTo((surface.at(x, y + h) - surface.at(x, y - h)) / (2 * h), within(1e-7));
        }
    }

    @Test
    void backwardTwiceGivesTheSameAsOnce() {
        Value a = Value.of(0.5);
        Value y = a.tanh().times(a);
        y.backward();
        double once = a.gradient();

        y.backward();

        assertThat(a.gradient()).isEqualTo(once);
    }

    @Test
    void aLongComputationDoesNotOverflowTheStack() {
        Value first = Value.of(0);
        Value y = first;
        for (int i = 0; i < 200_000; i++) {
            y = y.plus(1);
        }

        y.backward();

        assertThat(first.gradient()).isEqualTo(1);
    }

    @Test
    void onlyALeafCanBeMoved() {
        Value a = Value.of(3);
        Value y = a.times(a);
        y.backward();

        a.descend(0.1);

        assertThat(a.data()).isCloseTo(3 - 0.1 * 6, within(1e-15));
        assertThat(y.data()).isEqualTo(9);
        assertThatThrownBy(() -> y.descend(0.1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("only a leaf can be moved, and this is the result of ×");
    }

    @Test
    void theGraphListsInputsBeforeWhatWasComputedFromThem() {
        Value x = Value.of(2).named("x");
        Value y = x.times(Value.of(-3).named("w")).plus(x).named("y");
        y.backward();

        List<Value.Node> graph = y.graph();

        assertThat(graph).hasSize(4);
        assertThat(graph.get(3))
                .extracting(Value.Node::label, Value.Node::operation, Value.Node::data)
                .containsExactly("y", "+", -4.0);
        for (int i = 0; i < graph.size(); i++) {
            int place = i;
            assertThat(graph.get(i).inputs())
                    .allSatisfy(input -> assertThat(input).isLessThan(place));
        }
        assertThat(graph)
                .filteredOn(node -> node.label().equals("x"))
                .singleElement()
                .extracting(Value.Node::gradient)
                .isEqualTo(-2.0); // w + 1
    }

    @Test
    void itShowsItsNumberAndItsGradient() {
        assertThat(Value.of(1.5)).hasToString("Value[data 1.5000, gradient 0.0000]");
        assertThat(Value.of(1.5).named("w")).hasToString("w[data 1.5000, gradient 0.0000]");
    }
}
