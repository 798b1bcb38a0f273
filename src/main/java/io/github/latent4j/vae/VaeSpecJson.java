package io.github.latent4j.vae;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.latent4j.internal.Checks;
import io.github.latent4j.nn.SpecJson;
import io.github.latent4j.train.JsonFields;
import java.util.List;

/** A {@link VaeSpec} as JSON and back; see {@link SpecJson}. */
final class VaeSpecJson {
    private VaeSpecJson() {}

    /** Throws an {@link IllegalArgumentException} if the spec has a schedule that is none of ours. */
    static JsonObject of(VaeSpec spec) {
        JsonObject json = new JsonObject();
        json.add("input", SpecJson.of(spec.input()));
        json.addProperty("classes", spec.classes());
        json.add("coders", of(spec.coders()));
        json.add("latent", of(spec.latent()));
        json.add("likelihood", of(spec.likelihood()));
        json.add("objective", of(spec.objective()));
        json.add("corruption", of(spec.corruption()));
        json.add("optimizer", SpecJson.of(spec.optimizer()));
        json.addProperty("seed", spec.seed());
        return json;
    }

    static VaeSpec vaeSpec(JsonFields json) {
        return new VaeSpec(
                SpecJson.shape(json.fields("input")),
                json.integer("classes"),
                coders(json.fields("coders")),
                latent(json.fields("latent")),
                likelihood(json.fields("likelihood")),
                objective(json.fields("objective")),
                corruption(json.fields("corruption")),
                SpecJson.optimizer(json.fields("optimizer")),
                json.longInteger("seed"));
    }

    static JsonObject of(Coders coders) {
        if (coders instanceof Coders.Dense dense) {
            return sizes("dense", "widths", dense.widths());
        }
        if (coders instanceof Coders.Convolutional convolutional) {
            return sizes("convolutional", "filters", convolutional.filters());
        }
        if (coders instanceof Coders.Own own) {
            JsonObject json = SpecJson.named("own");
            json.add("encoder", SpecJson.of(own.encoder()));
            json.add("decoder", SpecJson.of(own.decoder()));
            return json;
        }
        throw new AssertionError("unknown coders " + coders);
    }

    private static JsonObject sizes(String kind, String name, List<Integer> sizes) {
        JsonObject json = SpecJson.named(kind);
        JsonArray array = new JsonArray();
        sizes.forEach(array::add);
        json.add(name, array);
        return json;
    }

    static Coders coders(JsonFields json) {
        String kind = json.text("kind");
        return switch (kind) {
            case "dense" -> new Coders.Dense(json.integers("widths"));
            case "convolutional" -> new Coders.Convolutional(json.integers("filters"));
            case "own" ->
                new Coders.Own(SpecJson.netSpec(json.fields("encoder")), SpecJson.netSpec(json.fields("decoder")));
            default -> throw SpecJson.unknown("kind of coders", kind);
        };
    }

    static JsonObject of(Latent latent) {
        JsonObject json;
        if (latent instanceof Latent.Gaussian gaussian) {
            json = SpecJson.named("gaussian");
            json.add("prior", of(gaussian.prior()));
        } else if (latent instanceof Latent.Quantized quantized) {
            json = SpecJson.with("quantized", "codewords", quantized.codewords());
        } else if (latent instanceof Latent.Deterministic) {
            json = SpecJson.named("deterministic");
        } else {
            throw new AssertionError("unknown latent " + latent);
        }
        json.addProperty("size", latent.size());
        return json;
    }

    static Latent latent(JsonFields json) {
        String kind = json.text("kind");
        int size = json.integer("size");
        return switch (kind) {
            case "gaussian" -> Latent.gaussian(size).withPrior(prior(json.fields("prior")));
            case "quantized" -> Latent.quantized(json.integer("codewords"), size);
            case "deterministic" -> Latent.deterministic(size);
            default -> throw SpecJson.unknown("latent", kind);
        };
    }

    static JsonObject of(Prior prior) {
        if (prior instanceof Prior.StandardNormal) {
            return SpecJson.named("standardNormal");
        }
        if (prior instanceof Prior.Mixture mixture) {
            return SpecJson.with("mixture", "components", mixture.components());
        }
        if (prior instanceof Prior.Vamp vamp) {
            return SpecJson.with("vamp", "pseudoInputs", vamp.pseudoInputs());
        }
        throw new AssertionError("unknown prior " + prior);
    }

