package fwlstm.table;

import fwlstm.results.Column;
import fwlstm.statistics.Ranking;
import fwlstm.sweep.Search;
import fwlstm.sweep.Sweep;
import fwlstm.sweep.Variants;
import fwlstm.text.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * The results table: a row for each task, K, K of the test sequences, hidden size and cell, and for each combination of
 * settings if several were tried, with test error over the seeds, parameters, and updates to 99 % validation accuracy.
 * For a search it has one row per study, with its best configuration. Configurations without a result have a row too,
 * and every number comes with its number of seeds. The lowest test error of each task, both K and {@link ComparedBy} is
 * marked, and so are the rows that are not significantly worse. Recorded configurations that the sweep no longer asks
 * for are counted in a note, and have rows, without marks, only if every configuration is shown.
 */
public final class ResultsTable {
    private static final String CAPTION =
            "Test error (mean ± standard deviation over seeds), 95 % confidence interval of its mean (Student's t), and"
                    + " median of the updates to 99 % validation accuracy over the seeds that reached it.";

    private final boolean onlyBest;
    private final boolean all;
    private final List<ResultsRow> lines = new ArrayList<>();

    private final ToIntFunction<ResultsRow> size;
    private final Comparison<ResultsRow> comparison;

    /**
     * The columns before the settings: those that order the rows, and the K of the test sequences if it differs for
     * some.
     */
    private final List<String> place;

    private final OtherResults others;

    /** The differences between the configurations of a group, by group. */
    private final Map<String, Variants> variants = new HashMap<>();

    /**
     * The table of some results.
     *
     * @param by the property that compared rows have in common besides task and K
     * @param all whether every configuration is shown: for a search not only the best of each study, and also those
     *     that the sweep no longer asks for
     */
    public ResultsTable(Sweep sweep, ConfigurationTable configurations, ComparedBy by, boolean all) {
        this.all = all;
        onlyBest = onlyBest(sweep, all);
        Map<String, ConfigurationRow> results = new LinkedHashMap<>();
        configurations.rows().forEach(row -> results.put(row.configId(), row));
        Map<String, String> studies = sweep.studyLabels();
        sweep.trialsByConfiguration()
                .forEach((config, trials) ->
                        lines.add(ResultsRow.of(trials, studies.get(config), results.remove(config))));
        IntUnaryOperator classes =
                ComparedBy.classes(lines.stream().map(ResultsRow::parameters).toList());
        others = OtherResults.of(configurations.rows());
        if (all) {
            results.values().forEach(row -> lines.add(ResultsRow.of(row)));
        }
        size = line -> by == ComparedBy.HIDDEN
                ? line.hidden()
                : line.isPlanned() ? classes.applyAsInt(line.parameters()) : line.parameters();
        lines.sort(Comparator.comparing(ResultsRow::task)
                .thenComparing(ResultsRow::pairs)
                .thenComparing(ResultsRow::testPairs)
                .thenComparing(line -> !line.isPlanned())
                .thenComparingInt(size)); // then in the order of the sweep file
        groups().forEach((group, members) -> variants.put(
                group, Variants.of(members.stream().map(ResultsRow::columns).toList())));
        boolean asTrained = lines.stream().allMatch(line -> line.testPairs() == line.pairs());
        place = asTrained ? ResultsRow.PLACE : List.of("task", "pairs", ResultsRow.TEST_PAIRS, "hidden", "cell");
        comparison = new Comparison<>(
                shown().stream().filter(ResultsRow::isPlanned).toList(),
                this::comparedWith,
                (asTrained ? "task, pairs and " : "task, pairs, " + ResultsRow.TEST_PAIRS + " and ") + by.text(),
                ResultsTable::sample);
    }

    private static boolean onlyBest(Sweep sweep, boolean all) {
        return !all && sweep.search() instanceof Search.Drawing;
    }

    /** The common property of rows that compete with each other. */
    private List<Object> comparedWith(ResultsRow line) {
        return List.of(line.task(), line.pairs(), line.testPairs(), size.applyAsInt(line));
    }

