package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.cli.Fw.Result;
import fwlstm.results.Column;
import fwlstm.results.Column.Group;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a sweep left in its directory, as the commands tell it.
 *
 * @param address the directory, on any file system
 */
record Results(String address) {
    private static final Pattern REMAINING = Pattern.compile("(\\d+) trials.* (\\d+) remaining");

    Results(Path directory) {
        this(directory.toString());
    }

    /** A directory on this machine. */
    Path directory() {
        return Path.of(address);
    }

    /** The rows of an answer, as CSV. */
    List<String> sql(String query) {
        Result result = Fw.run("sql", address, query, "--format", "csv");
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out().lines().skip(1).toList();
    }

    /** What may not depend on where and how often a trial ran. */
    List<String> rows() {
        String columns = Stream.of(Group.IDENTITY, Group.CONFIGURATION, Group.RESULT)
                .flatMap(group -> Column.of(Column.TRIALS, group))
                .map(Column::name)
                .collect(Collectors.joining(", "));
        String points = "trial_id, update, epoch, train_loss, validation_loss, validation_accuracy";
        return sql("SELECT " + columns + " FROM trials ORDER BY trial_id; SELECT " + points
                        + " FROM curves ORDER BY trial_id, update")
                .stream()
                .filter(line -> !line.equals(points.replace(" ", ""))) // the second header
                .toList();
    }

    /** When each trial ran. */
    List<String> executions() {
        return sql("SELECT trial_id, started_at, finished_at FROM trials ORDER BY trial_id");
    }

    /** Trials that are recorded; 0 before there is anything. */
    int recorded() {
        Matcher status = REMAINING.matcher(Fw.run("status", address).out());
        return status.find() ? Integer.parseInt(status.group(1)) - Integer.parseInt(status.group(2)) : 0;
    }

    /** Rows in the files of a table, which no view has cleaned of duplicates: all, and different ones. */
    String physicalRows(String table, String key) {
        return sql("SELECT count(*), count(DISTINCT " + key + ") FROM parquet.`" + address + "/" + table + "`")
                .get(0);
    }
}
