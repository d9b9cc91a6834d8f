package fwlstm.cli;

import fwlstm.compare.SweepComparison;
import fwlstm.results.ResultsDirectory;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares two results directories. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        header = "Compares two sweeps: settings, errors, and the bits of their trials.%n",
        description = {
            "Compares two results directories: the settings in which their sweep files differ; the test errors of"
                    + " configurations that agree in all others, with the mean difference over shared seeds, its 95 %% confidence"
                    + " interval and a paired t-test; and how many trials of the same configuration and seed are equal to the last"
                    + " bit.",
            "",
            "Either may be running. Only what each sweep file asks for, as last run, is compared.",
            "",
            "With --format csv it prints the errors alone, as plain numbers: shares from 0 to 1.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  fw compare results/quickstart results/higher-rate",
            "  fw compare results/here hdfs://HOST/results/there --format markdown"
        })
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "Results directory of the first sweep.")
    private String first;

    @Parameters(index = "1", paramLabel = "B", description = "Results directory of the second sweep.")
    private String second;

    @Mixin
    private FormatOption format;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ResultsDirectory a = ResultsDirectory.existing(first, ResultsDirectory.hadoop());
        ResultsDirectory b = ResultsDirectory.existing(second, ResultsDirectory.hadoop());
        SweepComparison comparison = DirectoryArgument.ask(
                a, spec, one -> DirectoryArgument.ask(b, spec, other -> SweepComparison.of(one, other)));
        spec.commandLine().getOut().println(comparison.format(format.format()));
        return 0;
    }
}
