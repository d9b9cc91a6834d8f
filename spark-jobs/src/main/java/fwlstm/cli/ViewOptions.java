package fwlstm.cli;

import fwlstm.results.ResultsDirectory;
import fwlstm.results.Zstd;
import fwlstm.spark.LiveViews;
import fwlstm.spark.ResultTables;
import fwlstm.spark.Sessions;
import fwlstm.table.StoredTables;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Common options of the commands that query the views of a results directory. */
final class ViewOptions {
    @Mixin
    private DirectoryArgument directory;

    @Mixin
    private MasterOption master;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** What a command does in a session with the views. */
    interface Task<T> {
        T in(LiveViews views) throws IOException;
    }

    /** Opens a session with the views, and closes it afterwards. */
    <T> T open(String command, Task<T> task) throws IOException {
        String url = master.url();
        ResultsDirectory results = directory.existing();
        Zstd.load();
        StoredTables tables = StoredTables.read(results); // unreadable results are refused before Spark starts
        DirectoryArgument.tell(tables, spec);
        int trials = tables.configurations().rows().stream()
                .mapToInt(row -> row.seeds().size())
                .sum();
        try (SparkSession spark = Sessions.openForQueries(command, url, trials)) {
            return task.in(new LiveViews(spark, results, tables));
        } catch (RuntimeException e) {
            ResultTables.distrustIfUnreadable(results, e);
            throw e;
        }
    }
}
