package fwlstm.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.config.CellConfig;
import fwlstm.config.ConfigException;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTest {
    private static final String DRAWN = """
            name: drawn
            task: {name: [art, mart], pairs: 8}
            cell:
              - {name: fw-lstm, hidden: [20, 50], lambda: {uniform: [0.8, 1.0]}, train: {batch: [64, 128]}}
              - {name: ln-lstm, hidden: {int: [20, 100]}}
            train: {updates: 4000, evaluate_every: 100, learning_rate: {log_uniform: [1e-4, 1e-2]}}
            seeds: 3
            search: {strategy: random, configurations: 8}
            """;

    private static Sweep parse(String text, String... overrides) {
        return SweepFile.parse(text, List.of(overrides));
    }

    private static List<Double> rates(Study study) {
        return study.configurations().stream()
                .map(configuration -> configuration.train().learningRate())
                .toList();
    }

    @Test
    void every_combination_of_the_axes_is_a_study_of_as_many_configurations() {
        Sweep sweep = parse(DRAWN);
        assertThat(sweep.studies())
                .extracting(Study::label)
                .containsExactly(
                        "fw-lstm art K=8 H=20 batch=64",
                        "fw-lstm art K=8 H=20 batch=128",
                        "fw-lstm art K=8 H=50 batch=64",
                        "fw-lstm art K=8 H=50 batch=128",
                        "ln-lstm art K=8",
                        "fw-lstm mart K=8 H=20 batch=64",
                        "fw-lstm mart K=8 H=20 batch=128",
                        "fw-lstm mart K=8 H=50 batch=64",
                        "fw-lstm mart K=8 H=50 batch=128",
                        "ln-lstm mart K=8");
        assertThat(sweep.trials()).hasSize(10 * 8 * 3).doesNotHaveDuplicates();
        assertThat(sweep.studies().stream()
                        .flatMap(study -> study.configurations().stream())
                        .flatMap(configuration -> configuration.trials().stream()))
                .containsExactlyElementsOf(sweep.trials());
        for (Study study : sweep.studies()) {
            assertThat(study.configurations()).extracting(Configuration::index).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
            assertThat(study.configurations()).allSatisfy(configuration -> {
                assertThat(configuration.trials()).extracting(Trial::seed).containsExactly(0L, 1L, 2L);
                assertThat(configuration.trials()).extracting(Trial::configId).containsOnly(configuration.configId());
            });
        }
    }

    @Test
    void trials_are_found_by_configuration_and_their_study_by_its_label() {
        Sweep sweep = parse(DRAWN);
        Map<String, List<Trial>> trials = sweep.trialsByConfiguration();
        Map<String, String> labels = sweep.studyLabels();
        assertThat(trials).hasSize(10 * 8);
        assertThat(labels).containsOnlyKeys(trials.keySet());
        for (Study study : sweep.studies()) {
            assertThat(study.configurations()).allSatisfy(configuration -> {
                assertThat(trials.get(configuration.configId())).isEqualTo(configuration.trials());
                assertThat(labels).containsEntry(configuration.configId(), study.label());
            });
        }
    }

    @Test
    void labels_tell_studies_apart_that_have_the_same_cell() {
        Sweep sweep = parse(
                DRAWN,
                "task.name=art",
                "cell=[{name: irnn, hidden: 5}, {name: irnn, hidden: 5, readout: 7}]",
                "data.train=[1000, 2000]");
        assertThat(sweep.studies())
                .extracting(Study::label)
                .containsExactly(
                        "irnn art K=8 H=5 cell[0] data_train=1000",
                        "irnn art K=8 H=5 cell[0] data_train=2000",
                        "irnn art K=8 H=5 cell[1] data_train=1000",
                        "irnn art K=8 H=5 cell[1] data_train=2000");
    }

    @Test
    void the_same_setting_is_drawn_alike_for_every_cell_and_task() {
        Sweep sweep = parse(DRAWN);
        List<Double> first = rates(sweep.studies().get(0));
        assertThat(new HashSet<>(first)).hasSize(8);
        assertThat(sweep.studies()).allSatisfy(study -> assertThat(rates(study)).isEqualTo(first));
        Sweep ownRate = parse(DRAWN, "cell.train={learning_rate: {log_uniform: [1e-4, 1e-2]}}");
        assertThat(rates(ownRate.studies().get(0))).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"random", "sobol", "asha"})
    void more_configurations_keep_those_before(String strategy) {
        Sweep before = parse(DRAWN, "search.strategy=" + strategy);
        Sweep after = parse(DRAWN, "search.strategy=" + strategy, "search.configurations=20", "seeds=4");
        assertThat(after.trials()).containsAll(before.trials()).hasSize(10 * 20 * 4);
    }

    @Test
    void another_distribution_leaves_the_random_draws_of_the_others() {
        List<Double> before = rates(parse(DRAWN).studies().get(0));
        Sweep more = parse(DRAWN, "train.clip_norm={uniform: [0.5, 5]}", "train.schedule={choice: [constant, linear]}");
        assertThat(rates(more.studies().get(0))).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"random", "sobol", "asha"})
    void a_search_read_from_its_own_source_is_the_same(String strategy) {
        Sweep sweep = parse(DRAWN, "search.strategy=" + strategy, "search.seed=5");
        Sweep otherSeed = parse(DRAWN, "search.strategy=" + strategy);
        assertThat(otherSeed.trials()).isNotEqualTo(sweep.trials());
        assertThat(parse(sweep.source())).isEqualTo(sweep).isNotSameAs(sweep);
    }

    @Test
    void a_cell_has_the_distributions_of_its_own_settings_alone() {
        Sweep sweep = parse(DRAWN);
        assertThat(sweep.studies().get(0).configurations())
                .allMatch(c -> c.trials().get(0).cell().layers().hidden() == 20)
                .extracting(c ->
                        ((CellConfig.FwLstm) c.trials().get(0).cell()).memory().lambda())
                .doesNotHaveDuplicates()
                .allMatch(lambda -> lambda >= 0.8 && lambda <= 1.0);
        assertThat(sweep.studies().get(4).configurations())
                .extracting(c -> c.trials().get(0).cell().layers().hidden())
                .allMatch(hidden -> hidden >= 20 && hidden <= 100);
    }

    @Test
    void draws_that_repeat_others_are_one_configuration_and_none_is_in_two_studies() {
        String text = """
                name: small
                task: {name: art, pairs: 2}
                cell: {name: fw-rnn, hidden: 10, lambda: [0.9, 1.0], write_rule: oja}
                train: {batch: {choice: [64, 128]}}
                seeds: 2
                search: {strategy: random, configurations: 50}
                """;
        Sweep sweep = parse(text);
        assertThat(sweep.studies()).hasSize(1); // oja has no lambda
        assertThat(sweep.studies().get(0).configurations()).hasSize(2);
        assertThat(sweep.trials()).hasSize(4);
    }

    @Test
    void a_grid_has_no_studies() {
        for (String grid : List.of("search={strategy: grid}", "search=")) {
            Sweep sweep = parse(DRAWN, grid, "train.learning_rate=1e-3", "cell={name: irnn, hidden: 5}");
            assertThat(sweep.search()).isEqualTo(new Search.Grid());
            assertThat(sweep.studies()).isEmpty();
        }
    }

    @Test
    void a_budget_of_trials_or_updates_is_divided_among_the_studies() {
        assertThat(configurations("{strategy: random, trials: 119}")).isEqualTo(3); // 10 studies, 3 seeds
        assertThat(configurations("{strategy: random, updates: 479999}")).isEqualTo(3); // 30 × 4000 each
        assertThat(configurations("{strategy: sobol, updates: 48e4}")).isEqualTo(4);
        // 5/3 · (500 + 500/3 + 1000/9 + 2000/27) = 1419.75 for each of 30 trials
        assertThat(configurations("{strategy: asha, rungs: [500, 1000, 2000], reduction: 3, updates: 255554}"))
                .isEqualTo(5);
        assertThat(configurations("{strategy: asha, rungs: [500, 1000, 2000], reduction: 3, updates: 255556}"))
                .isEqualTo(6);
    }

    @Test
    void sizes_of_data_make_studies_among_which_a_budget_is_divided() {
        assertThat(configurations("{strategy: random, trials: 120}", "data.train=[1000, 2000]"))
                .isEqualTo(2); // 20 studies, 3 seeds
    }

    private static int configurations(String search, String... overrides) {
        Set<Integer> sizes = new HashSet<>();
        parse(parse(DRAWN, overrides).source(), "search=" + search)
                .studies()
                .forEach(study -> sizes.add(study.configurations().size()));
        assertThat(sizes).hasSize(1);
        return sizes.iterator().next();
    }

    @Test
    void rungs_are_evaluations_and_the_last_is_the_end() {
        TrainConfig train = parse(DRAWN).trials().get(0).train();
        assertThat(asha("{strategy: asha, configurations: 8, rungs: [500, 2e3]}")
                        .ladder(train))
                .containsExactly(500, 2000, 4000);
        assertThat(asha("{strategy: asha, configurations: 8}").ladder(train)).containsExactly(400, 1000, 2000, 4000);
        assertThat(asha("{strategy: asha, configurations: 8}").reduction()).isEqualTo(4);
        TrainConfig rare =
                parse(DRAWN, "train.evaluate_every=1500").trials().get(0).train();
        assertThat(asha("{strategy: asha, configurations: 8}").ladder(rare)).containsExactly(1500, 3000, 4000);
    }

    private static Search.Asha asha(String search) {
        return (Search.Asha) parse(DRAWN, "search=" + search).search();
    }

    @Test
    void the_example_file_can_be_read() {
        Sweep sweep = SweepFile.read(Path.of("../conf/search.yaml"), List.of());
        assertThat(sweep.search()).isInstanceOf(Search.Asha.class);
        assertThat(sweep.studies()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            search={strategy: random}                         | search: found "no budget", allowed: exactly one of configurations, trials, updates
            search.trials=100                                 | search: found "configurations and trials", allowed: exactly one of
            search.configurations=0                           | search.configurations: found 0, allowed: a whole number from 1
            search.configurations=1.5                         | search.configurations: found 1.5, allowed: a whole number from 1
            search.configurations=many                        | search.configurations: found "many", allowed: a whole number from 1
            search.configurations=40000                       | found "1200000 trials", allowed: at most 1000000 in a sweep
            search={strategy: random, trials: 29}             | search.trials: found 29, allowed: at least 30, one for each study
            search={strategy: random, updates: 119999}        | search.updates: found 119999, allowed: at least 120000, one for each study
            search.seed=-1                                    | search.seed: found -1, allowed: a whole number from 0
            search.configuration=8                            | search.configuration: found "an unknown key", allowed: did you mean configurations? one of
            search.strategy=rando                             | search.strategy: found "rando", allowed: did you mean random? one of
            search.rungs=[500]                                | search.rungs: found "a key that strategy random does not have", allowed: strategy, configurations
            search={strategy: grid, seed: 1}                  | search.seed: found "a key that strategy grid does not have", allowed: strategy
            search={strategy: asha, configurations: 8, reduction: 1}     | search.reduction: found 1, allowed: a whole number from 2 to 10
            search={strategy: asha, configurations: 8, rungs: 500}       | search.rungs: found 500, allowed: a list of updates, ascending
            search={strategy: asha, configurations: 8, rungs: []}        | search.rungs: found [], allowed: a list of updates, ascending
            search={strategy: asha, configurations: 8, rungs: [500, 500]} | search.rungs: found [500, 500], allowed: a list of updates, ascending
            search={strategy: asha, configurations: 8, rungs: [550]}     | search.rungs: found 550, allowed: multiples of train.evaluate_every (100) below train.updates (4000)
            search={strategy: asha, configurations: 8, rungs: [4000]}    | search.rungs: found 4000, allowed: multiples of
            search=random                                     | search: found "random", allowed: a mapping of settings
            search={strategy: grid}                           | train.learning_rate: found "a distribution", allowed: values or a list under strategy grid; random, sobol and asha draw
            task.pairs={int: [2, 8]}                          | task.pairs: found "a distribution", allowed: a value or a list; only settings of cell and train are drawn
            task.pairs={least: 2}                             | task.pairs: found {least=2}, allowed: a whole number from 1 to 26
            data.train={int: [2000, 8000]}                    | data.train: found "a distribution", allowed: a value or a list; only
            seeds={int: [1, 3]}                               | seeds: found {int=[1, 3]}, allowed: a number of seeds
            cell.name={choice: [irnn, lstm]}                  | cell[0].name: found {choice=[irnn, lstm]}, allowed: one of fw-lstm
            train.updates={int: [1000, 2000]}                 | train.updates: found "a distribution", allowed: a value or a list
            cell.train={evaluate_every: {choice: [50]}}       | cell[0].train.evaluate_every: found "a distribution", allowed: a value or a list
            train.learning_rate=[{uniform: [1e-4, 1e-3]}]     | train.learning_rate: found "a distribution in a list", allowed: a distribution by itself
            train.learning_rate={unifrom: [1e-4, 1e-3]}       | train.learning_rate: found "unifrom", allowed: did you mean uniform? one of uniform, log_uniform, int, choice
            train.learning_rate={uniform: [1, 2], int: [1, 2]} | train.learning_rate: found {uniform=[1, 2], int=[1, 2]}, allowed: a value, a list
            train.learning_rate={uniform: [2e-3, 1e-3]}       | train.learning_rate.uniform: found [0.002, 0.001], allowed: two numbers [a, b], a < b
            train.learning_rate={uniform: 1e-3}               | train.learning_rate.uniform: found 0.001, allowed: two numbers [a, b], a < b
            train.learning_rate={uniform: [1, .inf]}          | train.learning_rate.uniform: found [1, .inf], allowed: two numbers
            train.learning_rate={log_uniform: [0, 1]}         | train.learning_rate.log_uniform: found [0, 1], allowed: two numbers [a, b], 0 < a < b
            cell.lambda={int: [0, 1.5]}                       | cell[0].lambda.int: found [0, 1.5], allowed: two whole numbers [a, b], a ≤ b
            cell.lambda={choice: []}                          | cell[0].lambda.choice: found [], allowed: a list of values, at least one
            cell.lambda={choice: 1}                           | cell[0].lambda.choice: found 1, allowed: a list of values, at least one
            train.learning_rate={uniform: [1, 20]}            | train.learning_rate: found 20.0, allowed: a number above 0.0 to 10.0
            train.batch={choice: [64, many]}                  | train.batch: found "many", allowed: a whole number from 1 to 65536
            train.batch={int: [0, 128]}                       | train.batch: found 0, allowed: a whole number from 1 to 65536
            train.batch={log_uniform: [16, 256]}              | train.batch: found "log_uniform", allowed: {int: [a, b]} or {choice: [value, …]} for a whole number
            cell.hidden={uniform: [20, 50]}                   | cell[0].hidden: found "uniform", allowed: {int: [a, b]} or
            cell.lamda={uniform: [0.5, 1]}                    | cell[0].lamda: found "an unknown key", allowed: did you mean lambda? one of
            """)
    void what_cannot_be_searched_is_refused_in_one_line(String override, String message) {
        assertThatThrownBy(() -> parse(DRAWN, override))
                .isInstanceOf(ConfigException.class)
                .message()
                .startsWith(message)
                .doesNotContain("\n");
    }

    @Test
    void a_search_with_nothing_to_draw_is_refused() {
        assertThatThrownBy(() -> parse(DRAWN, "train.learning_rate=1e-3", "cell={name: irnn, hidden: 5}"))
                .hasMessageStartingWith(
                        "search.strategy: found \"a search with nothing to draw\", allowed: grid, or a setting {uniform");
    }

    @Test
    void asha_without_an_evaluation_before_the_end_is_refused() {
        assertThatThrownBy(() -> parse(DRAWN, "search.strategy=asha", "train.evaluate_every=4000"))
                .hasMessage("train.evaluate_every: found 4000, allowed: less than train.updates (4000) under asha");
    }
}
