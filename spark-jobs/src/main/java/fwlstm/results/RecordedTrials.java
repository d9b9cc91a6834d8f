package fwlstm.results;

import fwlstm.train.Status;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** Which trials a results directory holds, in tables and ledger, read without a Spark session. */
public final class RecordedTrials {
    private static final String PROJECTION =
            "message trials { optional binary trial_id (STRING); optional binary status (STRING); }";

    private RecordedTrials() {}

    /** How each recorded trial ended, by trial id. */
    public static Map<String, Status> of(ResultsDirectory results) throws IOException {
        List<Entry> ledger = results.ledger().entries(); // before the tables, into which trials move
        Map<String, Status> recorded = new HashMap<>();
        if (results.hasTable(results.trials())) {
            read(results.trials(), results, recorded);
        }
        for (Entry entry : ledger) {
            recorded.putIfAbsent(entry.trialId(), status(entry.trial().get("status")));
        }
        return recorded;
    }

    /** Reads the Parquet files below a directory, but for what Spark is still writing. */
    private static void read(Path directory, ResultsDirectory results, Map<String, Status> recorded)
            throws IOException {
        for (FileStatus status : results.fileSystem().listStatus(directory)) {
            String name = status.getPath().getName();
            if (status.isDirectory() && !name.startsWith("_")) {
                read(status.getPath(), results, recorded);
            } else if (name.endsWith(".parquet") && !name.startsWith(".")) {
                readFile(status.getPath(), results, recorded);
            }
        }
    }

    private static void readFile(Path file, ResultsDirectory results, Map<String, Status> recorded) throws IOException {
        Configuration configuration = new Configuration(results.fileSystem().getConf());
        configuration.set(ReadSupport.PARQUET_READ_SCHEMA, PROJECTION);
        try (ParquetReader<Group> reader = ParquetReader.builder(new GroupReadSupport(), file)
                .withConf(configuration)
                .build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                recorded.put(row.getString("trial_id", 0), status(row.getString("status", 0)));
            }
        }
    }

    private static Status status(Object text) throws IOException {
        return Status.of(text).orElseThrow(() -> new IOException("unknown status " + text));
    }
}
