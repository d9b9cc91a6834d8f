package fwlstm.report;

import fwlstm.chart.Legend;
import fwlstm.chart.Style;
import fwlstm.config.Trial;
import fwlstm.results.Column;
import fwlstm.sweep.Search;
import fwlstm.sweep.Sweep;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** All configurations of a sweep that have results, in the order of the sweep file. */
final class Summaries {
    private static final List<String> NO_SETTINGS = List.of("task", "pairs", "cell");

    private final boolean search;
    private final List<Summary> all;
    private final List<Summary> shown;
    private final List<Summary> trained;
    private final List<String> names;

    private Summaries(boolean search, List<Summary> all) {
        this.search = search;
        this.all = all;
        shown = by(all, summary -> summary.name() + ", " + summary.testPlace()).values().stream()
                .map(Summaries::representative)
                .toList();
        trained = by(shown, summary -> summary.name() + ", " + summary.place()).values().stream()
                .map(group -> group.stream()
                        .min(Comparator.comparingLong(summary -> -summary.count("done")))
                        .orElseThrow())
                .toList();
        names = shown.stream().map(Summary::name).distinct().toList();
    }

    /** Reads the view {@code tables}. */
    static Summaries read(SparkSession spark, Sweep sweep) {
        Map<String, Integer> order = new HashMap<>();
        sweep.trials().forEach(trial -> order.putIfAbsent(trial.configId(), order.size()));
        List<Row> rows = spark.table("tables").collectAsList().stream()
                .sorted(Comparator.comparing((Row row) -> row.<String>getAs("task"))
                        .thenComparing(row -> row.<Integer>getAs("pairs"))
                        .thenComparing(row -> order.getOrDefault(row.<String>getAs("config_id"), Integer.MAX_VALUE))
                        .thenComparing(row -> row.<String>getAs("config_id")))
                .toList();
        boolean severalSizes = rows.stream()
                        .map(row -> row.<Integer>getAs("hidden"))
                        .distinct()
                        .count()
                > 1;
        return new Summaries(
                sweep.search() instanceof Search.Drawing,
                rows.stream()
                        .map(row -> new Summary(name(row, severalSizes), row))
                        .toList());
    }

    /** The study without task, both K and, where there is but one, hidden size. */
    private static String name(Row row, boolean severalSizes) {
        String study = row.getAs("study");
        if (study == null) {
            return row.getAs("cell") + (severalSizes ? " H=" + row.<Integer>getAs("hidden") : "");
        }
        String name = (study + " ")
                .replaceFirst(" " + row.getAs("task") + " ", " ")
                .replaceFirst(" K=\\d+ ", " ")
                .replaceFirst(" data_test_pairs=\\w+ ", " ");
        return (severalSizes ? name : name.replaceFirst(" H=\\d+ ", " ")).strip();
    }

    /** The best; while none has all its seeds, the one with the most, and of these that with the highest accuracy. */
    private static Summary representative(List<Summary> group) {
        return group.stream()
                .filter(Summary::isBest)
                .findFirst()
                .orElseGet(() -> group.stream()
                        .min(Comparator.comparingLong((Summary summary) -> -summary.count("done"))
                                .thenComparing(summary -> -orNothing(summary.number("best_validation_accuracy_mean"))))
                        .orElseThrow());
    }

    private static double orNothing(double value) {
        return Double.isNaN(value) ? -1 : value;
    }

    /** Whether a search drew the configurations. */
    boolean isSearch() {
        return search;
    }

    List<Summary> all() {
        return all;
    }

    /** The best configuration of each task, K, K of the test sequences and name. */
    List<Summary> shown() {
        return shown;
    }

    /** Of the shown ones that were trained alike and differ in the K of their test sequences alone, one. */
    List<Summary> trained() {
        return trained;
    }

    /** Some configurations by what they have in common, in order. */
    static <K> Map<K, List<Summary>> by(List<Summary> some, Function<Summary, K> key) {
        return some.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }

    /** Configurations that compete for being shown, by where and as what. */
    Map<String, List<Summary>> competitors() {
        return by(all, summary -> summary.name() + ", " + summary.testPlace());
    }

    /** The settings in which configurations differ. */
    static List<String> varying(List<Summary> group) {
        return Column.CONFIGURATION.stream()
                .filter(column -> Trial.COLUMNS.containsKey(column) && !NO_SETTINGS.contains(column))
                .filter(column -> group.stream()
                        .anyMatch(summary -> !Objects.equals(
                                summary.setting(column), group.get(0).setting(column))))
                .toList();
    }

    /** How a series of that name looks in every figure. */
    Style style(String name) {
        return new Style(names.indexOf(name));
    }

    /** The names of all series. */
    Legend legend(boolean marker, boolean line) {
        return new Legend(
                names.stream().map(name -> new Legend.Entry(name, style(name))).toList(), marker, line);
    }
}
