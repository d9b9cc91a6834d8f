package fwlstm.report;

import fwlstm.chart.Axis;
import fwlstm.chart.ColorScale;
import fwlstm.chart.Drawing;
import fwlstm.chart.ScatterChart;
import fwlstm.chart.ScatterChart.Dot;
import fwlstm.chart.Surface;
import fwlstm.statistics.KernelMean;
import fwlstm.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Validation accuracy over the plane of the two most important numbers among the settings of a study. */
final class SettingContours {
    private static final int COLUMNS = 36;
    private static final int ROWS = 28;

    private static final String CAPTION =
            "Validation accuracy over the two most important numeric settings of each study; its dots are"
                    + " configurations, the mean over their seeds.";
    private static final String CELLS =
            " Where both have a few values only, a cell is the mean over the configurations that share them.";
    private static final String SURFACE =
            " The surface behind the dots is interpolated: the mean over all configurations with normal weights"
                    + " (Nadaraya–Watson), whose width along each axis is its standard deviation times n^(−1/6)"
                    + " (Scott's rule), on the axes as drawn; places farther than three widths from every dot are"
                    + " empty. It"
                    + " averages over the other settings.";
    private static final String FAILURES = " A diverged seed counts as 0, a failed one does not count. ";

    private SettingContours() {}

    /** A chart for each study with two such settings; empty if there is none. */
    static Optional<ReportFigure> plate(List<SettingImportance> studies) {
        List<Drawing> charts = new ArrayList<>();
        List<Summary> shown = new ArrayList<>();
        TextTable data =
                new TextTable(List.of("study", "configuration", "x", "x value", "y", "y value", "accuracy %", "seeds"));
        for (SettingImportance study : studies) {
            List<SettingAxis> axes = axes(study);
            if (axes.size() == 2) {
                charts.add(chart(study, axes.get(0), axes.get(1)));
                shown.addAll(study.group());
                study.group().forEach(summary -> data.add(row(study, summary, axes.get(0), axes.get(1))));
            }
        }
        boolean cells = charts.stream().anyMatch(chart -> !(chart instanceof ScatterChart));
        boolean surfaces = charts.stream().anyMatch(ScatterChart.class::isInstance);
        return charts.isEmpty()
                ? Optional.empty()
                : Optional.of(new ReportFigure(
                        "contours",
                        charts,
                        Optional.empty(),
                        CAPTION + (cells ? CELLS : "") + (surfaces ? SURFACE : "") + FAILURES + Summaries.count(shown),
                        data));
    }

    /** The two most important numbers; if they are no grid, numbers with a few values side by side do not count. */
    private static List<SettingAxis> axes(SettingImportance study) {
        List<SettingAxis> numbers = study.settings().stream()
                .map(SettingImportance.Share::axis)
                .filter(SettingAxis::isNumeric)
                .toList();
        List<SettingAxis> first = numbers.subList(0, Math.min(2, numbers.size()));
        return first.stream().allMatch(SettingAxis::isDiscrete)
                ? first
                : numbers.stream().filter(axis -> !axis.areApart()).limit(2).toList();
    }

    private static Drawing chart(SettingImportance study, SettingAxis x, SettingAxis y) {
        List<Summary> group = study.group();
        ColorScale colors =
                ColorScale.amounts(SettingEffects.ACCURACY_LABEL, group.stream().mapToDouble(SettingContours::percent));
        if (x.isDiscrete() && y.isDiscrete()) {
            return SettingEffects.cells(study.study(), x, y, group, SettingContours::percent, colors);
        }
        List<Dot> dots = group.stream()
                .map(summary -> new Dot(x.at(summary), y.at(summary), percent(summary)))
                .filter(dot -> !Double.isNaN(dot.x()) && !Double.isNaN(dot.y()))
                .toList();
        Axis across = x.axis().fitting(dots.stream().mapToDouble(Dot::x));
        Axis up = y.axis().fitting(dots.stream().mapToDouble(Dot::y));
        KernelMean mean = new KernelMean(
                numbers(dots, dot -> x.position(dot.x())),
                numbers(dots, dot -> y.position(dot.y())),
                numbers(dots, Dot::value));
        double[][] surface = new double[ROWS][COLUMNS];
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                surface[row][column] = mean.at(
                        middle(x.position(across.low()), x.position(across.high()), column, COLUMNS),
                        middle(y.position(up.low()), y.position(up.high()), row, ROWS));
            }
        }
        return new ScatterChart(study.study(), across, up, dots, colors, new Surface(surface));
    }

    private static double[] numbers(List<Dot> dots, ToDoubleFunction<Dot> number) {
        return dots.stream().mapToDouble(number).toArray();
    }

    /** The middle of one of the cells between two ends. */
    private static double middle(double low, double high, int cell, int cells) {
        return low + (cell + 0.5) / cells * (high - low);
    }

    private static double percent(Summary summary) {
        return 100 * summary.score();
    }

    private static List<String> row(SettingImportance study, Summary summary, SettingAxis x, SettingAxis y) {
        return List.of(
                study.study(),
                summary.config().substring(0, 8),
                x.setting(),
                TableValues.text(summary.setting(x.setting())),
                y.setting(),
                TableValues.text(summary.setting(y.setting())),
                TextTable.number(percent(summary), 2),
                String.valueOf(summary.count("seeds")));
    }
}
