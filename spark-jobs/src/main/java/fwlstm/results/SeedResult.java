package fwlstm.results;

import fwlstm.train.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/**
 * What of a recorded trial counts for its configuration.
 *
 * @param parameters trainable numbers; null if it failed before there were any
 * @param testError from 0 to 1; null unless done
 * @param accuracy best validation accuracy, 0 to 1; null if there was no evaluation
 * @param loss validation loss in nats then
 * @param updatesTo99 null if it never got there
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
        Integer updatesTo99) {
    private static final System.Logger LOG = System.getLogger("fwlstm.results");

    private static final List<Column> COLUMNS = columns(Set.of(
            "trial_id",
            "config_id",
            "seed",
            "status",
            "parameters",
            "test_error",
            "best_validation_accuracy",
            "validation_loss",
            "updates_to_99"));

    private static final List<Column> CONFIGURATIONS = configurations();

    private static List<Column> columns(Set<String> names) {
        return Column.TRIALS.stream()
                .filter(column -> names.contains(column.name()))
                .toList();
    }

    private static List<Column> configurations() {
        List<Column> columns = new ArrayList<>(columns(Set.of("config_id")));
        columns.addAll(columns(Set.copyOf(Column.CONFIGURATION)));
        return List.copyOf(columns);
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
                (Integer) row.get("updates_to_99"));
    }

    /** That of every recorded trial, each once, in no order. A file that cannot be read is passed over with a warning. */
    public static List<SeedResult> all(ResultsDirectory results, StoredResults stored) throws IOException {
        Map<String, SeedResult> byTrial = new HashMap<>();
        for (List<SeedResult> file : Parallel.map(stored.trials(), path -> read(results, path))) {
            for (SeedResult seed : file) {
                if (!stored.replaced().contains(seed.trialId)) {
                    byTrial.merge(seed.trialId, seed, (a, b) -> a.status.isFinal() ? a : b);
                }
            }
        }
        stored.entries().forEach(entry -> byTrial.put(entry.trialId(), of(entry.trial())));
        return List.copyOf(byTrial.values());
    }

    private static List<SeedResult> read(ResultsDirectory results, Path file) throws IOException {
        List<SeedResult> seeds = new ArrayList<>();
        return read(results, file, COLUMNS, row -> seeds.add(of(row))) ? seeds : List.of();
    }

    /** The settings of some configurations, by column. */
    public static Map<String, Map<String, Object>> configurations(
            ResultsDirectory results, StoredResults stored, Set<String> ids) throws IOException {
        Map<String, Map<String, Object>> byId = new HashMap<>();
        if (ids.isEmpty()) {
            return byId;
        }
        for (Path file : stored.trials()) {
            read(results, file, CONFIGURATIONS, row -> {
                if (ids.contains(row.get("config_id"))) {
                    byId.putIfAbsent((String) row.get("config_id"), row);
                }
            });
        }
        for (Entry entry : stored.entries()) {
            if (ids.contains(entry.trial().get("config_id"))) {
                byId.putIfAbsent((String) entry.trial().get("config_id"), entry.trial());
            }
        }
        return byId;
    }

    /** Takes the values of a row by column. */
    private interface Rows {
        void accept(Map<String, Object> row);
    }

    private static boolean read(ResultsDirectory results, Path file, List<Column> columns, Rows rows)
            throws IOException {
        Path pairs = file.getParent(); // not of directories further up, which may be called like a column
        Map<String, String> partition = TableFiles.partition(pairs.getParent().getName() + "/" + pairs.getName());
        try {
            TableFile.read(results.fileSystem(), file, TableFile.schema(columns), group -> {
                Map<String, Object> row = TableFile.values(columns, group);
                row.put("task", partition.get("task"));
                row.put("pairs", Integer.valueOf(partition.get("pairs")));
                rows.accept(row);
            });
            return true;
        } catch (DamagedException e) {
            LOG.log(System.Logger.Level.WARNING, "{0} is passed over: {1}", file.getName(), e.getMessage());
            return false;
        }
    }
}
