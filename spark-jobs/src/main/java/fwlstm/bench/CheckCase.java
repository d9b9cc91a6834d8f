package fwlstm.bench;

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
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A network on which {@link BackendCheck} compares backends.
 *
 * @param cell its name
 * @param options of the cell and of training that differ from the defaults, by their keys
 */
record CheckCase(String cell, Map<String, Object> options, int hidden, int pairs, int batch) {
    /** Learning rate, λ, η and forget bias of the trials of a pack: all different. */
    private static final List<Map<String, Double>> VARIED = List.of(
            Map.of("learning_rate", 1e-3, "lambda", 1.0, "eta", 1.0, "forget_bias", 0.0),
            Map.of("learning_rate", 3e-3, "lambda", 0.9, "eta", 0.5, "forget_bias", 1.0),
            Map.of("learning_rate", 5e-4, "lambda", 0.95, "eta", 0.8, "forget_bias", 0.5),
            Map.of("learning_rate", 2e-3, "lambda", 0.5, "eta", 0.2, "forget_bias", -1.0),
            Map.of("learning_rate", 1e-3, "lambda", 0.99, "eta", 1.2, "forget_bias", 2.0));

    /** Trials of a pack. */
    static final int TRIALS = VARIED.size();

    /** Every cell with its defaults, then every option, then sizes that are not multiples of a tile. */
    static final List<CheckCase> ALL = Stream.concat(
                    CellConfig.names().stream().map(CheckCase::small), variations().stream())
            .toList();

    private static List<CheckCase> variations() {
        return List.of(
                new CheckCase("fw-lstm", Map.of(), 50, 8, 128),
                small("fw-lstm", "norm", "per_gate"),
                small("fw-lstm", "norm", "none"),
                small("fw-lstm", "cell_norm", false),
                small("fw-lstm", "write_rule", "oja"),
                small("fw-lstm", "clip_norm", 0.1),
                small("fw-lstm", "schedule", "cosine"),
                small("fw-rnn", "inner_steps", 3),
                new CheckCase("fw-rnn", Map.of("norm", "none", "eta", 0.01), 20, 4, 64), // explodes with more
                small("fw-rnn", "write_rule", "oja"),
                small("ln-lstm", "norm", "per_gate"),
                small("ln-lstm", "cell_norm", false),
                new CheckCase("fw-lstm", Map.of(), 7, 9, 50),
                new CheckCase("fw-rnn", Map.of(), 7, 9, 50));
    }

    private static CheckCase small(String cell) {
        return new CheckCase(cell, Map.of(), 20, 4, 64);
    }

    private static CheckCase small(String cell, String option, Object value) {
        return new CheckCase(cell, Map.of(option, value), 20, 4, 64);
    }

    /** Whether it is a cell with its defaults, which every GPU must be able to train. */
    boolean isPlain() {
        return options.isEmpty();
    }

    String label() {
        StringBuilder label =
                new StringBuilder(String.format(Locale.ROOT, "%s H=%d K=%d B=%d", cell, hidden, pairs, batch));
        options.forEach(
                (key, value) -> label.append(' ').append(key).append('=').append(value));
        return label.toString();
    }

    /** Different trials that can be trained in one pack. */
    List<Trial> trials(int updates) {
        List<Trial> trials = new ArrayList<>();
        for (Map<String, Double> varied : VARIED) {
            Map<String, Object> values = new HashMap<>(varied);
            values.putAll(Map.of("hidden", hidden, "batch", batch, "updates", updates, "evaluate_every", updates));
            values.putAll(options);
            if ("oja".equals(options.get("write_rule"))) {
                values.remove("lambda");
                values.put("eta", 0.1 * varied.get("eta")); // beyond η r·r = 1 the memory would explode
            }
            trials.add(new Trial(
                    new TaskConfig(TaskName.ART, pairs),
                    CellConfig.of(cell, own(values, CellConfig.TYPES.get(cell))),
                    Settings.bind(TrainConfig.class, own(values, TrainConfig.class)),
                    new DataConfig(10_000, 500, 500),
                    trials.size() + 1));
        }
        return trials;
    }

    private static Map<String, Object> own(Map<String, Object> values, Class<? extends Record> type) {
        Map<String, Object> own = new HashMap<>(values);
        own.keySet().retainAll(Settings.keys(type));
        return own;
    }
}
