package fwlstm.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.config.CellConfig;
import fwlstm.config.ConfigException;
import fwlstm.config.Trial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepFileTest {
    private static final String SMALL = """
            name: small
            task: {name: [art, mart], pairs: [2, 4]}
            cell:
              - {name: fw-lstm, hidden: [20, 50], lambda: 0.9}
              - {name: irnn, hidden: 100, train: {learning_rate: [1e-4, 1e-3]}}
            train: {updates: 1000}
            seeds: 3
            """;

    private static final String PARTS = """
            name: parts
            seeds: 1
            cell: {hidden: [20, 50], train: {learning_rate: 2e-3}}
            train: {updates: 1000, batch: 64}
            data: {train: 1000}
            parts:
              - task: {name: art, pairs: [2, 4]}
                cell:
                  - {name: fw-lstm, lambda: 0.9, train: {learning_rate: 3e-3}}
                  - {name: irnn}
              - task: {name: mart, pairs: 4}
                cell: {name: fw-lstm, hidden: 100, lambda: 0.95}
                train: {updates: 5000}
                data: {test: 500}
            """;

    private static Sweep parse(String text, String... overrides) {
        return SweepFile.parse(text, List.of(overrides));
    }

    /** What editors make of the same text. */
    @Test
    void sweep_files_may_have_a_byte_order_mark_carriage_returns_and_no_last_line_end(@TempDir Path folder)
            throws IOException {
        Sweep sweep = parse(SMALL);
        for (String text :
                List.of("\uFEFF" + SMALL, SMALL.replace("\n", "\r\n"), SMALL.strip(), "\uFEFF# one\r\n" + SMALL)) {
            Path file = Files.writeString(folder.resolve("sweep.yaml"), text);
            assertThat(SweepFile.read(file, List.of())).isEqualTo(sweep);
        }
        Path tabs =
                Files.writeString(folder.resolve("sweep.yaml"), SMALL.replace("task: {name: [", "task:\n\t{name: ["));
        assertThatThrownBy(() -> SweepFile.read(tabs, List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(tabs + ": ")
                .hasMessageContaining("TAB")
                .hasMessageContaining("in line 3")
                .hasMessageNotContaining("\n");
        Path utf16 = Files.writeString(folder.resolve("sweep.yaml"), SMALL, StandardCharsets.UTF_16);
        assertThatThrownBy(() -> SweepFile.read(utf16, List.of()))
                .hasMessage(utf16
                        + ": found \"text in UTF-16, not UTF-8\", allowed: a sweep file in YAML, as text in UTF-8");
    }

    @Test
    void every_list_is_an_axis() {
        Sweep sweep = parse(SMALL);
        assertThat(sweep.name()).isEqualTo("small");
        assertThat(sweep.trials()).hasSize(2 * 2 * (2 + 2) * 3).doesNotHaveDuplicates();
        assertThat(sweep.trials()).allMatch(trial -> trial.train().updates() == 1000);
        assertThat(sweep.trials().stream().filter(t -> t.cell() instanceof CellConfig.Irnn))
                .extracting(trial -> trial.train().learningRate())
                .containsOnly(1e-4, 1e-3);
        assertThat(sweep.trials().stream().filter(t -> t.cell() instanceof CellConfig.FwLstm))
                .extracting(trial -> trial.train().learningRate())
                .containsOnly(1e-3);
    }

    @Test
    void test_pairs_are_an_axis_on_which_those_of_training_are_no_new_trials() {
        List<Trial> before = parse(SMALL).trials();
        Sweep sweep = parse(SMALL, "data.test_pairs=[null, 2, 4, 8]");
        assertThat(sweep.trials())
                .containsAll(before)
                .doesNotHaveDuplicates()
                .hasSize(3 * before.size()); // as trained, at the other K, at 8
        assertThat(sweep.trials().stream().filter(trial -> trial.task().pairs() == 4))
                .extracting(trial -> trial.data().testPairs())
                .containsOnly(null, 2, 8);
    }

    @Test
    void a_sweep_read_from_its_own_source_is_the_same() {
        Sweep sweep = parse(SMALL, "train.batch=64", "cell.embedding=50", "seeds=[4, 7]");
        assertThat(parse(sweep.source())).as("the sweep read last is kept").isSameAs(sweep);
        assertThat(parse(SMALL)).isNotEqualTo(sweep);
        Sweep again = parse(sweep.source());
        assertThat(again).isEqualTo(sweep).isNotSameAs(sweep);
        assertThat(again.trials()).extracting(Trial::seed).containsOnly(4L, 7L);
        assertThat(again.trials())
                .allMatch(t -> t.train().batch() == 64 && t.cell().layers().embedding() == 50);
    }

    @Test
    void an_override_goes_before_a_cells_own_training_too() {
        for (String override : List.of("train.learning_rate=3e-3", "train={learning_rate: 3e-3, updates: 1000}")) {
            assertThat(parse(SMALL, override).trials())
                    .extracting(trial -> trial.train().learningRate())
                    .containsOnly(3e-3);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            train.updates=0400              | train.updates: found "0400", allowed: a whole number from 1 to 100000000; without leading zeros, so 400, or 256 if it is octal
            cell.hidden=[008, 010]          | cell[0].hidden: found "008", allowed: a whole number from 1 to 4096; without leading zeros, so 8
            cell.hidden=0x10                | cell[0].hidden: found "0x10", allowed: a whole number from 1 to 4096; in decimal, so 16
            cell.hidden=0o20                | cell[0].hidden: found "0o20", allowed: a whole number from 1 to 4096; in decimal, so 16
            cell.hidden=0b11                | cell[0].hidden: found "0b11", allowed: a whole number from 1 to 4096; in decimal, so 3
            train.updates=1_000             | train.updates: found "1_000", allowed: a whole number from 1 to 100000000; without separators, so 1000
            train.updates=1,000             | train.updates: found "1,000", allowed: a whole number from 1 to 100000000; without separators, so 1000
            train.updates=1:30              | train.updates: found "1:30", allowed: a whole number from 1 to 100000000; in decimal
            train.updates="0400"            | train.updates: found "0400", allowed: a whole number
            train.updates=!!int 0400        | train.updates: found "0400", allowed: a whole number
            train.updates=2026-01-01        | train.updates: found "2026-01-01", allowed: a whole number
            task.pairs=١٢                   | task.pairs: found "١٢", allowed: a whole number from 1 to 26; in decimal
            train.learning_rate=00.1        | train.learning_rate: found "00.1", allowed: a number above 0.0 to 10.0; without leading zeros, so 0.1
            train.learning_rate=1f          | train.learning_rate: found "1f", allowed: a number above 0.0 to 10.0; without a suffix, so 1
            train.learning_rate=0x1p-3      | train.learning_rate: found "0x1p-3", allowed: a number above 0.0 to 10.0; in decimal
            train.learning_rate=1_0.5       | train.learning_rate: found "1_0.5", allowed: a number above 0.0 to 10.0; in decimal
            train.learning_rate=.inf        | train.learning_rate: found ".inf", allowed: a number above 0.0 to 10.0
            train.learning_rate=~           | train.learning_rate: found nothing, allowed: a number above 0.0 to 10.0
            cell={name: fw-lstm, hidden: 8, cell_norm: yes} | cell.cell_norm: found "yes", allowed: true or false
            cell={name: fw-lstm, hidden: 8, cell_norm: off} | cell.cell_norm: found "off", allowed: true or false
            cell={name: fw-lstm, hidden: 8, cell_norm: y}   | cell.cell_norm: found "y", allowed: true or false
            cell={name: fw-lstm, hidden: 8, hidden: 9}      | --set cell: found "Duplicate field 'hidden' in line 1", allowed: YAML
            seeds=010                       | seeds: found "010", allowed: a number of seeds from 1 to 1000000, or a list of whole numbers from 0; without leading zeros, so 10, or 8
            seeds=[0, 010]                  | seeds: found "010", allowed: a number of seeds from 1
            seeds=[8, 8.0]                  | seeds: found [8, 8.0], allowed: each seed once
            search={strategy: random, trials: 0x10} | search.trials: found "0x10", allowed: a whole number from 1; in decimal, so 16
            search={strategy: random, trials: 9, seed: 010} | search.seed: found "010", allowed: a whole number from 0; without leading zeros
            search={strategy: asha, trials: 9, rungs: [0400]} | search.rungs: found "0400", allowed: a whole number from 1
            """)
    void what_is_read_in_several_ways_as_a_number_is_refused_with_how_to_write_it(String override, String message) {
        assertThatThrownBy(() -> parse(SMALL, override))
                .isInstanceOf(ConfigException.class)
                .message()
                .startsWith(message)
                .doesNotContain("\n");
    }

    @Test
    void what_is_drawn_is_written_as_all_numbers_are() {
        String search = "search={strategy: random, trials: 9}";
        assertThatThrownBy(() -> parse(SMALL, search, "cell={name: irnn, hidden: {int: [010, 020]}}"))
                .hasMessage("cell.hidden.int: found [010, 020], allowed: two whole numbers [a, b], a ≤ b;"
                        + " without leading zeros, so 10, or 8 if it is octal");
        assertThatThrownBy(() -> parse(SMALL, search, "cell={name: irnn, hidden: {choice: [8, 010]}}"))
                .hasMessageStartingWith("cell.hidden: found \"010\", allowed: a whole number");
        assertThatThrownBy(() -> parse(SMALL, search, "train.learning_rate={log_uniform: [1_0, 1:30]}"))
                .hasMessageStartingWith("train.learning_rate.log_uniform: found [1_0, 1:30], allowed: two numbers");
    }

    @Test
    void whole_numbers_may_be_written_with_an_exponent_or_a_point_everywhere() {
        Sweep sweep = parse(SMALL, "train.updates=1e3", "task.pairs=[2.0, 4]", "seeds=3.0", "cell.hidden=[2e1, 50]");
        assertThat(sweep.trials())
                .containsAll(parse(SMALL, "cell.hidden=[20, 50]").trials());
        assertThat(parse(SMALL, "seeds=[0, 1, 2e0]").trials())
                .isEqualTo(parse(SMALL).trials());
        assertThat(parse(SMALL, "train.learning_rate=.001").trials())
                .isEqualTo(parse(SMALL, "train.learning_rate=1e-03").trials());
    }

    @ParameterizedTest
    @CsvSource({"true, true", "True, true", "TRUE, true", "false, false", "False, false", "FALSE, false"})
    void a_boolean_is_true_or_false_in_any_case(String written, boolean value) {
        Sweep sweep = parse(SMALL, "cell={name: fw-lstm, hidden: 8, cell_norm: " + written + "}");
        assertThat(sweep.trials())
                .extracting(trial -> ((CellConfig.FwLstm) trial.cell()).cellNorm())
                .containsOnly(value);
        assertThat(sweep.source()).contains("cell_norm: " + value + "\n");
    }

    @ParameterizedTest
    @CsvSource({"010", "10", "0x10", "1e3", "yes", "true", "1_000", "2026-01-01", "'\"10\"'"})
    void a_name_is_text_as_it_is_written(String name) {
        Sweep sweep = parse(SMALL.replace("name: small", "name: " + name));
        assertThat(sweep.name()).isEqualTo(name.replace("\"", ""));
        assertThat(parse(SMALL, "name=" + name).name()).isEqualTo(sweep.name());
        parse(SMALL);
        assertThat(parse(sweep.source()).name()).isEqualTo(sweep.name());
    }

    @ParameterizedTest
    @CsvSource({"1.10, found \"1.10\"", "True, found \"True\"", "~, found nothing", "null, found nothing"})
    void a_name_that_is_refused_is_shown_as_it_is_written(String name, String found) {
        assertThatThrownBy(() -> parse(SMALL, "name=" + name)).hasMessageStartingWith("name: " + found);
    }

    @Test
    void a_refusal_names_the_section_that_holds_the_setting() {
        assertThatThrownBy(() -> parse(SMALL, "cell.train={updates: 0}"))
                .hasMessageStartingWith("cell[0].train.updates: ");
        assertThatThrownBy(() -> parse(SMALL, "train={updates: 10, batch: 0}")).hasMessageStartingWith("train.batch: ");
        assertThatThrownBy(() -> parse(SMALL, "cell.train.batch=[]")).hasMessageStartingWith("cell[0].train.batch: ");
    }

    @Test
    void a_part_has_sections_of_its_own_before_the_common_ones() {
        Sweep sweep = parse(PARTS);
        assertThat(sweep.trials()).hasSize(2 * 2 * 2 + 1).doesNotHaveDuplicates();
        assertThat(sweep.trials())
                .extracting(trial -> String.format(
                        Locale.ROOT,
                        "%s K=%d %s %d, %s, %d data %d %d",
                        trial.task().name(),
                        trial.task().pairs(),
                        trial.cell().name(),
                        trial.cell().layers().hidden(),
                        trial.train().learningRate(),
                        trial.train().updates(),
                        trial.data().train(),
                        trial.data().test()))
                .startsWith("ART K=2 fw-lstm 20, 0.003, 1000 data 1000 20000")
                .contains("ART K=4 irnn 50, 0.002, 1000 data 1000 20000")
                .endsWith("MART K=4 fw-lstm 100, 0.002, 5000 data 1000 500");
        assertThat(sweep.trials()).allMatch(trial -> trial.train().batch() == 64);
        Sweep again = parse(sweep.source(), "seeds=[0]");
        assertThat(again.trials()).isEqualTo(sweep.trials());
    }

    @Test
    void a_cell_of_a_part_has_the_common_training_and_its_own() {
        Sweep sweep =
                parse(PARTS.replace("train: {learning_rate: 2e-3}", "train: {learning_rate: 2e-3, clip_norm: 3}"));
        assertThat(sweep.trials()).allMatch(trial -> trial.train().clipNorm() == 3);
        assertThat(sweep.trials())
                .extracting(trial -> trial.train().learningRate())
                .contains(3e-3, 2e-3);
    }

    @Test
    void every_sweep_file_in_conf_is_one_and_named_as_its_file() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "conf"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".yaml")))
                    .hasSizeGreaterThan(3)
                    .allSatisfy(file -> assertThat(file)
                            .hasFileName(SweepFile.read(file, List.of()).name() + ".yaml"));
        }
    }

    @Test
    void an_override_goes_before_a_parts_own_sections_too() {
        assertThat(parse(PARTS, "train.updates=7", "train.learning_rate=1e-4", "cell.hidden=5")
                        .trials())
                .hasSize(2 * 2 + 1)
                .allMatch(trial -> trial.train().updates() == 7
                        && trial.train().learningRate() == 1e-4
                        && trial.cell().layers().hidden() == 5);
        assertThat(parse(PARTS, "task={name: mart, pairs: 3}").trials())
                .allMatch(trial -> trial.task().pairs() == 3);
        assertThat(parse(PARTS, "parts.data.test=9").trials())
                .allMatch(trial -> trial.data().test() == 9);
    }

    @Test
    void an_override_of_one_setting_leaves_the_others_of_a_parts_cell() {
        List<Trial> trials = parse(PARTS, "cell.train.batch=32").trials();
        assertThat(trials).allMatch(trial -> trial.train().batch() == 32);
        assertThat(trials)
                .filteredOn(trial -> trial.train().learningRate() == 3e-3)
                .hasSize(2 * 2);
        assertThat(parse(PARTS, "cell.train={learning_rate: 1e-4}").trials())
                .allMatch(trial -> trial.train().learningRate() == 1e-4);
    }

    @Test
    void parts_share_the_draws_of_a_search_and_what_is_in_two_parts_is_one_trial() {
        String search = """
                name: parts
                seeds: 1
                train: {learning_rate: {log_uniform: [1e-4, 1e-2]}}
                cell: {name: irnn, hidden: 20}
                search: {strategy: random, updates: 48000}
                parts:
                  - {task: {name: art, pairs: 2}, train: {updates: 2000}}
                  - {task: {name: art, pairs: 2}, train: {updates: 4000}}
                  - {task: {name: art, pairs: [2, 3]}, train: {updates: 4000}}
                """;
        Sweep sweep = parse(search);
        assertThat(sweep.studies())
                .as("one study each of the first two, in the third only what is new")
                .extracting(Study::label)
                .containsExactly("irnn art K=2 H=20", "irnn art K=2 H=20 parts[1]", "irnn art K=3 H=20");
        assertThat(sweep.studies())
                .as("a configuration of all studies takes 14000 updates as far as the budget can tell")
                .allMatch(study -> study.configurations().size() == 3);
        assertThat(sweep.studies())
                .extracting(study -> study.configurations().stream()
                        .map(configuration -> configuration.train().learningRate())
                        .toList())
                .containsOnly(sweep.studies().get(0).configurations().stream()
                        .map(configuration -> configuration.train().learningRate())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            parts=[]                    | parts: found [], allowed: a list of parts with task, cell, train, data
            parts=[7]                   | parts[0]: found 7, allowed: a mapping of settings
            parts.seeds=3               | parts[0].seeds: found "an unknown key", allowed: one of task, cell, train, data
            parts.task.pairs=27         | parts[0].task.pairs: found 27, allowed: a whole number from 1 to 26
            parts.cell.hidden=0         | parts[0].cell[0].hidden: found 0, allowed: a whole number from 1
            train.batch=0               | train.batch: found 0, allowed: a whole number from 1
            parts.train.batch=0         | parts[0].train.batch: found 0, allowed: a whole number from 1
            parts.train.batch=2000      | data.train: found 1000, allowed: at least one batch
            parts.cell.train=3          | parts[0].cell[0].train: found 3, allowed: a mapping of settings
            cell=[{name: irnn}]         | cell[0].hidden: found nothing, allowed: a whole number from 1 to 4096 (required)
            """)
    void what_cannot_be_accepted_in_a_part_is_refused_in_one_line(String override, String message) {
        assertThatThrownBy(() -> parse(PARTS, override))
                .isInstanceOf(ConfigException.class)
                .message()
                .startsWith(message)
                .doesNotContain("\n");
    }

    @Test
    void growing_a_sweep_keeps_the_trials_it_had() {
        List<Trial> before = parse(SMALL).trials();
        assertThat(parse(SMALL, "seeds=5").trials()).containsAll(before).hasSize(before.size() / 3 * 5);
        assertThat(parse(SMALL, "task.pairs=[2,4,8]").trials())
                .containsAll(before)
                .hasSize(before.size() / 2 * 3);
    }

    @Test
    void combinations_that_mean_the_same_are_one_trial() {
        Sweep sweep = parse("""
                name: rules
                task: {name: art, pairs: 2}
                cell: {name: fw-rnn, hidden: 10, lambda: [0.9, 1.0], write_rule: [hebb, oja]}
                seeds: 1
                """);
        assertThat(sweep.trials()).hasSize(3); // oja has no lambda
        sweep = parse("""
                name: rules
                task: {name: art, pairs: 2}
                cell: {name: fw-lstm, hidden: 10, cell_norm: [true, false], carry: [normalised, raw]}
                seeds: 1
                """);
        assertThat(sweep.trials()).hasSize(3); // what is not normalised is raw
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            task.pairs=27               | task.pairs: found 27, allowed: a whole number from 1 to 26
            task.pairs=[]               | task.pairs: found "an empty axis", allowed: at least one value
            task.name=copy              | task.name: found "copy", allowed: art or mart
            task.pair=4                 | task.pair: found "an unknown key", allowed: did you mean pairs? one of name, pairs
            cell.hidden=-5              | cell[0].hidden: found -5, allowed: a whole number from 1 to 4096
            cell.name=gru               | cell[0].name: found "gru", allowed: one of fw-lstm, fw-rnn, ln-lstm, lstm, irnn
            cell.lambda=.nan            | cell[0].lambda: found ".nan", allowed: a number from 0.0 to 1.0
            cell.inner_steps=2          | cell[0].inner_steps: found "a setting that fw-lstm does not have", allowed: hidden
            cell.lamda=1                | cell[0].lamda: found "an unknown key", allowed: did you mean lambda? one of
            cell=7                      | cell: found 7, allowed: a mapping of settings
            cell=[]                     | cell: found "an empty list", allowed: at least one cell
            train.learning_rate=0       | train.learning_rate: found 0.0, allowed: a number above 0.0 to 10.0
            train.batch=many            | train.batch: found "many", allowed: a whole number from 1 to 65536
            train.updates=1.5           | train.updates: found 1.5, allowed: a whole number from 1 to 100000000
            data.train=100              | data.train: found 100, allowed: at least one batch (train.batch is 128)
            data.test_pairs=0           | data.test_pairs: found 0, allowed: a whole number from 1 to 26, or null
            data.test_pairs=[4, 27]     | data.test_pairs: found 27, allowed: a whole number from 1 to 26, or null
            seeds=0                     | seeds: found 0, allowed: a number of seeds from 1 to 1000000, or a list
            seeds=1000000               | found "16000000 trials", allowed: at most 1000000 in a sweep
            seeds=[1, 1]                | seeds: found [1, 1], allowed: each seed once
            seeds=[-1]                  | seeds: found -1, allowed: a number of seeds from 1
            search.strategy=annealing   | search.strategy: found "annealing", allowed: one of grid, random, sobol, asha
            search.budget=7             | search.budget: found "an unknown key", allowed: one of strategy, configurations
            name=../escape              | name: found "../escape", allowed: lower-case letters, digits, '-' and '_'
            serch={}                    | serch: found "an unknown key", allowed: did you mean search? one of
            nonsense                    | --set: found "nonsense", allowed: KEY=VALUE, such as
            =7                          | --set: found "=7", allowed: KEY=VALUE, such as
            x=7                         | x: found "an unknown key", allowed: one of name, task, cell
            name.first=x                | --set name.first: found "small", allowed: a key of a mapping
            train.updates=[1            | --set train.updates: found
            """)
    void what_cannot_be_accepted_is_refused_in_one_line(String override, String message) {
        assertThatThrownBy(() -> parse(SMALL, override))
                .isInstanceOf(ConfigException.class)
                .message()
                .startsWith(message)
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                  | found "an empty file", allowed: a sweep file with name, task and cell
            just text                           | found "just text", allowed: a YAML mapping with name, task and cell
            'name: [a'                          | found "expected ',' or ']', but got <stream end> in line 1", allowed: YAML
            'name: a{nl}name: b'                | found "Duplicate field 'name' in line 2", allowed: YAML
            'name: small{nl}task: &t {name: art, pairs: 2}{nl}cell: *t' | line 3: found "the alias *t"
            'name: small{nl}cell: {name: irnn, hidden: 5}{nl}seeds: 1'  | task: found nothing, allowed: a mapping of settings
            """)
    void what_is_no_sweep_file_is_refused_in_one_line(String text, String message) {
        assertThatThrownBy(() -> parse(text.replace("{nl}", "\n")))
                .isInstanceOf(ConfigException.class)
                .message()
                .startsWith(message)
                .doesNotContain("\n");
    }
}
