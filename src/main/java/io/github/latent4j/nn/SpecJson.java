package io.github.latent4j.nn;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.latent4j.data.ImageShape;
import io.github.latent4j.train.JsonFields;
import io.github.latent4j.train.ModelFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Specs as JSON and back: each variant by a name that is given here, and by no other. For the packages of this library.
 */
public final class SpecJson {
    private SpecJson() {}

    /** {@code {input, layers, optimizer, seed}}. */
    public static JsonObject of(NetSpec spec) {
        JsonObject json = new JsonObject();
        json.add("input", of(spec.input()));
        json.add("layers", of(spec.layers()));
        json.add("optimizer", of(spec.optimizer()));
        json.addProperty("seed", spec.seed());
        return json;
    }

    /**
     * What {@link #of(NetSpec)} has given.
     *
     * @throws ModelFileException if it is not a spec
     * @throws IllegalArgumentException if its parts do not fit together
     */
    public static NetSpec netSpec(JsonFields json) {
        return new NetSpec(
                shape(json.fields("input")),
                layers(json.list("layers")),
                optimizer(json.fields("optimizer")),
                json.longInteger("seed"));
    }

    private static JsonArray of(List<LayerSpec> layers) {
        JsonArray json = new JsonArray();
        layers.forEach(layer -> json.add(of(layer)));
        return json;
    }

    private static List<LayerSpec> layers(JsonArray json) {
        List<LayerSpec> layers = new ArrayList<>();
        for (JsonElement layer : json) {
            if (!layer.isJsonObject()) {
                throw new ModelFileException("each layer must be an object, got " + layer);
            }
            layers.add(layer(new JsonFields(layer.getAsJsonObject())));
        }
        return layers;
    }

    /** {@code {channels, height, width}}. */
    public static JsonObject of(ImageShape shape) {
        JsonObject json = new JsonObject();
        json.addProperty("channels", shape.channels());
        json.addProperty("height", shape.height());
        json.addProperty("width", shape.width());
        return json;
    }

    /** What {@link #of(ImageShape)} has given. */
    public static ImageShape shape(JsonFields json) {
        return new ImageShape(json.integer("channels"), json.integer("height"), json.integer("width"));
    }

    static JsonObject of(LayerSpec layer) {
        if (layer instanceof LayerSpec.Conv conv) {
            return window("conv", conv.filters(), conv.kernel(), conv.stride(), conv.padding(), conv.activation());
        }
        if (layer instanceof LayerSpec.ConvTransposed conv) {
            return window(
                    "convTransposed", conv.filters(), conv.kernel(), conv.stride(), conv.padding(), conv.activation());
        }
        if (layer instanceof LayerSpec.MaxPool pool) {
            return with("maxPool", "size", pool.size());
        }
        if (layer instanceof LayerSpec.AvgPool pool) {
            return with("avgPool", "size", pool.size());
        }
        if (layer instanceof LayerSpec.GlobalAvgPool) {
            return named("globalAvgPool");
        }
        if (layer instanceof LayerSpec.Dense dense) {
            JsonObject json = with("dense", "units", dense.units());
            json.addProperty("activation", dense.activation().toString());
            return json;
        }
        if (layer instanceof LayerSpec.Dropout dropout) {
            return with("dropout", "rate", dropout.rate());
        }
        if (layer instanceof LayerSpec.BatchNorm) {
            return named("batchNorm");
        }
        if (layer instanceof LayerSpec.Reshape reshape) {
            JsonObject json = of(reshape.shape());
            json.addProperty("kind", "reshape");
            return json;
        }
        if (layer instanceof LayerSpec.Softmax softmax) {
            return with("softmax", "classes", softmax.classes());
        }
        throw new AssertionError("unknown layer " + layer);
    }

    static LayerSpec layer(JsonFields json) {
        String kind = json.text("kind");
        return switch (kind) {
            case "conv" ->
                new LayerSpec.Conv(
                        json.integer("filters"),
                        json.integer("kernel"),
                        json.integer("stride"),
                        padding(json),
                        activation(json));
            case "convTransposed" ->
                new LayerSpec.ConvTransposed(
                        json.integer("filters"),
                        json.integer("kernel"),
                        json.integer("stride"),
                        padding(json),
                        activation(json));
            case "maxPool" -> new LayerSpec.MaxPool(json.integer("size"));
            case "avgPool" -> new LayerSpec.AvgPool(json.integer("size"));
            case "globalAvgPool" -> new LayerSpec.GlobalAvgPool();
            case "dense" -> new LayerSpec.Dense(json.integer("units"), activation(json));
            case "dropout" -> new LayerSpec.Dropout(json.number("rate"));
            case "batchNorm" -> new LayerSpec.BatchNorm();
            case "reshape" -> new LayerSpec.Reshape(shape(json));
            case "softmax" -> new LayerSpec.Softmax(json.integer("classes"));
            default -> throw unknown("layer", kind);
        };
    }

    private static JsonObject window(
            String kind, int filters, int kernel, int stride, LayerSpec.Padding padding, Activation activation) {
        JsonObject json = with(kind, "filters", filters);
        json.addProperty("kernel", kernel);
        json.addProperty("stride", stride);
        json.addProperty("padding", padding.name().toLowerCase(Locale.ROOT));
        json.addProperty("activation", activation.toString());
        return json;
    }

    private static LayerSpec.Padding padding(JsonFields json) {
        String name = json.text("padding");
        for (LayerSpec.Padding padding : LayerSpec.Padding.values()) {
            if (padding.name().toLowerCase(Locale.ROOT).equals(name)) {
                return padding;
            }
        }
        throw unknown("padding", name);
    }

    private static Activation activation(JsonFields json) {
        String name = json.text("activation");
        for (Activation activation : Activation.values()) {
            if (activation.toString().equals(name)) {
                return activation;
            }
        }
        throw unknown("activation", name);
    }

    /** {@code {kind, rate, weightDecay}}, and what else it has. */
    public static JsonObject of(Optimizer optimizer) {
        JsonObject json;
        if (optimizer instanceof Optimizer.Sgd) {
            json = named("sgd");
        } else if (optimizer instanceof Optimizer.Momentum momentum) {
            json = with("momentum", "momentum", momentum.momentum());
        } else if (optimizer instanceof Optimizer.Adam) {
            json = named("adam");
        } else {
            throw new AssertionError("unknown optimizer " + optimizer);
        }
        json.addProperty("rate", optimizer.rate());
        json.addProperty("weightDecay", optimizer.weightDecay());
        return json;
    }

    /** What {@link #of(Optimizer)} has given. */
    public static Optimizer optimizer(JsonFields json) {
        String kind = json.text("kind");
        double rate = json.number("rate");
        double decay = json.number("weightDecay");
        return switch (kind) {
            case "sgd" -> new Optimizer.Sgd(rate, decay);
            case "momentum" -> new Optimizer.Momentum(rate, json.number("momentum"), decay);
            case "adam" -> new Optimizer.Adam(rate, decay);
            default -> throw unknown("optimizer", kind);
        };
    }

    /** An object with its kind. */
    public static JsonObject named(String kind) {
        JsonObject json = new JsonObject();
        json.addProperty("kind", kind);
        return json;
    }

    /** An object with its kind and a number. */
    public static JsonObject with(String kind, String name, Number value) {
        JsonObject json = named(kind);
        json.addProperty(name, value);
        return json;
    }

    /** For a kind that this program does not have. */
    public static ModelFileException unknown(String what, String kind) {
        return new ModelFileException("there is no " + what + " \"" + kind + "\"");
    }
}
