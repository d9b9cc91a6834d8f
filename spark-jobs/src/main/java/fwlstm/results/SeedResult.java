package fwlstm.results;

import fwlstm.train.Status;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of a recorded trial that its configuration's statistics use.
 *
 * @param parameters trainable numbers; null if it failed before there were any
 * @param testError from 0 to 1; null unless done
 * @param accuracy best validation accuracy, 0 to 1; null if there was no evaluation
 * @param loss validation loss in nats then
 * @param updatesTo99 null if it never reached that
 * @param updatesRun number of updates that it was trained
 */
public record SeedResult(
        String trialId,
        String configId,
        long seed,
        Status status,
        Integer parameters,
        Double testError,
        Double accuracy,
        Double loss,
        Integer updatesTo99,
        Integer updatesRun) {
    private static final Set<String> COLUMNS = Set.of(
            "trial_id",
            "config_id",
            "seed",
            "status",
            "parameters",
            "test_error",
            "best_validation_accuracy",
            "validation_loss",
            "updates_to_99",
            "updates_run");

    private static final Set<String> CONFIGURATIONS = configurations();

    private static Set<String> configurations() {
        Set<String> names = new HashSet<>(Column.CONFIGURATION);
        names.add("config_id");
        return names;
    }

    private static SeedResult of(Map<String, Object> row) {
        return new SeedResult(
                (String) row.get("trial_id"),
                (String) row.get("config_id"),
                (Long) row.get("seed"),
                Status.of(row.get("status")).orElseThrow(),
                (Integer) row.get("parameters"),
                (Double) row.get("test_error"),
                (Double) row.get("best_validation_accuracy"),
                (Double) row.get("validation_loss"),
                (Integer) row.get("updates_to_99"),
                (Integer) row.get("updates_run"));
    }

    /** The results of all recorded trials, each once. */
    public static List<SeedResult> all(RecordedRows rows) throws IOException {
        return rows.trials(COLUMNS::contains).stream().map(SeedResult::of).toList();
    }

    /** The settings of some configurations, by column. */
    public static Map<String, Map<String, Object>> configurations(RecordedRows rows, Set<String> ids)
            throws IOException {
        Map<String, Map<String, Object>> byId = new HashMap<>();
        if (!ids.isEmpty()) {
            rows.trials(CONFIGURATIONS::contains).stream()
                    .filter(row -> ids.contains(row.get("config_id")))
                    .forEach(row -> byId.putIfAbsent((String) row.get("config_id"), row));
        }
        return byId;
    }
}
