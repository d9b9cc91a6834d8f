package fwlstm.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fwlstm.config.Trial;
import fwlstm.results.SeedResult;
import fwlstm.sweep.Sweep;
import fwlstm.sweep.SweepFile;
import fwlstm.text.TextTable.Format;
import fwlstm.train.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The table of made-up test errors of three cells. */
class ResultsTableTest {
    private static final Map<String, double[]> ERRORS = Map.of(
            "fw-lstm", new double[] {0.010, 0.012, 0.011, 0.009, 0.010},
            "fw-rnn", new double[] {0.011, 0.010, 0.013, 0.010, 0.009},
            "irnn", new double[] {0.110, 0.122, 0.113, 0.105, 0.118});

    /** What counts of a trial that is done. */
    private static SeedResult done(Trial trial, Double error, Integer updatesTo99) {
        return new SeedResult(
                trial.id(), trial.configId(), trial.seed(), Status.DONE, 1234, error, 0.5, 1.0, updatesTo99, 400);
    }

    private static ResultsTable table(Sweep sweep, List<SeedResult> seeds, ComparedBy by) {
        return new ResultsTable(
                sweep,
                ConfigurationTable.of(sweep.trialsByConfiguration(), sweep.studyLabels(), seeds, Map.of()),
                by,
                false);
    }

    /** The table of a sweep with so many seeds, of which irnn lacks some. */
    private static String table(int seeds, int missing, Format format) {
        return table(
                "[{name: irnn, hidden: 5}, {name: fw-rnn, hidden: 5}, {name: fw-lstm, hidden: 5}]",
                ComparedBy.HIDDEN,
                seeds,
                missing,
                format);
    }

    private static String table(String cells, ComparedBy by, int seeds, int missing, Format format) {
        Sweep sweep = SweepFile.parse(
                "{name: made-up, task: {name: art, pairs: 2}, cell: " + cells + ", seeds: " + seeds + "}", List.of());
        List<SeedResult> results = new ArrayList<>();
        for (Trial trial : sweep.trials()) {
            String cell = trial.cell().name();
            int seed = (int) trial.seed();
            if (seed < (cell.equals("irnn") ? seeds - missing : seeds)) {
                results.add(done(trial, ERRORS.get(cell)[seed], null));
            }
        }
        return table(sweep, results, by).format(format);
    }

    @Test
    void text_marks_the_best_and_what_is_not_significantly_worse() {
        assertThat(table(5, 0, Format.TEXT)).isEqualTo("""
                task  pairs  hidden  cell     parameters    test error %         95 % CI  seeds  updates to 99 %
                ----  -----  ------  -------  ----------  --------------  --------------  -----  ---------------
                art       2       5  irnn           1234  11.36 ± 0.67    [10.53, 12.19]    5/5      never (0/5)
                art       2       5  fw-rnn         1234   1.06 ± 0.15 †    [0.87, 1.25]    5/5      never (0/5)
                art       2       5  fw-lstm        1234   1.04 ± 0.11 *    [0.90, 1.18]    5/5      never (0/5)

                * lowest mean test error of its task, pairs and hidden.
                †: not significantly worse than that (two-sided paired t-test over the same seeds, n = 5, 5 %, Holm-corrected).\
                """);
    }

    @Test
    void markdown_sets_the_best_in_bold() {
        assertThat(table(5, 0, Format.MARKDOWN))
                .contains("| **1.04 ± 0.11** |", "|    11.36 ± 0.67 |", "|   1.06 ± 0.15 † |", "\n\nBold: ", "\n\n†: ");
    }

