package fwlstm.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import fwlstm.chart.HeatMap;
import fwlstm.chart.Legend;
import fwlstm.chart.LineChart;
import fwlstm.chart.PointChart;
import fwlstm.chart.ScatterChart;
import fwlstm.results.ResultsDirectory;
import fwlstm.statistics.Values;
import fwlstm.sweep.Sweep;
import fwlstm.sweep.SweepFile;
import fwlstm.table.StoredTables;
import fwlstm.text.TextTable;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** What the report makes of results whose numbers are known. */
class ReportTest {
    private static final String TABLE = "<table><tbody><tr><td>as printed</td></tr></tbody></table>";

    private static StoredTables tables;
    private static Summaries grid;

    @TempDir
    Path folder;

    @BeforeAll
    static void start(@TempDir Path shared) throws IOException {
        tables = StoredTables.read(MadeUp.grid(shared));
        grid = Summaries.of(tables);
    }

    private static List<String> rows(ReportFigure plate) {
        return plate.data().format(TextTable.Format.CSV).lines().skip(1).toList();
    }

    @Test
    void a_seed_that_stopped_early_counts_with_its_last_accuracy() throws IOException {
        ReportFigure curves = LearningCurves.plate(tables, grid).orElseThrow();
        assertThat(rows(curves))
                .contains(
                        "art,2,fw-lstm,100,43.33,40.00,50.00,3",
                        "art,2,fw-lstm,200,73.33,60.00,100.00,3",
                        "art,2,fw-lstm,300,80.00,70.00,100.00,3",
                        "art,2,fw-lstm,400,86.67,80.00,100.00,3")
                .noneMatch(row -> row.startsWith("art,4,irnn"));
        assertThat(curves.charts()).hasSize(2);
    }

    @Test
    void errors_have_their_interval_and_seeds() throws IOException {
        // Errors 0, 20 and 20 %: 13.33 ± 4.303 · 11.547 / √3, cut at 0.
        assertThat(rows(ErrorFigures.byPairs(grid).orElseThrow()))
                .containsExactly(
                        "art,2,2,fw-lstm,2007,13.33,0.00,42.02,3",
                        "art,2,2,irnn,2004,70.00,70.00,70.00,3",
                        "art,4,4,fw-lstm,4007,13.33,0.00,42.02,3");
        assertThat(ErrorFigures.byParameters(grid)).isPresent();
    }

    /** Trained at K = 2 and 4, each tested at 2 and 8, and so never at 4 after training at 4. */
    @Test
    void errors_at_other_difficulties_have_a_figure_of_their_own_and_training_is_shown_once() throws IOException {
        StoredTables made = StoredTables.read(MadeUp.tested(folder));
        Summaries summaries = Summaries.of(made);
        assertThat(summaries.shown()).hasSize(4);
        assertThat(summaries.trained()).hasSize(2);
        assertThat(rows(ErrorFigures.byTestPairs(summaries).orElseThrow()))
                .containsExactlyInAnyOrder(
                        "art,2,2,fw-lstm,2007,20.00,–,–,1",
                        "art,2,8,fw-lstm,2007,20.00,–,–,1",
                        "art,4,2,fw-lstm,4007,20.00,–,–,1",
                        "art,4,8,fw-lstm,4007,20.00,–,–,1");
        assertThat(ErrorFigures.byPairs(summaries)).isEmpty();
        ReportFigure curves = LearningCurves.plate(made, summaries).orElseThrow();
        assertThat(rows(curves)).hasSize(4).doesNotHaveDuplicates();
        assertThat(summaries.competitors().keySet())
                .containsExactly(
                        "fw-lstm, art, K = 2",
                        "fw-lstm, art, K = 2, tested at K = 8",
                        "fw-lstm, art, K = 4, tested at K = 2",
                        "fw-lstm, art, K = 4, tested at K = 8");
        assertThat(ErrorFigures.byTestPairs(grid)).isEmpty();
        assertThat(Report.of(made, TABLE, "fw report x").html()).contains("id=\"error-by-test-pairs\"");
    }

