package fwlstm.cli;

import fwlstm.results.ResultsDirectory;
import fwlstm.results.Zstd;
import fwlstm.table.StoredTables;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** The results directory that a command reads. */
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

    /** The answer to a question about its results; damaged files are reported on standard error. */
    <T> T ask(CommandSpec spec, StoredTables.Question<T> question) throws IOException {
        return ask(existing(), spec, question);
    }

    /** The same of a directory that has been opened. */
    static <T> T ask(ResultsDirectory results, CommandSpec spec, StoredTables.Question<T> question) throws IOException {
        Zstd.load();
        return StoredTables.ask(results, tables -> {
            T answer = question.answer(tables);
            tell(tables, spec);
            return answer;
        });
    }

    /** Reports on standard error damaged files, which are not counted. */
    static void tell(StoredTables tables, CommandSpec spec) {
        tables.problems().forEach(problem -> spec.commandLine().getErr().println("fw: " + problem));
    }
}
