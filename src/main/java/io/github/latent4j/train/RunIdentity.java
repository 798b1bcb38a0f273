package io.github.latent4j.train;

import io.github.latent4j.data.Images;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that the numbers of a run depend on beside the machine and the weights it begins with, as texts by name. */
final class RunIdentity {
    private RunIdentity() {}

    /** The model, the images by their hash, and each part of the spec but the folder of checkpoints. */
    static Map<String, String> of(Trainable model, Images images, TrainSpec spec) {
        Map<String, String> run = new LinkedHashMap<>();
        run.put("model", model.description());
        run.put("images", images.sha256());
        run.put("validation", spec.validation().map(Images::sha256).orElse("none"));
        run.put("validationShare", Double.toString(spec.validationShare()));
        run.put("epochs", Integer.toString(spec.epochs()));
        run.put("batchSize", Integer.toString(spec.batchSize()));
        run.put("rate", spec.rate().toString());
        run.put("maxGradientNorm", Double.toString(spec.maxGradientNorm()));
        run.put("earlyStopping", spec.earlyStopping().map(Record::toString).orElse("none"));
        run.put("classWeights", spec.classWeights().toString());
        run.put("augmentation", spec.augmentation().toString());
        run.put("seed", Long.toString(spec.seed()));
        return run;
    }

    /** One sentence for each name whose text is another, or is there and not here. */
    static List<String> differences(Map<String, String> was, Map<String, String> is) {
        Set<String> names = new LinkedHashSet<>(was.keySet());
        names.addAll(is.keySet());
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            String then = was.getOrDefault(name, "missing");
            String now = is.getOrDefault(name, "missing");
            if (!then.equals(now)) {
                differences.add(name + " was " + then + ", now " + now);
            }
        }
        return differences;
    }
}
