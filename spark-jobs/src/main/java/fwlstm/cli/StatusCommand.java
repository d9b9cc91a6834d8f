package fwlstm.cli;

import fwlstm.config.Settings;
import fwlstm.config.Trial;
import fwlstm.results.RecordedTrials;
import fwlstm.results.ResultsDirectory;
import fwlstm.sweep.Sweep;
import fwlstm.train.Status;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says how far a sweep is. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Counts the trials of a sweep that are done, diverged, failed and remaining.",
            "Works while the sweep runs, after it was stopped, and when it is finished.",
            ""
        },
        footer = {"", "Example:", "  fw status results/quickstart"})
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private DirectoryArgument directory;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ResultsDirectory results = directory.existing();
        Sweep sweep = results.sweep();
        Map<String, Status> recorded = RecordedTrials.of(results);
        StringBuilder line =
                new StringBuilder(sweep.name() + ": " + sweep.trials().size() + " trials");
        for (Status status : Status.values()) {
            long count = sweep.trials().stream()
                    .map(Trial::id)
                    .filter(id -> recorded.get(id) == status)
                    .count();
            line.append(", ").append(count).append(' ').append(Settings.key(status));
        }
        long remaining = sweep.trials().stream()
                .filter(trial -> !recorded.containsKey(trial.id()))
                .count();
        line.append(", ").append(remaining).append(" remaining");
        spec.commandLine().getOut().println(line);
        return 0;
    }
}