    private static Ranking.Sample sample(ResultsRow line) {
        Map<Long, Double> bySeed =
                line.result() == null ? Map.of() : line.result().testErrorsBySeed();
        return new Ranking.Sample(bySeed, !bySeed.isEmpty() && bySeed.size() >= line.planned());
    }

    private Map<String, List<ResultsRow>> groups() {
        return lines.stream()
                .collect(Collectors.groupingBy(ResultsRow::group, LinkedHashMap::new, Collectors.toList()));
    }

    public String format(TextTable.Format format) {
        return format == TextTable.Format.CSV ? numbers() : text(format);
    }

    /** The best configuration of each study; if none has all its seeds yet, a row that says so. */
    private List<ResultsRow> shown() {
        if (!onlyBest) {
            return lines;
        }
        return groups().values().stream()
                .map(group -> group.stream()
                        .filter(ResultsRow::isBest)
                        .findFirst()
                        .orElseGet(() -> group.get(0).withoutResult()))
                .toList();
    }

    private String text(TextTable.Format format) {
        boolean several =
                variants.values().stream().anyMatch(group -> !group.settings().isEmpty());
        Map<String, List<ResultsRow>> groups = groups();
        List<String> header = new ArrayList<>(place);
        if (several) {
            header.add(onlyBest ? "best settings" : "settings");
        }
        if (onlyBest) {
            header.add("of");
        }
        header.addAll(ResultsRow.RESULTS);
        TextTable table = new TextTable(header);
        table.caption(CAPTION);
        ResultsRow before = null;
        for (ResultsRow line : shown()) {
            if (before != null && !comparedWith(line).equals(comparedWith(before))) {
                table.gap();
            }
            before = line;
            List<String> cells = new ArrayList<>();
            boolean undecided = onlyBest && line.result() == null;
            place.forEach(name -> cells.add(
                    undecided && variants.get(line.group()).settings().contains(name)
                            ? ResultsRow.NOTHING
                            : line.cell(name)));
            if (several) {
                cells.add(
                        undecided
                                ? ResultsRow.NOTHING
                                : variants.get(line.group()).text(line.settings()));
            }
            if (onlyBest) {
                cells.add(String.valueOf(groups.get(line.group()).size()));
            }
            cells.addAll(line.results());
            table.add(cells);
            table.mark(header.indexOf("test error %"), comparison.mark(line));
        }
        comparison.notes(format).forEach(table::note);
        others().ifPresent(table::note);
        return table.format(format);
    }

    /** A sentence about recorded results that the sweep file no longer asks for, if there are any. */
    public Optional<String> others() {
        return others.sentence(all);
    }

    /** For programs: plain numbers, fractions from 0 to 1, empty where there is none. */
    private String numbers() {
        List<String> configuration = Column.CONFIGURATION;
        List<String> results = List.of(
                "study",
                "best",
                "parameters",
                "seeds",
                "done",
                "diverged",
                "failed",
                "stopped",
                "best_validation_accuracy_mean",
                "test_error_mean",
                "test_error_std",
                "test_error_n",
                "test_error_ci_low",
                "test_error_ci_high",
                "updates_to_99_median",
                "updates_to_99_seeds");
        List<String> header = new ArrayList<>(configuration);
        header.add("planned_seeds");
        header.addAll(results);
        header.addAll(Comparison.COLUMNS);
        header.add("other_seeds");
        TextTable table = new TextTable(header);
        for (ResultsRow line : lines) {
            List<String> cells = new ArrayList<>();
            configuration.forEach(
                    name -> cells.add(Objects.toString(line.columns().get(name), "")));
            cells.add(String.valueOf(line.planned()));
            Map<String, Object> columns =
                    line.result() == null ? Map.of() : line.result().columns();
            results.forEach(name -> cells.add(Objects.toString(columns.get(name), "")));
            cells.addAll(comparison.numbers(line));
            cells.add(Objects.toString(columns.get("other_seeds"), ""));
            table.add(cells);
        }
        return table.format(TextTable.Format.CSV);
    }
}
