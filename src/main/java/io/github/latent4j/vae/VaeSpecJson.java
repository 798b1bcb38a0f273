package io.github.latent4j.vae;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.latent4j.internal.Checks;
import io.github.latent4j.nn.SpecJson;
import io.github.latent4j.train.JsonFields;
import java.util.ArrayList;
import java.util.List;

/** A {@link VaeSpec} as JSON and back; see {@link SpecJson}. */
final class VaeSpecJson {
    private VaeSpecJson() {}

    /** Throws an {@link IllegalArgumentException} if the spec has a schedule that is none of ours. */
    static JsonObject of(VaeSpec spec) {
        JsonObject json = new JsonObject();
        json.add("input", SpecJson.of(spec.input()));
        json.addProperty("latentSize", spec.latentSize());
        JsonArray hidden = new JsonArray();
        spec.hidden().forEach(hidden::add);
        json.add("hidden", hidden);
        json.add("likelihood", of(spec.likelihood()));
        json.add("beta", of(spec.beta()));
        json.add("optimizer", SpecJson.of(spec.optimizer()));
        json.addProperty("seed", spec.seed());
        return json;
    }

    static VaeSpec vaeSpec(JsonFields json) {
        List<Integer> hidden = new ArrayList<>();
        for (JsonElement width : json.list("hidden")) {
            JsonObject field = new JsonObject();
            field.add("hidden width", width);
            hidden.add(new JsonFields(field).integer("hidden width"));
        }
        return new VaeSpec(
                SpecJson.shape(json.fields("input")),
                json.integer("latentSize"),
                hidden,
                likelihood(json.fields("likelihood")),
                beta(json.fields("beta")),
                SpecJson.optimizer(json.fields("optimizer")),
                json.longInteger("seed"));
    }

    static JsonObject of(Likelihood likelihood) {
        if (likelihood instanceof Likelihood.Bernoulli) {
            return SpecJson.named("bernoulli");
        }
        if (likelihood instanceof Likelihood.Gaussian gaussian) {
            return SpecJson.with("gaussian", "sigma", gaussian.sigma());
        }
        throw new AssertionError("unknown likelihood " + likelihood);
    }

    static Likelihood likelihood(JsonFields json) {
        String kind = json.text("kind");
        return switch (kind) {
            case "bernoulli" -> Likelihood.bernoulli();
            case "gaussian" -> Likelihood.gaussian(json.number("sigma"));
            default -> throw SpecJson.unknown("likelihood", kind);
        };
    }

    /** Throws an {@link IllegalArgumentException} if the schedule is none of ours. */
    static void requireSaveable(BetaSchedule beta, String what) {
        Checks.require(
                beta instanceof BetaSchedule.Constant || beta instanceof BetaSchedule.WarmUp,
                "%s with the schedules that BetaSchedule has, got one of your own: %s",
                what,
                beta);
    }

    static JsonObject of(BetaSchedule beta) {
        requireSaveable(beta, "a model can be saved");
        if (beta instanceof BetaSchedule.Constant constant) {
            return SpecJson.with("constant", "beta", constant.beta());
        }
        if (beta instanceof BetaSchedule.WarmUp warmUp) {
            JsonObject json = SpecJson.with("warmUp", "beta", warmUp.beta());
            json.addProperty("steps", warmUp.steps());
            return json;
        }
        throw new AssertionError("unknown schedule " + beta);
    }

    static BetaSchedule beta(JsonFields json) {
        String kind = json.text("kind");
        return switch (kind) {
            case "constant" -> BetaSchedule.constant(json.number("beta"));
            case "warmUp" -> BetaSchedule.warmUp(json.number("beta"), json.integer("steps"));
            default -> throw SpecJson.unknown("schedule", kind);
        };
    }
}
