package fwlstm.report;

import fwlstm.chart.Png;
import fwlstm.chart.Svg;
import fwlstm.io.WholeFile;
import fwlstm.table.StoredTables;
import fwlstm.text.TextTable;
import fwlstm.train.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The report of a sweep: one self-contained page, and beside it every figure as SVG and PNG, and its numbers as CSV.
 */
public final class Report {
    /** The default folder of a report, in the folder of the results. */
    public static final String FOLDER = "report";

    /** The page in the folder of a report. */
    public static final String PAGE = "report.html";

    /** The folder of the figures, in the folder of the report. */
    static final String FIGURES = "figures";

    private final String title;
    private final Overview overview;
    private final List<Section> sections;

    private Report(String title, Overview overview, List<Section> sections) {
        this.title = title;
        this.overview = overview;
        this.sections = List.copyOf(sections);
    }

    /**
     * The report of a sweep's results.
     *
     * @param table the results table, as HTML
     * @param command that writes this report again
     */
    public static Report of(StoredTables tables, String table, String command) throws IOException {
        Summaries summaries = Summaries.of(tables);
        List<Map<String, Object>> trials = tables.plannedTrials();
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("table", "Results").table(table));
        CellRanks.section(summaries).ifPresent(sections::add);
        add(sections, "curves", "Learning curves", "No trial is done yet.", LearningCurves.plate(tables, summaries));
        add(
                sections,
                "error",
                "Test error by number of pairs",
                "This figure needs test errors of at least two K; the table has all test errors.",
                ErrorFigures.byPairs(summaries));
        ErrorFigures.byTestPairs(summaries)
                .ifPresent(plate -> sections.add(
                        new Section("test-pairs", "Test error by pairs of the test sequences").plate(plate)));
        add(
                sections,
                "speed",
                "Updates to 99 %",
                "No seed reached 99 % validation accuracy.",
                SpeedFigure.plate(summaries));
        add(
                sections,
                "parameters",
                "Test error by parameters",
                "All tested networks have the same number of parameters.",
                ErrorFigures.byParameters(summaries));
        ParetoFigures pareto = new ParetoFigures(summaries, trials);
        addIfAny(sections, "pareto", "Error against cost", pareto.byParameters(), pareto.bySeconds());
        List<SettingImportance> importances = SettingImportance.all(summaries);
        addIfAny(
                sections,
                "importance",
                "Importance of the settings",
                SettingImportance.plate(importances),
                SettingContours.plate(importances));
        Section effects = new SettingEffects(summaries).section();
        if (!effects.blocks().isEmpty()) {
            sections.add(effects);
        }
        if (summaries.isSearch()) {
            BestSoFar progress = new BestSoFar(summaries, trials);
            addIfAny(sections, "progress", "Progress of the search", progress.byTrials(), progress.byUpdates());
            sections.add(SearchRanking.section(summaries));
        }
        sections.add(TrialTables.failures(trials, summaries));
        sections.add(TrialTables.machines(trials));
        sections.add(new Section("sweep", "The sweep")
                .text("As last run:")
                .code(tables.sweep().source().strip())
                .text("fw-lstm " + Machine.version() + ". To write this page again:")
                .code(command));
        return new Report(tables.sweep().name(), Overview.of(tables, trials), sections);
    }

    private static void add(
            List<Section> sections, String id, String title, String without, Optional<ReportFigure> plate) {
        Section section = new Section(id, title);
        plate.ifPresentOrElse(section::plate, () -> section.text(without));
        sections.add(section);
    }

    /** Adds a section of the figures that there are, none if there is none. */
    @SafeVarargs
    private static void addIfAny(List<Section> sections, String id, String title, Optional<ReportFigure>... plates) {
        Section section = new Section(id, title);
        for (Optional<ReportFigure> plate : plates) {
            plate.ifPresent(section::plate);
        }
        if (!section.blocks().isEmpty()) {
            sections.add(section);
        }
    }

    /** The number of figures. */
    public int figures() {
        return plates().size();
    }

    /** The style of the page, of its parts, and of the colours of figures. */
    public static String stylesheet() {
        return Page.stylesheet();
    }

    /** The sweep in a sentence. */
    public String sentence() {
        return overview.sentence();
    }

    /**
     * The sections of the page. Figures with very many dots or lines are images in {@code figures}, which a browser
     * loads when they are looked at.
     *
     * @param query of the addresses of these images, such as {@code ?v=1}, another one for other results
     */
    public List<Part> parts(String query) {
        return Page.parts(sections, Optional.of(query));
    }

    /**
     * A file of a figure.
     *
     * @param name {@code FIGURE.svg}, {@code FIGURE.png} or {@code FIGURE.csv}
     * @return empty if there is no such figure
     */
    public Optional<byte[]> file(String name) throws IOException {
        for (ReportFigure plate : plates()) {
            if (name.equals(plate.name() + ".svg")) {
                return Optional.of(utf8(svg(plate)));
            } else if (name.equals(plate.name() + ".png")) {
                return Optional.of(Png.bytes(plate.figure()));
            } else if (name.equals(plate.name() + ".csv")) {
                return Optional.of(utf8(csv(plate)));
            }
        }
        return Optional.empty();
    }

    private static String svg(ReportFigure plate) {
        return Svg.document(plate.figure(), plate.caption());
    }

    private static String csv(ReportFigure plate) {
        return plate.data().format(TextTable.Format.CSV) + "\n";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<ReportFigure> plates() {
        return sections.stream().flatMap(section -> section.plates().stream()).toList();
    }

    /** Writes the page and the figures, overwriting existing ones. */
    public void write(Path folder) throws IOException {
        Path figures = Files.createDirectories(folder.resolve(FIGURES));
        for (ReportFigure plate : plates()) {
            for (String end : List.of(".svg", ".png", ".csv")) {
                String name = plate.name() + end;
                WholeFile.write(figures.resolve(name), file(name).orElseThrow());
            }
        }
        WholeFile.write(folder.resolve(PAGE), utf8(html()));
    }

    /** The page. */
    String html() {
        return Page.html(title, overview, sections);
    }
}
