package fwlstm.cli;

import fwlstm.results.ResultsDirectory;
import picocli.CommandLine.Parameters;

/** The results directory that a command looks at. */
final class DirectoryArgument {
    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "Results directory of a sweep, such as results/quickstart.")
    private String directory;

    /** The directory, refused if it holds no results. */
    ResultsDirectory existing() {
        return ResultsDirectory.existing(directory, ResultsDirectory.hadoop());
    }
}
