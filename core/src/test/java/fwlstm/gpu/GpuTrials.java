package fwlstm.gpu;

import fwlstm.config.CellConfig;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Small trials for packs. */
final class GpuTrials {
    private GpuTrials() {}

    /** A trial with H = 12, 95 training sequences in batches of 8, so 11 updates an epoch, and the given settings. */
    static Trial trial(String cell, long seed, Map<String, Object> cellValues, Map<String, Object> trainValues) {
        Map<String, Object> values = new HashMap<>(Map.of("hidden", 12, "embedding", 10, "readout", 9));
        values.putAll(cellValues);
        Map<String, Object> train =
                new HashMap<>(Map.of("batch", 8, "updates", 100, "evaluate_every", 25, "learning_rate", 3e-3));
        train.putAll(trainValues);
        return new Trial(
                new TaskConfig(TaskName.ART, 2),
                CellConfig.of(cell, values),
                Settings.bind(TrainConfig.class, train),
                new DataConfig(95, 33, 47),
                seed);
    }

    static Trial trial(String cell, long seed) {
        return trial(cell, seed, Map.of(), Map.of());
    }

    /** Five trials of one shape that differ in all that may differ. */
    static List<Trial> mixed(String cell) {
        List<String> settings = Settings.keys(CellConfig.TYPES.get(cell));
        List<Trial> trials = new ArrayList<>();
        for (int k = 0; k < 5; k++) {
            Map<String, Object> values = new HashMap<>();
            values.put("lambda", 1.0 - 0.1 * k);
            values.put("eta", 1.0 - 0.15 * k);
            values.put("forget_bias", 0.5 * k);
            values.keySet().retainAll(settings);
            Map<String, Object> train = new HashMap<>();
            train.put("learning_rate", 1e-3 * (1 + k));
            train.put(
                    "schedule",
                    List.of("constant", "linear", "cosine", "constant", "linear")
                            .get(k));
            if (k == 3) {
                train.put("clip_norm", 0.5);
            }
            trials.add(trial(cell, 10 + k, values, train));
        }
        return trials;
    }
}
