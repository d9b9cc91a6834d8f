package fwlstm.results;

import fwlstm.results.RecordedTrials.RecordedStatus;
import fwlstm.results.VerifiedTables.Known;
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
 * The trials in the tables, their status and their files.
 *
 * @param files the files that hold them
 * @param rows by trial id
 */
record TrialIndex(TableFiles files, Map<String, Row> rows) {
    private static final System.Logger LOG = System.getLogger("fwlstm.results");
    private static final int MOST_ATTEMPTS = 5;

    static final MessageType ID = strings("trial_id");
    private static final MessageType VERSION = Types.buildMessage()
            .optional(PrimitiveTypeName.INT32)
            .named("format_version")
            .named("fwlstm");
    private static final MessageType STANDING = Types.buildMessage()
            .addFields(ID.getType("trial_id"), strings("status").getType("status"))
            .optional(PrimitiveTypeName.INT32)
            .named("updates_run")
            .optional(PrimitiveTypeName.DOUBLE)
            .named("best_validation_accuracy")
            .optional(PrimitiveTypeName.DOUBLE)
            .named("validation_loss")
            .addFields(VERSION.getType("format_version"))
            .named("fwlstm");

    /**
     * A trial in a table.
     *
     * @param file of the table {@code trials}, relative to the results directory
     */
    record Row(RecordedStatus recorded, String file) {
        Status status() {
            return recorded.status();
        }
    }

    /** Reads the tables; files that cannot be read are skipped with a warning in the log. */
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

    /** Whether the tables have a final record of a trial. */
    boolean hasFinal(String trialId) {
        Row row = rows.get(trialId);
        return row != null && row.status().isFinal();
    }

    private static TrialIndex read(ResultsDirectory results) throws IOException {
        TableFiles files = TableFiles.of(results);
        files.damaged().forEach(TrialIndex::warn);
        Map<String, Row> rows = new HashMap<>();
        List<String> paths = files.of(TableFiles.TRIALS);
        List<List<Known>> standings = Parallel.map(paths, path -> standings(results, files, path));
        for (int k = 0; k < paths.size(); k++) {
            String path = paths.get(k);
            for (Known standing : standings.get(k)) {
                rows.merge(
                        standing.trialId(),
                        new Row(standing.recorded(), path),
                        (a, b) -> a.status().isFinal() ? a : b);
            }
        }
        return new TrialIndex(files, rows);
    }

    private static List<Known> standings(ResultsDirectory results, TableFiles files, String path) throws IOException {
        VerifiedTables.Table known = files.verified().get(path);
        if (known != null) {
            return known.trials();
        }
        try {
            return standings(results, path);
        } catch (DamagedException e) {
            warn(path, e.getMessage());
            return List.of();
        }
    }

    /**
     * Reads the trials in a file of the table {@code trials}.
     *
     * @throws DamagedException if it cannot be read
     * @throws fwlstm.config.ConfigException if a newer fw-lstm has written it
     */
    static List<Known> standings(ResultsDirectory results, String file) throws IOException {
        Path path = new Path(results.path(), file);
        List<Known> standings = new ArrayList<>();
        try {
            TableFile.read(results.fileSystem(), path, STANDING, row -> {
                checkVersion(results, row);
                String status = text(row, "status");
                standings.add(new Known(
                        trialId(row),
                        new RecordedStatus(
                                Status.of(status)
                                        .orElseThrow(() -> NewerFormatException.value(
                                                "its status is " + status, "status", status)),
                                row.getFieldRepetitionCount("updates_run") == 0 ? 0 : row.getInteger("updates_run", 0),
                                number(row, "best_validation_accuracy"),
                                number(row, "validation_loss"))));
            });
            return standings;
        } catch (NewerFormatException e) {
            throw e.of(path);
        } catch (DamagedException e) {
            refuseNewer(results, path); // in which these columns may have other types
            throw e;
        }
    }

    private static void refuseNewer(ResultsDirectory results, Path file) throws IOException {
        try {
            TableFile.read(results.fileSystem(), file, VERSION, row -> checkVersion(results, row));
        } catch (NewerFormatException e) {
            throw e.of(file);
        } catch (DamagedException e) { // then it is as it seemed
        }
    }

    private static void checkVersion(ResultsDirectory results, Group row) throws NewerFormatException {
        if (row.getFieldRepetitionCount("format_version") > 0) {
            results.format().checkVersion(row.getInteger("format_version", 0));
        }
    }

    private static void warn(String file, String problem) {
        LOG.log(System.Logger.Level.WARNING, "{0} is skipped: {1}", file, problem);
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