    @Test
    void hidden_sizes_have_charts_of_their_own_where_one_would_hold_too_many_series() throws IOException {
        StoredTables made = StoredTables.read(MadeUp.sizes(folder));
        Summaries summaries = Summaries.of(made);
        List<PointChart> charts = ErrorFigures.byPairs(summaries).orElseThrow().charts().stream()
                .map(PointChart.class::cast)
                .toList();
        assertThat(charts).extracting(PointChart::title).containsExactly("art, H = 5", "art, H = 6", "art, H = 7");
        assertThat(charts.get(1).series())
                .extracting(PointChart.Series::name)
                .containsExactly("fw-lstm", "ln-lstm", "irnn");
        assertThat(charts).extracting(PointChart::y).containsOnly(charts.get(0).y());
        assertThat(LearningCurves.plate(made, summaries).orElseThrow().charts())
                .extracting(chart -> ((LineChart) chart).title())
                .containsExactly(
                        "art, K = 2, H = 5",
                        "art, K = 2, H = 6",
                        "art, K = 2, H = 7",
                        "art, K = 4, H = 5",
                        "art, K = 4, H = 6",
                        "art, K = 4, H = 7");
        assertThat(summaries.legend(true, true).entries())
                .extracting(Legend.Entry::name)
                .containsExactly("fw-lstm", "ln-lstm", "irnn");
    }

    @Test
    void seeds_that_never_got_to_99_percent_are_counted() throws IOException {
        ReportFigure speed = SpeedFigure.plate(grid).orElseThrow();
        assertThat(rows(speed)).contains("art,2,fw-lstm,200,200,200,1,3", "art,2,irnn,–,–,–,0,3");
    }

    @Test
    void the_overview_counts_what_is_missing() throws IOException {
        Overview overview = Overview.of(tables, tables.plannedTrials());
        assertThat(overview.sentence())
                .isEqualTo(
                        "12 trials: 9 done, 1 diverged, 1 failed, 1 missing. 3 seeds, 3,400 updates, 0.01 core-hours.");
        assertThat(overview.finished()).isEqualTo("2026-01-02 03:04");
    }

    @Test
    void a_search_has_effects_pairs_and_a_ranking_from_the_best_down() throws IOException {
        StoredTables made = StoredTables.read(MadeUp.search(folder));
        Summaries summaries = Summaries.of(made);
        List<ReportFigure> effects = new SettingEffects(summaries).section().plates();
        assertThat(effects).extracting(ReportFigure::name).containsExactly("effects-1", "pairs-1");
        assertThat(effects).allMatch(plate -> plate.charts().size() == 3);
        ReportFigure ranking = SearchRanking.section(summaries).plates().get(0);
        List<String> rows = rows(ranking);
        assertThat(rows).hasSize(6);
        assertThat(rows.get(0)).startsWith("1,").endsWith(",82.50,2,17.50,done");
        assertThat(rows.get(5)).startsWith("6,").endsWith(",32.50,2,67.50,done");
    }

    /** Of the 24 configurations the ones with a learning rate near 0.001 are the best. */
    @Test
    void the_setting_that_decides_is_the_important_one() throws IOException {
        StoredTables made = StoredTables.read(MadeUp.of(
                MadeUp.LARGE_SEARCH,
                folder,
                trial -> 0.9 - 0.2 * Math.abs(3 + Math.log10(trial.train().learningRate()))));
        List<SettingImportance> importances = SettingImportance.all(Summaries.of(made));
        ReportFigure plate = SettingImportance.plate(importances).orElseThrow();
        assertThat(plate.caption()).contains("Watanabe", "IJCAI 2023").endsWith("From 24 configurations, 24 trials.");
        assertThat(rows(plate)).hasSize(3).allMatch(row -> row.endsWith(",5,24"));
        assertThat(rows(plate).get(0)).matches("\"fw-lstm, art, K = 2\",learning_rate,[6-9]\\d\\.\\d,5,24");
        assertThat(rows(plate).stream().mapToDouble(row -> Double.parseDouble(row.split(",")[4])))
                .isSortedAccordingTo(Comparator.reverseOrder())
                .satisfies(shares -> assertThat(Values.of(shares).sum()).isCloseTo(100, within(0.2)));

        ReportFigure contours = SettingContours.plate(importances).orElseThrow();
        assertThat(contours.charts()).singleElement().isInstanceOfSatisfying(ScatterChart.class, chart -> {
            assertThat(chart.x().label()).isEqualTo("learning_rate");
            assertThat(chart.y().label()).isEqualTo("eta");
            assertThat(chart.dots()).hasSize(24);
            double[] middle = chart.surface().orElseThrow().values()[14];
            assertThat(middle[18]).isGreaterThan(middle[0]).isGreaterThan(middle[35]);
        });
        assertThat(rows(contours)).hasSize(24);
        String html = Report.of(made, TABLE, "fw report x").html();
        assertThat(html).contains("id=\"importance\"", "id=\"contours\"", "id=\"best-by-trials\"");
    }

