package fwlstm.cli;

import static org.apache.spark.sql.functions.col;

import fwlstm.config.Trial;
import fwlstm.model.ParameterSpec;
import fwlstm.results.Column;
import fwlstm.statistics.Ranking;
import fwlstm.sweep.Search;
import fwlstm.sweep.Sweep;
import fwlstm.sweep.Variants;
import fwlstm.table.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The table of the papers: a line for each task, K, K of the test sequences, hidden size and cell, and for each setting
 * where several were tried, with test error over the seeds, parameters, and updates to 99 % validation accuracy. Of a search it has one line for each
 * study, that of its best configuration. What has no result yet has a line too, and every number says from how many seeds
 * it is. The lowest test error of each task, both K and {@link Size} is marked, and what is not significantly above it.
 */
final class PaperTable {
    private static final List<String> PLACE = List.of("task", "pairs", "hidden", "cell");
    private static final String TEST_PAIRS = "test_pairs";
    private static final String NOTHING = "–";
    private static final String CAPTION =
            "Test error (mean ± standard deviation over seeds), 95 % confidence interval of its mean (Student's t), and"
                    + " median of the updates to 99 % validation accuracy over the seeds that reached it.";

    private final boolean onlyBest;
    private final List<Line> lines = new ArrayList<>();

    private final Function<Line, Integer> size;
    private final Comparison<Line> comparison;

    /** The columns before the settings: {@code PLACE}, and the K of the test sequences if some are tested at another. */
    private final List<String> place;

    /** How the configurations of a group differ, by group. */
    private final Map<String, Variants> variants = new HashMap<>();

    /**
     * One configuration.
     *
     * @param group those it is a choice from: its study, or those of the same task, both K, hidden size and cell
     * @param parameters trainable numbers
     * @param planned how many seeds of it are planned
     * @param result its row of the view, null if there is none
     */
    private record Line(String group, Map<String, Object> columns, int parameters, int planned, Row result) {
        /** A line of a result that is not planned. */
        static Line of(Row result) {
            Map<String, Object> columns = PaperTable.columns(result);
            return new Line(place(columns), columns, result.getAs("parameters"), 0, result);
        }

        /** How many seeds there should be. */
        long seeds() {
            return result == null ? planned : Math.max(planned, result.<Long>getAs("seeds"));
        }

        /** K of the test sequences. */
        Integer testPairs() {
            return PaperTable.testPairs(columns);
        }

        /** A column of the place. */
        String cell(String name) {
            return String.valueOf(name.equals(TEST_PAIRS) ? testPairs() : columns.get(name));
        }

        boolean isBest() {
            return result != null && result.<Boolean>getAs("best");
        }
    }

    /**
     * A table of given results.
     *
     * @param rows of the view {@code tables}, in order
     * @param errors test errors, from 0 to 1, by configuration and seed
     * @param by what lines that are compared have in common, apart from task and K
     * @param all whether every configuration of a search is shown, not only the best of each study
     */
    PaperTable(Sweep sweep, List<Row> rows, Map<String, Map<Long, Double>> errors, Size by, boolean all) {
        onlyBest = onlyBest(sweep, all);
        Map<String, Row> results = new LinkedHashMap<>();
        rows.forEach(row -> results.put(row.getAs("config_id"), row));
        Map<String, String> studies = new HashMap<>();
        sweep.studies()
                .forEach(study -> study.configurations()
                        .forEach(configuration -> studies.put(configuration.configId(), study.label())));
        Map<String, List<Trial>> planned = sweep.trials().stream()
                .collect(Collectors.groupingBy(Trial::configId, LinkedHashMap::new, Collectors.toList()));
        planned.forEach((config, trials) -> {
            Map<String, Object> columns = trials.get(0).columns();
            lines.add(new Line(
                    studies.getOrDefault(config, place(columns)),
                    columns,
                    ParameterSpec.count(trials.get(0).cell()),
                    trials.size(),
                    results.remove(config)));
        });
        results.values().forEach(row -> lines.add(Line.of(row)));
        IntUnaryOperator classes =
                Size.classes(lines.stream().map(Line::parameters).toList());
        size = line -> by == Size.HIDDEN
                ? (Integer) line.columns.get("hidden")
                : (Integer) classes.applyAsInt(line.parameters);
        lines.sort(Comparator.comparing((Line line) -> (String) line.columns.get("task"))
                .thenComparing(line -> (Integer) line.columns.get("pairs"))
                .thenComparing(Line::testPairs)
                .thenComparing(size)); // then as in the sweep file
        groups().forEach((group, members) -> variants.put(
                group, Variants.of(members.stream().map(Line::columns).toList())));
        boolean asTrained = lines.stream().allMatch(line -> line.testPairs().equals(line.columns.get("pairs")));
        place = asTrained ? PLACE : List.of("task", "pairs", TEST_PAIRS, "hidden", "cell");
        comparison = new Comparison<>(
                shown(),
                this::comparedWith,
                (asTrained ? "task, pairs and " : "task, pairs, " + TEST_PAIRS + " and ") + by.text(),
                line -> sample(line, errors));
    }

