package fwlstm.report;

import fwlstm.chart.Axis;
import fwlstm.chart.BarChart;
import fwlstm.chart.BarChart.Bar;
import fwlstm.results.SeedResult;
import fwlstm.statistics.MeanRanks;
import fwlstm.statistics.Values;
import fwlstm.text.TextTable;
import fwlstm.train.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The ranks of cells by test error, over places: a place is a task, K and hidden size. All cells of a place have the
 * same seeds, and all places of a table the same cells, so that neither of them flatters a cell.
 */
final class CellRanks {
    private static final int LEAST_PLACES = 3;

    private static final String CAPTION =
            "Mean rank of each cell by mean test error, 1 for the lowest, over the places in which the same cells were"
                    + " tested with the same seeds; a place is a task, K and hidden size. Equal errors share their"
                    + " mean rank, and a diverged seed counts as an error of 100 %. Of several configurations of a"
                    + " cell the one with the best validation accuracy counts. Left out: cells that lack a seed in a"
                    + " place, and sets of cells with fewer than "
                    + LEAST_PLACES
                    + " places. There is no test: places share tasks, and are no independent sample. From ";

    /**
     * Cells at one place.
     *
     * @param errors mean test error of each cell, 0 to 1
     */
    private record Place(String name, int seeds, List<String> cells, double[] errors) {
        double[] ranks() {
            return MeanRanks.ranks(errors);
        }
    }

    private CellRanks() {}

    /** A table and a figure of the sets of cells that were compared in enough places; empty if there is none. */
    static Optional<Section> section(Summaries summaries) {
        Map<List<String>, List<Place>> sets = sets(summaries);
        return sets.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section("ranks", "Ranks of the cells")
                        .table(table(sets).format(TextTable.Format.HTML))
                        .plate(plate(sets)));
    }

    private static Map<List<String>, List<Place>> sets(Summaries summaries) {
        Map<List<String>, List<Place>> sets = new LinkedHashMap<>();
        Summaries.by(summaries.shown(), summary -> summary.testPlace() + ", H = " + summary.hidden())
                .forEach((name, members) -> place(name, members)
                        .ifPresent(place -> sets.computeIfAbsent(place.cells, cells -> new ArrayList<>())
                                .add(place)));
        sets.values().removeIf(places -> places.size() < LEAST_PLACES);
        return sets;
    }

    private static TextTable table(Map<List<String>, List<Place>> sets) {
        TextTable table = new TextTable(List.of("cell", "mean rank", "best rank", "worst rank", "first in", "places"));
        sets.forEach((cells, places) -> {
            table.gap();
            List<double[]> ranks = places.stream().map(Place::ranks).toList();
            double[] means = MeanRanks.of(ranks);
            for (int cell : byRank(means)) {
                double[] ofCell = ranks.stream().mapToDouble(rank -> rank[cell]).toArray();
                double[] lowest = ranks.stream()
                        .mapToDouble(rank -> DoubleStream.of(rank).min().orElseThrow())
                        .toArray();
                table.add(List.of(
                        cells.get(cell),
                        TextTable.number(means[cell], 2),
                        TextTable.number(DoubleStream.of(ofCell).min().orElseThrow(), 1),
                        TextTable.number(DoubleStream.of(ofCell).max().orElseThrow(), 1),
                        String.valueOf(IntStream.range(0, ofCell.length)
                                .filter(k -> ofCell[k] == lowest[k])
                                .count()),
                        String.valueOf(places.size())));
            }
        });
        return table;
    }

    private static List<Integer> byRank(double[] means) {
        return IntStream.range(0, means.length)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> means[k]))
                .toList();
    }

    private static ReportFigure plate(Map<List<String>, List<Place>> sets) {
        TextTable data = new TextTable(List.of("place", "cell", "test error %", "rank", "seeds"));
        List<BarChart> charts = new ArrayList<>();
        sets.forEach((cells, places) -> {
            charts.add(chart(cells, places));
            for (Place place : places) {
                double[] ranks = place.ranks();
                for (int k = 0; k < cells.size(); k++) {
                    data.add(List.of(
                            place.name,
                            cells.get(k),
                            TextTable.number(100 * place.errors[k], 2),
                            TextTable.number(ranks[k], 1),
                            String.valueOf(place.seeds)));
                }
            }
        });
        int trials = sets.values().stream()
                .flatMap(List::stream)
                .mapToInt(place -> place.seeds * place.cells.size())
                .sum();
        return new ReportFigure("cell-ranks", charts, Optional.empty(), CAPTION + trials + " trials.", data);
    }

    /**
     * The cells that have all of their seeds, over the seeds that all of them have; empty if there are fewer than two.
     */
    private static Optional<Place> place(String name, List<Summary> members) {
        Map<String, SortedMap<Long, Double>> cells = new TreeMap<>();
        for (Summary summary : members) {
            SortedMap<Long, Double> errors = errors(summary);
            if (errors.size() == summary.row().plannedSeeds()) {
                cells.put(summary.family(), errors);
            }
        }
        return cells.size() < 2
                        || cells.values().stream()
                                        .map(SortedMap::keySet)
                                        .distinct()
                                        .count()
                                > 1
                ? Optional.empty()
                : Optional.of(new Place(
                        name,
                        cells.values().iterator().next().size(),
                        List.copyOf(cells.keySet()),
                        cells.values().stream()
                                .mapToDouble(
                                        errors -> Values.of(errors.values()).mean())
                                .toArray()));
    }

    private static SortedMap<Long, Double> errors(Summary summary) {
        SortedMap<Long, Double> errors = summary.row().testErrorsBySeed();
        summary.row().seeds().stream()
                .filter(seed -> seed.status() == Status.DIVERGED)
                .map(SeedResult::seed)
                .forEach(seed -> errors.put(seed, 1.0));
        return errors;
    }

    private static BarChart chart(List<String> cells, List<Place> places) {
        double[] means = MeanRanks.of(places.stream().map(Place::ranks).toList());
        List<Bar> bars = byRank(means).stream()
                .map(k -> new Bar(cells.get(k), means[k], TextTable.number(means[k], 2)))
                .toList();
        return new BarChart("", Axis.linear("Mean rank over " + places.size() + " places"), bars);
    }
}
