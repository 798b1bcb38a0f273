package io.github.latent4j.nn;

import static io.github.latent4j.nn.LayerSpec.conv;
import static io.github.latent4j.nn.LayerSpec.dense;
import static io.github.latent4j.nn.LayerSpec.dropout;
import static io.github.latent4j.nn.LayerSpec.maxPool;
import static io.github.latent4j.nn.LayerSpec.softmax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.latent4j.data.ImageShape;
import io.github.latent4j.train.ModelFile;
import io.github.latent4j.train.ModelFileException;
import io.github.latent4j.train.ModelState;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose checksum is right and whose content wants to do harm. */
class HostileModelTest {
    private static final NetSpec SPEC = NetSpec.of(
            ImageShape.grey(8, 8),
            conv(2, 3).withPadding(LayerSpec.Padding.SAME),
            maxPool(2),
            dropout(0.5),
            softmax(2));

    @TempDir
    private Path folder;

    private void assertRefused(String spec, int weights, String fault) {
        JsonObject header = new JsonObject();
        header.addProperty("kind", "network");
        header.add("spec", JsonParser.parseString(spec));
        header.addProperty("steps", 0);
        Path file = folder.resolve("x.l4j");
        new ModelFile(header, Map.of("weights", new float[weights], "optimizerState", new float[2 * weights]))
                .write(file);

        assertThatThrownBy(() -> Network.load(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessage(file + " cannot be loaded: " + fault);
    }

    /** 16 filters of 2^30 x 2^30: their 2^64 weights would be 0 in a number of 64 bits, and the file has the 16 biases. */
    @Test
    void aNumberOfWeightsThatWrapsAroundIsNotBelieved() {
        String spec = SpecJson.of(NetSpec.of(ImageShape.grey(4, 4), dense(1), softmax(2)))
                .toString()
                .replace(
                        "{\"kind\":\"dense\",\"units\":1,\"activation\":\"relu\"}",
                        SpecJson.of(conv(16, 1 << 20).withPadding(LayerSpec.Padding.SAME))
                                .toString()
                                .replace("1048576", "1073741824"));

        assertRefused(
                spec,
                16 + 16 * 16 * 2 + 2,
                "layer 1, conv(16, 1073741824) same relu: "
                        + "it would hold 16 * 1 * 1073741824 * 1073741824 weights, more than can be counted");
    }

    /** Each layer's weights can be counted, and their sum cannot. */
    @Test
    void aSumOfWeightsThatWrapsAroundIsNotBelieved() {
        String layer = "{\"kind\":\"dense\",\"units\":2147483647,\"activation\":\"relu\"},";

        assertRefused(
                "{\"input\":{\"channels\":1,\"height\":1,\"width\":1},\"layers\":[" + layer.repeat(5)
                        + "{\"kind\":\"softmax\",\"classes\":2}],\"optimizer\":{\"kind\":\"sgd\",\"rate\":1,\"weightDecay\":0},\"seed\":1}",
                3,
                "the number of weights must be at most 9223372036854775807, got more");
    }

    /** They hold nothing, so that any file has weights enough for them. */
    @Test
    void aThousandLayersAreEnough() {
        JsonArray layers = new JsonArray();
        Collections.nCopies(200_000, SpecJson.of(dropout(0))).forEach(layers::add);
        layers.add(SpecJson.of(softmax(2)));
        JsonObject spec = SpecJson.of(SPEC);
        spec.add("layers", layers);

        assertRefused(spec.toString(), 2 * 65, "layers must be at most 1000, got 200001");
    }

    @Test
    void picturesThatNoArrayCanHoldAreNamed() {
        assertRefused(
                SpecJson.of(SPEC).toString().replace("\"height\":8,\"width\":8", "\"height\":100000,\"width\":100000"),
                3,
                "an image must have at most 2147483647 values, got 1 * 100000 * 100000");
    }

    @Test
    void anOptimizersStateOfAnotherSizeIsRefused() {
        JsonObject header = new JsonObject();
        header.addProperty("kind", "network");
        header.add("spec", SpecJson.of(SPEC));
        header.addProperty("steps", 0);
        Path file = folder.resolve("x.l4j");
        Map<String, float[]> arrays = new LinkedHashMap<>();
        arrays.put("weights", new float[(int) SPEC.parameters()]);
        arrays.put("optimizerState", new float[7]);
        new ModelFile(header, arrays).write(file);

        assertThatThrownBy(() -> Network.load(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageStartingWith(file + " cannot be loaded: state must be of a network with ");
    }

    /** Numbers are changed so that some specs are still right, and are built. */
    @Test
    void aForgedModelIsLoadedOrRefusedAndWorksIfLoaded() {
        int n = (int) SPEC.parameters();
        StoredModel<NetSpec, Network> stored =
                new StoredModel<>("network", SpecJson::netSpec, NetSpec::parameters, Network::of);
        ModelState state = new ModelState(new float[n], new float[2 * n], 3);
        String right = SpecJson.of(SPEC).toString();
        String[] numbers = {"0", "1", "2", "3", "4", "7", "8", "16", "0.5", "0.999999", "1e-30", "2147483647", "1e18"};
        Random random = new Random(6);
        int loaded = 0;
        for (int i = 0; i < 400; i++) {
            int at = random.nextInt(right.length());
            String changed = right.substring(0, at)
                    + right.substring(at)
                            .replaceFirst(":[0-9][0-9.Ee-]*", ":" + numbers[random.nextInt(numbers.length)]);
            ModelFile file =
                    stored.file(JsonParser.parseString(changed).getAsJsonObject(), state, java.util.Optional.empty());
            try {
                Network net = stored.model(file, "x");
                assertThat(net.state()).isEqualTo(state);
                loaded++;
            } catch (ModelFileException e) {
                assertThat(e).hasMessageStartingWith("x cannot be loaded: ");
            }
        }
        assertThat(loaded).isBetween(50, 350);
    }
}
