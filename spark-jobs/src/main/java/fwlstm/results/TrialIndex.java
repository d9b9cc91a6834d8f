package fwlstm.results;

import fwlstm.results.RecordedTrials.Recorded;
import fwlstm.train.Status;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * Which trials the tables hold, how they ended and in which files they are.
 *
 * @param files the files that hold them
 * @param rows by trial id
 */
record TrialIndex(TableFiles files, Map<String, Row> rows) {
    private static final System.Logger LOG = System.getLogger("fwlstm.results");
    private static final int MOST_ATTEMPTS = 5;

    static final MessageType ID = strings("trial_id");
    private static final MessageType STANDING = Types.buildMessage()
            .addFields(ID.getType("trial_id"), strings("status").getType("status"))
            .optional(PrimitiveTypeName.DOUBLE)
            .named("best_validation_accuracy")
            .optional(PrimitiveTypeName.DOUBLE)
            .named("validation_loss")
            .optional(PrimitiveTypeName.INT32)
            .named("format_version")
            .named("fwlstm");

    /**
     * A trial in a table.
     *
     * @param file of the table {@code trials}, relative to the results directory
     */
    record Row(Recorded recorded, String file) {
        Status status() {
            return recorded.status();
        }
    }

    /** Reads the tables; files that cannot be read are passed over with a warning in the log. */
    static TrialIndex of(ResultsDirectory results) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return read(results);
            } catch (FileNotFoundException e) { // a compaction has replaced it since it was listed
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Whether the tables hold a trial as it will remain. */
    boolean hasFinal(String trialId) {
        Row row = rows.get(trialId);
        return row != null && row.status().isFinal();
    }

    private static TrialIndex read(ResultsDirectory results) throws IOException {
        TableFiles files = TableFiles.of(results);
        files.damaged().forEach(TrialIndex::warn);
        Map<String, Row> rows = new HashMap<>();
        for (List<Map.Entry<String, Row>> file : Parallel.map(files.of(TableFiles.TRIALS), p -> rows(results, p))) {
            for (Map.Entry<String, Row> row : file) {
                rows.merge(row.getKey(), row.getValue(), (a, b) -> a.status().isFinal() ? a : b);
            }
        }
        return new TrialIndex(files, rows);
    }

    private static List<Map.Entry<String, Row>> rows(ResultsDirectory results, String file) throws IOException {
        Path path = new Path(results.path(), file);
        List<Map.Entry<String, Row>> rows = new ArrayList<>();
        try {
            TableFile.read(results.fileSystem(), path, STANDING, row -> {
                if (row.getFieldRepetitionCount("format_version") > 0) {
                    NewerFormatException.check(row.getInteger("format_version", 0));
                }
                Status status = Status.of(text(row, "status"))
                        .orElseThrow(() -> new DamagedException("a trial has an unknown status"));
                Recorded recorded =
                        new Recorded(status, number(row, "best_validation_accuracy"), number(row, "validation_loss"));
                rows.add(Map.entry(trialId(row), new Row(recorded, file)));
            });
            return rows;
        } catch (NewerFormatException e) {
            throw e.of(path);
        } catch (DamagedException e) {
            warn(file, e.getMessage());
            return List.of();
        }
    }

    private static void warn(String file, String problem) {
        LOG.log(System.Logger.Level.WARNING, "{0} is passed over: {1}", file, problem);
    }

    /** The id in a row of either table. */
    static String trialId(Group row) throws DamagedException {
        String id = text(row, "trial_id");
        if (id == null) {
            throw new DamagedException("a row has no trial_id");
        }
        return id;
    }

    private static String text(Group row, String column) {
        return row.getFieldRepetitionCount(column) == 0 ? null : row.getString(column, 0);
    }

    private static Double number(Group row, String column) {
        return row.getFieldRepetitionCount(column) == 0 ? null : row.getDouble(column, 0);
    }

    private static MessageType strings(String... columns) {
        Types.MessageTypeBuilder schema = Types.buildMessage();
        Stream.of(columns)
                .forEach(column -> schema.optional(PrimitiveTypeName.BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(column));
        return schema.named("fwlstm");
    }
}
