package fwlstm.report;

import fwlstm.chart.Axis;
import fwlstm.chart.PointChart;
import fwlstm.chart.PointChart.Point;
import fwlstm.chart.PointChart.Series;
import fwlstm.chart.Style;
import fwlstm.text.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** Test error of the best configurations: against K, and against the number of parameters. */
final class ErrorFigures {
    /** The test error, in percent, at which its axis changes from linear to logarithmic: two of 20 000 sequences. */
    private static final double UNIT = 0.01;

    private static final String INTERVAL =
            " The error's axis is logarithmic above 0.01 %. Bars are 95 % confidence intervals"
                    + " of the mean over seeds (Student's t).";
    private static final List<String> HEADER = List.of(
            "task",
            "pairs",
            "test_pairs",
            "series",
            "parameters",
            "test error %",
            "95 % CI low",
            "95 % CI high",
            "seeds");

    private ErrorFigures() {}

    /** A chart for each task, of networks tested at the K they were trained at; empty if there is only one K. */
    static Optional<ReportFigure> byPairs(Summaries summaries) {
        List<Summary> tested =
                tested(summaries).stream().filter(Summary::isTestedAsTrained).toList();
        if (tested.stream().map(Summary::pairs).distinct().count() < 2) {
            return Optional.empty();
        }
        Axis errors = errors(tested);
        List<PointChart> charts = new ArrayList<>();
        summaries
                .charts(tested, Summary::task)
                .forEach((title, members) -> charts.add(new PointChart(
                        title,
                        pairs(members),
                        errors,
                        series(
                                members,
                                summaries::series,
                                summaries::style,
                                summary -> point(summary, summary.pairs())),
                        true)));
        return Optional.of(new ReportFigure(
                "error-by-pairs",
                charts,
                Optional.of(summaries.legend(true, true)),
                "Test error against the number of pairs K." + INTERVAL,
                data(tested)));
    }

    /** A chart for each task and K of training; empty if all were tested at the K they were trained at. */
    static Optional<ReportFigure> byTestPairs(Summaries summaries) {
        List<Summary> tested = tested(summaries);
        if (tested.stream().allMatch(Summary::isTestedAsTrained)) {
            return Optional.empty();
        }
        Axis errors = errors(tested);
        List<PointChart> charts = new ArrayList<>();
        summaries
                .charts(tested, summary -> summary.task() + ", trained at K = " + summary.pairs())
                .forEach((title, members) -> charts.add(new PointChart(
                        title,
                        difficulties("Pairs of the test sequences", members, Summary::testPairs),
                        errors,
                        series(
                                members.stream()
                                        .sorted(Comparator.comparingInt(Summary::testPairs))
                                        .toList(),
                                summaries::series,
                                summaries::style,
                                summary -> point(summary, summary.testPairs())),
                        true)));
        return Optional.of(new ReportFigure(
                "error-by-test-pairs",
                charts,
                Optional.of(summaries.legend(true, true)),
                "Test error of networks trained at one K against the number of pairs in the test sequences." + INTERVAL,
                data(tested)));
    }

    /** A chart for each task, K and K of the test sequences; empty if all have as many parameters. */
    static Optional<ReportFigure> byParameters(Summaries summaries) {
        List<Summary> tested = tested(summaries);
        if (tested.stream()
                        .map(summary -> summary.number("parameters"))
                        .distinct()
                        .count()
                < 2) {
            return Optional.empty();
        }
        Axis errors = errors(tested);
        List<PointChart> charts = new ArrayList<>();
        Summaries.by(tested, Summary::testPlace)
                .forEach((place, members) -> charts.add(new PointChart(
                        place,
                        Axis.log("Trainable parameters"),
                        errors,
                        series(
                                members.stream()
                                        .sorted(Comparator.comparing(summary -> summary.number("parameters")))
                                        .toList(),
                                Summary::family,
                                summary -> summaries.familyStyle(summary.family()),
                                summary -> point(summary, summary.number("parameters"))),
                        true)));
        return Optional.of(new ReportFigure(
                "error-by-parameters",
                charts,
                Optional.of(summaries.familyLegend(true, true)),
                "Test error against the number of trainable parameters (logarithmic). Lines join the hidden"
                        + " sizes of a cell."
                        + INTERVAL,
                data(tested)));
    }

    /** An axis for K, with the occurring values. */
    static Axis pairs(List<Summary> members) {
        return difficulties("Key-value pairs K", members, Summary::pairs);
    }

    private static Axis difficulties(String label, List<Summary> members, Function<Summary, Integer> pairs) {
        return Axis.linear(label)
                .at(members.stream().map(pairs).distinct().sorted().toList());
    }

    /** One axis for all charts of a figure, so that they can be compared. */
    private static Axis errors(List<Summary> tested) {
        return errors(tested.stream()
                .map(summary -> point(summary, 0))
                .flatMapToDouble(point -> DoubleStream.of(point.low(), point.high())));
    }

    /** The axis of test errors, with room for these, in percent. */
    static Axis errors(DoubleStream errors) {
        return Axis.logFromZero("Test error (%)", UNIT).fitting(errors);
    }

    private static List<Summary> tested(Summaries summaries) {
        return summaries.shown().stream()
                .filter(summary -> summary.count("test_error_n") > 0)
                .toList();
    }

    /** The points of some configurations, in order; those of the same name are a series. */
    static List<Series> series(
            List<Summary> members,
            Function<Summary, String> name,
            Function<Summary, Style> style,
            Function<Summary, Point> point) {
        return Summaries.by(members, name).entrySet().stream()
                .map(entry -> new Series(
                        entry.getKey(),
                        style.apply(entry.getValue().get(0)),
                        entry.getValue().stream().map(point).toList()))
                .toList();
    }

    private static Point point(Summary summary, double x) {
        double mean = summary.percent("test_error_mean");
        double low = summary.percent("test_error_ci_low");
        double high = summary.percent("test_error_ci_high");
        boolean one = Double.isNaN(low);
        return new Point(x, mean, one ? mean : low, one ? mean : high, false, "");
    }

    private static TextTable data(List<Summary> tested) {
        TextTable data = new TextTable(HEADER);
        for (Summary summary : tested) {
            data.add(List.of(
                    summary.task(),
                    String.valueOf(summary.pairs()),
                    String.valueOf(summary.testPairs()),
                    summary.name(),
                    String.valueOf((long) summary.number("parameters")),
                    TableValues.number(summary.percent("test_error_mean"), 2),
                    TableValues.number(summary.percent("test_error_ci_low"), 2),
                    TableValues.number(summary.percent("test_error_ci_high"), 2),
                    String.valueOf(summary.count("test_error_n"))));
        }
        return data;
    }
}
