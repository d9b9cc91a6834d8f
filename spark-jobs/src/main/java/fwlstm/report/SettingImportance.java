package fwlstm.report;

import fwlstm.chart.Axis;
import fwlstm.chart.BarChart;
import fwlstm.chart.BarChart.Bar;
import fwlstm.statistics.PedAnova;
import fwlstm.text.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The importance of the settings of a study, by {@link PedAnova}. The configurations of a study have the same task, K
 * and cell, and so the same settings.
 *
 * @param study its name
 * @param group its configurations with a score
 * @param best the number of the best, whose settings are compared with those of all
 * @param settings the most important one first
 */
record SettingImportance(String study, List<Summary> group, int best, List<Share> settings) {
    /** With fewer configurations than this a quarter of them or more would be the best. */
    private static final int LEAST_CONFIGURATIONS = 20;

    private static final int LEAST_SETTINGS = 2;
    private static final int MOST_STUDIES = 12;

    private static final String CAPTION =
            "Importance of each setting for being among the best of its study, by PED-ANOVA (Watanabe, Bansal, Hutter:"
                    + " PED-ANOVA: Efficiently Quantifying Hyperparameter Importance in Arbitrary Subspaces, IJCAI"
                    + " 2023): the Pearson divergence between the distributions of its values among the best and among"
                    + " all configurations, as a share of the sum over the settings. The best are the tenth with the"
                    + " highest validation accuracy (mean over seeds), at least five, with all ties. Distributions are"
                    + " Parzen estimates, of drawn numbers with Scott's bandwidth on a grid of 50 cells, which is"
                    + " logarithmic if they span an order of magnitude; of all other values one by one. A diverged"
                    + " seed counts as accuracy 0, a failed one does not count, and one that the search stopped has"
                    + " the accuracy that it had reached. Studies of fewer than "
                    + LEAST_CONFIGURATIONS + " configurations are left out. ";

    SettingImportance {
        group = List.copyOf(group);
        settings = List.copyOf(settings);
    }

    /** The importance of a setting, from 0 to 1. */
    record Share(SettingAxis axis, double share) {}

    /** All studies with enough configurations and settings, and a difference between the best and the others. */
    static List<SettingImportance> all(Summaries summaries) {
        List<SettingImportance> studies = new ArrayList<>();
        for (Map.Entry<String, List<Summary>> study : summaries.competitors().entrySet()) {
            List<Summary> scored = study.getValue().stream()
                    .filter(summary -> !Double.isNaN(summary.score()))
                    .toList();
            List<SettingAxis> axes = Summaries.varying(scored).stream()
                    .map(setting -> SettingAxis.of(setting, scored))
                    .toList();
            if (scored.size() >= LEAST_CONFIGURATIONS
                    && axes.size() >= LEAST_SETTINGS
                    && studies.size() < MOST_STUDIES) {
                of(study.getKey(), scored, axes, summaries.isSearch()).ifPresent(studies::add);
            }
        }
        return studies;
    }

    private static Optional<SettingImportance> of(
            String study, List<Summary> scored, List<SettingAxis> axes, boolean drawn) {
        double[] scores = scored.stream().mapToDouble(Summary::score).toArray();
        int best = 0;
        for (boolean one : PedAnova.best(scores)) {
            best += one ? 1 : 0;
        }
        int number = best;
        return PedAnova.importances(
                        scores,
                        axes.stream().map(axis -> axis.setting(scored, drawn)).toList())
                .map(shares -> {
                    List<Share> settings = new ArrayList<>();
                    for (int k = 0; k < shares.length; k++) {
                        settings.add(new Share(axes.get(k), shares[k]));
                    }
                    settings.sort(Comparator.comparingDouble(Share::share).reversed());
                    return new SettingImportance(study, scored, number, settings);
                });
    }

    /** A chart for each study; empty if there is none. */
    static Optional<ReportFigure> plate(List<SettingImportance> studies) {
        TextTable data = new TextTable(List.of("study", "setting", "importance %", "best", "configurations"));
        List<BarChart> charts = new ArrayList<>();
        for (SettingImportance study : studies) {
            List<Bar> bars = new ArrayList<>();
            for (Share setting : study.settings) {
                String percent = TextTable.number(100 * setting.share, 1);
                bars.add(new Bar(setting.axis.setting(), 100 * setting.share, percent));
                data.add(List.of(
                        study.study,
                        setting.axis.setting(),
                        percent,
                        String.valueOf(study.best),
                        String.valueOf(study.group.size())));
            }
            String counts = study.best + " of " + study.group.size();
            charts.add(new BarChart(study.study, Axis.linear("Importance (%) for the best " + counts), bars));
        }
        return charts.isEmpty()
                ? Optional.empty()
                : Optional.of(new ReportFigure(
                        "importance",
                        charts,
                        Optional.empty(),
                        CAPTION
                                + Summaries.count(studies.stream()
                                        .flatMap(study -> study.group.stream())
                                        .toList()),
                        data));
    }
}
