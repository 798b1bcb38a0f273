package io.github.latent4j.nn;

import static io.github.latent4j.nn.LayerSpec.batchNorm;
import static io.github.latent4j.nn.LayerSpec.conv;
import static io.github.latent4j.nn.LayerSpec.dense;
import static io.github.latent4j.nn.LayerSpec.dropout;
import static io.github.latent4j.nn.LayerSpec.maxPool;
import static io.github.latent4j.nn.LayerSpec.softmax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.latent4j.data.Datasets;
import io.github.latent4j.data.ImageShape;
import io.github.latent4j.data.Images;
import io.github.latent4j.data.Split;
import io.github.latent4j.train.EpochLog;
import io.github.latent4j.train.History;
import io.github.latent4j.train.StepLog;
import io.github.latent4j.train.TrainListener;
import io.github.latent4j.train.TrainSpec;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class NetworkTest {
    private static final Split FASHION = Datasets.fashionMini();
    private static final Images SOME = FASHION.train().take(512);

    /** Has every kind of layer. */
    private static final NetSpec ALL_LAYERS =
            NetSpec.of(SOME.shape(), conv(8, 5), batchNorm(), maxPool(4), dropout(0.2), dense(16), softmax(10));

    @Test
    void twoRunsWithTheSameSeedGiveTheSameWeightsToTheBit() {
        Network one = Network.of(ALL_LAYERS);
        Network two = Network.of(ALL_LAYERS);

        one.fit(SOME, TrainSpec.epochs(2).withBatchSize(100));
        Network.of(ALL_LAYERS.withSeed(9)).fit(SOME, TrainSpec.epochs(1)); // must not leave a trace
        two.fit(SOME, TrainSpec.epochs(2).withBatchSize(100));

        assertThat(two.weights()).isEqualTo(one.weights());
    }

    /** With batch normalisation all processors share each image, without it each has its own. */
    @Test
    void aNetworkThatUsesTheProcessorsInAnotherWayDoesNotChangeTheNextOnesNumbers() {
        NetSpec simple = NetSpec.of(SOME.shape(), conv(8, 5), maxPool(4), softmax(10));
        TrainSpec train = TrainSpec.epochs(1).withBatchSize(100);
        Network one = Network.of(simple);
        Network two = Network.of(ALL_LAYERS);
        Network three = Network.of(simple);
        Network four = Network.of(ALL_LAYERS);

        for (Network network : List.of(one, two, three, four)) {
            network.fit(SOME, train);
        }

        assertThat(three.weights()).isEqualTo(one.weights());
        assertThat(four.weights()).isEqualTo(two.weights());
    }

    @Test
    void aBatchThatDoesNotFitIntoMemoryIsRefusedAndTheNextOneWorks() {
        Network network = Network.of(NetSpec.of(SOME.shape(), conv(2048, 3), maxPool(2), softmax(10)));

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> network.fit(FASHION.train(), TrainSpec.epochs(1).withBatchSize(6000)))
                .withMessageMatching(
                        "6000 images at once need more memory than this process may take, [0-9,]+ MB: try smaller batches");
        assertThat(network.fit(SOME.take(8), TrainSpec.epochs(1)).epochs()).hasSize(1);
    }

    @Test
    void theSummarySaysWhatComputes() {
        assertThat(Network.of(ALL_LAYERS).summary().name()).startsWith("one program of oneDNN 3.");
    }

    @Test
    void watchingTheValidationImagesDoesNotChangeTheWeights() {
        Network one = Network.of(ALL_LAYERS);
        Network two = Network.of(ALL_LAYERS);

        one.fit(SOME, TrainSpec.epochs(2));
        two.fit(SOME, TrainSpec.epochs(2).withValidation(FASHION.test().take(200)));

        assertThat(two.weights()).isEqualTo(one.weights());
    }

    @Test
    void anotherSeedGivesOtherWeights() {
        assertThat(Network.of(ALL_LAYERS.withSeed(1)).weights())
                .isNotEqualTo(Network.of(ALL_LAYERS.withSeed(2)).weights());
    }

    @Test
    void seedZeroIsASeedLikeAnyOther() {
        assertThat(Network.of(ALL_LAYERS.withSeed(0)).weights())
                .isEqualTo(Network.of(ALL_LAYERS.withSeed(0)).weights());
    }

    @Test
    void learnsToTellTrousersFromBoots() {
        Network network = Network.of(NetSpec.of(SOME.shape(), dense(32), softmax(10)));

        History history = network.fit(FASHION.train().take(2000), TrainSpec.epochs(8));

        Evaluation evaluation = network.evaluate(FASHION.test());
        assertThat(evaluation.recall(1)).isGreaterThan(0.8);
        assertThat(evaluation.recall(9)).isGreaterThan(0.8);
        assertThat(history.last().metric(EpochLog.LOSS))
                .isLessThan(history.epochs().get(0).metric(EpochLog.LOSS));
    }

    @Test
    void validationAccuracyIsWhatEvaluateSays() {
        Network network = Network.of(NetSpec.of(SOME.shape(), dense(32), softmax(10)));
        Images held = FASHION.test().take(333); // no whole number of batches

        History history = network.fit(SOME, TrainSpec.epochs(1).withValidation(held));

        assertThat(history.last().metric("val_accuracy"))
                .isCloseTo(network.evaluate(held).accuracy(), within(1e-12));
        Predictions predictions = network.predict(held);
        double loss = 0;
        for (int i = 0; i < held.size(); i++) {
            loss -= Math.log(predictions.probability(i, held.label(i))) / held.size();
        }
        assertThat(history.last().metric("val_loss")).isCloseTo(loss, within(1e-5)); // float probabilities
    }

    @Test
    void probabilitiesSumToOne() {
        Predictions predictions = Network.of(ALL_LAYERS).predict(SOME.take(3));

        for (int i = 0; i < 3; i++) {
            double sum = 0;
            for (int c = 0; c < 10; c++) {
                sum += predictions.probability(i, c);
            }
            assertThat(sum).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void thePredictionOfAnImageDoesNotDependOnItsNeighbours() {
        Network network = Network.of(ALL_LAYERS);

        double alone = network.predict(SOME.take(1)).probability(0, 0);

        assertThat(network.predict(SOME).probability(0, 0)).isCloseTo(alone, within(1e-6));
    }

    @Test
    void theSummaryListsLayersShapesAndParameters() {
        assertThat(Network.of(NetSpecTest.ARTICLE)
                        .toString()
                        .lines()
                        .map(String::strip)
                        .toList())
                .contains(
                        "conv(32, 3) relu  |  32x26x26  |         320  |",
                        "dense(64) relu  |        64  |       36928  |",
                        "total  |            |       93322  |");
    }

    @Test
    void imagesThatDoNotFitAreRefusedBeforeAnythingRuns() {
        Network network = Network.of(ALL_LAYERS);
        Images small = Images.unlabelled("small", ImageShape.grey(2, 2), new float[4]);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.predict(small))
                .withMessage(
                        "images must have the network's input shape 1x28x28, got Images[small, 1 of 2x2, no labels]"
                                .replace("1 of 2x2", "1 of 1x2x2"));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Network.of(NetSpec.of(SOME.shape(), softmax(3))).fit(SOME, TrainSpec.epochs(1)))
                .withMessage("images must have labels of the network's 3 classes, got " + SOME);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.fit(SOME, TrainSpec.epochs(1).withValidation(small)));
    }

    @Test
    void anInterruptedTrainingKeepsWhatItHasLearned() throws InterruptedException {
        Network network = Network.of(ALL_LAYERS);
        AtomicReference<History> history = new AtomicReference<>();
        Thread caller =
                new Thread(() -> history.set(network.fit(SOME, TrainSpec.epochs(1_000_000), new TrainListener() {
                    @Override
                    public void onStep(StepLog log) {
                        if (log.epoch() == 2) {
                            Thread.currentThread().interrupt(); // as the waiting caller would hand it on
                        }
                    }
                })));

        caller.start();
        caller.join();

        assertThat(history.get().stopReason()).startsWith("interrupted in epoch 2, step 1");
        assertThat(network.weights()).isNotEqualTo(Network.of(ALL_LAYERS).weights());
        assertThat(network.predict(SOME.take(1)).size()).isEqualTo(1);
    }
}
