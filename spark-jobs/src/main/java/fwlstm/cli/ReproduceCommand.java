package fwlstm.cli;

import fwlstm.config.ConfigException;
import fwlstm.config.Settings;
import fwlstm.config.Trial;
import fwlstm.model.Providers;
import fwlstm.results.Column;
import fwlstm.results.Column.Group;
import fwlstm.results.RecordedTrial;
import fwlstm.results.Reproduction;
import fwlstm.results.Reproduction.Difference;
import fwlstm.results.ResultsDirectory;
import fwlstm.text.TextTable;
import fwlstm.train.Backend;
import fwlstm.train.BackendName;
import fwlstm.train.BackendOptions;
import fwlstm.train.Checkpoints;
import fwlstm.train.CpuBackend;
import fwlstm.train.DeviceException;
import fwlstm.train.Precision;
import fwlstm.train.Status;
import fwlstm.train.Trainer;
import fwlstm.train.TrialRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a recorded trial again. */
@Command(
        name = "reproduce",
        mixinStandardHelpOptions = true,
        header = "Trains a recorded trial again and compares.%n",
        description = {
            "Trains a recorded trial again from its configuration and seed, and prints every result and every"
                    + " point of its"
                    + " learning curve that is not the same to the last bit. Times are not compared, and nothing"
                    + " is written.",
            "",
            "Trains with the backend and provider of the record if they can be used here; others round"
                    + " differently. The exit code is 1 if there are differences.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  fw sql results/quickstart \"SELECT trial_id, cell, pairs, seed FROM trials\"",
            "  fw reproduce results/quickstart ab3fc065b26381ae"
        })
final class ReproduceCommand implements Callable<Integer> {
    private static final int MOST_SHOWN = 20;

    @Mixin
    private DirectoryArgument directory;

    @Parameters(index = "1", paramLabel = TrialArgument.LABEL, description = "Id of a trial, as in the view trials.")
    private String trialId;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ResultsDirectory results = directory.existing();
        RecordedTrial recorded = TrialArgument.find(results, trialId);
        if (recorded.status() == Status.FAILED) {
            throw ConfigException.of(
                    TrialArgument.LABEL,
                    trialId + ", a trial that failed",
                    "a trial with results; fw sweep --retry-failed trains failed ones again");
        }
        Trial trial = Trial.of(recorded.trial());
        Map<String, Object> was = recorded.trial();
        // A trial that its search stopped is the same only if it stops there.
        int until = recorded.status() == Status.STOPPED ? (int) was.get("updates_run") : Integer.MAX_VALUE;
        PrintWriter out = spec.commandLine().getOut();
        try (Backend backend = backend(trial, (String) was.get("backend"), (String) was.get("provider"))) {
            out.printf(Locale.ROOT, "%s, trial %s, provider %s%n", trial.label(), trialId, backend.provider());
            if (!backend.provider().equals(was.get("provider"))) {
                out.printf(Locale.ROOT, "recorded with provider %s, which is not used here%n", was.get("provider"));
            }
            out.flush();
            TrialRecord again = new Trainer(backend, Checkpoints.NONE, (t, point) -> {})
                    .train(List.of(trial), 0, until)
                    .get(0);
            return show(new Reproduction(recorded, RecordedTrial.of("", again)), out);
        }
    }

    private static int show(Reproduction reproduction, PrintWriter out) {
        List<Difference> differences = reproduction.differences();
        if (differences.isEmpty()) {
            out.printf(
                    Locale.ROOT,
                    "the same to the last bit: %d results, evaluations of the learning curve: %d%n",
                    Column.of(Column.TRIALS, Group.RESULT).count(),
                    reproduction.points());
            return 0;
        }
        TextTable table = new TextTable(List.of("field", "recorded", "now"));
        differences.stream()
                .limit(MOST_SHOWN)
                .forEach(d -> table.add(List.of(d.field(), text(d.recorded()), text(d.again()))));
        out.println(table.format(TextTable.Format.TEXT).stripTrailing());
        if (differences.size() > MOST_SHOWN) {
            out.printf(Locale.ROOT, "and %d more%n", differences.size() - MOST_SHOWN);
        }
        return 1;
    }

    private static String text(Object value) {
        return value == null ? "–" : value.toString();
    }

    /** The backend of the record if it can be used, unless {@code -Dfwlstm.provider} forces one; else the CPU. */
    private static Backend backend(Trial trial, String name, String provider) {
        String forced = System.getProperty(Providers.PROPERTY);
        if (forced != null) {
            return new CpuBackend(Providers.named(forced));
        }
        if (Settings.key(BackendName.GPU).equals(name)) {
            Precision precision = provider.endsWith(Settings.key(Precision.TF32)) ? Precision.TF32 : Precision.FLOAT32;
            try {
                return new BackendOptions(BackendName.GPU, precision, 1).open(0, trial);
            } catch (DeviceException e) {
                BackendOptions.logFallback(e.getMessage());
            }
        }
        return Providers.all().stream()
                .filter(p -> p.name().equals(provider) && p.unavailable().isEmpty())
                .findFirst()
                .<Backend>map(CpuBackend::new)
                .orElseGet(BackendOptions::cpu);
    }
}