    @Test
    void a_grid_of_two_numbers_is_shown_by_its_cells() throws IOException {
        String text = """
                name: map
                task: {name: art, pairs: 2}
                cell: {name: fw-lstm, hidden: 5, lambda: [0.5, 0.6, 0.7, 0.8, 0.9], eta: [0.1, 0.2, 0.3, 0.4, 0.5]}
                seeds: 1
                """;
        StoredTables made = StoredTables.read(
                MadeUp.of(text, folder, trial -> trial.columns().get("lambda").equals(0.9) ? 0.95 : 0.5));
        List<SettingImportance> importances = SettingImportance.all(Summaries.of(made));
        assertThat(rows(SettingImportance.plate(importances).orElseThrow()))
                .containsExactly("\"fw-lstm, art, K = 2\",lambda,100.0,5,25", "\"fw-lstm, art, K = 2\",eta,0.0,5,25");
        assertThat(SettingContours.plate(importances).orElseThrow().charts())
                .singleElement()
                .isInstanceOfSatisfying(HeatMap.class, map -> {
                    assertThat(map.columns()).containsExactly("0.5", "0.6", "0.7", "0.8", "0.9");
                    assertThat(map.y()).isEqualTo("eta");
                    assertThat(map.values()[2]).containsExactly(50, 50, 50, 50, 95);
                });
    }

    @Test
    void few_configurations_and_equal_ones_have_no_importance() throws IOException {
        StoredTables few = StoredTables.read(MadeUp.search(folder.resolve("few")));
        assertThat(SettingImportance.all(Summaries.of(few))).isEmpty();
        StoredTables equal = StoredTables.read(MadeUp.of(MadeUp.LARGE_SEARCH, folder.resolve("equal"), trial -> 0.8));
        assertThat(SettingImportance.all(Summaries.of(equal))).isEmpty();
        assertThat(SettingImportance.plate(List.of())).isEmpty();
        assertThat(SettingContours.plate(List.of())).isEmpty();
        assertThat(Report.of(equal, TABLE, "fw report x").html()).doesNotContain("PED-ANOVA");
    }

    /** Of irnn with K = 4, seed 0 failed and seed 1 diverged. */
    @Test
    void a_diverged_seed_scores_0_and_a_failed_one_does_not_count() {
        assertThat(grid.all())
                .extracting(summary -> summary.name() + " " + summary.pairs(), Summary::score)
                .containsExactly(
                        tuple("fw-lstm 2", (1.0 + 0.8 + 0.8) / 3),
                        tuple("irnn 2", 0.3),
                        tuple("fw-lstm 4", (1.0 + 0.8 + 0.8) / 3),
                        tuple("irnn 4", 0.0));
    }

    private static final String CELLS = """
            name: cells
            task: {name: art, pairs: [2, 4, 8]}
            cell: [{name: fw-lstm, hidden: 5}, {name: ln-lstm, hidden: 5}, {name: irnn, hidden: 5}]
            seeds: 2
            """;

    /** Parameters are 2007, 2007 and 2004 with two pairs; ln-lstm has more than irnn, and more errors than fw-lstm. */
    @Test
    void the_front_is_what_no_other_configuration_beats() throws IOException {
        StoredTables made = StoredTables.read(MadeUp.of(CELLS, folder, trial -> switch (trial.cell()
                .name()) {
            case "fw-lstm" -> 0.9;
            case "ln-lstm" -> 0.7;
            default -> trial.task().pairs() == 8 && trial.seed() == 1 ? Double.NaN : 0.6;
        }));
        ParetoFigures figures = new ParetoFigures(Summaries.of(made), made.plannedTrials());
        ReportFigure plate = figures.byParameters().orElseThrow();
        assertThat(rows(plate).stream().map(row -> row.replaceFirst(",[0-9a-f]{8},", ",")))
                .containsExactly(
                        "art,2,2,fw-lstm,2007,10.00,10.00,2,yes",
                        "art,2,2,ln-lstm,2007,30.00,30.00,2,",
                        "art,2,2,irnn,2004,40.00,40.00,2,yes",
                        "art,4,4,fw-lstm,4007,10.00,10.00,2,yes",
                        "art,4,4,ln-lstm,4007,30.00,30.00,2,",
                        "art,4,4,irnn,4004,40.00,40.00,2,yes");
        assertThat(plate.caption())
                .contains("From 6 configurations, 12 trials.")
                .endsWith("stopped: 1.");
        assertThat(figures.bySeconds()).as("all took as long").isEmpty();
        assertThat(new ParetoFigures(grid, tables.plannedTrials()).byParameters())
                .as("two configurations")
                .isEmpty();
    }