    static Prior prior(JsonFields json) {
        String kind = json.text("kind");
        return switch (kind) {
            case "standardNormal" -> Prior.standardNormal();
            case "mixture" -> Prior.mixture(json.integer("components"));
            case "vamp" -> Prior.vamp(json.integer("pseudoInputs"));
            default -> throw SpecJson.unknown("prior", kind);
        };
    }

    static JsonObject of(Likelihood likelihood) {
        if (likelihood instanceof Likelihood.Bernoulli) {
            return SpecJson.named("bernoulli");
        }
        if (likelihood instanceof Likelihood.ContinuousBernoulli) {
            return SpecJson.named("continuousBernoulli");
        }
        if (likelihood instanceof Likelihood.Gaussian gaussian) {
            return SpecJson.with("gaussian", "sigma", gaussian.sigma());
        }
        if (likelihood instanceof Likelihood.LearnedGaussian) {
            return SpecJson.named("learnedGaussian");
        }
        if (likelihood instanceof Likelihood.Categorical categorical) {
            return SpecJson.with("categorical", "levels", categorical.levels());
        }
        throw new AssertionError("unknown likelihood " + likelihood);
    }

    static Likelihood likelihood(JsonFields json) {
        String kind = json.text("kind");
        return switch (kind) {
            case "bernoulli" -> Likelihood.bernoulli();
            case "continuousBernoulli" -> Likelihood.continuousBernoulli();
            case "gaussian" -> Likelihood.gaussian(json.number("sigma"));
            case "learnedGaussian" -> Likelihood.learnedGaussian();
            case "categorical" -> Likelihood.categorical(json.integer("levels"));
            default -> throw SpecJson.unknown("likelihood", kind);
        };
    }

    static JsonObject of(Objective objective) {
        if (objective instanceof Objective.Elbo elbo) {
            JsonObject json = SpecJson.with("elbo", "freeBits", elbo.freeBits());
            json.add("beta", of(elbo.beta()));
            return json;
        }
        if (objective instanceof Objective.BetaTc tc) {
            return SpecJson.with("betaTc", "beta", tc.beta());
        }
        if (objective instanceof Objective.ImportanceWeighted weighted) {
            return SpecJson.with("importanceWeighted", "samples", weighted.samples());
        }
        throw new AssertionError("unknown objective " + objective);
    }

    static Objective objective(JsonFields json) {
        String kind = json.text("kind");
        return switch (kind) {
            case "elbo" -> new Objective.Elbo(beta(json.fields("beta")), json.number("freeBits"));
            case "betaTc" -> Objective.betaTc(json.number("beta"));
            case "importanceWeighted" -> Objective.importanceWeighted(json.integer("samples"));
            default -> throw SpecJson.unknown("objective", kind);
        };
    }

    static JsonObject of(Corruption corruption) {
        if (corruption instanceof Corruption.None) {
            return SpecJson.named("none");
        }
        if (corruption instanceof Corruption.Noise noise) {
            return SpecJson.with("noise", "sigma", noise.sigma());
        }
        if (corruption instanceof Corruption.Masking masking) {
            return SpecJson.with("masking", "rate", masking.rate());
        }
        throw new AssertionError("unknown corruption " + corruption);
    }

    static Corruption corruption(JsonFields json) {
        String kind = json.text("kind");
        return switch (kind) {
            case "none" -> Corruption.none();
            case "noise" -> Corruption.noise(json.number("sigma"));
            case "masking" -> Corruption.masking(json.number("rate"));
            default -> throw SpecJson.unknown("corruption", kind);
        };
    }

    /** Throws an {@link IllegalArgumentException} if the schedule is none of ours. */
    static void requireSaveable(BetaSchedule beta, String what) {
        Checks.require(
                beta instanceof BetaSchedule.Constant
                        || beta instanceof BetaSchedule.WarmUp
                        || beta instanceof BetaSchedule.Cyclic,
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
        if (beta instanceof BetaSchedule.Cyclic cyclic) {
            JsonObject json = SpecJson.with("cyclic", "beta", cyclic.beta());
            json.addProperty("period", cyclic.period());
            return json;
        }
        throw new AssertionError("unknown schedule " + beta);
    }

    static BetaSchedule beta(JsonFields json) {
        String kind = json.text("kind");
        return switch (kind) {
            case "constant" -> BetaSchedule.constant(json.number("beta"));
            case "warmUp" -> BetaSchedule.warmUp(json.number("beta"), json.integer("steps"));
            case "cyclic" -> BetaSchedule.cyclic(json.number("beta"), json.integer("period"));
            default -> throw SpecJson.unknown("schedule", kind);
        };
    }
}
