package fwlstm.report;

import fwlstm.chart.Axis;
import fwlstm.chart.LineChart;
import fwlstm.chart.LineChart.Line;
import fwlstm.table.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Validation accuracy against updates, over the seeds of the best configurations. */
final class LearningCurves {
    /** Points of a line: more cannot be told apart. */
    private static final int MOST_POINTS = 200;

    private static final String CAPTION =
            "Validation accuracy against updates: mean over the seeds that were trained to the end, in a band from the lowest"
                    + " to the highest seed. A seed that stopped early, its accuracy reached, counts with its last accuracy"
                    + " from then on; the marker at the end of a line is where its last seed ended.";

    /**
     * Every evaluated update of a configuration, crossed with its seeds: where a seed has ended, its last accuracy stands.
     * Of many updates, one in so many is kept, and the last.
     */
    private static final String QUERY = """
            WITH ended AS (
              SELECT trial_id, config_id FROM trials JOIN shown USING (config_id)
              WHERE planned AND status = 'done'),
            points AS (
              SELECT config_id, trial_id, update, validation_accuracy FROM curves JOIN ended USING (trial_id)),
            updates AS (
              SELECT config_id, update,
                row_number() OVER (PARTITION BY config_id ORDER BY update DESC) - 1 AS place,
                count(*) OVER (PARTITION BY config_id) AS n
              FROM (SELECT DISTINCT config_id, update FROM points)),
            filled AS (
              SELECT config_id, update, place, n,
                last(validation_accuracy, true) OVER (PARTITION BY config_id, trial_id ORDER BY update) AS accuracy
              FROM updates JOIN ended USING (config_id) LEFT JOIN points USING (config_id, trial_id, update))
            SELECT config_id, update, mean_of(collect_list(accuracy)) AS mean, min(accuracy) AS low, max(accuracy) AS high,
              count(accuracy) AS seeds
            FROM filled
            WHERE mod(place, ceil(n / %d)) = 0
            GROUP BY config_id, update
            ORDER BY config_id, update""".formatted(MOST_POINTS);

    private LearningCurves() {}

    static Optional<Plate> plate(SparkSession spark, Summaries summaries) {
        Map<String, List<Row>> points = points(spark, summaries);
        List<LineChart> charts = new ArrayList<>();
        TextTable data = new TextTable(
                List.of("task", "pairs", "series", "update", "validation accuracy %", "lowest", "highest", "seeds"));
        for (Map.Entry<String, List<Summary>> panel :
                summaries.charts(summaries.trained(), Summary::place).entrySet()) {
            List<Line> lines = new ArrayList<>();
            for (Summary summary : panel.getValue()) {
                List<Row> curve = points.getOrDefault(summary.config(), List.of());
                if (!curve.isEmpty()) {
                    lines.add(new Line(
                            summaries.series(summary),
                            summaries.style(summary),
                            curve.stream().mapToDouble(row -> row.getInt(1)).toArray(),
                            percent(curve, 2),
                            percent(curve, 3),
                            percent(curve, 4)));
                }
                for (Row row : curve) {
                    data.add(List.of(
                            summary.task(),
                            String.valueOf(summary.pairs()),
                            summary.name(),
                            String.valueOf(row.getInt(1)),
                            TextTable.number(100 * row.getDouble(2), 2),
                            TextTable.number(100 * row.getDouble(3), 2),
                            TextTable.number(100 * row.getDouble(4), 2),
                            String.valueOf(row.getLong(5))));
                }
            }
            if (!lines.isEmpty()) {
                charts.add(new LineChart(
                        panel.getKey(),
                        Axis.linear("Updates"),
                        Axis.linear("Validation accuracy (%)").between(0, 104),
                        lines));
            }
        }
        return charts.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Plate("learning-curves", charts, Optional.of(summaries.legend(true, true)), CAPTION, data));
    }

    private static Map<String, List<Row>> points(SparkSession spark, Summaries summaries) {
        List<String> shown = summaries.trained().stream().map(Summary::config).toList();
        spark.createDataset(shown, Encoders.STRING()).toDF("config_id").createOrReplaceTempView("shown");
        try {
            return spark.sql(QUERY).collectAsList().stream()
                    .filter(row -> !row.isNullAt(2))
                    .collect(Collectors.groupingBy(row -> row.getString(0), LinkedHashMap::new, Collectors.toList()));
        } finally {
            spark.catalog().dropTempView("shown");
        }
    }

    private static double[] percent(List<Row> curve, int column) {
        return curve.stream().mapToDouble(row -> 100 * row.getDouble(column)).toArray();
    }
}