    @Test
    void seconds_are_those_of_a_trial() throws IOException {
        StoredTables made = StoredTables.read(MadeUp.of(CELLS, folder, trial -> 0.9));
        List<Map<String, Object>> trials = new ArrayList<>();
        for (Map<String, Object> trial : made.plannedTrials()) {
            Map<String, Object> other = new HashMap<>(trial);
            // irnn was trained in packs of four, and the others alone.
            other.put("pack_width", trial.get("cell").equals("irnn") ? 4 : 1);
            trials.add(other);
        }
        assertThat(rows(new ParetoFigures(Summaries.of(made), trials)
                        .bySeconds()
                        .orElseThrow()))
                .filteredOn(row -> row.startsWith("art,2,"))
                .extracting(row -> row.replaceFirst(",[0-9a-f]{8},", ","))
                .containsExactly(
                        "art,2,2,fw-lstm,3.60,10.00,10.00,2,",
                        "art,2,2,ln-lstm,3.60,10.00,10.00,2,",
                        "art,2,2,irnn,0.90,10.00,10.00,2,yes");
    }

    /** With eight pairs fw-lstm is the worst, since one seed diverged: its mean error is (10 + 100) / 2 %. */
    @Test
    void ranks_are_averaged_over_places_and_a_diverged_seed_is_an_error_of_all() throws IOException {
        StoredTables made = StoredTables.read(MadeUp.of(CELLS, folder, trial -> switch (trial.cell()
                .name()) {
            case "fw-lstm" -> trial.task().pairs() == 8 && trial.seed() == 1 ? Double.NaN : 0.9;
            case "ln-lstm" -> trial.task().pairs() == 2 ? 0.9 : 0.8;
            default -> 0.7;
        }));
        Section section = CellRanks.section(Summaries.of(made)).orElseThrow();
        assertThat(section.blocks().get(0).table())
                .contains("<tr><td>fw-lstm</td><td class=\"number\">1.83</td><td class=\"number\">1.0</td>"
                        + "<td class=\"number\">3.0</td><td class=\"number\">2</td><td class=\"number\">3</td></tr>");
        ReportFigure plate = section.plates().get(0);
        assertThat(rows(plate))
                .containsExactly(
                        "\"art, K = 2, H = 5\",fw-lstm,10.00,1.5,2",
                        "\"art, K = 2, H = 5\",irnn,30.00,3.0,2",
                        "\"art, K = 2, H = 5\",ln-lstm,10.00,1.5,2",
                        "\"art, K = 4, H = 5\",fw-lstm,10.00,1.0,2",
                        "\"art, K = 4, H = 5\",irnn,30.00,3.0,2",
                        "\"art, K = 4, H = 5\",ln-lstm,20.00,2.0,2",
                        "\"art, K = 8, H = 5\",fw-lstm,55.00,3.0,2",
                        "\"art, K = 8, H = 5\",irnn,30.00,2.0,2",
                        "\"art, K = 8, H = 5\",ln-lstm,20.00,1.0,2");
        assertThat(plate.caption()).endsWith("From 18 trials.");
        assertThat(CellRanks.section(grid)).as("one place with two cells").isEmpty();
    }

