package fwlstm.table;

import fwlstm.config.Trial;
import fwlstm.results.Column;
import fwlstm.results.ColumnType;
import fwlstm.results.RecordedRows;
import fwlstm.results.SeedResult;
import fwlstm.sweep.Sweep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One row per recorded configuration, over its seeds. All means, spreads and choices of a best configuration are
 * computed here, trial by trial in order of seed, so that they do not depend on how the trials are stored or who reads
 * them.
 *
 * <p>Only trials that the sweep as last run asks for count: a configuration that it no longer asks for has its own row,
 * but is never the best, and seeds that it no longer asks for are only counted.
 *
 * @param rows first those of the sweep in its order, then the others
 * @param unplanned ids of recorded trials that the sweep does not ask for
 */
public record ConfigurationTable(List<ConfigurationRow> rows, Set<String> unplanned) {
    /** The columns of the rows, in order. */
    public static final List<Column> COLUMNS = columns();

    /**
     * The highest validation accuracy first, then the lowest validation loss; configurations without an accuracy last.
     */
    private static final Comparator<ConfigurationRow> BEST_FIRST = Comparator.comparing(
                    (ConfigurationRow row) -> row.accuracies().mean(), Comparator.nullsLast(Comparator.reverseOrder()))
            .thenComparing(row -> row.losses().mean(), Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(ConfigurationRow::configId);

    private static List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (Column column : Column.TRIALS) {
            if (column.name().equals("config_id")
                    || column.name().equals("parameters")
                    || Column.CONFIGURATION.contains(column.name())) {
                columns.add(column);
            }
        }
        for (String count : List.of("seeds", "done", "diverged", "failed", "stopped")) {
            columns.add(result(count, ColumnType.LONG));
        }
        columns.add(result("test_error_mean", ColumnType.DOUBLE));
        columns.add(result("test_error_std", ColumnType.DOUBLE));
        columns.add(result("test_error_n", ColumnType.LONG));
        columns.add(result("best_validation_accuracy_mean", ColumnType.DOUBLE));
        columns.add(result("validation_loss_mean", ColumnType.DOUBLE));
        columns.add(result("updates_to_99_median", ColumnType.DOUBLE));
        columns.add(result("updates_to_99_seeds", ColumnType.LONG));
        columns.add(result("study", ColumnType.STRING));
        columns.add(result("test_error_ci_low", ColumnType.DOUBLE));
        columns.add(result("test_error_ci_high", ColumnType.DOUBLE));
        columns.add(result("best", ColumnType.BOOLEAN));
        columns.add(result("planned_seeds", ColumnType.LONG));
        columns.add(result("other_seeds", ColumnType.LONG));
        return List.copyOf(columns);
    }

    private static Column result(String name, ColumnType type) {
        return new Column(name, type, Column.Group.RESULT);
    }

    /** The table of a directory's results, according to its sweep. */
    static ConfigurationTable read(RecordedRows recorded, Sweep sweep) throws IOException {
        List<SeedResult> seeds = SeedResult.all(recorded);
        Map<String, List<Trial>> planned = sweep.trialsByConfiguration();
        Set<String> others = seeds.stream()
                .map(SeedResult::configId)
                .filter(config -> !planned.containsKey(config))
                .collect(Collectors.toSet());
        return of(planned, sweep.studyLabels(), seeds, SeedResult.configurations(recorded, others));
    }

    /**
     * The table of some trials.
     *
     * @param planned the trials that the sweep asks for, by configuration, in its order
     * @param studies labels of the studies by configuration
     * @param seeds each recorded trial once, in any order
     * @param others settings of the recorded configurations that are not planned, by column
     */
    public static ConfigurationTable of(
            Map<String, List<Trial>> planned,
            Map<String, String> studies,
            List<SeedResult> seeds,
            Map<String, Map<String, Object>> others) {
        Map<String, List<SeedResult>> recorded = seeds.stream().collect(Collectors.groupingBy(SeedResult::configId));
        List<ConfigurationRow> rows = new ArrayList<>();
        Set<String> unplanned = new HashSet<>();
        planned.forEach((config, trials) -> {
            if (recorded.containsKey(config)) {
                Set<Long> asked = trials.stream().map(Trial::seed).collect(Collectors.toSet());
                Map<Boolean, List<SeedResult>> counted = recorded.get(config).stream()
                        .collect(Collectors.partitioningBy(seed -> asked.contains(seed.seed())));
                counted.get(false).forEach(seed -> unplanned.add(seed.trialId()));
                rows.add(ConfigurationRow.of(
                        config,
                        settings(trials.get(0).columns()),
                        studies.get(config),
                        trials.size(),
                        counted.get(true),
                        counted.get(false)));
            }
        });
        others.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Map<String, Object>> other) ->
                                (String) other.getValue().get("task"))
                        .thenComparing(other -> (Integer) other.getValue().get("pairs"))
                        .thenComparing(other -> (String) other.getValue().get("cell"))
                        .thenComparing(Map.Entry::getKey))
                .forEach(other -> {
                    List<SeedResult> trials = recorded.get(other.getKey());
                    trials.forEach(seed -> unplanned.add(seed.trialId()));
                    rows.add(ConfigurationRow.of(
                            other.getKey(), settings(other.getValue()), null, 0, trials, List.of()));
                });
        Set<String> best = best(rows);
        return new ConfigurationTable(
                rows.stream()
                        .map(row -> best.contains(row.configId()) ? row.asBest() : row)
                        .toList(),
                unplanned);
    }

    private static Map<String, Object> settings(Map<String, Object> columns) {
        Map<String, Object> settings = new HashMap<>();
        Column.CONFIGURATION.forEach(column -> settings.put(column, columns.get(column)));
        return settings;
    }

    /** The best of those that have all their seeds, for each group of competitors. */
    private static Set<String> best(List<ConfigurationRow> rows) {
        return rows.stream()
                .filter(ConfigurationRow::isComplete)
                .collect(Collectors.toMap(ConfigurationRow::group, Function.identity(), ConfigurationTable::better))
                .values()
                .stream()
                .map(ConfigurationRow::configId)
                .collect(Collectors.toSet());
    }

    private static ConfigurationRow better(ConfigurationRow a, ConfigurationRow b) {
        return BEST_FIRST.compare(a, b) <= 0 ? a : b;
    }
}