    @Test
    void networks_with_about_as_many_parameters_are_compared_whatever_their_hidden_size() {
        String cells = "[{name: irnn, hidden: 161}, {name: fw-rnn, hidden: 50}, {name: fw-lstm, hidden: 20}]";
        assertThat(table(cells, ComparedBy.HIDDEN, 5, 0, Format.TEXT).lines())
                .as("each is alone")
                .noneMatch(line -> line.contains("*") || line.contains("†"));
        assertThat(table(cells, ComparedBy.PARAMETERS, 5, 0, Format.TEXT)).isEqualTo("""
                task  pairs  hidden  cell     parameters    test error %         95 % CI  seeds  updates to 99 %
                ----  -----  ------  -------  ----------  --------------  --------------  -----  ---------------
                art       2      50  fw-rnn         1234   1.06 ± 0.15 †    [0.87, 1.25]    5/5      never (0/5)
                art       2      20  fw-lstm        1234   1.04 ± 0.11 *    [0.90, 1.18]    5/5      never (0/5)
                art       2     161  irnn           1234  11.36 ± 0.67    [10.53, 12.19]    5/5      never (0/5)

                * lowest mean test error of its task, pairs and parameters (at most 10 % apart).
                †: not significantly worse than that (two-sided paired t-test over the same seeds, n = 5, 5 %, Holm-corrected).\
                """);
    }

    @Test
    void a_class_of_sizes_ends_a_tenth_above_its_first() {
        IntUnaryOperator classes = ComparedBy.classes(List.of(121, 100, 110, 111, 1000));
        assertThat(IntStream.of(100, 110, 111, 121, 1000).map(classes)).containsExactly(100, 100, 111, 111, 1000);
    }

    @Test
    void lines_that_lack_seeds_are_not_compared_and_the_table_says_so() {
        assertThat(table(5, 1, Format.TEXT).lines())
                .endsWith("Not compared, without test error for all seeds: 1 line.")
                .anyMatch(line -> line.contains("11.25 ± 0.71   ") && line.contains("4/5"))
                .anyMatch(line -> line.contains("1.04 ± 0.11 *"));
    }

    /** Where a seed failed there are two numbers that could stand below the stroke. */
    @Test
    void updates_to_99_are_out_of_the_seeds_that_are_done_whether_one_got_there_or_none() {
        Sweep sweep = SweepFile.parse(
                "{name: made-up, task: {name: art, pairs: 2}, cell: {name: irnn, hidden: 5}, seeds: 5}", List.of());
        for (int reached : List.of(0, 2)) {
            List<SeedResult> seeds = new ArrayList<>();
            for (Trial trial : sweep.trials()) {
                seeds.add(
                        trial.seed() < 4
                                ? done(trial, 0.5, trial.seed() < reached ? 300 : null)
                                : new SeedResult(
                                        trial.id(),
                                        trial.configId(),
                                        trial.seed(),
                                        Status.FAILED,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null));
            }
            assertThat(table(sweep, seeds, ComparedBy.HIDDEN).format(Format.TEXT))
                    .containsPattern("4/5, 1 failed +" + (reached == 0 ? "never \\(0/4\\)" : "300 \\(2/4\\)"));
        }
    }

    @Test
    void with_few_seeds_it_warns_of_how_little_that_shows() {
        assertThat(table(3, 0, Format.TEXT))
                .contains("n = 3,")
                .endsWith("only large, steady differences are significant.");
    }

    @Test
    void with_two_seeds_nothing_is_tested_and_the_table_says_so() {
        assertThat(table(2, 0, Format.TEXT))
                .contains("1.05 ± 0.07 *")
                .doesNotContain("†")
                .endsWith("Not tested, fewer than 3 seeds in common with the best: 2 lines.");
    }

    @Test
    void latex_is_a_tabular_with_rules_of_booktabs_and_a_caption_to_copy() {
        assertThat(table(5, 0, Format.LATEX).lines().filter(line -> !line.startsWith("% \\caption{Test error")))
                .containsExactly(
                        "% \\usepackage{booktabs}",
                        "\\begin{tabular}{lrrlrrrrr}",
                        "\\toprule",
                        "task & pairs & hidden & cell & parameters & test error \\% & 95 \\% CI & seeds"
                                + " & updates to 99 \\% \\\\",
                        "\\midrule",
                        "art & 2 & 5 & irnn & 1234 & 11.36 $\\pm$ 0.67 & [10.53, 12.19] & 5/5 & never (0/5) \\\\",
                        "art & 2 & 5 & fw-rnn & 1234 & 1.06 $\\pm$ 0.15\\rlap{$^{\\dagger}$} & [0.87, 1.25] & 5/5"
                                + " & never (0/5) \\\\",
                        "art & 2 & 5 & fw-lstm & 1234 & \\textbf{1.04 $\\pm$ 0.11} & [0.90, 1.18] & 5/5"
                                + " & never (0/5) \\\\",
                        "\\bottomrule",
                        "\\end{tabular}");
        assertThat(table(5, 0, Format.LATEX)).contains("Bold: lowest", "(two-sided paired t-test", "5 \\%");
    }

