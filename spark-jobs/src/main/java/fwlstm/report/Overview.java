package fwlstm.report;

import fwlstm.config.Trial;
import fwlstm.sweep.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A sweep in one sentence.
 *
 * @param sentence what became of its trials, and what that took
 * @param finished when the last trial ended, to the minute, UTC; empty if there is none
 */
record Overview(String sentence, String finished) {
    static Overview of(SparkSession spark, Sweep sweep) {
        Row sums = spark.sql("""
                        SELECT count(*), count_if(status = 'done'), count_if(status = 'diverged'), count_if(status = 'failed'),
                          count_if(status = 'stopped'), count(DISTINCT seed), coalesce(sum(updates_run), 0),
                          sum_of(collect_list(train_seconds / pack_width)),
                          coalesce(date_format(max(finished_at), 'yyyy-MM-dd HH:mm'), '')
                        FROM trials WHERE planned""").first();
        long others = spark.table("trials").where("NOT planned").count();
        Set<String> recorded = spark.sql("SELECT trial_id FROM trials WHERE planned").collectAsList().stream()
                .map(row -> row.getString(0))
                .collect(Collectors.toSet());
        long missing = sweep.trials().stream()
                .map(Trial::id)
                .filter(id -> !recorded.contains(id))
                .count();
        List<String> ends = new ArrayList<>(
                List.of(counted(sums, 1, "done"), counted(sums, 2, "diverged"), counted(sums, 3, "failed")));
        if (sums.getLong(4) > 0) {
            ends.add(counted(sums, 4, "stopped by the search"));
        }
        ends.add(missing + " missing");
        String sentence = String.format(
                Locale.ROOT,
                "%,d trials: %s. %s, %,d updates, %.2f core-hours.",
                sums.getLong(0) + missing,
                String.join(", ", ends),
                sums.getLong(5) == 1 ? "1 seed" : sums.getLong(5) + " seeds",
                sums.getLong(6),
                sums.getDouble(7) / 3600);
        return new Overview(
                others == 0
                        ? sentence
                        : sentence
                                + String.format(
                                        Locale.ROOT,
                                        " Not of this sweep file, and not in this report: %,d more.",
                                        others),
                sums.getString(8));
    }

    private static String counted(Row sums, int column, String what) {
        return sums.getLong(column) + " " + what;
    }
}
