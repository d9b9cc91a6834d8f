package fwlstm.cli;

import fwlstm.table.ComparedBy;
import fwlstm.table.ResultsTable;
import fwlstm.text.TextTable;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the results table. */
@Command(
        name = "tables",
        mixinStandardHelpOptions = true,
        header = "Prints the table of a sweep, as text or for a paper.%n",
        description = {
            "Prints test error (mean ± standard deviation over seeds), parameters and updates to 99 %%"
                    + " validation accuracy for each task, K, hidden size and cell of a sweep.",
            "",
            "'95 %% CI' is the confidence interval of the mean test error over seeds, by Student's t, cut at 0"
                    + " and 100 %%; it takes at least two seeds.",
            "",
            "The lowest mean test error of each task, K and hidden size (or --by parameters) is bold (* in"
                    + " text). A dagger marks rows that are not significantly worse: paired t-test over the"
                    + " same seeds, two-sided, 5 %% after Holm's correction within the group. It takes"
                    + " three seeds; rows without a test error for all of their seeds are"
                    + " neither marked nor tested.",
            "",
            "'seeds' is completed / requested trials; 'updates to 99 %%' is the median over the seeds that"
                    + " reached it, and how many of the completed ones did.",
            "",
            "For a search it shows the best configuration of each study: the one with the highest validation"
                    + " accuracy, averaged over its seeds. Test errors play no part in the choice.",
            "",
            "The table is that of the sweep file as last run: configurations and seeds that it no longer asks"
                    + " for are only"
                    + " counted in a note. --all shows these configurations too, without marks, with 0"
                    + " requested seeds.",
            ""
        },
        footer = {"", "Example:", "  fw tables results/quickstart --format markdown"})
final class TablesCommand implements Callable<Integer> {
    @Mixin
    private DirectoryArgument directory;

    @Mixin
    private IgnoredMaster master;

    @Mixin
    private FormatOption format;

    @Option(
            names = "--all",
            description = "Shows every configuration: for a search not only the best of each study, and also those"
                    + " that the sweep file no longer asks for.")
    private boolean all;

    @Option(
            names = "--by",
            paramLabel = "SIZE",
            defaultValue = "hidden",
            description = "Compares rows of the same task and K with the same hidden size (hidden) or about as many"
                    + " parameters (parameters). Default: hidden.")
    private ComparedBy by;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ResultsTable table =
                directory.ask(spec, tables -> new ResultsTable(tables.sweep(), tables.configurations(), by, all));
        spec.commandLine().getOut().println(table.format(format.format()));
        if (format.format() == TextTable.Format.CSV) { // which has no room for notes
            table.others().ifPresent(note -> spec.commandLine().getErr().println("fw: " + note));
        }
        return 0;
    }
}
