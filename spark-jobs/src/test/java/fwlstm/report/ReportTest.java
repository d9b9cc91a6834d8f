package fwlstm.report;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.chart.Legend;
import fwlstm.chart.LineChart;
import fwlstm.chart.PointChart;
import fwlstm.results.ResultsDirectory;
import fwlstm.sweep.Sweep;
import fwlstm.sweep.SweepFile;
import fwlstm.table.StoredTables;
import fwlstm.text.TextTable;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
