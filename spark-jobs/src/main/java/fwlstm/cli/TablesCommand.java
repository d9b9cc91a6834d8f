package fwlstm.cli;

import fwlstm.results.ResultsDirectory;
import fwlstm.spark.ResultTables;
import fwlstm.spark.Sessions;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the papers' table. */
@Command(
        name = "tables",
        mixinStandardHelpOptions = true,
        description = {
            "Prints test error (mean ± standard deviation over seeds), parameters and updates to 99 %% validation accuracy"
                    + " for every task, K, hidden size and cell of a sweep.",
            "",
            "'seeds' is how many trials a number is from, out of how many the sweep asks for; 'updates to 99 %%' is the"
                    + " median over the seeds that got there, and how many did.",
            ""
        },
        footer = {"", "Example:", "  fw tables results/quickstart --format markdown"})
final class TablesCommand implements Callable<Integer> {
    @Mixin
    private DirectoryArgument directory;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, markdown, latex or csv (default: text). csv has all settings and plain numbers.")
    private TextTable.Format format;

    @Mixin
    private MasterOption master;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ResultsDirectory results = directory.existing();
        try (SparkSession spark = Sessions.open("fw-lstm tables", master.url())) {
            new ResultTables(spark, results).registerViews();
            spec.commandLine().getOut().println(new PaperTable(spark, results.sweep()).format(format));
        }
        return 0;
    }
}
