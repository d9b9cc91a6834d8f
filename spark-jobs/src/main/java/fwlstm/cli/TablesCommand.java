package fwlstm.cli;

import fwlstm.table.PaperTable;
import fwlstm.table.Size;
import fwlstm.text.TextTable;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the papers' table. */
@Command(
        name = "tables",
        mixinStandardHelpOptions = true,
        header = "Prints the table of a sweep, as text or for a paper.%n",
        description = {
            "Prints test error (mean ± standard deviation over seeds), parameters and updates to 99 %% validation accuracy"
                    + " for every task, K, hidden size and cell of a sweep.",
            "",
            "'95 %% CI' is the confidence interval of the mean test error over seeds, by Student's t, as far as it lies"
                    + " between 0 and 100 %%; it takes two seeds or more.",
            "",
            "The lowest mean test error of each task, K and hidden size (or --by parameters) is bold (* in text). A dagger marks what is not"
                    + " significantly above it: paired t-test over the same seeds, two-sided, 5 %% after Holm's correction"
                    + " within the group. It takes three seeds; lines without a test error for all of their seeds are neither"
                    + " marked nor tested.",
            "",
            "'seeds' is how many trials are done, out of how many the sweep asks for; 'updates to 99 %%' is the median over"
                    + " the seeds that got there, and how many did, out of those that are done.",
            "",
            "Of a search it shows the best configuration of each study: that with the highest validation accuracy, the mean"
                    + " over its seeds. Test errors play no part in the choice.",
            "",
            "The table is that of the sweep file as last run: configurations and seeds that it no longer asks for are only"
                    + " counted in a note. --all shows such configurations too, without marks, their seeds out of 0.",
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
            description =
                    "Shows every configuration: of a search, not only the best of each study, and those that the sweep"
                            + " file no longer asks for.")
    private boolean all;

    @Option(
            names = "--by",
            paramLabel = "SIZE",
            defaultValue = "hidden",
            description =
                    "What lines that are compared have in common, apart from task and K: hidden, or parameters, about"
                            + " as many (default: hidden).")
    private Size by;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PaperTable table =
                directory.ask(spec, tables -> new PaperTable(tables.sweep(), tables.configurations(), by, all));
        spec.commandLine().getOut().println(table.format(format.format()));
        if (format.format() == TextTable.Format.CSV) { // which has no place for notes
            table.others().ifPresent(note -> spec.commandLine().getErr().println("fw: " + note));
        }
        return 0;
    }
}