    @Test
    void the_best_so_far_rises_in_the_order_in_which_trials_ended() throws IOException {
        StoredTables made = StoredTables.read(MadeUp.search(folder));
        Summaries summaries = Summaries.of(made);
        List<Map<String, Object>> trials = new ArrayList<>();
        List<Double> accuracies = List.of(0.5, 0.4, 0.7, 0.6, 0.9, 0.2);
        Instant start = Instant.parse("2026-01-02T03:00:00Z");
        for (Map<String, Object> trial : made.plannedTrials().subList(0, accuracies.size())) {
            Map<String, Object> other = new HashMap<>(trial);
            int number = trials.size();
            other.put("best_validation_accuracy", accuracies.get(number));
            other.put("status", number == 4 ? "diverged" : "done");
            // The fourth one is the first to end.
            other.put("finished_at", start.plusSeconds(number == 3 ? 0 : 10 * (number + 1)));
            trials.add(other);
        }
        BestSoFar best = new BestSoFar(summaries, trials);
        ReportFigure plate = best.byTrials().orElseThrow();
        assertThat(rows(plate))
                .containsExactly(
                        "art,2,fw-lstm,1,400,60.00,2026-01-02T03:00:00Z",
                        "art,2,fw-lstm,4,1600,70.00,2026-01-02T03:00:30Z",
                        "art,2,fw-lstm,6,2400,70.00,2026-01-02T03:01:00Z");
        assertThat(plate.charts()).singleElement().isInstanceOfSatisfying(LineChart.class, chart -> {
            assertThat(chart.lines().get(0).x()).containsExactly(1, 4, 4, 6);
            assertThat(chart.lines().get(0).y()).containsExactly(60, 60, 70, 70);
        });
        assertThat(best.byUpdates().orElseThrow().charts())
                .singleElement()
                .isInstanceOfSatisfying(
                        LineChart.class,
                        chart -> assertThat(chart.lines().get(0).x()).containsExactly(400, 1600, 1600, 2400));
        assertThat(new BestSoFar(summaries, trials.subList(0, 4)).byTrials()).isEmpty();
    }

    @Test
    void the_page_asks_for_nothing_and_says_what_failed() throws Exception {
        Report report = Report.of(tables, TABLE, "fw report 'my results'");
        Path out = folder.resolve("out");
        report.write(out);
        String html = Files.readString(out.resolve(Report.PAGE));
        assertWellFormed(html);
        assertThat(html).contains(TABLE, "no memory for &lt;layers&gt; &amp; more", "fw report &#39;my results&#39;");
        assertThat(html).contains("stop_accuracy");
        assertThat(html).doesNotContain("<script").doesNotContain("rgb(31,35,40)");
        assertThat(Pattern.compile("(?:src|href|url\\(|@import)[ =\"']*(?:https?:)?//")
                        .matcher(html)
                        .results())
                .isEmpty();
        Path figures = out.resolve(Report.FIGURES);
        for (String name : List.of("learning-curves", "error-by-pairs", "updates-to-99", "error-by-parameters")) {
            assertWellFormed(Files.readString(figures.resolve(name + ".svg")));
            assertThat(ImageIO.read(figures.resolve(name + ".png").toFile()).getWidth())
                    .isGreaterThan(600);
            assertThat(figures.resolve(name + ".csv")).isNotEmptyFile();
            assertThat(html).contains("id=\"" + name + "\"");
        }
        assertThat(report.figures()).isEqualTo(4);
    }

    @Test
    void a_sweep_without_any_result_has_a_page_too() throws IOException {
        ResultsDirectory empty = ResultsDirectory.at(folder.toString(), ResultsDirectory.hadoop());
        Sweep sweep = SweepFile.parse(MadeUp.SEARCH, List.of());
        empty.claim(sweep);
        Report report = Report.of(StoredTables.read(empty), TABLE, "fw report x");
        assertThat(report.html()).contains("12 missing", "No trial is done yet.");
        assertThat(report.figures()).isZero();
    }

    @Test
    void a_report_among_the_results_does_not_keep_a_sweep_from_going_on() throws IOException {
        ResultsDirectory claimed = ResultsDirectory.at(folder.toString(), ResultsDirectory.hadoop());
        Sweep sweep = SweepFile.parse(MadeUp.GRID, List.of());
        claimed.claim(sweep);
        Files.createDirectories(folder.resolve(Report.FOLDER));
        claimed.claim(sweep);
        assertThat(claimed.sweep()).isEqualTo(sweep);
    }

    private static void assertWellFormed(String xml) throws Exception {
        try (Stream<String> lines = xml.lines()) {
            String withoutDoctype = String.join(
                    "\n", lines.filter(line -> !line.startsWith("<!DOCTYPE")).toList());
            assertThat(DocumentBuilderFactory.newDefaultInstance()
                            .newDocumentBuilder()
                            .parse(new InputSource(new StringReader(withoutDoctype)))
                            .getDocumentElement())
                    .isNotNull();
        }
    }
}
