package fwlstm.report;

import static fwlstm.report.SettingEffects.ACCURACY;

import fwlstm.chart.Axis;
import fwlstm.chart.ColorScale;
import fwlstm.chart.ParallelCoordinates;
import fwlstm.chart.ParallelCoordinates.Item;
import fwlstm.text.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The configurations of each study of a search, from the highest validation accuracy down. */
final class SearchRanking {
    private static final int MOST_STUDIES = 6;
    private static final int MOST_ROWS = 20;

    private SearchRanking() {}

    /** A ranking and a figure for each study. */
    static Section section(Summaries summaries) {
        Section section = new Section("ranking", "Ranking");
        section.text("By validation accuracy, the mean over seeds; configurations that lack seeds or were stopped"
                + " are ranked by the accuracy they had reached. Test errors play no part.");
        Map<String, List<Summary>> studies = summaries.competitors();
        int number = 0;
        for (Map.Entry<String, List<Summary>> study : studies.entrySet()) {
            number++;
            if (number > MOST_STUDIES) {
                section.text("Left out here because of their number, studies: " + (studies.size() - MOST_STUDIES)
                        + " more.");
                break;
            }
            List<Summary> ranked = study.getValue().stream()
                    .filter(summary -> !Double.isNaN(summary.number(ACCURACY)))
                    .sorted(Comparator.comparing((Summary summary) -> !summary.isBest())
                            .thenComparing(summary -> -summary.number(ACCURACY))
                            .thenComparing(summary -> summary.number("validation_loss_mean"))
                            .thenComparing(Summary::config))
                    .toList();
            if (ranked.isEmpty()) {
                continue;
            }
            List<String> settings = Summaries.varying(study.getValue());
            section.heading(study.getKey());
            TextTable top = table(settings, ranked.subList(0, Math.min(MOST_ROWS, ranked.size())));
            if (ranked.size() > MOST_ROWS) {
                top.note("The first " + MOST_ROWS + " of " + ranked.size() + " configurations.");
            }
            section.table(top.format(TextTable.Format.HTML));
            if (!settings.isEmpty() && ranked.size() > 1) {
                section.plate(plate("search-" + number, settings, ranked));
            }
        }
        return section;
    }

    private static ReportFigure plate(String name, List<String> settings, List<Summary> ranked) {
        List<SettingAxis> axes = settings.stream()
                .map(setting -> SettingAxis.of(setting, ranked))
                .toList();
        List<Axis> drawn = axes.stream().map(SettingAxis::axis).toList();
        List<Item> items = ranked.stream()
                .map(summary -> new Item(
                        axes.stream().mapToDouble(axis -> axis.at(summary)).toArray(), summary.percent(ACCURACY)))
                .toList();
        ColorScale colors =
                ColorScale.amounts("Validation accuracy (%)", items.stream().mapToDouble(Item::value));
        return new ReportFigure(
                name,
                List.of(new ParallelCoordinates("", drawn, items, colors)),
                Optional.empty(),
                "Every configuration is a line through its settings, coloured by its validation accuracy (mean"
                        + " over seeds); the best one is thick.",
                table(settings, ranked));
    }

    private static TextTable table(List<String> settings, List<Summary> ranked) {
        List<String> header = new ArrayList<>(List.of("", "configuration"));
        header.addAll(settings);
        header.addAll(List.of("validation accuracy %", "seeds", "test error %", "ended"));
        TextTable table = new TextTable(header);
        IntStream.range(0, ranked.size()).forEach(k -> {
            Summary summary = ranked.get(k);
            List<String> cells = new ArrayList<>(
                    List.of(String.valueOf(k + 1), summary.config().substring(0, 8)));
            settings.forEach(setting -> cells.add(TableValues.text(summary.setting(setting))));
            cells.addAll(List.of(
                    TableValues.number(summary.percent(ACCURACY), 2),
                    String.valueOf(summary.count("seeds")),
                    TableValues.number(summary.percent("test_error_mean"), 2),
                    ended(summary)));
            table.add(cells);
            if (summary.isBest()) {
                table.mark(header.indexOf("validation accuracy %"), TextTable.Mark.BOLD);
            }
        });
        return table;
    }

    private static String ended(Summary summary) {
        List<String> ends = new ArrayList<>();
        for (String status : List.of("done", "stopped", "diverged", "failed")) {
            long count = summary.count(status);
            if (count > 0) {
                ends.add(count == summary.count("seeds") ? status : count + " " + status);
            }
        }
        return String.join(", ", ends);
    }
}