    /** The table of the results that the views of a session show. */
    static PaperTable read(SparkSession spark, Sweep sweep, Size by, boolean all) {
        List<Row> rows = spark.sql("SELECT * FROM tables ORDER BY task, pairs, hidden, cell, config_id")
                .collectAsList();
        Dataset<Row> seeds = spark.table("trials").where("test_error IS NOT NULL");
        if (onlyBest(sweep, all)) {
            seeds = seeds.where(col("config_id")
                    .isInCollection(rows.stream()
                            .filter(row -> row.<Boolean>getAs("best"))
                            .map(row -> row.<String>getAs("config_id"))
                            .toList()));
        }
        Map<String, Map<Long, Double>> errors = new HashMap<>();
        seeds.select("config_id", "seed", "test_error")
                .collectAsList()
                .forEach(row -> errors.computeIfAbsent(row.getString(0), config -> new HashMap<>())
                        .put(row.getLong(1), row.getDouble(2)));
        return new PaperTable(sweep, rows, errors, by, all);
    }

    private static boolean onlyBest(Sweep sweep, boolean all) {
        return !all && sweep.search() instanceof Search.Drawing;
    }

    /** What the lines that compete with each other have in common. */
    private List<Object> comparedWith(Line line) {
        return List.of(line.columns.get("task"), line.columns.get("pairs"), line.testPairs(), size.apply(line));
    }

    private static Ranking.Sample sample(Line line, Map<String, Map<Long, Double>> errors) {
        Map<Long, Double> bySeed =
                line.result == null ? Map.of() : errors.getOrDefault(line.result.getAs("config_id"), Map.of());
        return new Ranking.Sample(bySeed, !bySeed.isEmpty() && bySeed.size() >= line.seeds());
    }

    private static Integer testPairs(Map<String, Object> columns) {
        return (Integer) Objects.requireNonNullElse(columns.get("data_test_pairs"), columns.get("pairs"));
    }

    private static String place(Map<String, Object> columns) {
        return PLACE.stream().map(name -> columns.get(name) + " ").collect(Collectors.joining()) + testPairs(columns);
    }

    private Map<String, List<Line>> groups() {
        return lines.stream().collect(Collectors.groupingBy(Line::group, LinkedHashMap::new, Collectors.toList()));
    }

    String format(TextTable.Format format) {
        return format == TextTable.Format.CSV ? numbers() : text(format);
    }

    /** The best configuration of each study; where none has all its seeds yet, a line that says so. */
    private List<Line> shown() {
        if (!onlyBest) {
            return lines;
        }
        return groups().values().stream()
                .map(group -> group.stream().filter(Line::isBest).findFirst().orElseGet(() -> {
                    Line first = group.get(0);
                    return new Line(first.group, first.columns, first.parameters, first.planned, null);
                }))
                .toList();
    }

