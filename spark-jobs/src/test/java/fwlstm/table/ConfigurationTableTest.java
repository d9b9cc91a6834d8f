package fwlstm.table;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.Trial;
import fwlstm.results.Column;
import fwlstm.results.SeedResult;
import fwlstm.sweep.Sweep;
import fwlstm.sweep.SweepFile;
import fwlstm.train.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConfigurationTableTest {
    private static final String GRID =
            "{name: small, task: {name: art, pairs: 2}, cell: {name: irnn, hidden: 5}, train: {learning_rate: [1e-3, 2e-3]},"
                    + " seeds: 3}";
    private static final String SEARCH = "{name: drawn, task: {name: art, pairs: 2}, cell: {name: irnn, hidden: 5},"
            + " train: {learning_rate: {log_uniform: [1e-4, 1e-2]}}, seeds: 2,"
            + " search: {strategy: random, configurations: 3}}";

    private static Sweep sweep(String text, String... overrides) {
        return SweepFile.parse(text, List.of(overrides));
    }

    /** A trial that is done, with numbers that no other has. */
    private static SeedResult done(Trial trial) {
        Random random = new Random(trial.id().hashCode());
        return done(trial, random.nextDouble(), random.nextDouble());
    }

    private static SeedResult done(Trial trial, double accuracy, double error) {
        return new SeedResult(
                trial.id(), trial.configId(), trial.seed(), Status.DONE, 7000, error, accuracy, 1 - accuracy, 100, 400);
    }

    private static List<SeedResult> done(Sweep... sweeps) {
        return Stream.of(sweeps)
                .flatMap(sweep -> sweep.trials().stream())
                .map(ConfigurationTableTest::done)
                .distinct()
                .toList();
    }

    private static ConfigurationTable table(Sweep sweep, List<SeedResult> seeds, Sweep... earlier) {
        Map<String, List<Trial>> planned = sweep.trialsByConfiguration();
        Map<String, Map<String, Object>> others = new HashMap<>();
        for (Sweep former : earlier) {
            former.trials().stream()
                    .filter(trial -> !planned.containsKey(trial.configId()))
                    .forEach(trial -> others.put(trial.configId(), trial.columns()));
        }
        return ConfigurationTable.of(planned, sweep.studyLabels(), seeds, others);
    }

    private static List<Map<String, Object>> columns(ConfigurationTable table) {
        return table.rows().stream().map(ConfigurationRow::columns).toList();
    }

    @Test
    void no_order_of_trials_changes_a_bit() {
        Sweep sweep = sweep(GRID, "seeds=7");
        List<SeedResult> seeds = new ArrayList<>(done(sweep));
        ConfigurationTable table = table(sweep, seeds);
        assertThat(table.rows()).hasSize(2);
        for (int k = 0; k < 20; k++) {
            Collections.shuffle(seeds, new Random(k));
            assertThat(table(sweep, seeds)).isEqualTo(table);
        }
    }

    @Test
    void a_grown_sweep_equals_one_that_was_large_from_the_start() {
        Sweep small = sweep(GRID);
        Sweep large = sweep(GRID, "seeds=7");
        List<SeedResult> grown = new ArrayList<>(done(small));
        done(large).stream().filter(seed -> !grown.contains(seed)).forEach(seed -> grown.add(0, seed));
        assertThat(table(large, grown)).isEqualTo(table(large, done(large)));
        assertThat(table(small, grown))
                .as("and the small one is what it was, but that others are counted")
                .satisfies(table -> assertThat(table.unplanned()).hasSize(8))
                .extracting(table -> columns(table).get(0))
                .satisfies(row -> {
                    Map<String, Object> before =
                            new HashMap<>(columns(table(small, done(small))).get(0));
                    assertThat(row).containsEntry("other_seeds", 4L);
                    before.put("other_seeds", 4L);
                    assertThat(row).isEqualTo(before);
                });
    }

    /** The draws of another seed are other configurations of the same study: the old ones would be the best. */
    @Test
    void what_the_sweep_no_longer_asks_for_is_never_the_best() {
        Sweep old = sweep(SEARCH);
        Sweep now = sweep(SEARCH, "search.seed=1");
        List<SeedResult> seeds = new ArrayList<>();
        old.trials().forEach(trial -> seeds.add(done(trial, 0.9, 0.1)));
        now.trials().forEach(trial -> seeds.add(done(trial, 0.5 + trial.train().learningRate(), 0.5)));
        ConfigurationTable table = table(now, seeds, old);
        assertThat(table.rows()).hasSize(6);
        assertThat(table.unplanned()).hasSize(6);
        assertThat(columns(table).subList(0, 3))
                .allSatisfy(row -> assertThat(row).containsEntry("planned_seeds", 2L))
                .filteredOn(row -> (Boolean) row.get("best"))
                .singleElement()
                .satisfies(row -> assertThat((Double) row.get("learning_rate"))
                        .isEqualTo(now.trials().stream()
                                .mapToDouble(trial -> trial.train().learningRate())
                                .max()
                                .orElseThrow()));
        assertThat(columns(table).subList(3, 6))
                .allSatisfy(row -> assertThat(row)
                        .containsEntry("planned_seeds", 0L)
                        .containsEntry("seeds", 2L)
                        .containsEntry("study", null)
                        .containsEntry("best", false));
    }

    @Test
    void a_configuration_that_lacks_a_seed_is_not_the_best_whatever_other_seeds_it_has() {
        Sweep now = sweep(GRID, "seeds=[0, 1]");
        Sweep before = sweep(GRID, "seeds=[1, 2, 3]");
        List<SeedResult> seeds = done(before);
        assertThat(columns(table(now, seeds)))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row)
                        .containsEntry("seeds", 1L)
                        .containsEntry("other_seeds", 2L)
                        .containsEntry("planned_seeds", 2L)
                        .containsEntry("best", false));
    }

    @Test
    void equal_configurations_are_told_apart_by_their_ids() {
        Sweep sweep = sweep(GRID);
        List<SeedResult> seeds =
                sweep.trials().stream().map(trial -> done(trial, 0.5, 0.5)).toList();
        String first = sweep.trialsByConfiguration().keySet().stream()
                .sorted()
                .findFirst()
                .orElseThrow();
        assertThat(columns(table(sweep, seeds)))
                .filteredOn(row -> (Boolean) row.get("best"))
                .extracting(row -> row.get("config_id"))
                .containsExactly(first);
    }

    @Test
    void every_row_has_every_column_in_order() {
        Sweep sweep = sweep(GRID);
        List<String> names =
                ConfigurationTable.COLUMNS.stream().map(Column::name).toList();
        assertThat(names).startsWith("config_id", "task", "pairs").endsWith("best", "planned_seeds", "other_seeds");
        assertThat(columns(table(sweep, done(sweep))))
                .allSatisfy(row -> assertThat(row.keySet()).containsExactlyInAnyOrderElementsOf(names));
    }
}
