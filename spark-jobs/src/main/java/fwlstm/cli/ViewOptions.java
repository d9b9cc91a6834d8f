package fwlstm.cli;

import fwlstm.results.ResultsDirectory;
import fwlstm.results.StoredResults;
import fwlstm.results.Zstd;
import fwlstm.spark.ResultTables;
import fwlstm.spark.Sessions;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;

/** What the commands share that answer from the views of a results directory. */
final class ViewOptions {
    @Mixin
    private DirectoryArgument directory;

    @Mixin
    private MasterOption master;

    /** What a command does in a session in which the views are registered. */
    interface Task<T> {
        T in(SparkSession spark, ResultsDirectory results) throws IOException;
    }

    /** Opens a session with the views, and closes it afterwards. */
    <T> T open(String command, Task<T> task) throws IOException {
        String url = master.url();
        ResultsDirectory results = directory.existing();
        Zstd.load();
        StoredResults.of(results); // what cannot be read is refused before Spark takes its time to start
        try (SparkSession spark = Sessions.open("fw-lstm " + command, url)) {
            new ResultTables(spark, results).registerViews();
            return task.in(spark, results);
        }
    }
}