    private String text(TextTable.Format format) {
        boolean several =
                variants.values().stream().anyMatch(group -> !group.settings().isEmpty());
        Map<String, List<Line>> groups = groups();
        List<String> header = new ArrayList<>(place);
        if (several) {
            header.add(onlyBest ? "best settings" : "settings");
        }
        if (onlyBest) {
            header.add("of");
        }
        header.addAll(List.of("parameters", "test error %", "95 % CI", "seeds", "updates to 99 %"));
        TextTable table = new TextTable(header);
        table.caption(CAPTION);
        Line before = null;
        for (Line line : shown()) {
            if (before != null && !comparedWith(line).equals(comparedWith(before))) {
                table.gap();
            }
            before = line;
            List<String> cells = new ArrayList<>();
            boolean undecided = onlyBest && line.result == null;
            place.forEach(name -> cells.add(
                    undecided && variants.get(line.group).settings().contains(name) ? NOTHING : line.cell(name)));
            if (several) {
                cells.add(undecided ? NOTHING : settings(line));
            }
            if (onlyBest) {
                cells.add(String.valueOf(groups.get(line.group).size()));
            }
            cells.addAll(results(line));
            table.add(cells);
            table.mark(header.indexOf("test error %"), comparison.mark(line));
        }
        comparison.notes(format).forEach(table::note);
        return table.format(format);
    }

    private static List<String> results(Line line) {
        Row row = line.result;
        if (row == null) {
            return List.of(NOTHING, NOTHING, NOTHING, "0/" + line.planned, NOTHING);
        }
        long done = row.getAs("done");
        long reached = row.getAs("updates_to_99_seeds");
        return List.of(
                row.<Integer>getAs("parameters").toString(),
                error(row),
                interval(row),
                seeds(line, done),
                reached == 0
                        ? "never (0/" + done + ")"
                        : TextTable.number(row.getAs("updates_to_99_median"), 0) + " (" + reached + "/"
                                + row.getAs("seeds") + ")");
    }

    private static String error(Row row) {
        Double mean = row.getAs("test_error_mean");
        Double std = row.getAs("test_error_std");
        if (mean == null) {
            return NOTHING;
        }
        return TextTable.number(100 * mean, 2) + (std == null ? "" : " ± " + TextTable.number(100 * std, 2));
    }

    /** The confidence interval of the mean test error in percent, where there is one. */
    private static String interval(Row row) {
        Double low = row.getAs("test_error_ci_low");
        Double high = row.getAs("test_error_ci_high");
        return low == null || high == null
                ? NOTHING
                : "[" + TextTable.number(100 * low, 2) + ", " + TextTable.number(100 * high, 2) + "]";
    }

    private static String seeds(Line line, long done) {
        String seeds = done + "/" + line.seeds();
        for (String status : List.of("diverged", "failed")) {
            long count = line.result.getAs(status);
            seeds += count == 0 ? "" : ", " + count + " " + status;
        }
        return seeds;
    }

    /** What tells a line from others of its group, apart from what has a column of its own. */
    private String settings(Line line) {
        Map<String, Object> settings = new LinkedHashMap<>(line.columns);
        settings.keySet().removeAll(PLACE);
        return variants.get(line.group).text(settings);
    }

    /** For programs: plain numbers, shares from 0 to 1, empty where there is none. */
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
        TextTable table = new TextTable(header);
        for (Line line : lines) {
            List<String> cells = new ArrayList<>();
            configuration.forEach(name -> cells.add(Objects.toString(line.columns.get(name), "")));
            cells.add(String.valueOf(line.planned));
            results.forEach(
                    name -> cells.add(line.result == null ? "" : Objects.toString(line.result.getAs(name), "")));
            cells.addAll(comparison.numbers(line));
            table.add(cells);
        }
        return table.format(TextTable.Format.CSV);
    }

    private static Map<String, Object> columns(Row row) {
        Map<String, Object> columns = new LinkedHashMap<>();
        for (String name : row.schema().fieldNames()) {
            if (Trial.COLUMNS.containsKey(name)) {
                columns.put(name, row.getAs(name));
            }
        }
        return columns;
    }
}
