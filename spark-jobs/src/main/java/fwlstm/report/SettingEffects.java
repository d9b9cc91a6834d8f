package fwlstm.report;

import fwlstm.chart.Axis;
import fwlstm.chart.ColorScale;
import fwlstm.chart.Drawing;
import fwlstm.chart.HeatMap;
import fwlstm.chart.ScatterChart;
import fwlstm.chart.ScatterChart.Dot;
import fwlstm.results.SeedResult;
import fwlstm.text.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The effects of settings in which configurations of the same task, K and cell differ. */
final class SettingEffects {
    static final String ACCURACY = "best_validation_accuracy_mean";

    static final String ACCURACY_LABEL = "Validation accuracy (%)";
    private static final int MOST_GROUPS = 6;
    private static final int MOST_SETTINGS = 9;
    private static final int MOST_PAIRS = 6;

    private final Summaries summaries;

    SettingEffects(Summaries summaries) {
        this.summaries = summaries;
    }

    /** Figures for each group in which settings vary. */
    Section section() {
        Section section = new Section("settings", "Effects of the settings");
        int number = 0;
        int left = 0;
        for (Map.Entry<String, List<Summary>> group : summaries.competitors().entrySet()) {
            List<Summary> scored = group.getValue().stream()
                    .filter(summary -> !Double.isNaN(summary.number(ACCURACY)))
                    .toList();
            if (scored.size() < 2) {
                continue;
            }
            if (number == MOST_GROUPS) {
                left++;
                continue;
            }
            number++;
            section.heading(group.getKey());
            List<String> settings = Summaries.varying(scored);
            section.plate(each("effects-" + number, settings, scored));
            pairs("pairs-" + number, settings, scored).ifPresent(section::plate);
        }
        if (left > 0) {
            section.text("Left out here because of their number: " + left + " more.");
        }
        return section;
    }

    private ReportFigure each(String name, List<String> settings, List<Summary> group) {
        boolean stopped = group.stream().anyMatch(summary -> summary.count("stopped") > 0);
        Optional<ColorScale> colors = stopped
                ? Optional.of(ColorScale.amounts("Updates", group.stream().mapToDouble(SettingEffects::updates)))
                : Optional.empty();
        List<ScatterChart> charts = new ArrayList<>();
        for (String setting : settings.subList(0, Math.min(MOST_SETTINGS, settings.size()))) {
            SettingAxis axis = SettingAxis.of(setting, group);
            charts.add(new ScatterChart(
                    "",
                    axis.axis(),
                    Axis.linear(ACCURACY_LABEL),
                    group.stream()
                            .map(summary -> new Dot(axis.at(summary), summary.percent(ACCURACY), updates(summary)))
                            .toList(),
                    colors));
        }
        String caption = "Highest validation accuracy against each setting; each dot is a configuration, the mean over"
                + " its seeds."
                + (stopped
                        ? " Colour: the updates it was trained for; configurations that the search"
                                + " stopped have the accuracy they had by then."
                        : "")
                + leftOut(settings.subList(charts.size(), settings.size()));
        return new ReportFigure(name, charts, Optional.empty(), caption, data(settings, group));
    }

    private Optional<ReportFigure> pairs(String name, List<String> settings, List<Summary> group) {
        ColorScale colors =
                ColorScale.amounts(ACCURACY_LABEL, group.stream().mapToDouble(summary -> summary.percent(ACCURACY)));
        List<Drawing> charts = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (int i = 0; i < settings.size(); i++) {
            for (int j = i + 1; j < settings.size(); j++) {
                if (charts.size() == MOST_PAIRS) {
                    left.add(settings.get(i) + " × " + settings.get(j));
                } else {
                    charts.add(pair(
                            SettingAxis.of(settings.get(i), group),
                            SettingAxis.of(settings.get(j), group),
                            group,
                            colors));
                }
            }
        }
        String caption =
                "Highest validation accuracy over pairs of settings, the mean over seeds. Cells are means over the"
                        + " configurations that share both values; a cell without configurations is empty.";
        return charts.isEmpty()
                ? Optional.empty()
                : Optional.of(new ReportFigure(
                        name, charts, Optional.empty(), caption + leftOut(left), data(settings, group)));
    }

    private static Drawing pair(SettingAxis x, SettingAxis y, List<Summary> group, ColorScale colors) {
        if (!x.isDiscrete() || !y.isDiscrete()) {
            List<Dot> dots = group.stream()
                    .map(summary -> new Dot(x.at(summary), y.at(summary), summary.percent(ACCURACY)))
                    .toList();
            return new ScatterChart("", x.axis(), y.axis(), dots, Optional.of(colors));
        }
        return cells("", x, y, group, summary -> summary.percent(ACCURACY), colors);
    }

    /** The mean of a number over the configurations that share both values; a cell without configurations is empty. */
    static HeatMap cells(
            String title,
            SettingAxis x,
            SettingAxis y,
            List<Summary> group,
            ToDoubleFunction<Summary> number,
            ColorScale colors) {
        double[][] sum = new double[y.values().size()][x.values().size()];
        int[][] count = new int[y.values().size()][x.values().size()];
        for (Summary summary : group) {
            int row = y.values().indexOf(summary.setting(y.setting()));
            int column = x.values().indexOf(summary.setting(x.setting()));
            if (row >= 0 && column >= 0) {
                sum[row][column] += number.applyAsDouble(summary);
                count[row][column]++;
            }
        }
        for (int row = 0; row < sum.length; row++) {
            for (int column = 0; column < sum[row].length; column++) {
                sum[row][column] /= count[row][column]; // NaN where there is none
            }
        }
        return new HeatMap(title, x.setting(), y.setting(), x.names(), y.names(), sum, colors);
    }

    /** The number of updates that the trials of a configuration were trained for, on average. */
    private static double updates(Summary summary) {
        return summary.row().seeds().stream()
                .map(SeedResult::updatesRun)
                .filter(Objects::nonNull)
                .mapToInt(Integer::intValue)
                .average()
                .orElse(Double.NaN);
    }

    private TextTable data(List<String> settings, List<Summary> group) {
        List<String> header = new ArrayList<>(settings);
        header.addAll(List.of("validation accuracy %", "updates"));
        TextTable data = new TextTable(header);
        for (Summary summary : group) {
            List<String> cells = new ArrayList<>(settings.stream()
                    .map(setting -> TableValues.text(summary.setting(setting)))
                    .toList());
            cells.addAll(Arrays.asList(
                    TableValues.number(summary.percent(ACCURACY), 2), TableValues.number(updates(summary), 0)));
            data.add(cells);
        }
        return data;
    }

    private static String leftOut(List<String> names) {
        return names.isEmpty() ? "" : " Left out: " + String.join(", ", names) + ".";
    }
}
