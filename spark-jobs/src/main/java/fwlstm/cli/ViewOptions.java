package fwlstm.cli;

import fwlstm.results.ResultsDirectory;
import fwlstm.spark.ResultTables;
import fwlstm.spark.Sessions;
import java.io.IOException;
import java.io.PrintWriter;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;

/** What the commands share that answer from the views of a results directory. */
final class ViewOptions {
    @Mixin
    private DirectoryArgument directory;

    @Mixin
    private FormatOption format;

    @Mixin
    private MasterOption master;

    /** Makes an answer from a session in which the views are registered. */
    interface Answer {
        String from(SparkSession spark, ResultsDirectory results, TextTable.Format format) throws IOException;
    }

    /** Prints an answer. */
    void print(String command, Answer answer, PrintWriter out) throws IOException {
        String url = master.url();
        ResultsDirectory results = directory.existing();
        try (SparkSession spark = Sessions.open("fw-lstm " + command, url)) {
            new ResultTables(spark, results).registerViews();
            out.println(answer.from(spark, results, format.format()));
        }
    }
}
