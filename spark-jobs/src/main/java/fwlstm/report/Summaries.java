package fwlstm.report;

import fwlstm.chart.Legend;
import fwlstm.chart.Style;
import fwlstm.sweep.Search;
import fwlstm.sweep.Variants;
import fwlstm.table.ConfigurationRow;
import fwlstm.table.StoredTables;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All configurations that a sweep asks for and that have results, in the order of the sweep file. */
final class Summaries {
    private static final List<String> NO_SETTINGS = List.of("task", "pairs", "cell");

    /** More series than this cannot be distinguished or named. */
    private static final int MOST_SERIES = 12;

    /** With more series than this in a chart, each hidden size gets its own charts. */
    private static final int MOST_SERIES_OF_SIZES = 6;

    private final boolean search;
    private final List<Summary> all;
    private final List<Summary> shown;
    private final List<Summary> trained;
    private final List<String> families;
    private final List<Integer> sizes;
    private final boolean sizesApart;

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
        families = shown.stream().map(Summary::family).distinct().toList();
        sizes = shown.stream().map(Summary::hidden).distinct().sorted().toList();
        long names = shown.stream().map(Summary::name).distinct().count();
        sizesApart = families.size() > 1 && families.size() < names && names > MOST_SERIES_OF_SIZES;
    }

    /** The summaries of a sweep's results. */
    static Summaries of(StoredTables tables) {
        Map<String, Integer> order = new HashMap<>();
        tables.sweep().trialsByConfiguration().keySet().forEach(config -> order.put(config, order.size()));
        List<ConfigurationRow> rows = tables.configurations().rows().stream()
                .filter(row -> row.isPlanned() && !row.seeds().isEmpty())
                .sorted(Comparator.comparing(ConfigurationRow::task)
                        .thenComparing(ConfigurationRow::pairs)
                        .thenComparing(row -> order.get(row.configId())))
                .toList();
        boolean severalSizes =
                rows.stream().map(ConfigurationRow::hidden).distinct().count() > 1;
        List<Summary> summaries = rows.stream()
                .map(row -> Summary.of(group(row, severalSizes), row))
                .toList();
        List<Summary> distinct = distinct(summaries);
        boolean few = distinct.stream().map(Summary::name).distinct().count() <= MOST_SERIES;
        return new Summaries(tables.sweep().search() instanceof Search.Drawing, few ? distinct : summaries);
    }

    /**
     * The same with names that distinguish those of a group and place; those of a search compete, and share their name.
     */
    private static List<Summary> distinct(List<Summary> summaries) {
        Map<List<Object>, Variants> variants = new HashMap<>();
        by(summaries, Summaries::alternatives)
                .forEach((key, members) -> variants.put(
                        key, Variants.of(members.stream().map(Summary::settings).toList())));
        return summaries.stream()
                .map(summary -> summary.study() != null
                        ? summary
                        : summary.named((summary.group() + " "
                                        + variants.get(alternatives(summary)).text(summary.settings()))
                                .strip()))
                .toList();
    }

    private static List<Object> alternatives(Summary summary) {
        return List.of(summary.group(), summary.testPlace());
    }

    /** The study without task, both K and, if there is only one, hidden size. */
    private static String group(ConfigurationRow row, boolean severalSizes) {
        String study = row.study();
        if (study == null) {
            return row.settings().get("cell") + (severalSizes ? " H=" + row.hidden() : "");
        }
        String name = (study + " ")
                .replaceFirst(" " + row.task() + " ", " ")
                .replaceFirst(" K=\\d+ ", " ")
                .replaceFirst(" data_test_pairs=\\w+ ", " ");
        return (severalSizes ? name : name.replaceFirst(" H=\\d+ ", " ")).strip();
    }

    /**
     * The best; while none has all its seeds, the one with the most seeds, and of these the one with the highest
     * accuracy.
     */
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

    /** One of each set of shown configurations that differ only in the K of their test sequences. */
    List<Summary> trained() {
        return trained;
    }

    /** Some configurations by a common property, in order. */
    static <K> Map<K, List<Summary>> by(List<Summary> some, Function<Summary, K> key) {
        return some.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }

    /** Configurations of the same cell and hidden size, or of the same study, by place and group. */
    Map<String, List<Summary>> competitors() {
        return by(all, summary -> summary.group() + ", " + summary.testPlace());
    }

    /** The number of some configurations and of their trials, as a sentence. */
    static String count(List<Summary> some) {
        int trials =
                some.stream().mapToInt(summary -> summary.row().seeds().size()).sum();
        return "From " + some.size() + " configurations, " + trials + " trials.";
    }

    /** The settings in which configurations differ. */
    static List<String> varying(List<Summary> group) {
        return Variants.of(group.stream().map(Summary::settings).toList()).settings().stream()
                .filter(setting -> !NO_SETTINGS.contains(setting))
                .toList();
    }

    /**
     * Some configurations by the chart that shows them: a place, and the hidden size if sizes have their own charts.
     */
    Map<String, List<Summary>> charts(List<Summary> some, Function<Summary, String> place) {
        return by(some, summary -> place.apply(summary) + (sizesApart ? ", H = " + summary.hidden() : ""));
    }

    /** The name of a configuration's series in its chart. */
    String series(Summary summary) {
        return sizesApart ? summary.family() : summary.name();
    }

    /**
     * The style of a configuration's series in every figure. With several hidden sizes in a chart, colour and marker
     * show the family, and the dash shows the size.
     */
    Style style(Summary summary) {
        int family = families.indexOf(summary.family());
        return new Style(family, sizes.size() > 1 && !sizesApart ? sizes.indexOf(summary.hidden()) : family);
    }

    /** The names of all series. */
    Legend legend(boolean marker, boolean line) {
        Map<String, Legend.Entry> entries = new LinkedHashMap<>();
        shown.forEach(
                summary -> entries.putIfAbsent(series(summary), new Legend.Entry(series(summary), style(summary))));
        return new Legend(List.copyOf(entries.values()), marker, line);
    }

    /** The common style of all hidden sizes of a family. */
    Style familyStyle(String family) {
        return new Style(families.indexOf(family));
    }

    /** The names of all families. */
    Legend familyLegend(boolean marker, boolean line) {
        return new Legend(
                families.stream()
                        .map(family -> new Legend.Entry(family, familyStyle(family)))
                        .toList(),
                marker,
                line);
    }
}
