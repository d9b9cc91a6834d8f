package fwlstm.results;

import fwlstm.config.Settings;
import fwlstm.train.Status;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
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
        Map<String, Status> recorded = inTable(results);
        for (Entry entry : results.ledger().entries()) {
            recorded.putIfAbsent(entry.trialId(), status(entry.trial().get("status")));
        }
        return recorded;
    }

    /** The same for what is in the table {@code trials} alone. */
    static Map<String, Status> inTable(ResultsDirectory results) throws IOException {
        Map<String, Status> recorded = new HashMap<>();
        if (!results.hasTable(results.trials())) {
            return recorded;
        }
        RemoteIterator<LocatedFileStatus> files = results.fileSystem().listFiles(results.trials(), true);
        while (files.hasNext()) {
            Path file = files.next().getPath();
            if (file.getName().endsWith(".parquet") && !file.toString().contains("/_temporary/")) {
                read(file, results, recorded);
            }
        }
        return recorded;
    }

    private static void read(Path file, ResultsDirectory results, Map<String, Status> recorded) throws IOException {
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
        for (Status status : Status.values()) {
            if (Settings.key(status).equals(text)) {
                return status;
            }
        }
        throw new IOException("unknown status " + text);
    }
}