    @Test
    void what_is_tested_at_another_difficulty_has_a_column_for_it_and_is_compared_there() {
        Sweep sweep = SweepFile.parse(
                "{name: made-up, task: {name: art, pairs: 2}, cell: [{name: fw-rnn, hidden: 5}, {name: fw-lstm, hidden: 5}],"
                        + " data: {test_pairs: [8, 2]}, seeds: 5}",
                List.of());
        List<SeedResult> seeds = sweep.trials().stream()
                .map(trial -> done(
                        trial,
                        ERRORS.get(trial.cell().name())[(int) trial.seed()]
                                + (trial.data().testPairs() == null ? 0 : 0.5),
                        null))
                .toList();
        ResultsTable table = table(sweep, seeds, ComparedBy.HIDDEN);
        assertThat(table.format(Format.TEXT)).isEqualTo("""
                task  pairs  test_pairs  hidden  cell     parameters    test error %         95 % CI  seeds  updates to 99 %
                ----  -----  ----------  ------  -------  ----------  --------------  --------------  -----  ---------------
                art       2           2       5  fw-rnn         1234   1.06 ± 0.15 †    [0.87, 1.25]    5/5      never (0/5)
                art       2           2       5  fw-lstm        1234   1.04 ± 0.11 *    [0.90, 1.18]    5/5      never (0/5)
                art       2           8       5  fw-rnn         1234  51.06 ± 0.15 †  [50.87, 51.25]    5/5      never (0/5)
                art       2           8       5  fw-lstm        1234  51.04 ± 0.11 *  [50.90, 51.18]    5/5      never (0/5)

                * lowest mean test error of its task, pairs, test_pairs and hidden.
                †: not significantly worse than that (two-sided paired t-test over the same seeds, n = 5, 5 %, Holm-corrected).\
                """);
        List<String> csv = table.format(Format.CSV).lines().toList();
        int column = List.of(csv.get(0).split(",")).indexOf("data_test_pairs");
        assertThat(csv.stream().skip(1).map(line -> line.split(",", -1)[column]))
                .containsExactly("", "", "8", "8");
    }

    @Test
    void csv_has_columns_for_programs() {
        List<String[]> lines =
                table(5, 0, Format.CSV).lines().map(line -> line.split(",", -1)).toList();
        List<String> header = List.of(lines.get(0));
        Map<String, String> fwRnn = new HashMap<>();
        Map<String, String> fwLstm = new HashMap<>();
        for (int k = 0; k < header.size(); k++) {
            fwRnn.put(header.get(k), lines.get(2)[k]);
            fwLstm.put(header.get(k), lines.get(3)[k]);
        }
        assertThat(lines).hasSize(4).allMatch(line -> line.length == header.size());
        assertThat(fwRnn).containsEntry("comparison", "not_worse").containsEntry("p_n", "5");
        assertThat(fwLstm)
                .containsEntry("cell", "fw-lstm")
                .containsEntry("comparison", "best")
                .containsEntry("test_error_n", "5")
                .containsEntry("p", "")
                .containsEntry("p_holm", "");
        assertThat(number(fwRnn, "p")).isCloseTo(0.799, within(5e-4)); // t = 0.0002 / (0.00164 / √5) = 0.272
        assertThat(number(fwRnn, "p_holm")).isEqualTo(number(fwRnn, "p"));
        assertThat(number(fwLstm, "test_error_std")).isCloseTo(0.00114, within(5e-6));
        assertThat(number(fwLstm, "test_error_ci_low")).isCloseTo(0.00898, within(5e-6));
        assertThat(number(fwLstm, "test_error_ci_high")).isCloseTo(0.01182, within(5e-6));
    }

    private static double number(Map<String, String> row, String column) {
        return Double.parseDouble(row.get(column));
    }
}
